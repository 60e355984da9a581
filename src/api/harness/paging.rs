//! Which part of a list is asked for, in which order, and what a part of a list looks like.

use serde::Deserialize;

use super::object::or_default;
use crate::api::RequestParts;

/// The most rows of one page: more are refused by one list and best not asked of the others.
pub const MAX_PAGE_SIZE: u32 = 100;

/// What a list of people can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Name. Two people can have the same.
    Name,
    /// E-mail. Unique.
    Email,
    /// When the record was made.
    CreatedAt,
    /// When the record was changed last.
    LastModifiedAt,
    /// Id. Unique.
    UserId,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// One order of a list of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// In which direction.
    pub direction: Direction,
}

impl SortBy {
    const fn field(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::CreatedAt => "createdAt",
            Self::LastModifiedAt => "lastModifiedAt",
            Self::UserId => "userId",
        }
    }

    const fn is_unique(self) -> bool {
        matches!(self, Self::Email | Self::UserId)
    }
}

impl Sort {
    /// Smallest first.
    pub const fn ascending(by: SortBy) -> Self {
        Self {
            by,
            direction: Direction::Ascending,
        }
    }

    /// Greatest first.
    pub const fn descending(by: SortBy) -> Self {
        Self {
            by,
            direction: Direction::Descending,
        }
    }

    /// `field,ASC`: a text and not an object, whatever published documents say (contract, 3.7).
    fn word(self) -> String {
        let direction = match self.direction {
            Direction::Ascending => "ASC",
            Direction::Descending => "DESC",
        };
        [self.by.field(), ",", direction].concat()
    }
}

/// Which page of a list, and how many rows it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    index: u32,
    size: u32,
    token: Option<String>,
}

impl Paging {
    /// A page of the greatest size; the first has index 0.
    pub const fn page(index: u32) -> Self {
        Self {
            index,
            size: MAX_PAGE_SIZE,
            token: None,
        }
    }

    /// Another number of rows, kept between 1 and [`MAX_PAGE_SIZE`].
    #[must_use]
    pub fn size(mut self, size: u32) -> Self {
        self.size = size.clamp(1, MAX_PAGE_SIZE);
        self
    }

    /// The token of the page before. Lists of people ignore it; an empty one is none.
    #[must_use]
    pub fn token(mut self, token: Option<String>) -> Self {
        self.token = token.filter(|token| !token.is_empty());
        self
    }

    /// Adds the page to the query.
    pub(super) fn fill(&self, to: &mut RequestParts) {
        to.query("pageIndex", &self.index);
        to.query("pageSize", &self.size);
        if let Some(token) = &self.token {
            to.query("pageToken", token);
        }
    }

    /// [`fill`](Self::fill) for people and invites, which have no order of their own: without one, pages could overlap.
    ///
    /// What leaves an order undecided is decided by the e-mail, which is unique.
    pub(super) fn fill_sorted(&self, sort: &[Sort], to: &mut RequestParts) {
        self.fill(to);
        for order in sort {
            to.query("sortOrders", &order.word());
        }
        if !sort.iter().any(|order| order.by.is_unique()) {
            to.query("sortOrders", &Sort::ascending(SortBy::Email).word());
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// How many pages there are.
    #[serde(default, deserialize_with = "or_default")]
    pub total_pages: i64,
    /// How many rows there are on all pages together.
    #[serde(default, deserialize_with = "or_default")]
    pub total_items: i64,
    /// How many rows a page has, as it was asked for.
    #[serde(default, deserialize_with = "or_default")]
    pub page_size: i64,
    /// Number of this page, from 0.
    #[serde(default, deserialize_with = "or_default")]
    pub page_index: i64,
    /// The rows.
    pub content: Vec<T>,
    /// What to ask the next page with, where the list works so.
    #[serde(default)]
    pub page_token: Option<String>,
}

impl<T> Page<T> {
    /// Whether there are rows behind this page; without totals there may be behind every full one.
    ///
    /// Beyond the end pages are empty, so that an empty page is the last one whatever the totals say.
    pub fn has_more(&self) -> bool {
        let n_rows = i64::try_from(self.content.len()).unwrap_or(i64::MAX);
        if self.total_pages > 0 {
            n_rows > 0 && self.page_index + 1 < self.total_pages
        } else {
            n_rows > 0 && n_rows >= self.page_size
        }
    }
}

/// A text as a regular expression that finds just this text.
///
/// The server pastes what is searched for into one as it is: `a+b` would not find itself, and a single parenthesis
/// makes the call fail (contract, 5.3).
pub fn escape_search(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if r"\.+*?()[]{}^$|".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_size_is_kept_within_what_the_server_takes() {
        assert_eq!(Paging::page(0).size(0).size, 1);
        assert_eq!(Paging::page(0).size(5_000).size, MAX_PAGE_SIZE);
        assert_eq!(Paging::page(3).size(7).size, 7);
    }

    #[test]
    fn an_empty_token_is_none() {
        assert_eq!(Paging::page(0).token(Some(String::new())), Paging::page(0));
        assert_eq!(
            Paging::page(0).token(Some("x".to_owned())).token.as_deref(),
            Some("x")
        );
    }

    #[test]
    fn an_order_is_a_text() {
        assert_eq!(Sort::ascending(SortBy::Name).word(), "name,ASC");
        assert_eq!(
            Sort::descending(SortBy::LastModifiedAt).word(),
            "lastModifiedAt,DESC"
        );
    }

    #[test]
    fn the_end_of_a_list_is_found() {
        let page = |index, pages, rows: Vec<i64>| Page {
            total_pages: pages,
            total_items: 0,
            page_size: 2,
            page_index: index,
            content: rows,
            page_token: None,
        };
        assert!(page(0, 2, vec![1, 2]).has_more());
        assert!(!page(1, 2, vec![3]).has_more());
        assert!(!page(0, 0, vec![]).has_more());
        assert!(page(0, 0, vec![1, 2]).has_more());
        assert!(!page(1, 0, vec![3]).has_more());
        assert!(!page(0, 9, vec![]).has_more());
    }

    #[test]
    fn what_means_something_in_an_expression_is_escaped() {
        assert_eq!(escape_search("a+b@x.io"), r"a\+b@x\.io");
        assert_eq!(escape_search("("), r"\(");
        assert_eq!(
            escape_search(r"\.+*?()[]{}^$|"),
            r"\\\.\+\*\?\(\)\[\]\{\}\^\$\|"
        );
        assert_eq!(escape_search("Zoë O'Neil-7_#"), "Zoë O'Neil-7_#");
    }

    proptest! {
        #[test]
        fn an_escaped_text_finds_itself_and_nothing_else(text in ".{0,20}", other in ".{0,20}") {
            let found = regex::Regex::new(&format!("^(?:{})$", escape_search(&text))).unwrap();
            prop_assert!(found.is_match(&text));
            prop_assert_eq!(found.is_match(&other), text == other);
        }
    }
}
