//! `GET /settings/public`: what anyone may know of the settings (Portainer).
//!
//! Access: public; answers also when the time for the first run is over, but only without a query.
//! Answers: 200. Tells how accounts sign in and the least length of a password.
//! Source: Portainer API, operation `SettingsPublic`; `docs/contracts/portainer.md`, E4.

use super::PublicSettings;
use crate::api::{Auth, Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads the public settings.
#[derive(Clone, Copy, Debug)]
pub struct GetPublicSettings;

impl Endpoint for GetPublicSettings {
    type Answer = PublicSettings;

    const OPERATION: &'static str = "get_public_settings";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/settings/public";
    const EFFECT: Effect = Effect::Read;
    const AUTH: Auth = Auth::Public;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::AuthMode;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    #[test]
    fn the_request_has_no_query() {
        assert_request(&GetPublicSettings, "GET", "/api/settings/public", None);
    }

    #[test]
    fn a_200_tells_mode_and_rules() {
        let settings = outcome(&GetPublicSettings, "facts/3").unwrap();
        assert_eq!(settings.auth_mode, AuthMode::Internal);
        assert_eq!(settings.min_password_bytes, 12);
        assert!(!settings.team_sync && settings.oauth_login_uri.is_empty());
    }

    #[test]
    fn a_later_release_is_read_too() {
        let settings = outcome(&GetPublicSettings, "get_public_settings.later_release").unwrap();
        assert_eq!(settings.auth_mode, AuthMode::Unknown(4));
        assert_eq!(settings.min_password_bytes, -3);
        assert!(settings.team_sync);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &GetPublicSettings,
            &[
                (
                    "credentials/15",
                    ErrorKind::Forbidden(Reason::TwoCredentials),
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
