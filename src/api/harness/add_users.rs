//! `POST /ng/api/user/users`: ask people to join a scope, with roles and groups (Harness).
//!
//! Access: `core_user_invite` in the scope. Answers: 200 with a result for each e-mail, which may come in another letter case.
//! Not one step: mails may be out before a later 400, and a repetition mails again. So list and invites are read again
//! afterwards, and a refusal that is not one of the form may have done a part.
//! Errors: 400 no e-mail, more than 100, one malformed (nothing was done), no seats, a stuck invite; 403.
//! Source: Harness API, operation `addUsers`; `docs/contracts/harness.md`, row 12, 3.3 and 5.5.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Data, GroupId, RoleBinding, Scope, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Asks people to join. E-mails are trimmed, put into lower case and sent once each.
#[derive(Clone, Debug)]
pub struct AddUsers {
    /// Where.
    pub scope: Scope,
    /// Whom: 1 to 100 e-mails.
    pub emails: Vec<String>,
    /// Roles to give.
    pub roles: Vec<RoleBinding>,
    /// Groups of the same scope to add to. Unknown ones are dropped by the server without a word.
    pub groups: Vec<GroupId>,
}

/// What became of each e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Added {
    #[serde(rename = "addUserResponseMap")]
    results: BTreeMap<String, AddOutcome>,
}

/// What became of one e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum AddOutcome {
    /// A mail was sent; the person is pending.
    Invited,
    /// The person is a member now.
    Joined,
    /// There was an invite; its mail was sent again.
    InvitedBefore,
    /// The person was a member; roles and groups were given.
    MemberBefore,
    /// The person has access now without being asked.
    NoInviteNeeded,
    /// Nothing was done.
    Failed,
    /// A word of a later release.
    Unknown(String),
}

/// The most e-mails of one call.
pub const MAX_EMAILS: usize = 100;

impl From<String> for AddOutcome {
    fn from(word: String) -> Self {
        match word.as_str() {
            "USER_INVITED_SUCCESSFULLY" => Self::Invited,
            "USER_ADDED_SUCCESSFULLY" => Self::Joined,
            "USER_ALREADY_INVITED" => Self::InvitedBefore,
            "USER_ALREADY_ADDED" => Self::MemberBefore,
            "USER_INVITE_NOT_REQUIRED" => Self::NoInviteNeeded,
            "FAIL" => Self::Failed,
            _ => Self::Unknown(word),
        }
    }
}

impl Added {
    /// What became of an e-mail, in any letter case; nothing when the answer does not mention it.
    pub fn of(&self, email: &str) -> Option<&AddOutcome> {
        let email = email.trim().to_lowercase();
        self.results
            .iter()
            .find(|(given, _)| given.to_lowercase() == email)
            .map(|(_, outcome)| outcome)
    }

    /// Every e-mail that the answer mentions.
    pub fn all(&self) -> impl Iterator<Item = (&str, &AddOutcome)> {
        let results = self.results.iter();
        results.map(|(email, outcome)| (email.as_str(), outcome))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload<'a> {
    emails: &'a [String],
    role_bindings: &'a [RoleBinding],
    user_groups: &'a [GroupId],
}

/// E-mails as the server stores them, each once: roles are given to a member only under the stored spelling.
fn clean(emails: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for email in emails {
        let email = email.trim().to_lowercase();
        if !email.is_empty() && !kept.contains(&email) {
            kept.push(email);
        }
    }
    kept
}

impl Endpoint for AddUsers {
    type Answer = Data<Added>;

    const OPERATION: &'static str = "add_users";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/user/users";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        let emails = clean(&self.emails);
        if emails.is_empty() {
            return Err(Unsendable::Empty { field: "emails" });
        }
        if emails.len() > MAX_EMAILS {
            return Err(Unsendable::Unknown { field: "emails" });
        }
        let is_refused = |role: &RoleBinding| {
            let group = role.resource_group_identifier.as_ref();
            group.is_some_and(|group| group.as_str() == "_all_resources")
        };
        if self.roles.iter().any(is_refused) {
            return Err(Unsendable::Unknown {
                field: "resourceGroupIdentifier",
            });
        }
        self.scope.fill(to)?;
        to.json(&Payload {
            emails: &emails,
            role_bindings: &self.roles,
            user_groups: &self.groups,
        })
    }

