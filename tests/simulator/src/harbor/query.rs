//! The filter language of `q` and the sort keys (contract 5.3 and 5.4).

use super::answer::{bad_request, unknown};
use super::collation;
use super::like::{Like, escaped};
use super::state::{MAX_ID, User};
use super::times;
use crate::http::{Response, percent_decode};

/// A column of the accounts' table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Id,
    Name,
    Email,
    Realname,
    Comment,
    Admin,
    Deleted,
    Created,
    Updated,
    /// Columns that sort and that no answer shows: password, salt, and their like.
    Hidden,
}

/// Columns by the two spellings of each; whether it filters.
const COLUMNS: &[(&str, &str, Column, bool)] = &[
    ("user_id", "UserID", Column::Id, true),
    ("username", "Username", Column::Name, true),
    ("email", "Email", Column::Email, true),
    ("realname", "Realname", Column::Realname, true),
    ("comment", "Comment", Column::Comment, true),
    ("sysadmin_flag", "SysAdminFlag", Column::Admin, true),
    ("deleted", "Deleted", Column::Deleted, true),
    ("creation_time", "CreationTime", Column::Created, true),
    ("update_time", "UpdateTime", Column::Updated, true),
    ("reset_uuid", "ResetUUID", Column::Hidden, true),
    ("password", "Password", Column::Hidden, false),
    ("password_version", "PasswordVersion", Column::Hidden, false),
    ("salt", "Salt", Column::Hidden, false),
];

fn column(name: &str) -> Option<(Column, bool)> {
    COLUMNS
        .iter()
        .find(|(one, two, ..)| *one == name || *two == name)
        .map(|(.., column, filters)| (*column, *filters))
}

/// A value as the grammar reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// `v`
    Exact(String),
    /// `~v`
    Contains(String),
    /// `[a~b]`
    Range(Option<Bound>, Option<Bound>),
    /// `{a b}`
    AnyOf(Vec<Bound>),
    /// `(a b)`, which nothing looks at.
    AllOf,
}

/// One end of a range or one of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bound {
    Time(i64),
    Number(i64),
    Text(String),
}

/// Conditions by key; the same key again replaces the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Keywords(Vec<(String, Value)>);

impl Keywords {
    /// Reads `q`, which was decoded once already and is decoded once more here.
    pub(crate) fn read(q: &str) -> Result<Self, Response> {
        let mut keywords = Self::default();
        if q.is_empty() {
            return Ok(keywords);
        }
        let again = percent_decode(&q.replace('+', " "));
        let text = again.map_or_else(
            || q.to_owned(),
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        );
        for condition in text.split(',') {
            let (key, value) = condition
                .split_once('=')
                .filter(|(key, value)| !key.is_empty() && !value.is_empty())
                .ok_or_else(|| {
                    bad_request(
                        "the query string must contain \"=\" and the key/value cannot be empty",
                    )
                })?;
            let read = pattern(value)
                .ok_or_else(|| bad_request(&format!("invalid query string value: {value}")))?;
            keywords.put(key, read);
        }
        Ok(keywords)
    }

    /// Sets a condition.
    pub(crate) fn put(&mut self, key: &str, value: Value) {
        self.0.retain(|(known, _)| known != key);
        self.0.push((key.to_owned(), value));
    }

    /// The tests that rows must pass; a value that its column cannot hold is a 500.
    pub(crate) fn tests(&self) -> Result<Vec<Test>, Response> {
        let mut tests = Vec::new();
        for (key, value) in &self.0 {
            // The server's own conditions stand under these two keys.
            if key != "deleted" && key != "user_id__gt" {
                tests.extend(test(key, value).map_err(|()| unknown())?);
            }
        }
        Ok(tests)
    }
}

fn pattern(value: &str) -> Option<Value> {
    let inside = |end: char| {
        let rest = value.get(1..)?;
        rest.strip_suffix(end)
    };
    Some(match value.chars().next()? {
        '~' => Value::Contains(value.get(1..).filter(|text| !text.is_empty())?.to_owned()),
        '[' => {
            let (low, high) = inside(']')?.split_once('~')?;
            let (low, high) = (low.trim(), high.trim());
            if high.contains('~') || (low.is_empty() && high.is_empty()) {
                return None;
            }
            let end = |text: &str| (!text.is_empty()).then(|| bound(text));
            Value::Range(end(low), end(high))
        }
        '{' => Value::AnyOf(
            inside('}')?
                .split(' ')
                .map(bound)
                .filter(|bound| *bound != Bound::Text(String::new()))
                .collect(),
        ),
        '(' => inside(')').map(|_| Value::AllOf)?,
        '\\' => Value::Exact(value.get(1..)?.to_owned()),
        _ => Value::Exact(value.to_owned()),
    })
}

