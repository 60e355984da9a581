//! `PUT /ng/api/user/{userId}`: change the record of the person whose e-mail is in the body (Harness).
//!
//! Access: oneself; a service account that may manage people changes anybody.
//! Answers: 200 with the record after the update. The path's id only serves to look whether an identity provider owns that
//! record; who is changed is decided by the e-mail. Both are taken from one record here, so that they cannot differ.
//! A name that is left out is cleared. Errors: as in `PUT /ng/api/user`.
//! Source: Harness API, operation `updateUserInfo1`; `docs/contracts/harness.md`, row 7, 3.2 and 5.6.

use serde::Serialize;

use super::{AccountId, Data, UserId, UserInfo, UserMetadata, model, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Changes the names of one person.
#[derive(Clone, Debug)]
pub struct UpdateUserInfo1 {
    account: AccountId,
    id: UserId,
    email: String,
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
}

impl UpdateUserInfo1 {
    /// A change of the person of this record, with its names.
    pub fn of(account: AccountId, user: &UserInfo) -> Self {
        Self {
            account,
            id: user.id(),
            email: user.email().to_owned(),
            name: user.name().map(str::to_owned),
            given_name: user.given_name().map(str::to_owned),
            family_name: user.family_name().map(str::to_owned),
        }
    }

    /// A change of a person of whom only a list's row is known. Given and family name are not in it and are cleared.
    pub fn of_member(account: AccountId, user: &UserMetadata, name: Option<String>) -> Self {
        Self {
            account,
            id: user.uuid.clone(),
            email: user.email.clone(),
            name,
            given_name: None,
            family_name: None,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload<'a> {
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<&'a str>,
}

impl Endpoint for UpdateUserInfo1 {
    type Answer = Data<UserInfo>;

    const OPERATION: &'static str = "update_user_info1";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/user/{userId}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if self.email.is_empty() {
            return Err(Unsendable::Empty { field: "email" });
        }
        model::check_name(self.name.as_deref())?;
        to.segment("userId", &self.id)?;
        scope::fill_account(&self.account, to)?;
        to.json(&Payload {
            email: &self.email,
            name: self.name.as_deref(),
            given_name: self.given_name.as_deref(),
            family_name: self.family_name.as_deref(),
        })
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn anna() -> UpdateUserInfo1 {
        let text = r#"{"uuid":"u/1","email":"Anna@example.org","name":"Anna","familyName":"B"}"#;
        let user = serde_json::from_str(text).unwrap();
        UpdateUserInfo1::of(AccountId::from("acc0"), &user)
    }

    #[test]
    fn id_and_email_are_of_one_record() {
        let target = "/ng/api/user/u%2F1?accountIdentifier=acc0&routingId=acc0";
        let body = r#"{"email":"Anna@example.org","name":"Anna","familyName":"B"}"#;
        assert_request(&anna(), "PUT", target, Some(body));
    }

    #[test]
    fn a_row_of_a_list_gives_id_and_email_too() {
        let row = r#"{"uuid":"u-2","email":"bo@example.org","name":"Bo"}"#;
        let row = serde_json::from_str(row).unwrap();
        let name = Some("Bob".to_owned());
        let change = UpdateUserInfo1::of_member(AccountId::from("acc0"), &row, name);
        let target = "/ng/api/user/u-2?accountIdentifier=acc0&routingId=acc0";
        let body = r#"{"email":"bo@example.org","name":"Bob"}"#;
        assert_request(&change, "PUT", target, Some(body));
        let change =
            UpdateUserInfo1::of_member(AccountId::from("acc0"), &row, Some("a<b".to_owned()));
        assert!(request(&change).is_err());
    }

    #[test]
    fn a_200_is_the_record_after_the_update() {
        let Data(after) = outcome(&anna(), "user.anna_renamed").unwrap();
        assert_eq!(after.name(), Some("Anna B."));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let refused = |message: &str| ErrorKind::Refused {
            status: 400,
            code: Some("INVALID_REQUEST".to_owned()),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        assert_refusals(
            &anna(),
            &[
                (
                    "update_user_info.foreign_email",
                    refused("The e-mail is not that of the caller"),
                ),
                (
                    "any.external",
                    refused("The user is managed by an identity provider"),
                ),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
