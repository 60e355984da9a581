//! `PATCH /kubernetes/global/apis/auth.alauda.io/v1/users/{name}`: disable an account or change its validity
//! (Alauda Container Platform).
//!
//! Access: platform administrator. Answers: 200 with the record; read the account again and compare.
//! Errors: 401; 403; 404 unknown; 409 somebody else changed it; 422.
//! Nobody documents that this may be done; the platform's own console does something alike. Never for passwords:
//! nothing would encrypt them here, which is why this type has no place for one.
//! Source: Alauda Container Platform API, operation `patchAuthAlaudaIoV1User`; `docs/contracts/alauda.md`, 2.2 and 5.7.

use serde::Serialize;

use super::body::{self, MERGE_PATCH, Window};
use super::{NewValidity, UserName, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

#[derive(Serialize)]
struct Payload {
    spec: Spec,
}

#[derive(Serialize)]
struct Spec {
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_disabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expired: Option<Expired>,
}

/// `null` removes the member (RFC 7396).
#[derive(Serialize)]
#[serde(transparent)]
struct Expired(Option<Window>);

/// Changes what is named and nothing else.
#[derive(Clone, Debug)]
pub struct UpdateUserObject {
    name: UserName,
    is_disabled: Option<bool>,
    validity: Option<NewValidity>,
}

impl UpdateUserObject {
    /// A change of that account that changes nothing yet.
    pub const fn new(name: UserName) -> Self {
        Self {
            name,
            is_disabled: None,
            validity: None,
        }
    }

    /// Disables the account, or ends that. Both members that can say so are set.
    #[must_use]
    pub const fn disabled(mut self, is_disabled: bool) -> Self {
        self.is_disabled = Some(is_disabled);
        self
    }

    /// Sets from when to when the account is valid.
    #[must_use]
    pub const fn validity(mut self, validity: NewValidity) -> Self {
        self.validity = Some(validity);
        self
    }
}

impl Endpoint for UpdateUserObject {
    type Answer = Empty;

    const OPERATION: &'static str = "update_user_object";
    const PLATFORM: Platform = Platform::Alauda;
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/kubernetes/global/apis/auth.alauda.io/v1/users/{name}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.is_disabled.is_none() && self.validity.is_none() {
            return Err(Unsendable::Missing { field: "spec" });
        }
        to.segment("name", &self.name)?;
        let state = |is_disabled| if is_disabled { "inactive" } else { "active" };
        let payload = Payload {
            spec: Spec {
                state: self.is_disabled.map(state),
                is_disabled: self.is_disabled,
                expired: self.validity.map(|validity| Expired(Window::of(validity))),
            },
        };
        to.json_as(&payload, MERGE_PATCH)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.name))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::doubtful(facts::<Self>(), response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::alauda::error::unauthorized;
    use crate::api::testing::{assert_refusals, assert_request_as, outcome};
    use crate::api::{Clash, Reason, Timestamp, request};

    fn anna() -> UpdateUserObject {
        UpdateUserObject::new(UserName("jane".to_owned()))
    }

    #[test]
    fn only_what_is_named_is_sent() {
        let sent = |change: &UpdateUserObject, body: &str| {
            let target = "/kubernetes/global/apis/auth.alauda.io/v1/users/jane";
            assert_request_as(change, "PATCH", target, Some(body), MERGE_PATCH);
        };
        let off = r#"{"spec":{"state":"inactive","is_disabled":true}}"#;
        sent(&anna().disabled(true), off);
        let on = r#"{"spec":{"state":"active","is_disabled":false}}"#;
        sent(&anna().disabled(false), on);
        let for_good = r#"{"spec":{"expired":null}}"#;
        sent(&anna().validity(NewValidity::ForGood), for_good);
        let window = NewValidity::Within {
            begin: Timestamp::from_unix(0),
            end: Timestamp::from_unix(1),
        };
        let body =
            r#"{"spec":{"expired":{"begin":"1970-01-01T00:00:00Z","end":"1970-01-01T00:00:01Z"}}}"#;
        sent(&anna().validity(window), body);
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
    fn a_200_is_success() {
        assert_eq!(outcome(&anna().disabled(true), "get_user.full"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &anna().disabled(true),
            &[
                ("any.signed_out", unauthorized()),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.not_found", ErrorKind::NotFound),
                ("any.conflict", ErrorKind::Conflict(Clash::Other)),
            ],
        );
    }
}
