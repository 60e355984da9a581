//! Whose request it is: API keys and sessions (contract 1.2).

use super::Call;
use super::answer::{Answer, Refusal, bad_request, rule};
use super::state::{Harness, Principal};
use crate::clock::Clock;
use crate::http::Request;

fn bad_token() -> Refusal {
    rule("INVALID_TOKEN", "The credential is not valid")
}

impl Harness {
    /// The caller and the account of the credential.
    pub(crate) fn authenticate(
        &self,
        request: &Request,
        clock: Clock,
        path_account: Option<&str>,
    ) -> Answer<(Principal, String)> {
        if let Some(key) = request.find("x-api-key") {
            let query = |name: &str| request.query_value(name).filter(|text| !text.is_empty());
            let account = request
                .find("Harness-Account")
                .map(str::to_owned)
                .or_else(|| query("account"))
                .or_else(|| query("accountIdentifier"))
                .or_else(|| path_account.map(str::to_owned))
                .ok_or_else(|| bad_request("An API key needs the account it belongs to"))?;
            let owner = self.owner_of(key, &account, clock).ok_or_else(bad_token)?;
            return Ok((owner, account));
        }
        let token = bearer(request).ok_or_else(bad_token)?;
        let session = self.sessions.get(token).ok_or_else(bad_token)?;
        if session.ends_ms <= clock.now_ms() {
            return Err(rule("EXPIRED_TOKEN", "The session has ended"));
        }
        if request.query_value("routingId").as_deref() != Some(session.account.as_str()) {
            return Err(bad_token());
        }
        Ok((Principal::User(session.user), session.account.clone()))
    }

    fn owner_of(&self, key: &str, account: &str, clock: Clock) -> Option<Principal> {
        let now = clock.now_ms();
        let lingering = self.lingering.iter().map(|(token, _)| token);
        self.tokens
            .iter()
            .chain(lingering)
            .find(|token| token.plaintext == key)
            .filter(|token| token.account == account)
            .filter(|token| token.from_ms <= now && now < token.ends_ms())
            .map(|token| token.owner)
    }
}

impl Call<'_> {
    /// The caller as a person; a service account has no "self" (contract 1.2).
    pub(crate) fn person(&self) -> Answer<usize> {
        match self.who {
            Principal::User(user) => Ok(user),
            Principal::Service(_) => Err(bad_request(
                "A service account cannot do this, a person can",
            )),
        }
    }
}

/// The token of an `Authorization` header.
pub(crate) fn bearer(request: &Request) -> Option<&str> {
    request.find("Authorization")?.strip_prefix("Bearer ")
}