/// A time with `T`, else a number, else a text without its quotes.
fn bound(text: &str) -> Bound {
    let text = text.trim();
    if let Some((time, fraction)) = text.split_at_checked(19)
        && time.get(10..11) == Some("T")
        && (fraction.is_empty() || fraction.strip_prefix(['.', ',']).is_some_and(is_digits))
        && let Some(ms) = times::read(time)
    {
        return Bound::Time(ms);
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    match plain.parse() {
        Ok(number) if !plain.starts_with('+') => Bound::Number(number),
        _ => Bound::Text(text.trim_matches(['"', '\'']).to_owned()),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a row must show.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    Like(Column, Like),
    NameOrEmail(String),
    Compare(Column, Relation, Cell),
    AnyOf(Column, Vec<Cell>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    Above,
    AtLeast,
    Below,
    AtMost,
}

/// What a column holds in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Text(String),
    Number(i64),
    Flag(bool),
}

fn test(key: &str, value: &Value) -> Result<Vec<Test>, ()> {
    if snake(key) == "username_or_email" {
        return Ok(match value {
            Value::Exact(text) => vec![Test::NameOrEmail(storable(text)?.to_owned())],
            _ => Vec::new(),
        });
    }
    let (name, operator) = match key.split_once("__") {
        Some((name, operator)) => (name, Some(operator)),
        None => (key, None),
    };
    let Some((column, true)) = column(name).or_else(|| column(&snake(name))) else {
        return Ok(Vec::new());
    };
    let compare =
        |relation, bound: &Bound| Ok(Test::Compare(column, relation, cell(column, bound)?));
    Ok(match (value, operator) {
        (Value::Contains(text), None) => {
            vec![Test::Like(
                column,
                Like::containing(&escaped(storable(text)?)),
            )]
        }
        (Value::Range(low, high), None) => {
            let low = low.iter().map(|bound| compare(Relation::AtLeast, bound));
            let high = high.iter().map(|bound| compare(Relation::AtMost, bound));
            low.chain(high).collect::<Result<_, ()>>()?
        }
        (Value::AnyOf(bounds), None) => vec![any_of(column, bounds)?],
        (Value::Exact(text), operator) => {
            let given = Bound::Text(text.clone());
            match operator {
                None | Some("exact") => vec![compare(Relation::Equal, &given)?],
                Some("icontains") => vec![Test::Like(column, Like::containing(storable(text)?))],
                Some("gt") => vec![compare(Relation::Above, &given)?],
                Some("gte") => vec![compare(Relation::AtLeast, &given)?],
                Some("lt") => vec![compare(Relation::Below, &given)?],
                Some("lte") => vec![compare(Relation::AtMost, &given)?],
                Some("in") => vec![any_of(column, &[given])?],
                Some(_) => Vec::new(),
            }
        }
        // Lists in round brackets, and operators with anything but a plain value, are not looked at.
        _ => Vec::new(),
    })
}

fn any_of(column: Column, bounds: &[Bound]) -> Result<Test, ()> {
    let cells = bounds.iter().map(|bound| cell(column, bound));
    Ok(Test::AnyOf(column, cells.collect::<Result<_, ()>>()?))
}

/// `UserName` as `user_name`, and `USERNAME` as `username`: a capital begins a word behind a small letter or before one.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let is_small = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(|letter| letter.is_lowercase())
    };
    let mut snake = String::with_capacity(name.len() + 4);
    for (index, letter) in letters.iter().enumerate() {
        let begins = is_small(Some(index + 1)) || is_small(index.checked_sub(1));
        if index > 0 && letter.is_uppercase() && begins {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// The database takes no text with U+0000.
fn storable(text: &str) -> Result<&str, ()> {
    if text.contains('\0') {
        Err(())
    } else {
        Ok(text)
    }
}

/// A value as its column holds it.
fn cell(column: Column, bound: &Bound) -> Result<Cell, ()> {
    Ok(match (column, bound) {
        (Column::Id, Bound::Number(number)) => small(*number)?,
        (Column::Id, Bound::Text(text)) => small(text.trim().parse().map_err(|_| ())?)?,
        (Column::Admin | Column::Deleted, Bound::Text(text)) => Cell::Flag(flag(text).ok_or(())?),
        (Column::Created | Column::Updated, Bound::Time(ms)) => Cell::Number(*ms),
        (Column::Created | Column::Updated, Bound::Text(text)) => {
            Cell::Number(times::read(text).ok_or(())?)
        }
        (
            Column::Name | Column::Email | Column::Realname | Column::Comment | Column::Hidden,
            Bound::Text(text),
        ) => Cell::Text(storable(text)?.to_owned()),
        // As the library writes a time.
        (
            Column::Name | Column::Email | Column::Realname | Column::Comment | Column::Hidden,
            Bound::Time(ms),
        ) => {
            let text = times::as_text(u64::try_from(*ms).map_err(|_| ())?);
            Cell::Text(text.chars().take(19).collect())
        }
        // A number where a text is wanted, and the like.
        _ => return Err(()),
    })
}

fn small(number: i64) -> Result<Cell, ()> {
    if (-MAX_ID - 1..=MAX_ID).contains(&number) {
        Ok(Cell::Number(number))
    } else {
        Err(())
    }
}

/// The database's words for true and false, which may be cut short where they stay clear.
fn flag(text: &str) -> Option<bool> {
    let text = text.trim().to_ascii_lowercase();
    let begins = |word: &str, least: usize| text.len() >= least && word.starts_with(&text);
    if begins("true", 1) || begins("yes", 1) || text == "on" || text == "1" {
        Some(true)
    } else if begins("false", 1) || begins("no", 1) || begins("off", 2) || text == "0" {
        Some(false)
    } else {
        None
    }
}

impl Column {
    fn text(self, user: &User) -> String {
        match self {
            Self::Id => user.id.to_string(),
            Self::Name => user.name.clone(),
            Self::Email => user.email.clone(),
            Self::Realname => user.realname.clone(),
            Self::Comment => user.comment.clone(),
            Self::Admin => user.is_admin.to_string(),
            Self::Deleted => user.is_deleted.to_string(),
            Self::Created => times::as_text(user.created_ms),
            Self::Updated => times::as_text(user.updated_ms),
            Self::Hidden => String::new(),
        }
    }

    fn cell(self, user: &User) -> Cell {
        let number = |ms: u64| Cell::Number(i64::try_from(ms).unwrap_or(i64::MAX));
        match self {
            Self::Id => Cell::Number(user.id),
            Self::Admin => Cell::Flag(user.is_admin),
            Self::Deleted => Cell::Flag(user.is_deleted),
            Self::Created => number(user.created_ms),
            Self::Updated => number(user.updated_ms),
            _ => Cell::Text(self.text(user)),
        }
    }

    /// What orders rows by this column.
    fn order(self, user: &User) -> Order {
        match self.cell(user) {
            Cell::Text(text) => Order::Text(collation::key(&text)),
            Cell::Number(number) => Order::Number(number),
            Cell::Flag(flag) => Order::Number(i64::from(flag)),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Number(i64),
    Text(Vec<u8>),
}

impl Test {
    /// Whether a row passes.
    pub(crate) fn passes(&self, user: &User) -> bool {
        match self {
            Self::Like(column, like) => like.fits(&column.text(user)),
            Self::NameOrEmail(text) => user.name == *text || user.email == *text,
            Self::AnyOf(column, cells) => cells.contains(&column.cell(user)),
            Self::Compare(column, Relation::Equal, cell) => column.cell(user) == *cell,
            Self::Compare(column, relation, cell) => {
                let order = match (column.cell(user), cell) {
                    (Cell::Text(one), Cell::Text(two)) => {
                        collation::key(&one).cmp(&collation::key(two))
                    }
                    (Cell::Number(one), Cell::Number(two)) => one.cmp(two),
                    (Cell::Flag(one), Cell::Flag(two)) => one.cmp(two),
                    _ => return false,
                };
                match relation {
                    Relation::Equal => order.is_eq(),
                    Relation::Above => order.is_gt(),
                    Relation::AtLeast => order.is_ge(),
                    Relation::Below => order.is_lt(),
                    Relation::AtMost => order.is_le(),
                }
            }
        }
    }
}

/// The columns to sort by, with the direction; nothing when no key is known.
pub(crate) fn sorting(sort: &str) -> Vec<(Column, bool)> {
    sort.split(',')
        .filter_map(|key| {
            let (name, is_down) = match key.strip_prefix('-') {
                Some(name) => (name, true),
                None => (key, false),
            };
            column(name).map(|(column, _)| (column, is_down))
        })
        .collect()
}

/// Orders rows; equal ones by id.
pub(crate) fn sort(users: &mut [&User], by: &[(Column, bool)]) {
    users.sort_by_key(|user| user.id);
    for (column, is_down) in by.iter().rev() {
        if *is_down {
            users.sort_by_cached_key(|user| std::cmp::Reverse(column.order(user)));
        } else {
            users.sort_by_cached_key(|user| column.order(user));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(q: &str) -> String {
        let refused = Keywords::read(q).unwrap_err();
        refused.value()["errors"][0]["message"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn value(q: &str) -> Value {
        Keywords::read(q).unwrap().0.pop().unwrap().1
    }

    // Contract 5.4.

    #[test]
    fn a_value_is_decoded_a_second_time() {
        assert_eq!(value("k=a+b"), Value::Exact("a b".to_owned()));
        assert_eq!(value("k=a%2Bb"), Value::Exact("a+b".to_owned()));
        assert_eq!(value("k=50%"), Value::Exact("50%".to_owned()));
    }

    #[test]
    fn each_form_is_read() {
        assert_eq!(value("k=~x"), Value::Contains("x".to_owned()));
        assert_eq!(value(r"k=\{x}"), Value::Exact("{x}".to_owned()));
        assert_eq!(value("k=[3~]"), Value::Range(Some(Bound::Number(3)), None));
        assert_eq!(
            value("k={\"a\" 2  'b'}"),
            Value::AnyOf(vec![
                Bound::Text("a".to_owned()),
                Bound::Number(2),
                Bound::Text("b".to_owned())
            ])
        );
        assert_eq!(value("k=(a b)"), Value::AllOf);
        assert_eq!(value("a=1,a=2"), Value::Exact("2".to_owned()));
    }

    #[test]
    fn a_time_of_a_range_is_read_to_the_second() {
        let time = Some(Bound::Time(1_772_442_895_000));
        for text in ["2026-03-02T09:14:55", "2026-03-02T09:14:55.120"] {
            let range = Value::Range(time.clone(), None);
            assert_eq!(value(&format!("k=[{text}~]")), range, "{text}");
        }
        // Anything else is a text, which its column reads or not.
        let text = Bound::Text("2026-03-02T09:14:55Z".to_owned());
        assert_eq!(
            value("k=[2026-03-02T09:14:55Z~]"),
            Value::Range(Some(text), None)
        );
    }

    #[test]
    fn a_key_may_be_spelt_with_capitals() {
        for (given, meant) in [
            ("UserName", "user_name"),
            ("USERNAME", "username"),
            ("UserID", "user_id"),
            ("usernameOrEmail", "username_or_email"),
            ("SysAdminFlag", "sys_admin_flag"),
        ] {
            assert_eq!(snake(given), meant);
        }
    }

    #[test]
    fn a_broken_condition_is_refused() {
        for q in ["k", "=x", "k=", "k=v,", "k=~a,b"] {
            assert!(refusal(q).starts_with("the query string must"), "{q}");
        }
        for bad in ["~", "{a", "[a", "[~]", "[a]", "(a", "[a~b~c]", "{"] {
            let told = refusal(&format!("k={bad}"));
            assert_eq!(told, format!("invalid query string value: {bad}"));
        }
    }

    #[test]
    fn truth_has_many_words() {
        for (text, truth) in [
            ("t", true),
            ("YES", true),
            ("1", true),
            ("of", false),
            ("n", false),
        ] {
            assert_eq!(flag(text), Some(truth), "{text}");
        }
        assert_eq!(flag("maybe"), None);
        assert_eq!(flag("o"), None);
        assert_eq!(flag(""), None);
    }
}
