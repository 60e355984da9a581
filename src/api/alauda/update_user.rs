//! `PATCH /auth/v1/users/{name}`: change the display name or the password (Alauda Container Platform).
//!
//! Access: platform administrator; self. Only local accounts have a password here.
//! Answers: 201 or 200 with the account, or 204; none is trusted to be complete: read the account again and compare.
//! Errors: 400, 403 or 422 a wrong present password, a weak one, or no local account; 400 or 401 a key that has ended;
//! 401 or 403 neither administrator nor self; 404 unknown; 409 somebody else changed it; 415 another media type.
//! What is left out is kept, so a whole account is never sent. The body's form is the contract's inference.
//! A password is sent once: after a refusal the key may have ended, and the next try needs a new one.
//! Source: Alauda Container Platform API, operation `HandlePatchUser`; `docs/contracts/alauda.md`, 2.1 row 4 and 3.3.

use serde::Serialize;

use super::body::{self, MERGE_PATCH};
use super::{SealedPassword, UserName, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret,
    Unsendable, facts,
};

#[derive(Serialize)]
struct Payload<'a> {
    spec: Spec<'a>,
}

#[derive(Serialize)]
struct Spec<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    old_password: &'a Option<Secret>,
    #[serde(
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    password: &'a Option<Secret>,
}

/// Changes what is named and nothing else.
#[derive(Clone, Debug)]
pub struct UpdateUser {
    name: UserName,
    username: Option<String>,
    old_password: Option<Secret>,
    password: Option<Secret>,
    is_merge_patch: bool,
}

impl UpdateUser {
    /// A change of that account that changes nothing yet.
    pub const fn new(name: UserName) -> Self {
        Self {
            name,
            username: None,
            old_password: None,
            password: None,
            is_merge_patch: false,
        }
    }

    /// Gives another display name.
    #[must_use]
    pub fn display_name(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Sets one's own password; both are encrypted, each by itself.
    #[must_use]
    pub fn own_password(mut self, old: SealedPassword, new: SealedPassword) -> Self {
        self.old_password = Some(old.0);
        self.password = Some(new.0);
        self
    }

    /// Sets somebody else's password. Administrators only.
    #[must_use]
    pub fn reset_password(mut self, new: SealedPassword) -> Self {
        self.password = Some(new.0);
        self
    }

    /// Sends the change with the media type of Kubernetes: for servers that answer the plain one with 415.
    #[must_use]
    pub const fn as_merge_patch(mut self) -> Self {
        self.is_merge_patch = true;
        self
    }
}

impl Endpoint for UpdateUser {
    type Answer = Empty;

    const OPERATION: &'static str = "update_user";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/auth/v1/users/{name}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.username.is_none() && self.password.is_none() {
            return Err(Unsendable::Missing { field: "spec" });
        }
        to.segment("name", &self.name)?;
        let payload = Payload {
            spec: Spec {
                username: self.username.as_deref(),
                old_password: &self.old_password,
                password: &self.password,
            },
        };
        if self.is_merge_patch {
            to.json_as(&payload, MERGE_PATCH)
        } else {
            to.json(&payload)
        }
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.name))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::change(facts::<Self>(), response, self.old_password.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::alauda::error::unauthorized;
    use crate::api::testing::{
        assert_masked, assert_refusals, assert_request, assert_request_as, outcome,
    };
    use crate::api::{Clash, Reason, request};

    fn anna() -> UpdateUser {
        UpdateUser::new(UserName("jane".to_owned()))
    }

    fn sealed(text: &str) -> SealedPassword {
        SealedPassword(Secret::from(text))
    }

    #[test]
    fn only_what_is_named_is_sent() {
        let path = "/auth/v1/users/jane";
        let renamed = anna().display_name("New \"name\"");
        let body = r#"{"spec":{"username":"New \"name\""}}"#;
        assert_request(&renamed, "PATCH", path, Some(body));
        let own = anna().own_password(sealed("b2xk"), sealed("bmV3"));
        let body = r#"{"spec":{"old_password":"b2xk","password":"bmV3"}}"#;
        assert_request(&own, "PATCH", path, Some(body));
        assert_masked(&own, &["b2xk", "bmV3"]);
        let reset = anna().reset_password(sealed("bmV3"));
        let body = r#"{"spec":{"password":"bmV3"}}"#;
        assert_request(&reset, "PATCH", path, Some(body));
    }

    #[test]
    fn the_other_media_type_changes_nothing_else() {
        let renamed = anna().display_name("Jane").as_merge_patch();
        let body = Some(r#"{"spec":{"username":"Jane"}}"#);
        let path = "/auth/v1/users/jane";
        assert_request_as(&renamed, "PATCH", path, body, MERGE_PATCH);
    }

    #[test]
    fn a_change_of_nothing_is_not_sent() {
        let missing = Unsendable::Missing { field: "spec" };
        assert_eq!(
            request(&anna()).err().map(|error| error.kind),
            Some(ErrorKind::Unsendable(missing))
        );
    }

    #[test]
    fn a_201_a_200_and_a_204_are_success() {
        let renamed = anna().display_name("Jane");
        for from in ["create_user.created", "get_user.bare", "any.empty_204"] {
            assert_eq!(outcome(&renamed, from), Ok(Empty), "{from}");
        }
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        assert_refusals(
            &anna().display_name("Jane"),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", not_allowed.clone()),
                ("any.not_found", ErrorKind::NotFound),
                ("any.conflict", ErrorKind::Conflict(Clash::Other)),
                (
                    "any.no_words",
                    ErrorKind::Refused {
                        status: 400,
                        code: None,
                        message: None,
                        fields: Box::default(),
                    },
                ),
            ],
        );
        let refused = |status: u16, code: &str, message: &str| ErrorKind::Refused {
            status,
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        assert_refusals(
            &anna().own_password(sealed("b2xk"), sealed("bmV3")),
            &[
                (
                    "update_user.wrong_password",
                    refused(403, "Forbidden", "the old password is wrong"),
                ),
                ("any.forbidden_empty", not_allowed),
                (
                    "any.echo",
                    refused(400, "BadRequest", "cannot decrypt … with this key"),
                ),
            ],
        );
        let error = outcome(&anna().display_name("Jane"), "any.media_type");
        assert!(matches!(error, Err(ErrorKind::Refused { status: 415, .. })));
    }
}
