//! Tells whether an answer is the recorded one.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::bind::{Bindings, collection_of, collection_of_path};
use crate::flow::{Got, Sent};
use crate::unseen::LongList;

/// The headers that must agree.
const HEADERS: &[&str] = &[
    "location",
    "link",
    "x-total-count",
    "x-object-id",
    "www-authenticate",
    "retry-after",
    "redirect-reason",
    "x-csrf-token",
    "x-harbor-csrf-token",
];

/// What need not agree in one exchange.
#[derive(Debug, Clone, Default)]
pub struct Leave {
    /// Names of headers.
    pub headers: Vec<String>,
    /// Names of members of the body.
    pub members: Vec<String>,
}

/// Every difference in words; none when the answer is alike.
pub fn differences(
    bindings: &mut Bindings,
    request: &Sent,
    recorded: &Got,
    found: &Got,
    leave: &Leave,
) -> Vec<String> {
    let mut comparison = Comparison {
        bindings,
        collection: collection_of_path(request.path()).to_owned(),
        leave,
        is_page: is_page(request),
        found: Vec::new(),
    };
    if recorded.status != found.status {
        comparison.note(
            "status",
            recorded.status.to_string(),
            found.status.to_string(),
        );
    }
    comparison.headers(recorded, found);
    comparison.body(&recorded.body, &found.body);
    comparison.found
}

