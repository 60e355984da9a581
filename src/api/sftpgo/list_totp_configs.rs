//! `GET /admin/totp/configs`: ways of making passcodes (`SFTPGo`).
//!
//! Access: administrator, with a token. Answers: 200; `null` when the server offers none, which is read as an empty list.
//! Also answered while a second factor is asked for.
//! Source: `SFTPGo` API, operation `get_admin_totp_configs`; `docs/contracts/sftpgo.md`, M1.

use super::TotpConfigs;
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the ways of making passcodes that the server offers.
#[derive(Clone, Copy, Debug)]
pub struct ListTotpConfigs;

impl Endpoint for ListTotpConfigs {
    type Answer = TotpConfigs;

    const OPERATION: &'static str = "list_totp_configs";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/admin/totp/configs";
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
        assert_request(&ListTotpConfigs, "GET", "/api/v2/admin/totp/configs", None);
    }

    #[test]
    fn a_success_is_read() {
        let offered = outcome(&ListTotpConfigs, "second-factor/4").unwrap();
        assert_eq!(offered.0.len(), 1);
        assert_eq!(offered.0.first().unwrap().name, "Default");
        assert_eq!(outcome(&ListTotpConfigs, "listeners/5").unwrap().0, []);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ListTotpConfigs,
            &[("api-key-auth/32", ErrorKind::Forbidden(Reason::NotWithKey))],
        );
    }
}
