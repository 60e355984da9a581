//! The `q` grammar and the sort words of the list (contract, 5.3 and 5.4).
//!
//! The server decodes the text of `q` twice, so every value in it is encoded here once and with the whole text once more.
//! What the grammar would take for something else is not sent: an unknown key or a broken value gives the full list.

use super::UserId;
use super::rules;
use crate::api::encode::{Times, encode};
use crate::api::{Timestamp, Unsendable};

/// A column that holds text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextColumn {
    /// The name.
    Username,
    /// The e-mail address.
    Email,
    /// The real name.
    Realname,
    /// The comment.
    Comment,
}

/// A column that the list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// One that holds text: in the order of the database's language.
    Text(TextColumn),
    /// The number.
    Id,
    /// Whether it is an administrator by the database's flag.
    IsAdmin,
    /// When it was created.
    CreatedAt,
    /// When it was changed last.
    UpdatedAt,
}

/// How the list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: Column,
    /// Whether the last comes first.
    pub is_descending: bool,
}

/// What a text must be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same, letter case included.
    Is(String),
    /// Holds it, in any letter case. A percent sign cannot be looked for: the server takes it for a backslash.
    Contains(String),
    /// One of these; none of them can hold a blank, a quote or a brace.
    OneOf(Vec<String>),
    /// From the first to the second, both included, in the order of the database's language.
    Between(String, String),
}

/// A condition on the list. Several are joined by "and"; two on one column are refused, for only the last would count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// A text.
    Text(TextColumn, Match),
    /// Name or e-mail address is exactly this.
    NameOrEmail(String),
    /// The number.
    Id(UserId),
    /// The database's flag.
    IsAdmin(bool),
    /// Created from the first instant to the second; either may be open, not both.
    CreatedBetween(Option<Timestamp>, Option<Timestamp>),
}

impl TextColumn {
    const fn word(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::Realname => "realname",
            Self::Comment => "comment",
        }
    }
}

impl Column {
    const fn word(self) -> &'static str {
        match self {
            Self::Text(column) => column.word(),
            Self::Id => "user_id",
            Self::IsAdmin => "sysadmin_flag",
            Self::CreatedAt => "creation_time",
            Self::UpdatedAt => "update_time",
        }
    }
}

impl Filter {
    const fn key(&self) -> &'static str {
        match self {
            Self::Text(column, _) => column.word(),
            Self::NameOrEmail(_) => "username_or_email",
            Self::Id(_) => "user_id",
            Self::IsAdmin(_) => "sysadmin_flag",
            Self::CreatedBetween(..) => "creation_time",
        }
    }
}

/// Refuses what the grammar cannot hold at all, and what it would read as something else.
fn value(text: &str, forbidden: &[char]) -> Result<String, Unsendable> {
    if text.is_empty() {
        return Err(Unsendable::Empty { field: "q" });
    }
    rules::storable("q", text)?;
    // The comma separates conditions even when it is encoded.
    if text.contains(',') || text.contains(forbidden) {
        return Err(Unsendable::Unknown { field: "q" });
    }
    Ok(encode(text, Times::Once))
}

/// A value that must not be taken for an operator.
fn exact(text: &str) -> Result<String, Unsendable> {
    let plain = value(text, &[])?;
    if text.starts_with(['~', '[', '{', '(']) {
        return Ok(["%5C", &plain].concat());
    }
    // Whether its own backslash would be taken for that mark is not known.
    if text.starts_with('\\') {
        return Err(Unsendable::Unknown { field: "q" });
    }
    Ok(plain)
}