struct Comparison<'a> {
    bindings: &'a mut Bindings,
    collection: String,
    leave: &'a Leave,
    /// Whether a part of a list is asked for.
    is_page: bool,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn note(&mut self, place: &str, recorded: impl AsRef<str>, found: impl AsRef<str>) {
        self.found.push(format!(
            "{place}: recorded {}, found {}",
            short(recorded.as_ref()),
            short(found.as_ref())
        ));
    }

    fn is_left(&self, header: &str) -> bool {
        self.leave
            .headers
            .iter()
            .any(|left| left.eq_ignore_ascii_case(header))
    }

    fn headers(&mut self, recorded: &Got, found: &Got) {
        let essence = |got: &Got| {
            got.all("content-type").next().map(|value| {
                value
                    .split(';')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned()
            })
        };
        if essence(recorded) != essence(found) && !self.is_left("content-type") {
            self.note(
                "content-type",
                shown(essence(recorded)),
                shown(essence(found)),
            );
        }
        for name in HEADERS {
            let join = |got: &Got| {
                let values: Vec<&str> = got.all(name).collect();
                (!values.is_empty()).then(|| values.join(", "))
            };
            let (wanted, given) = (join(recorded), join(found));
            let is_same = match (&wanted, &given) {
                (None, None) => true,
                (Some(wanted), Some(given)) => self.is_same_header(name, wanted, given),
                _ => false,
            };
            if !is_same && !self.is_left(name) {
                self.note(name, shown(wanted), shown(given));
            }
        }
        let allowed = |got: &Got| -> BTreeSet<String> {
            got.all("allow")
                .flat_map(|value| value.split(','))
                .map(|method| method.trim().to_owned())
                .collect()
        };
        if allowed(recorded) != allowed(found) && !self.is_left("allow") {
            self.note(
                "allow",
                format!("{:?}", allowed(recorded)),
                format!("{:?}", allowed(found)),
            );
        }
        self.cookies(recorded, found);
    }

    fn is_same_header(&mut self, name: &str, recorded: &str, found: &str) -> bool {
        if self.bindings.matches(recorded, found) {
            return true;
        }
        // The last part of a new object's address is its id.
        let split = |text: &str| {
            let (path, id) = text.rsplit_once('/')?;
            Some((path.to_owned(), id.parse::<i64>().ok()?))
        };
        match (name, split(recorded), split(found)) {
            ("location", Some((recorded_path, recorded_id)), Some((path, id))) => {
                let collection = collection_of_path(&recorded_path).to_owned();
                self.bindings.matches(&recorded_path, &path)
                    && self.bindings.is_same_id(&collection, recorded_id, id)
            }
            _ => false,
        }
    }

    fn cookies(&mut self, recorded: &Got, found: &Got) {
        let cookies = |got: &Got| -> Vec<(String, String)> {
            got.all("set-cookie")
                .filter_map(|cookie| cookie.split(';').next()?.split_once('='))
                .map(|(name, value)| (name.trim().to_owned(), value.to_owned()))
                .collect()
        };
        let (wanted, given) = (cookies(recorded), cookies(found));
        let names = |cookies: &[(String, String)]| -> BTreeSet<String> {
            cookies.iter().map(|(name, _)| name.clone()).collect()
        };
        if names(&wanted) != names(&given) && !self.is_left("set-cookie") {
            self.note(
                "cookies set",
                format!("{:?}", names(&wanted)),
                format!("{:?}", names(&given)),
            );
        }
        for (index, (name, value)) in wanted.iter().enumerate() {
            // The same cookie may be set twice: the first belongs to the first.
            let before = wanted.iter().take(index).filter(|(other, _)| other == name);
            let mut same = given.iter().filter(|(found, _)| found == name);
            if let Some((_, actual)) = same.nth(before.count()) {
                // Only names must agree; values are bound where they stand.
                self.bindings.matches(value, actual);
            }
        }
    }

    fn body(&mut self, recorded: &str, found: &str) {
        // The recording says what it leaves out because of its size.
        let parsed = |text: &str| serde_json::from_str::<Json>(text).ok();
        if recorded.starts_with("(left out") {
            let long = LongList::read(recorded);
            if long.is_some_and(|long| !parsed(found).is_some_and(|found| long.is(&found))) {
                self.note("body", recorded, found);
            }
            return;
        }
        match (parsed(recorded), parsed(found)) {
            (Some(wanted), Some(given)) => self.value("body", "", &wanted, &given),
            _ => {
                if !self.bindings.matches(recorded, found) {
                    self.note("body", recorded, found);
                }
            }
        }
    }

    fn value(&mut self, place: &str, member: &str, recorded: &Json, found: &Json) {
        if self.leave.members.iter().any(|left| left == member) {
            return;
        }
        match (recorded, found) {
            (Json::Object(wanted), Json::Object(given)) => {
                for (name, value) in wanted {
                    let place = format!("{place}.{name}");
                    match given.get(name) {
                        Some(actual) => self.value(&place, name, value, actual),
                        None if self.leave.members.contains(name) => {}
                        None => self.note(&place, value.to_string(), "nothing"),
                    }
                }
                for (name, value) in given {
                    if !wanted.contains_key(name) && !self.leave.members.contains(name) {
                        self.note(&format!("{place}.{name}"), "nothing", value.to_string());
                    }
                }
            }
            (Json::Array(wanted), Json::Array(given)) => {
                if wanted.len() != given.len() {
                    self.note(
                        &format!("{place}, items"),
                        wanted.len().to_string(),
                        given.len().to_string(),
                    );
                }
                let by_chance = self.by_chance(wanted, given);
                let wanted = by_chance.as_ref().unwrap_or(wanted);
                let given = self.in_order(wanted, given);
                for (index, (value, actual)) in wanted.iter().zip(given).enumerate() {
                    self.value(&format!("{place}[{index}]"), member, value, actual);
                    if let Some(id) = random_id(value) {
                        self.bindings.remember_item(&id, value);
                    }
                }
            }
            _ => {
                if !self.is_same_scalar(member, recorded, found) {
                    self.note(place, recorded.to_string(), found.to_string());
                }
            }
        }
    }

    /// The items of a page as they were recorded elsewhere: which of them a page holds is chance where their order is that
    /// of random ids. Each must have been recorded before, and none may come twice.
    fn by_chance(&self, recorded: &[Json], found: &[Json]) -> Option<Vec<Json>> {
        let is_known = |item: &Json| {
            random_id(item).is_some_and(|id| self.bindings.unknown([id.as_str()]).is_empty())
        };
        if !self.is_page || !recorded.iter().all(is_known) {
            return None;
        }
        let mut ids = BTreeSet::new();
        found
            .iter()
            .map(|item| {
                let id = item.get("id")?.as_str()?;
                ids.insert(id).then_some(())?;
                self.bindings.item_of(id).cloned()
            })
            .collect()
    }

    /// The items in the order recorded, where they are ordered by ids that are random and known already.
    fn in_order<'a>(&self, recorded: &[Json], found: &'a [Json]) -> Vec<&'a Json> {
        let id = |item: &Json| text_id(item).map(str::to_owned);
        let mut left: Vec<&Json> = found.iter().collect();
        let mut ordered = Vec::with_capacity(left.len());
        for item in recorded {
            let wanted = random_id(item).and_then(|id| self.bindings.fill(&id).ok());
            let place = wanted.and_then(|wanted| {
                left.iter()
                    .position(|item| id(item).as_deref() == Some(&wanted))
            });
            let Some(place) = place else {
                return found.iter().collect();
            };
            ordered.push(left.remove(place));
        }
        ordered.extend(left);
        ordered
    }

    fn is_same_scalar(&mut self, member: &str, recorded: &Json, found: &Json) -> bool {
        if is_clock(member) {
            return is_same_clock(recorded, found);
        }
        match (recorded, found) {
            (Json::String(wanted), Json::String(given)) => {
                self.bindings.matches(wanted, given) || self.is_same_text(member, wanted, given)
            }
            (Json::Number(wanted), Json::Number(given)) => {
                match (wanted.as_i64(), given.as_i64()) {
                    (Some(wanted), Some(given)) if is_id(member) => {
                        let collection = match collection_of(member) {
                            "Id" | "id" => self.collection.clone(),
                            named => named.to_owned(),
                        };
                        self.bindings.is_same_id(&collection, wanted, given)
                    }
                    _ => wanted == given,
                }
            }
            _ => recorded == found,
        }
    }

    fn is_same_text(&mut self, member: &str, recorded: &str, found: &str) -> bool {
        match member {
            "prefix" | "digest" | "InstanceID" => {
                self.bindings.is_same_literal(member, recorded, found)
            }
            "payload" | "key" | "additional_data" => {
                recorded.is_empty() == found.is_empty()
                    && self.bindings.is_same_literal(member, recorded, found)
            }
            _ if is_recovery_code(recorded) && is_recovery_code(found) => {
                self.bindings.is_same_literal("code", recorded, found)
            }
            // Two hashes of one password never look alike, but they are of one kind.
            "password" if kind_of_hash(recorded).is_some() => {
                kind_of_hash(recorded) == kind_of_hash(found)
            }
            // Ids of sessions, and ports of who began them, are given out by chance.
            "connection_id" => {
                let kind = |id: &str| id.split_once('_').map(|(kind, _)| kind.to_owned());
                kind(recorded) == kind(found)
                    && self.bindings.is_same_literal(member, recorded, found)
            }
            "error" | "remote_address" => without_timing(recorded) == without_timing(found),
            "message" | "details" if self.bindings.has_other_ids() => {
                without_numbers(recorded) == without_numbers(found)
            }
            _ => false,
        }
    }
}

