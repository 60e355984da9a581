//! `POST /ng/api/user/batch`: one page of people, found by text, id or e-mail (Harness).
//!
//! Access: `core_user_view` in the scope, and in every scope above when those are looked through too.
//! Answers: 200 with a page of people without their roles. Ids and e-mails are united. Errors: 400 more than 100 rows; 403.
//! Source: Harness API, operation `getUsers`; `docs/contracts/harness.md`, row 9 and 3.2.

use serde::Serialize;

use super::{Data, Page, Paging, Scope, Sort, UserId, UserMetadata, model};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Finds people.
#[derive(Clone, Debug)]
pub struct GetUsers {
    /// Where.
    pub scope: Scope,
    /// Text in name or e-mail; empty is any.
    pub search: String,
    /// Only these; none is any.
    pub ids: Vec<UserId>,
    /// Only these, in addition to the ids; none is any.
    pub emails: Vec<String>,
    /// Which scopes are looked through.
    pub parents: Parents,
    /// In which order.
    pub sort: Vec<Sort>,
    /// Which page.
    pub paging: Paging,
}

/// Which scopes are looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Parents {
    /// This one alone.
    #[default]
    NoParentScopes,
    /// This one and those above.
    IncludeParentScopes,
    /// Those above, but only people who are not in this one.
    StrictlyParentScopes,
}

impl GetUsers {
    /// The first page of everybody in a scope.
    pub const fn everybody(scope: Scope) -> Self {
        Self {
            scope,
            search: String::new(),
            ids: Vec::new(),
            emails: Vec::new(),
            parents: Parents::NoParentScopes,
            sort: Vec::new(),
            paging: Paging::page(0),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    search_term: Option<String>,
    #[serde(skip_serializing_if = "<[UserId]>::is_empty")]
    identifiers: &'a [UserId],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    emails: &'a [String],
    #[serde(skip_serializing_if = "is_usual")]
    parent_filter: Parents,
}

impl Endpoint for GetUsers {
    type Answer = Data<Page<UserMetadata>>;

    const OPERATION: &'static str = "get_users";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/user/batch";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.scope.fill(to)?;
        self.paging.fill_sorted(&self.sort, to);
        to.json(&Payload {
            search_term: model::search_term(&self.search),
            identifiers: &self.ids,
            emails: &self.emails,
            parent_filter: self.parents,
        })
    }
}

/// The server's own default is left out.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_usual(parents: &Parents) -> bool {
    *parents == Parents::NoParentScopes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::AccountId;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    #[test]
    fn only_what_narrows_is_sent() {
        let mut list = GetUsers::everybody(account());
        let target = concat!(
            "/ng/api/user/batch?accountIdentifier=acc0&routingId=acc0",
            "&pageIndex=0&pageSize=100&sortOrders=email%2CASC"
        );
        assert_request(&list, "POST", target, Some("{}"));
        list.search = "x.y".to_owned();
        list.ids = vec![UserId::from("u-1")];
        list.emails = vec!["a@x".to_owned()];
        list.parents = Parents::IncludeParentScopes;
        let body = r#"{"searchTerm":"x\\.y","identifiers":["u-1"],"emails":["a@x"],"parentFilter":"INCLUDE_PARENT_SCOPES"}"#;
        assert_request(&list, "POST", target, Some(body));
    }

    #[test]
    fn a_200_is_a_page_of_people() {
        let list = GetUsers::everybody(account());
        let Data(page) = outcome(&list, "get_users.page").unwrap();
        assert_eq!(page.content[0].email, "user1@example.org");
        assert!(!page.has_more());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let list = GetUsers::everybody(account());
        assert_refusals(
            &list,
            &[
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.expired_token", ErrorKind::SignedOut),
            ],
        );
    }
}