    fn subject(&self) -> Option<String> {
        // Two of these at once could mail one person twice.
        Some("invites".to_owned())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::partial(response, error::refusal(facts::<Self>(), response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, ResourceGroupId, RoleId};
    use crate::api::testing::{answer, assert_refusals, assert_request, broken, outcome};
    use crate::api::{FieldError, Reason, request};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn add(emails: &[&str]) -> AddUsers {
        AddUsers {
            scope: account(),
            emails: emails.iter().map(|email| (*email).to_owned()).collect(),
            roles: vec![RoleBinding::of(RoleId::from("_account_viewer"), true)],
            groups: vec![GroupId::from("ops")],
        }
    }

    #[test]
    fn e_mails_are_cleaned_and_sent_once_each() {
        let body = concat!(
            r#"{"emails":["a@x.io","b@x.io"],"#,
            r#""roleBindings":[{"roleIdentifier":"_account_viewer","managedRole":true}],"#,
            r#""userGroups":["ops"]}"#
        );
        let target = "/ng/api/user/users?accountIdentifier=acc0&routingId=acc0";
        let add = add(&[" A@x.io", "b@x.io", "a@X.io ", ""]);
        assert_request(&add, "POST", target, Some(body));
    }

    #[test]
    fn what_the_server_would_refuse_is_not_sent() {
        assert!(request(&add(&[" "])).is_err());
        let many: Vec<String> = (0..101).map(|n| format!("{n}@x.io")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(request(&add(&many)).is_err());
        assert!(request(&add(&many[1..])).is_ok());
        let mut old = add(&["a@x.io"]);
        old.roles[0].resource_group_identifier = Some(ResourceGroupId::from("_all_resources"));
        assert!(request(&old).is_err());
    }

    #[test]
    fn a_200_has_a_result_for_each_e_mail() {
        let Data(added) = outcome(&add(&["a@x.io"]), "add_users.mixed").unwrap();
        let of = |email: &str| added.of(email).cloned();
        assert_eq!(of("A@example.org"), Some(AddOutcome::Invited));
        assert_eq!(of("b@example.org"), Some(AddOutcome::Joined));
        assert_eq!(of("c@example.org"), Some(AddOutcome::InvitedBefore));
        assert_eq!(of("d@example.org"), Some(AddOutcome::MemberBefore));
        assert_eq!(of("e@example.org"), Some(AddOutcome::NoInviteNeeded));
        assert_eq!(of("f@example.org"), Some(AddOutcome::Failed));
        let later = AddOutcome::Unknown("USER_PARKED".to_owned());
        assert_eq!(of("g@example.org"), Some(later));
        assert_eq!(of("h@example.org"), None);
        assert_eq!(added.all().count(), 7);
    }

    #[test]
    fn a_refusal_of_the_form_did_nothing_and_any_other_may_have() {
        let add = add(&["a@x.io"]);
        let may_have = |from: &str| {
            let answer = answer::<AddUsers>(from);
            add.read(&answer).unwrap_err().may_have_happened()
        };
        assert!(!may_have("any.validation") && !may_have("any.forbidden"));
        assert!(may_have("add_users.seats") && may_have("add_users.stuck"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let fields = Box::new([FieldError {
            field: "emails".to_owned(),
            message: "must not be empty".to_owned(),
        }]);
        let form = ErrorKind::Refused {
            status: 400,
            code: Some("INVALID_REQUEST".to_owned()),
            message: Some("addUsers.emails: must not be empty".to_owned()),
            fields,
        };
        assert_refusals(
            &add(&["a@x.io"]),
            &[
                ("any.validation", form),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "add_users.seats",
                    broken(400, "The limit of users is reached"),
                ),
                ("add_users.stuck", broken(400, "An earlier invite is stuck")),
            ],
        );
    }
}
