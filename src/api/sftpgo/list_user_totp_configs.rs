//! `GET /user/totp/configs`: ways of making passcodes (`SFTPGo`).
//!
//! Access: user, with a token. Answers: 200; `null` when the server offers none, which is read as an empty list.
//! Also answered while a second factor is asked for.
//! Source: `SFTPGo` API, operation `get_user_totp_configs`; `docs/contracts/sftpgo.md`, 2.6.

use super::TotpConfigs;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the ways of making passcodes that the server offers.
#[derive(Clone, Copy, Debug)]
pub struct ListUserTotpConfigs;

impl Endpoint for ListUserTotpConfigs {
    type Answer = TotpConfigs;

    const OPERATION: &'static str = "user_list_totp_configs";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/user/totp/configs";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    #[test]
    fn the_request_has_exactly_these_parts() {
        assert_request(
            &ListUserTotpConfigs,
            "GET",
            "/api/v2/user/totp/configs",
            None,
        );
    }

    #[test]
    fn a_success_is_read() {
        let offered = outcome(&ListUserTotpConfigs, "user_totp_configs.one").unwrap();
        assert_eq!(offered.0.len(), 1);
        assert_eq!(offered.0.first().unwrap().name, "Default");
        assert_eq!(
            outcome(&ListUserTotpConfigs, "user_totp_configs.none")
                .unwrap()
                .0,
            []
        );
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ListUserTotpConfigs,
            &[("self-service/17", ErrorKind::Forbidden(Reason::NotAllowed))],
        );
    }
}
