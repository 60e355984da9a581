//! `GET /ng/api/token/aggregate`: one page of tokens (Harness).
//!
//! Access: oneself; with `core_user_manage` everybody's. Answers: 200 with a page, the last that was changed first. Expired
//! tokens vanish some time after their end. Errors: 403.
//! Source: Harness API, operation `listAggregatedTokens`; `docs/contracts/harness.md`, 2.4 and 3.5.

use super::{AccountId, Data, KeyId, Page, Paging, TokenAggregate, UserId, keys, model, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists tokens.
#[derive(Clone, Debug)]
pub struct ListAggregatedTokens {
    /// The account.
    pub account: AccountId,
    /// Which.
    pub of: TokensOf,
    /// Whether those that do not work now are left out.
    pub only_active: bool,
    /// Text in name or id; empty is any.
    pub search: String,
    /// Which page.
    pub paging: Paging,
}

/// Which tokens. A key without its owner cannot be said: the server refuses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokensOf {
    /// Everybody's, as far as the caller may see them, else the caller's own.
    Everybody,
    /// One person's.
    User(UserId),
    /// Those of one key.
    Key(UserId, KeyId),
}

impl Endpoint for ListAggregatedTokens {
    type Answer = Data<Page<TokenAggregate>>;

    const OPERATION: &'static str = "list_aggregated_tokens";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/token/aggregate";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.account, to)?;
        to.query("apiKeyType", keys::USER);
        match &self.of {
            TokensOf::Everybody => {}
            TokensOf::User(user) => scope::id(to, "parentIdentifier", user.as_str())?,
            TokensOf::Key(user, key) => {
                scope::id(to, "parentIdentifier", user.as_str())?;
                scope::id(to, "apiKeyIdentifier", key.as_str())?;
            }
        }
        if self.only_active {
            to.query("includeOnlyActiveTokens", "true");
        }
        if let Some(term) = model::search_term(&self.search) {
            to.query("searchTerm", &term);
        }
        self.paging.fill(to);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, Timestamp, request};

    fn one() -> ListAggregatedTokens {
        ListAggregatedTokens {
            account: AccountId::from("acc0"),
            of: TokensOf::Key(UserId::from("u-1"), KeyId::from("ci")),
            only_active: false,
            search: String::new(),
            paging: Paging::page(0),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/token/aggregate?accountIdentifier=acc0&routingId=acc0&apiKeyType=USER&parentIdentifier=u-1&apiKeyIdentifier=ci&pageIndex=0&pageSize=100";
        assert_request(&one(), "GET", target, None);
        let mut list = one();
        list.of = TokensOf::Everybody;
        list.only_active = true;
        list.search = "a".to_owned();
        let target = "/ng/api/token/aggregate?accountIdentifier=acc0&routingId=acc0&apiKeyType=USER&includeOnlyActiveTokens=true&searchTerm=a&pageIndex=0&pageSize=100";
        assert_request(&list, "GET", target, None);
        list.of = TokensOf::User(UserId::from(""));
        assert!(request(&list).is_err());
    }

    #[test]
    fn a_200_is_read() {
        let Data(page) = outcome(&one(), "tokens.page").unwrap();
        let [first, rotated] = page.content.as_slice() else {
            panic!("{page:?}");
        };
        let end = Some(Timestamp::from_unix(1_702_592_000));
        assert_eq!((first.ends_at(), first.token.valid_to()), (end, end));
        assert_eq!(
            first.token.valid_from(),
            Some(Timestamp::from_unix(1_700_000_000))
        );
        assert_eq!(first.token.email(), Some("anna@example.org"));
        assert!(first.token.is_valid() && first.token.replaced_at().is_none());
        assert!(rotated.token.replaced_at().is_some());
        assert!(!format!("{page:?}").contains("hash"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                (
                    "any.forbidden_key",
                    ErrorKind::Forbidden(Reason::NotAllowed),
                ),
            ],
        );
    }
}