/// A value of a list or range. What the server would read as a number or an instant there, or strip of its blanks, stands
/// in quotes, which it takes off again.
fn member(text: &str, forbidden: &[char]) -> Result<String, Unsendable> {
    let plain = value(text, forbidden)?;
    // Its own quotes at the ends would be taken off too.
    if text.starts_with(['"', '\'']) || text.ends_with(['"', '\'']) {
        return Err(Unsendable::Unknown { field: "q" });
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_instant = text.as_bytes().get(10) == Some(&b'T');
    if is_number || is_instant || text.trim() != text {
        return Ok(["%22", &plain, "%22"].concat());
    }
    Ok(plain)
}

fn range(from: &str, to: &str) -> String {
    ["[", from, "~", to, "]"].concat()
}

fn moment(time: Option<Timestamp>) -> String {
    time.map(|time| encode(&time.to_rfc3339(), Times::Once))
        .unwrap_or_default()
}

fn condition(filter: &Filter) -> Result<String, Unsendable> {
    Ok(match filter {
        Filter::Text(_, Match::Is(text)) | Filter::NameOrEmail(text) => exact(text)?,
        Filter::Text(_, Match::Contains(text)) => ["~", &value(text, &['%'])?].concat(),
        Filter::Text(_, Match::OneOf(texts)) => {
            let mut all = String::from("{");
            for text in texts {
                if all.len() > 1 {
                    all.push(' ');
                }
                all.push_str(&member(text, &[' ', '"', '\'', '{', '}'])?);
            }
            all.push('}');
            all
        }
        Filter::Text(_, Match::Between(from, to)) => {
            let bad = ['~', '[', ']'];
            range(&member(from, &bad)?, &member(to, &bad)?)
        }
        Filter::Id(id) => rules::id(*id)?.to_string(),
        Filter::IsAdmin(is_admin) => is_admin.to_string(),
        Filter::CreatedBetween(None, None) => return Err(Unsendable::Empty { field: "q" }),
        Filter::CreatedBetween(from, to) => range(&moment(*from), &moment(*to)),
    })
}

/// The text of `q` before its last encoding.
pub(super) fn text_of(filters: &[Filter]) -> Result<String, Unsendable> {
    let mut text = String::new();
    for (index, filter) in filters.iter().enumerate() {
        let key = filter.key();
        if filters.iter().take(index).any(|other| other.key() == key) {
            return Err(Unsendable::Unknown { field: "q" });
        }
        if index > 0 {
            text.push(',');
        }
        text.push_str(key);
        text.push('=');
        text.push_str(&condition(filter)?);
    }
    Ok(text)
}

/// The text of `sort`.
pub(super) fn sort_text(sorts: &[Sort]) -> String {
    let mut text = String::new();
    for sort in sorts {
        if !text.is_empty() {
            text.push(',');
        }
        if sort.is_descending {
            text.push('-');
        }
        text.push_str(sort.by.word());
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(is: Match) -> Filter {
        Filter::Text(TextColumn::Username, is)
    }

    fn one(filter: Filter) -> Result<String, Unsendable> {
        text_of(&[filter])
    }

    #[test]
    fn every_form_of_the_grammar_is_written() {
        let owned = str::to_owned;
        let cases = [
            (name(Match::Is(owned("mira"))), "username=mira"),
            (name(Match::Is(owned("{curly}"))), "username=%5C%7Bcurly%7D"),
            (name(Match::Contains(owned("a+b"))), "username=~a%2Bb"),
            (
                name(Match::OneOf(vec![owned("a"), owned("b")])),
                "username={a b}",
            ),
            (name(Match::OneOf(vec![])), "username={}"),
            (
                name(Match::Between(owned("m"), owned("n"))),
                "username=[m~n]",
            ),
            (
                name(Match::OneOf(vec![owned("10"), owned("-9"), owned("a1")])),
                "username={%2210%22 %22-9%22 a1}",
            ),
            (
                name(Match::Between(owned(" a"), owned("2026-03-02T09:14:55"))),
                "username=[%22%20a%22~%222026-03-02T09%3A14%3A55%22]",
            ),
            (
                Filter::NameOrEmail(owned("a@b.cc")),
                "username_or_email=a%40b.cc",
            ),
            (Filter::Id(UserId(3)), "user_id=3"),
            (Filter::IsAdmin(true), "sysadmin_flag=true"),
            (
                Filter::CreatedBetween(Some(Timestamp::from_unix(1_795_368_191)), None),
                "creation_time=[2026-11-22T17%3A23%3A11Z~]",
            ),
        ];
        for (filter, text) in cases {
            assert_eq!(one(filter).as_deref(), Ok(text));
        }
        let both = [
            Filter::IsAdmin(false),
            Filter::Text(TextColumn::Comment, Match::Is(owned("x"))),
        ];
        assert_eq!(
            text_of(&both).as_deref(),
            Ok("sysadmin_flag=false,comment=x")
        );
    }

    #[test]
    fn what_the_grammar_would_misread_is_not_sent() {
        let owned = str::to_owned;
        for filter in [
            name(Match::Is(owned("a,b"))),
            name(Match::Is(owned("\\~x"))),
            name(Match::Contains(owned("50%"))),
            name(Match::OneOf(vec![owned("a b")])),
            name(Match::Between(owned("a~b"), owned("c"))),
            name(Match::Between(owned("a"), owned("\"b"))),
        ] {
            assert_eq!(one(filter), Err(Unsendable::Unknown { field: "q" }));
        }
        for filter in [
            name(Match::Is(String::new())),
            name(Match::Contains(String::new())),
            Filter::CreatedBetween(None, None),
        ] {
            assert_eq!(one(filter), Err(Unsendable::Empty { field: "q" }));
        }
        assert_eq!(
            one(Filter::NameOrEmail(owned("a\0"))),
            Err(Unsendable::Nul { field: "q" })
        );
        let twice = [name(Match::Is(owned("a"))), name(Match::Is(owned("b")))];
        assert!(text_of(&twice).is_err());
    }

    proptest! {
        /// What the server reads: it decodes, takes the part behind the sign of equality, and a mark before it away.
        #[test]
        fn any_text_that_is_sent_is_read_back(text in ".{0,20}") {
            if let Ok(sent) = one(name(Match::Is(text.clone()))) {
                let (_, value) = url::form_urlencoded::parse(sent.as_bytes()).next().unwrap();
                prop_assert!(!value.contains(','));
                prop_assert_eq!(value.strip_prefix('\\').unwrap_or(&value), text);
            }
        }
    }
}
