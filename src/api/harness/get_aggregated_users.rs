//! `POST /ng/api/user/aggregate`: one page of the members of a scope, with their roles (Harness).
//!
//! Access: `core_user_view` in the scope. Answers: 200 with a page; past the end it is empty. Members of the scope alone, not
//! of those above or below. Rows have no order unless one is asked for.
//! Errors: 403; 500 a search that is no regular expression, which is why it is escaped.
//! Source: Harness API, operation `getAggregatedUsers`; `docs/contracts/harness.md`, row 8, 5.1 to 5.4.

use super::{Data, Narrow, Page, Paging, Scope, Sort, UserAggregate};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the members of a scope with the roles given to them there.
#[derive(Clone, Debug)]
pub struct GetAggregatedUsers {
    /// Where.
    pub scope: Scope,
    /// Whom.
    pub narrow: Narrow,
    /// In which order; what it leaves undecided is decided by e-mail.
    pub sort: Vec<Sort>,
    /// Which page.
    pub paging: Paging,
}

impl Endpoint for GetAggregatedUsers {
    type Answer = Data<Page<UserAggregate>>;

    const OPERATION: &'static str = "get_aggregated_users";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/user/aggregate";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.scope.fill(to)?;
        if let Some(term) = self.narrow.search_term() {
            to.query("searchTerm", &term);
        }
        self.paging.fill_sorted(&self.sort, to);
        to.json(&self.narrow.body())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{
        AccountId, OrgId, ProjectId, ResourceGroupId, RoleId, SortBy, UserId,
    };
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn first() -> GetAggregatedUsers {
        GetAggregatedUsers {
            scope: account(),
            narrow: Narrow::All,
            sort: Vec::new(),
            paging: Paging::page(0),
        }
    }

    fn sends(list: &GetAggregatedUsers, query: &str, body: &str) {
        let target = ["/ng/api/user/aggregate?", query].concat();
        assert_request(list, "POST", &target, Some(body));
    }

    #[test]
    fn every_page_has_an_order() {
        let query =
            "accountIdentifier=acc0&routingId=acc0&pageIndex=0&pageSize=100&sortOrders=email%2CASC";
        sends(&first(), query, "{}");
        let mut by_name = first();
        by_name.sort = vec![Sort::descending(SortBy::Name)];
        by_name.paging = Paging::page(2).size(50).token(Some("t".to_owned()));
        let query = concat!(
            "accountIdentifier=acc0&routingId=acc0&pageIndex=2&pageSize=50&pageToken=t",
            "&sortOrders=name%2CDESC&sortOrders=email%2CASC"
        );
        sends(&by_name, query, "{}");
    }

    #[test]
    fn a_project_is_named_with_its_organization() {
        let mut list = first();
        list.scope = Scope::Project {
            account: AccountId::from("acc0"),
            org: OrgId::from("o 1"),
            project: ProjectId::from("p/1"),
        };
        list.sort = vec![Sort::ascending(SortBy::UserId)];
        let query = concat!(
            "accountIdentifier=acc0&routingId=acc0&orgIdentifier=o%201&projectIdentifier=p%2F1",
            "&pageIndex=0&pageSize=100&sortOrders=userId%2CASC"
        );
        sends(&list, query, "{}");
        list.scope = Scope::Organization {
            account: AccountId::from("acc0"),
            org: OrgId::from(""),
        };
        assert!(request(&list).is_err());
    }

    #[test]
    fn a_search_is_escaped_and_a_choice_of_roles_goes_into_the_body() {
        let mut list = first();
        list.narrow = Narrow::Search("a+b@x.io".to_owned());
        let query = concat!(
            "accountIdentifier=acc0&routingId=acc0&searchTerm=a%5C%2Bb%40x%5C.io",
            "&pageIndex=0&pageSize=100&sortOrders=email%2CASC"
        );
        sends(&list, query, "{}");
        list.narrow = Narrow::Given {
            roles: vec![RoleId::from("_account_admin")],
            resource_groups: vec![ResourceGroupId::from("g")],
        };
        let query =
            "accountIdentifier=acc0&routingId=acc0&pageIndex=0&pageSize=100&sortOrders=email%2CASC";
        let body = r#"{"resourceGroupIdentifiers":["g"],"roleIdentifiers":["_account_admin"]}"#;
        sends(&list, query, body);
        list.narrow = Narrow::Search(String::new());
        sends(&list, query, "{}");
    }

    #[test]
    fn a_200_is_a_page_of_members_with_their_roles() {
        let Data(page) = outcome(&first(), "get_aggregated_users.page").unwrap();
        assert_eq!((page.total_items, page.total_pages), (102, 2));
        assert!(page.has_more());
        let [one, two] = page.content.as_slice() else {
            panic!("{page:?}");
        };
        assert_eq!(one.user.uuid, UserId::from("u-1"));
        assert_eq!(one.user.has_two_factor, Some(true));
        assert_eq!(one.roles[0].role_name, "Account Viewer");
        assert!(one.roles[0].is_managed_role && !one.roles[0].is_fixed);
        assert_eq!(
            (two.user.name.as_str(), two.user.has_two_factor),
            ("", None)
        );
        assert!(two.user.is_locked && two.roles.is_empty());
        let Data(past) = outcome(&first(), "get_aggregated_users.past_end").unwrap();
        assert!(past.content.is_empty() && !past.has_more());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let refused = |code: &str, message: &str| ErrorKind::Refused {
            status: 400,
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        assert_refusals(
            &first(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "get_aggregated_users.both",
                    refused("INVALID_REQUEST", "Search and filter exclude each other"),
                ),
                ("get_aggregated_users.regex", broken(500, "Unclosed group")),
                (
                    "any.slow_down",
                    ErrorKind::SlowDown {
                        retry_after_s: None,
                    },
                ),
                ("any.cut_short", ErrorKind::CutShort),
                (
                    "any.true",
                    ErrorKind::Decode {
                        path: "$.data".to_owned(),
                    },
                ),
            ],
        );
    }
}
