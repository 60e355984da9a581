//! `GET /users/{username}`: one account (`SFTPGo`).
//!
//! Access: `view_users`. Answers: 200 with everything that is stored; secrets of the storage as the server encrypted them.
//! Never with `confidential_data`: hashes and keys that open the secrets would come along, and no screen needs them.
//! Errors: 404 unknown, or of another role than the administrator's.
//! Source: `SFTPGo` API, operation `get_user_by_username`; `docs/contracts/sftpgo.md`, U3, 3.6 and 3.7.

use super::{User, body};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one account.
#[derive(Clone, Debug)]
pub struct GetUser {
    /// Whose account.
    pub username: String,
}

impl Endpoint for GetUser {
    type Answer = User;

    const OPERATION: &'static str = "get_user_by_username";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/{username}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        body::name(to, "username", &self.username)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, Timestamp};

    fn anna() -> GetUser {
        GetUser {
            username: "anna".to_owned(),
        }
    }

    #[test]
    fn the_request_names_the_account_as_often_encoded_as_it_must_be() {
        for (username, target) in [
            ("anna", "/api/v2/users/anna"),
            ("a b", "/api/v2/users/a%20b"),
            ("ä@ö.de", "/api/v2/users/%C3%A4%40%C3%B6.de"),
            ("a+b", "/api/v2/users/a%2Bb"),
            ("(x)", "/api/v2/users/%28x%29"),
            ("a%41b", "/api/v2/users/a%252541b"),
            ("50%", "/api/v2/users/50%2525"),
            ("team/bob", "/api/v2/users/team%252Fbob"),
            (".", "/api/v2/users/%252E"),
            ("..", "/api/v2/users/%252E%252E"),
        ] {
            let username = username.to_owned();
            assert_request(&GetUser { username }, "GET", target, None);
        }
    }

    #[test]
    fn a_200_is_everything_that_is_stored() {
        let user = outcome(&anna(), "update/5").unwrap();
        assert_eq!(user.username(), "anna");
        assert_eq!(user.email(), "anna@example.org");
        assert_eq!(user.role(), "north");
        assert_eq!(user.expires_ms(), 1_893_456_000_000);
        assert_eq!(user.created_at(), Some(Timestamp::from_unix(1_795_369_613)));
        assert!(user.is_enabled() && user.has_password());
        assert_eq!(user.filters().texts("denied_protocols"), ["FTP"]);
    }

    #[test]
    fn a_second_factor_and_its_codes_are_seen() {
        let with = outcome(&anna(), "disable-2fa/8").unwrap();
        assert_eq!(with.second_factor(), Some(vec!["HTTP".to_owned()]));
        assert_eq!(with.n_recovery_codes(), 12);
        let without = outcome(&anna(), "disable-2fa/17").unwrap();
        assert_eq!(
            (without.second_factor(), without.n_recovery_codes()),
            (None, 0)
        );
    }

    #[test]
    fn debug_shows_no_hash() {
        let user = outcome(&anna(), "read/7").unwrap();
        assert!(user.object().raw("password").is_some());
        assert_eq!(format!("{user:?}"), r#"User("boris")"#);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                ("delete/7", ErrorKind::NotFound),
                ("permissions/10", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
