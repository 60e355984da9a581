//! `GET /ng/api/accounts/{accountIdentifier}`: the account's own record (Harness).
//!
//! Access: everybody in the account [guess]. Answers: 200; members without a value are left out. Errors: 403.
//! Source: Harness API, operation `getAccountNG`; `docs/contracts/harness.md`, 1.5 and 3.6.

use super::{Account, AccountId, Data, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads the account's own record.
#[derive(Clone, Debug)]
pub struct GetAccount {
    /// Which account.
    pub account: AccountId,
}

impl Endpoint for GetAccount {
    type Answer = Data<Account>;

    const OPERATION: &'static str = "get_account";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/accounts/{accountIdentifier}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("accountIdentifier", &self.account)?;
        scope::fill_account(&self.account, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::Mechanism;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn one() -> GetAccount {
        GetAccount {
            account: AccountId::from("acc0"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        assert_request(
            &one(),
            "GET",
            "/ng/api/accounts/acc0?accountIdentifier=acc0&routingId=acc0",
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(found) = outcome(&one(), "get_account.small").unwrap();
        assert_eq!(
            (found.name.as_str(), found.mechanism),
            ("Acme", Some(Mechanism::Password))
        );
        assert_eq!(found.key_limits.unwrap().token_limit, Some(5));
        assert!(found.enforces_two_factor);
        assert_eq!(found.session_timeout_in_minutes, Some(1_440));
        let Data(bare) = outcome(&one(), "get_account.bare").unwrap();
        assert_eq!(bare.mechanism, Some(Mechanism::Other("PASSKEY".to_owned())));
        assert!(!bare.enforces_two_factor && bare.created_at.is_none());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
