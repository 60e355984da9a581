//! Tokens of API keys: told once, rotated, ended (contract 2.4, 3.5, 5.8).

use serde_json::{Value as Json, json};

use super::Call;
use super::access::USER_MANAGE;
use super::answer::{Answer, bad_request, data, invalid, no_route, rule, unhandled};
use super::body::Body;
use super::keys::{DEFAULT_MS, Named, identifiers, is_full};
use super::paging::{Paging, search, sort_by};
use super::scope::Scope;
use super::state::{Harness, Principal, Token, identifier};

impl Harness {
    fn token_json(&self, token: &Token, now: u64) -> Json {
        let (email, name) = match token.owner {
            Principal::User(user) => self
                .users
                .get(user)
                .map(|user| (user.email.clone(), user.name.clone())),
            Principal::Service(service) => self
                .services
                .get(service)
                .map(|one| (one.email.clone(), Some(one.name.clone()))),
        }
        .unwrap_or_default();
        json!({
            "identifier": token.id,
            "name": token.name,
            "validFrom": token.from_ms,
            "validTo": token.to_ms,
            "scheduledExpireTime": token.scheduled_ms,
            "valid": token.from_ms <= now && now < token.ends_ms(),
            "accountIdentifier": token.account,
            "orgIdentifier": null,
            "projectIdentifier": null,
            "apiKeyIdentifier": token.key,
            "parentIdentifier": self.id_of(token.owner),
            "apiKeyType": Self::kind_of(token.owner),
            "description": token.description,
            "tags": token.tags,
            "email": email,
            "username": name,
            // A hash, which nobody should show all the same (contract 3.5).
            "encodedPassword": format!("$2a$10$simulated{:016x}", token.created_ms),
        })
    }

    /// A new plaintext in the layout of today: four parts, the account among them.
    pub(crate) fn plaintext(call: &mut Call, owner: Principal) -> String {
        let kind = match owner {
            Principal::User(_) => "pat",
            Principal::Service(_) => "sat",
        };
        format!(
            "{kind}.{}.{}.{}",
            call.account,
            identifier(call.random, 24),
            identifier(call.random, 20)
        )
    }

    fn tokens_of(&self, owner: Principal, key: &str) -> usize {
        self.tokens
            .iter()
            .filter(|token| token.owner == owner && token.key.eq_ignore_ascii_case(key))
            .count()
    }

    fn find_token(&self, owner: Principal, key: &str, id: &str) -> Option<usize> {
        self.tokens.iter().position(|token| {
            token.owner == owner
                && token.key.eq_ignore_ascii_case(key)
                && token.id.eq_ignore_ascii_case(id)
        })
    }

    /// Ends a token; a cache may let it through a little longer.
    pub(crate) fn drop_token(&mut self, call: &Call, plaintext: &str) {
        let Some(found) = self
            .tokens
            .iter()
            .position(|token| token.plaintext == plaintext)
        else {
            return;
        };
        let token = self.tokens.remove(found);
        if let Some(rest) = self.switches.number("token_cache_ms") {
            self.lingering.push((token, call.clock.now_ms() + rest));
        }
        self.lingering
            .retain(|(_, until)| *until > call.clock.now_ms());
    }

