//! `GET /auth/v1/users/{name}`: one account (Alauda Container Platform).
//!
//! Access: everyone who is signed in. Answers: 200. Errors: 404 unknown.
//! The name is that of the record, not what its owner signs in with.
//! Source: Alauda Container Platform API, operation `handleGetUserV2`; `docs/contracts/alauda.md`, 2.1 row 3 and 5.3.

use super::{User, UserName};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one account.
#[derive(Clone, Debug)]
pub struct GetUser {
    /// Which account.
    pub name: UserName,
}

impl Endpoint for GetUser {
    type Answer = User;

    const OPERATION: &'static str = "get_user";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/auth/v1/users/{name}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("name", &self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::alauda::{Moment, Source, Standing, State, UserSpec, Validity};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, Timestamp};

    fn anna() -> GetUser {
        GetUser {
            name: UserName::of_login("example4"),
        }
    }

    #[test]
    fn the_request_names_the_record() {
        let target = "/auth/v1/users/1e9eea56686511e9052e6578b56ae018";
        assert_request(&anna(), "GET", target, None);
        let odd = GetUser {
            name: UserName("a/b ü%41".to_owned()),
        };
        assert_request(&odd, "GET", "/auth/v1/users/a%2Fb%20%C3%BC%2541", None);
    }

    #[test]
    fn a_200_is_the_account_and_never_its_password() {
        let user = outcome(&anna(), "get_user.full").unwrap();
        assert_eq!(user.metadata.name, anna().name);
        let made = Timestamp::from_unix(1_767_254_400);
        assert_eq!(user.metadata.created_at, Moment::At(made));
        let spec = &user.spec;
        assert_eq!(spec.email, "example4");
        assert_eq!(spec.username, "Üni Example");
        assert_eq!(spec.mail, "e4@example.test");
        assert_eq!(spec.source, Source::Local);
        assert_eq!(spec.continuity_errors, 2);
        assert_eq!(spec.groups, ["ungrouped"]);
        let end = Timestamp::from_unix(1_798_732_800);
        assert_eq!(spec.validity.end, Moment::At(end));
        let seen = Timestamp::from_unix(1_780_308_000);
        assert_eq!(spec.last_login, Moment::At(seen));
        let standing = |now: i64| spec.standing(Timestamp::from_unix(now));
        assert_eq!(standing(1_780_308_000), Standing::Normal);
        assert_eq!(standing(1_798_732_800), Standing::Expired);
        assert_eq!(standing(1_767_225_599), Standing::Expired);
        assert!(!format!("{user:?}").contains("hunter2"));
    }

    #[test]
    fn all_but_the_name_may_be_missing_or_null() {
        let bare = outcome(&anna(), "get_user.bare").unwrap();
        assert_eq!(bare.metadata.name.0, "jane");
        assert_eq!(bare.spec, UserSpec::default());
        assert_eq!(bare.spec.last_login, Moment::Untold);
        let nulls = outcome(&anna(), "get_user.nulls").unwrap();
        assert_eq!(nulls.spec.last_login, Moment::Never);
        let spec = UserSpec {
            last_login: Moment::Untold,
            ..nulls.spec
        };
        assert_eq!(spec, bare.spec);
        assert_eq!(
            bare.spec.standing(Timestamp::from_unix(0)),
            Standing::Normal
        );
    }

    #[test]
    fn a_window_of_another_form_spoils_nothing_else_and_claims_nothing() {
        let unread = (Moment::Unread, Moment::Unread);
        for (window, expected) in [
            (r#""""#, (Moment::Untold, Moment::Untold)),
            ("{}", (Moment::Untold, Moment::Untold)),
            (r#"{"begin":"","end":null}"#, (Moment::Never, Moment::Never)),
            (r#""2026""#, unread),
            ("[]", unread),
            (r#"{"begin":17,"end":18}"#, unread),
            (
                r#"{"begin":"2026-01-01T08:00:00+08:00"}"#,
                (
                    Moment::At(Timestamp::from_unix(1_767_225_600)),
                    Moment::Untold,
                ),
            ),
        ] {
            let text = format!(
                r#"{{"metadata":{{"name":"a"}},"spec":{{"email":"e","expired":{window}}}}}"#
            );
            let user: User = serde_json::from_str(&text).unwrap();
            let found = user.spec.validity;
            assert_eq!((found.begin, found.end), expected, "{window}");
            assert_eq!(user.spec.email, "e");
        }
    }

    #[test]
    fn times_that_mean_never_and_times_of_another_form_are_told_apart() {
        let user = outcome(&anna(), "get_user.directory").unwrap();
        let never = Validity {
            begin: Moment::Never,
            end: Moment::Never,
        };
        assert_eq!(user.spec.validity, never);
        assert_eq!(user.spec.last_login, Moment::Unread);
        assert_eq!(user.spec.source, Source::Connector("ldap".to_owned()));
        assert_eq!(user.spec.state, State::Other("parked".to_owned()));
        let now = Timestamp::from_unix(0);
        assert_eq!(user.spec.standing(now), Standing::Invalid);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna(),
            &[
                ("any.signed_out", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.not_found", ErrorKind::NotFound),
                ("any.not_found_text", ErrorKind::NotFound),
                ("any.gateway_not_found", ErrorKind::NotFound),
                (
                    "get_user.no_name",
                    ErrorKind::Decode {
                        path: "$.metadata.name (missing)".to_owned(),
                    },
                ),
                ("any.start_page", ErrorKind::NotThePlatform { status: 200 }),
            ],
        );
    }
}