fn is_page(request: &Sent) -> bool {
    let query = request
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    query
        .split('&')
        .any(|part| part.starts_with("limit=") || part.starts_with("offset="))
}

fn text_id(item: &Json) -> Option<&str> {
    item.get("id").and_then(Json::as_str)
}

/// The id of a recorded item, where it is given out by chance.
fn random_id(item: &Json) -> Option<String> {
    text_id(item)
        .filter(|id| id.starts_with("{{"))
        .map(str::to_owned)
}

fn is_recovery_code(text: &str) -> bool {
    text.strip_prefix("RC-").is_some_and(|rest| {
        rest.len() == 22 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The mark in front of a hash, such as `2a` of `$2a$10$…`.
fn kind_of_hash(text: &str) -> Option<&str> {
    text.strip_prefix('$')?
        .split_once('$')
        .map(|(kind, _)| kind)
}

/// An error text without what depends on the instant and on the socket: durations, and ports of clients.
fn without_timing(text: &str) -> String {
    let is_number = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    let words: Vec<&str> = text
        .split(' ')
        .map(|word| {
            let bare = word.trim_end_matches(',');
            let is_duration = ["ms", "s"]
                .iter()
                .any(|unit| bare.strip_suffix(unit).is_some_and(is_number));
            match word.rsplit_once(':') {
                _ if is_duration => "#",
                Some((address, port)) if is_number(port) && address.contains('.') => address,
                _ => word,
            }
        })
        .collect();
    words.join(" ")
}

fn is_id(member: &str) -> bool {
    matches!(
        member,
        "Id" | "id" | "user_id" | "userId" | "UserID" | "TeamID"
    )
}

fn without_numbers(text: &str) -> String {
    text.split(|letter: char| letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("#")
}

/// Whether a member holds a time: `…time…`, `…date…`, `…At`, `last…`, `expires…`, `exp`, `iat`, word by word.
fn is_clock(member: &str) -> bool {
    let words = words(member);
    let first = words.first().map_or("", String::as_str);
    let last = words.last().map_or("", String::as_str);
    words
        .iter()
        .any(|word| matches!(word.as_str(), "time" | "date"))
        || first.starts_with("expires")
        || matches!(member, "exp" | "iat")
        || (words.len() > 1 && (first == "last" || last == "at"))
}

fn words(member: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for letter in member.chars() {
        if letter == '_' || letter == '-' {
            words.push(String::new());
        } else {
            if words.is_empty() || (letter.is_uppercase() && was_lower) {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(letter.to_lowercase());
            }
        }
        was_lower = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Any instant for any instant, but "never" only for "never".
fn is_same_clock(recorded: &Json, found: &Json) -> bool {
    match (recorded, found) {
        (Json::Number(wanted), Json::Number(given)) => {
            (wanted.as_f64() == Some(0.0)) == (given.as_f64() == Some(0.0))
        }
        (Json::String(wanted), Json::String(given)) => wanted.is_empty() == given.is_empty(),
        _ => recorded == found,
    }
}

/// The value of a header; one that is empty is not one that is missing.
fn shown(value: Option<String>) -> String {
    match value {
        None => "no such header".to_owned(),
        Some(text) if text.is_empty() => "an empty header".to_owned(),
        Some(text) => text,
    }
}

fn short(text: &str) -> String {
    const LIMIT: usize = 300;
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let mut cut: String = text.chars().take(LIMIT).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(recorded: &str, found: &str) -> Vec<String> {
        let got = |body: &str| Got {
            status: 200,
            headers: Vec::new(),
            body: body.to_owned(),
        };
        let request = Sent {
            target: "/api/users/2".to_owned(),
            ..Sent::default()
        };
        let mut bindings = Bindings::new("admin", "p", "http://127.0.0.1:1");
        differences(
            &mut bindings,
            &request,
            &got(recorded),
            &got(found),
            &Leave::default(),
        )
    }

    #[test]
    fn order_and_spacing_do_not_matter() {
        assert!(compare(r#"{"a":1,"b":[true]}"#, r#"{ "b": [true], "a": 1 }"#).is_empty());
    }

    #[test]
    fn a_missing_or_new_member_is_a_difference() {
        assert_eq!(compare(r#"{"a":1}"#, "{}").len(), 1);
        assert_eq!(compare("{}", r#"{"a":null}"#).len(), 1);
        assert_eq!(compare(r#"{"a":1}"#, r#"{"a":"1"}"#).len(), 1);
    }

    #[test]
    fn clocks_may_differ_but_not_from_never() {
        assert!(compare(r#"{"TokenIssueAt":5}"#, r#"{"TokenIssueAt":7}"#).is_empty());
        assert_eq!(compare(r#"{"lastUsed":0}"#, r#"{"lastUsed":7}"#).len(), 1);
        assert_eq!(compare(r#"{"dateCreated":5}"#, "{}").len(), 1);
    }

    #[test]
    fn a_word_that_only_holds_one_is_no_clock() {
        for name in [
            "UpdateAvailable",
            "UserSessionTimeout",
            "last",
            "format",
            "at",
        ] {
            assert!(!is_clock(name), "{name}");
        }
        for name in [
            "creation_time",
            "updateTime",
            "dateCreated",
            "exp",
            "last_login",
            "expires_at",
        ] {
            assert!(is_clock(name), "{name}");
        }
    }

    #[test]
    fn durations_and_ports_in_errors_may_differ() {
        let error = |text: &str| format!("{{\"error\":\"{text}\"}}");
        let same = |one: &str, two: &str| compare(&error(one), &error(two)).is_empty();
        assert!(same(
            "wait 224.79ms, at most 166ms",
            "wait 1.5s, at most 2ms"
        ));
        assert!(same("from 127.0.0.1:46223", "from 127.0.0.1:1"));
        assert!(!same("from 127.0.0.1:46223", "from 127.0.0.2:1"));
        assert!(!same("wait 2ms", "wait long"));
    }

    #[test]
    fn secrets_at_rest_are_bound_where_they_stand() {
        let secret = |payload: &str| format!("{{\"payload\":\"{payload}\"}}");
        assert!(compare(&secret("abc="), &secret("xyz=")).is_empty());
        assert_eq!(compare(&secret("abc="), &secret("")).len(), 1);
        let codes = |code: &str| format!("[\"RC-{code}\"]");
        let (one, two) = ("A".repeat(22), "B".repeat(22));
        assert!(compare(&codes(&one), &codes(&two)).is_empty());
        assert_eq!(compare(&codes(&one), &codes("B")).len(), 1);
    }

    #[test]
    fn a_list_that_was_left_out_must_be_as_long_and_begin_and_end_alike() {
        let recorded = "(left out: a list of 2 accounts, u0 to u1)";
        let list = |last: &str| format!(r#"[{{"username":"u0"}},{{"username":"{last}"}}]"#);
        assert!(compare(recorded, &list("u1")).is_empty());
        assert_eq!(compare(recorded, &list("u2")).len(), 1);
        assert_eq!(compare(recorded, "[]").len(), 1);
        assert!(compare("(left out: a picture)", "anything").is_empty());
    }

    #[test]
    fn a_session_keeps_its_id_and_its_address() {
        let session = |id: &str, address: &str| {
            format!(r#"{{"connection_id":"{id}","remote_address":"{address}"}}"#)
        };
        let recorded = session("HTTP_abcdefghij0123", "127.0.0.1:1");
        assert!(compare(&recorded, &session("HTTP_x", "127.0.0.1:2")).is_empty());
        assert_eq!(
            compare(&recorded, &session("SFTP_x", "127.0.0.1:1")).len(),
            1
        );
        assert_eq!(
            compare(&recorded, &session("HTTP_x", "127.0.0.2:1")).len(),
            1
        );
    }

    #[test]
    fn a_page_in_a_random_order_holds_any_of_the_items_recorded_before() {
        let got = |body: &str| Got {
            status: 200,
            headers: Vec::new(),
            body: body.to_owned(),
        };
        let all = r#"[{"id":"{{a_id}}","name":"a"},{"id":"{{b_id}}","name":"b"}]"#;
        let judged = |target: &str, page: &str| {
            let mut bindings = Bindings::new("admin", "p", "http://127.0.0.1:1");
            bindings.set("a_id", "9");
            bindings.set("b_id", "3");
            let mut judge = |target: &str, recorded: &str, found: &str| {
                let request = Sent {
                    target: target.to_owned(),
                    ..Sent::default()
                };
                let leave = Leave::default();
                differences(&mut bindings, &request, &got(recorded), &got(found), &leave).len()
            };
            let found = r#"[{"id":"3","name":"b"},{"id":"9","name":"a"}]"#;
            assert_eq!(judge("/keys", all, found), 0);
            judge(target, r#"[{"id":"{{a_id}}","name":"a"}]"#, page)
        };
        assert_eq!(judged("/keys?limit=1", r#"[{"id":"3","name":"b"}]"#), 0);
        assert_eq!(judged("/keys?limit=1", r#"[{"id":"9","name":"a"}]"#), 0);
        assert_eq!(judged("/keys?limit=1", r#"[{"id":"3","name":"c"}]"#), 1);
        assert_eq!(judged("/keys?limit=1", "[]"), 1);
        assert!(judged("/keys?limit=1", r#"[{"id":"5","name":"b"}]"#) > 0);
        assert!(judged("/keys", r#"[{"id":"3","name":"b"}]"#) > 0);
    }

    #[test]
    fn an_id_must_stay_the_same_id() {
        assert!(compare(r#"[{"Id":2},{"Id":2}]"#, r#"[{"Id":9},{"Id":9}]"#).is_empty());
        assert_eq!(
            compare(r#"[{"Id":2},{"Id":2}]"#, r#"[{"Id":9},{"Id":8}]"#).len(),
            1
        );
    }

    #[test]
    fn a_cookie_set_twice_is_bound_in_order() {
        let got = |first: &str, second: &str| Got {
            status: 200,
            headers: [first, second]
                .map(|value| ("Set-Cookie".to_owned(), format!("sid={value}; Path=/")))
                .to_vec(),
            body: String::new(),
        };
        let mut bindings = Bindings::new("admin", "p", "http://127.0.0.1:1");
        let recorded = got("{{sid_2}}", "{{sid_1}}");
        let found = got("one", "two");
        let leave = Leave::default();
        let request = Sent::default();
        assert!(differences(&mut bindings, &request, &recorded, &found, &leave).is_empty());
        assert_eq!(bindings.get("sid_1").as_deref(), Some("two"));
    }
}