    /// `GET /ng/api/token/aggregate`.
    pub(crate) fn page_of_tokens(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        let value = |name: &str| {
            call.request
                .query_value(name)
                .filter(|text| !text.is_empty())
        };
        let kind = value("apiKeyType").ok_or_else(|| invalid("apiKeyType", "must not be null"))?;
        let (parent, key) = (value("parentIdentifier"), value("apiKeyIdentifier"));
        if key.is_some() && parent.is_none() {
            return Err(bad_request("An API key is given without its owner"));
        }
        let sees_all = match kind.as_str() {
            "USER" => {
                call.person()?;
                self.is_permitted(call.who, &scope.top(), USER_MANAGE)
            }
            "SERVICE_ACCOUNT" => {
                let parent = parent.as_deref().unwrap_or_default();
                self.demand_services(call.who, &scope.top(), false, parent)?;
                true
            }
            _ => return Err(no_route()),
        };
        let paging = Paging::of(call.request)?.or_sorted_by("lastModifiedAt", false);
        let pattern = search(value("searchTerm").as_deref())?;
        let wanted = identifiers(call);
        let is_active_only = value("includeOnlyActiveTokens").as_deref() == Some("true");
        let now = call.clock.now_ms();
        let mut found: Vec<&Token> = self
            .tokens
            .iter()
            .filter(|token| token.account == scope.account && Self::kind_of(token.owner) == kind)
            .filter(|token| sees_all || token.owner == call.who)
            .filter(|token| {
                parent
                    .as_deref()
                    .is_none_or(|id| self.id_of(token.owner) == id)
            })
            .filter(|token| key.as_deref().is_none_or(|id| token.key == id))
            .filter(|token| wanted.is_empty() || wanted.contains(&token.id))
            .filter(|token| !is_active_only || token.from_ms <= now && now < token.ends_ms())
            .filter(|token| {
                pattern
                    .as_ref()
                    .is_none_or(|one| one.is_match(&token.name) || one.is_match(&token.id))
            })
            .collect();
        sort_by(&mut found, &paging.sort, |token, field| match field {
            "name" => Some((0, token.name.clone())),
            "identifier" => Some((0, token.id.clone())),
            "createdAt" => Some((token.created_ms, String::new())),
            "lastModifiedAt" => Some((token.changed_ms, String::new())),
            "validTo" => Some((token.to_ms, String::new())),
            _ => None,
        });
        let content = paging
            .cut(&found)
            .iter()
            .map(|token| {
                json!({
                    "token": self.token_json(token, now),
                    "expiryAt": token.ends_ms(),
                    "createdAt": token.created_ms,
                    "lastModifiedAt": token.changed_ms,
                })
            })
            .collect();
        data(paging.page(found.len(), content, &self.empty_token()))
    }

    /// `POST /ng/api/token`: the plaintext, once.
    pub(crate) fn create_token(&mut self, call: &mut Call) -> Answer {
        Scope::of(call.request)?;
        let body = Body::of(call.request)?.required()?;
        let named = Named::of(&body, &call.account)?;
        let owner = self.writable_owner(call, &named.kind, &named.parent)?;
        let now = call.clock.now_ms();
        let from_ms = time(&body, "validFrom")?.unwrap_or(now);
        let key = body.text("apiKeyIdentifier")?;
        let key = self.key_for(call, owner, &named, key.as_deref())?;
        let to_ms = time(&body, "validTo")?.unwrap_or_else(|| {
            let period = self
                .find_key(owner, &key)
                .and_then(|found| self.keys.get(found))
                .and_then(|key| key.default_ms)
                .unwrap_or(DEFAULT_MS);
            from_ms.saturating_add(period)
        });
        if to_ms <= now || to_ms < from_ms {
            return Err(bad_request("The token would end before it begins"));
        }
        if self.find_token(owner, &key, &named.id).is_some() {
            return Err(rule("DUPLICATE_FIELD", "This identifier is taken"));
        }
        if is_full(
            self.tokens_of(owner, &key),
            self.switches.number("token_limit"),
        ) {
            return Err(bad_request("There are as many tokens as there may be"));
        }
        let plaintext = Self::plaintext(call, owner);
        self.tokens.push(Token {
            id: named.id,
            name: named.name,
            description: named.description,
            tags: named.tags,
            key,
            owner,
            account: call.account.clone(),
            from_ms,
            to_ms,
            scheduled_ms: None,
            plaintext: plaintext.clone(),
            created_ms: now,
            changed_ms: now,
        });
        data(plaintext)
    }

    /// The key of a new token; newer servers make the missing one without a word.
    fn key_for(
        &mut self,
        call: &Call,
        owner: Principal,
        named: &Named,
        given: Option<&str>,
    ) -> Answer<String> {
        if let Some(found) = given.and_then(|id| self.find_key(owner, id)) {
            return self
                .keys
                .get(found)
                .map(|key| key.id.clone())
                .ok_or_else(unhandled);
        }
        if !self.switches.is_on("auto_key") {
            return Err(bad_request("There is no such API key"));
        }
        let id = format!("{}_auto", named.id);
        if self.find_key(owner, &id).is_none() {
            let named = Named {
                name: id.clone(),
                id: id.clone(),
                description: None,
                tags: Json::Null,
                parent: named.parent.clone(),
                kind: named.kind.clone(),
            };
            self.add_key(call, owner, named, None)?;
        }
        Ok(id)
    }

