//! API tokens and the records of them (contract 2.2, 3.5, 5.8).

use serde_json::{Value as Json, json};

use super::answer::{Answer, invalid, not_found, ok, refusal, success};
use super::state::{Alauda, Token};
use super::times::rfc3339;
use super::{Call, jwt, kubernetes, object};
use crate::http::Response;

/// How long a token lives where the platform's setting decides.
const CONFIGURED_S: u64 = 30 * 86_400;

const KIND: &str = "accesstokeninfoes";

impl Alauda {
    /// `POST /auth/v1/accesstoken`: for the caller alone, and the text once.
    pub(crate) fn create_token(&mut self, call: &mut Call) -> Answer {
        let body = object(call.request)?;
        let description = body
            .get("description")
            .and_then(Json::as_str)
            .unwrap_or_default();
        if !(1..=64).contains(&description.chars().count()) {
            return Err(invalid(400, "description", "has 1 to 64 characters"));
        }
        let now = call.clock.now_s();
        let ends_s = match body.get("expiration") {
            None | Some(Json::Null) => 0,
            Some(given) => given
                .as_u64()
                .ok_or_else(|| invalid(400, "expiration", "counts seconds since 1970"))?,
        };
        let ends_s = match ends_s {
            0 if self.switches.is("token_default", "configured") => now + CONFIGURED_S,
            0 => 0,
            past if past <= now => {
                return Err(invalid(400, "expiration", "lies in the past"));
            }
            // Milliseconds are taken for seconds of a far future (contract 5.10).
            later => later,
        };
        let id = call.random.uuid();
        let record = if self.switches.is("record_names", "other") {
            call.random.uuid()
        } else {
            id.clone()
        };
        let owner = self.user(call.who)?;
        let token = Token {
            record,
            owner: owner.name.clone(),
            text: if self.switches.is("claims", "bare") {
                jwt::issue_bare(&id, now, ends_s)
            } else {
                jwt::issue(owner, &id, now, ends_s)
            },
            description: description.to_owned(),
            issued_s: now,
            ends_s,
            is_session: false,
        };
        let answer = json!({
            "id": id,
            "token": token.text,
            "timestamp": token.issued_s,
            "expiration": token.ends_s,
            "description": token.description,
        });
        self.tokens.push(token);
        Ok(Response::json(201, answer.to_string()))
    }

    /// Refuses where the records cannot be reached, and where the namespace is another one.
    fn reach_records(&self) -> Answer<()> {
        match self.switches.choice("records") {
            "denied" => Err(refusal(403, "this is not permitted to you")),
            "missing" => Err(refusal(404, "the server could not find what was asked for")),
            _ => Ok(()),
        }
    }

    fn records(&self, namespace: &str) -> Vec<&Token> {
        let is_right = self.switches.is("namespace", namespace);
        self.tokens
            .iter()
            .filter(|token| is_right && !token.is_session)
            .collect()
    }

    fn record_json(&self, token: &Token) -> Json {
        let mut spec = json!({"description": token.description, "timestamp": token.issued_s});
        if token.ends_s > 0
            && let Some(members) = spec.as_object_mut()
        {
            members.insert("expiration".to_owned(), json!(token.ends_s));
        }
        // No owner: nobody can tell whose token a record is of (contract 5.8).
        json!({
            "apiVersion": "auth.alauda.io/v1",
            "kind": "AccessTokenInfo",
            "metadata": {
                "name": token.record,
                "namespace": self.switches.choice("namespace"),
                "creationTimestamp": rfc3339(token.issued_s),
                "resourceVersion": "1",
            },
            "spec": spec,
        })
    }

    /// `GET …/accesstokeninfoes`: everybody's records, for everybody.
    pub(crate) fn list_records(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        self.reach_records()?;
        let found = self.records(parts.first().map_or("", String::as_str));
        let items = found
            .into_iter()
            .map(|token| self.record_json(token))
            .collect();
        kubernetes::page(call.request, "AccessTokenInfoList", self.version, items)
    }

    fn record(&self, parts: &[String]) -> Answer<&Token> {
        self.reach_records()?;
        let name = parts.get(1).map_or("", String::as_str);
        self.records(parts.first().map_or("", String::as_str))
            .into_iter()
            .find(|token| token.record == name)
            .ok_or_else(|| not_found(KIND, name))
    }

    /// `GET …/accesstokeninfoes/{name}`.
    pub(crate) fn get_record(&self, parts: &[String]) -> Answer {
        Ok(ok(&self.record_json(self.record(parts)?)))
    }

    /// `DELETE …/accesstokeninfoes/{name}`: anybody may end anybody's token.
    pub(crate) fn delete_record(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let name = self.record(parts)?.record.clone();
        let found = self.tokens.iter().position(|token| token.record == name);
        let token = found
            .map(|found| self.tokens.remove(found))
            .ok_or_else(|| not_found(KIND, &name))?;
        let rest = self.switches.number("revoked_ms").unwrap_or(0);
        if rest > 0 {
            self.lingering.push((token, call.clock.now_ms() + rest));
        }
        let status = super::status_of(&self.switches, "revoke_success");
        Ok(Response::json(status, success().to_string()))
    }
}