    /// `PUT /ng/api/token/{identifier}`: the body names the token.
    pub(crate) fn update_token(&mut self, call: &mut Call) -> Answer {
        Scope::of(call.request)?;
        let body = Body::of(call.request)?.required()?;
        let named = Named::of(&body, &call.account)?;
        let owner = self.writable_owner(call, &named.kind, &named.parent)?;
        let from_ms = time(&body, "validFrom")?.ok_or_else(unhandled)?;
        let to_ms = time(&body, "validTo")?.ok_or_else(unhandled)?;
        if body.member("scheduledExpireTime").is_some() {
            return Err(bad_request("A scheduled end cannot be given"));
        }
        let now = call.clock.now_ms();
        if to_ms <= now || to_ms < from_ms {
            return Err(bad_request("The token would end before it begins"));
        }
        let key = body.text("apiKeyIdentifier")?.unwrap_or_default();
        let found = self
            .find_token(owner, &key, &named.id)
            .ok_or_else(unhandled)?;
        let token = self.tokens.get_mut(found).ok_or_else(unhandled)?;
        if token.scheduled_ms.is_some() {
            return Err(bad_request("A rotated token cannot be changed"));
        }
        token.name = named.name;
        token.description = named.description;
        token.tags = named.tags;
        token.from_ms = from_ms;
        token.to_ms = to_ms;
        token.changed_ms = now;
        let token = token.clone();
        data(self.token_json(&token, now))
    }

    fn key_in_query(&self, call: &Call) -> Answer<(Principal, String)> {
        let owner = self.owner_in_query(call)?;
        let key = call
            .request
            .query_value("apiKeyIdentifier")
            .ok_or_else(|| invalid("apiKeyIdentifier", "must not be null"))?;
        Ok((owner, key))
    }

    /// `DELETE /ng/api/token/{identifier}`.
    pub(crate) fn delete_token(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let (owner, key) = self.key_in_query(call)?;
        let plaintext = parts
            .first()
            .and_then(|id| self.find_token(owner, &key, id))
            .and_then(|found| self.tokens.get(found))
            .map(|token| token.plaintext.clone())
            .ok_or_else(unhandled)?;
        self.drop_token(call, &plaintext);
        data(true)
    }

    /// `POST /ng/api/token/rotate/{identifier}`: the old one gets another name and an end, then the new one is made.
    pub(crate) fn rotate_token(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let (owner, key) = self.key_in_query(call)?;
        let end = call
            .request
            .query_value("rotateTimestamp")
            .ok_or_else(unhandled)?
            .parse::<u64>()
            .map_err(|_| no_route())?;
        let found = parts
            .first()
            .and_then(|id| self.find_token(owner, &key, id))
            .ok_or_else(|| rule("INVALID_ARGUMENT", "There is no such token"))?;
        let now = call.clock.now_ms();
        let name = format!("rotated_{}", identifier(call.random, 15));
        let old = self.tokens.get_mut(found).ok_or_else(unhandled)?;
        if old.scheduled_ms.is_some() {
            return Err(bad_request("A rotated token cannot be rotated"));
        }
        let mut new = old.clone();
        old.id = name;
        old.scheduled_ms = Some(end);
        old.changed_ms = now;
        // The old one is renamed already when the new one finds no room (contract 5.8).
        if is_full(
            self.tokens_of(owner, &key),
            self.switches.number("token_limit"),
        ) {
            return Err(bad_request("There are as many tokens as there may be"));
        }
        let period = new.to_ms.saturating_sub(new.from_ms);
        new.plaintext = Self::plaintext(call, owner);
        new.from_ms = now;
        new.to_ms = now.saturating_add(period);
        new.created_ms = now;
        new.changed_ms = now;
        let plaintext = new.plaintext.clone();
        self.tokens.push(new);
        data(plaintext)
    }

    /// `POST /ng/api/token/validate`, the token as plain text.
    pub(crate) fn validate_token(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?;
        let given = String::from_utf8_lossy(&call.request.body);
        let now = call.clock.now_ms();
        let token = self
            .tokens
            .iter()
            .find(|token| token.plaintext == given.trim())
            .filter(|token| now < token.ends_ms())
            .ok_or_else(|| rule("INVALID_TOKEN", "The token is not valid"))?;
        if token.account != scope.account {
            return Err(invalid("token", "belongs to another account"));
        }
        data(self.token_json(token, now))
    }
}

fn time(body: &Body, name: &str) -> Answer<Option<u64>> {
    body.number(name)?
        .map(|ms| u64::try_from(ms).map_err(|_| invalid(name, "must not be negative")))
        .transpose()
}
