//! Values that differ each time: placeholders, and ids that the server gives out.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

/// What a flow has shown so far.
#[derive(Debug, Clone, Default)]
pub struct Bindings {
    values: BTreeMap<String, String>,
    ids: BTreeMap<(String, i64), i64>,
    literals: BTreeMap<(String, String), String>,
    items: BTreeMap<String, Json>,
    totp_secret: Option<String>,
    /// Whose secret a placeholder stands for.
    owners: BTreeMap<String, String>,
}

impl Bindings {
    /// What is known before the first request.
    pub fn new(admin: &str, password: &str, origin: &str) -> Self {
        let mut bindings = Self::default();
        bindings.set("admin_password", password);
        bindings.set(
            "admin_basic",
            &STANDARD.encode(format!("{admin}:{password}")),
        );
        bindings.set("origin", origin);
        bindings.set("origin_quoted", &quoted(origin));
        bindings
    }

    /// What a flow that continues this one knows from the start: the ids given out.
    #[must_use]
    pub fn continued(&self, mut next: Self) -> Self {
        next.ids.clone_from(&self.ids);
        next
    }

    /// Names in these texts that nothing is known of yet.
    pub fn unknown<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        texts
            .into_iter()
            .flat_map(pieces)
            .filter_map(|piece| match piece {
                Piece::Name(name) if self.get(name).is_none() => Some(name.to_owned()),
                _ => None,
            })
            .collect()
    }

    /// Fills in a value.
    pub fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// The value of a placeholder.
    pub fn get(&self, name: &str) -> Option<String> {
        if let Some(value) = self.values.get(name) {
            return Some(value.clone());
        }
        if let Some(stem) = name.strip_suffix("_basic") {
            return self.basic(stem);
        }
        let token = self
            .values
            .get(name.strip_suffix("_with_another_signature")?)?;
        Some(with_another_signature(token))
    }

    /// Name and password of somebody whose password an answer has shown.
    fn basic(&self, stem: &str) -> Option<String> {
        let own = |ending: &str| self.values.get_key_value(&format!("{stem}{ending}"));
        let numbered = || {
            let mut all = self.values.iter();
            all.rfind(|(name, _)| name.starts_with(&format!("{stem}_")))
        };
        let found = own("")
            .or_else(|| own("_password"))
            .or_else(|| own("_secret"));
        let (placeholder, secret) = found.or_else(numbered)?;
        let owner = self.owners.get(placeholder).map_or(stem, String::as_str);
        Some(STANDARD.encode(format!("{owner}:{secret}")))
    }

    /// Takes down whose secrets a recorded answer holds: those of the nearest name around them.
    pub fn note_owners(&mut self, recorded: &str) {
        if let Ok(body) = serde_json::from_str(recorded) {
            self.note_owners_in(&body, None);
        }
    }

    fn note_owners_in(&mut self, value: &Json, owner: Option<&str>) {
        match value {
            Json::Array(items) => {
                for item in items {
                    self.note_owners_in(item, owner);
                }
            }
            Json::Object(members) => {
                let own = ["username", "Username", "name"]
                    .into_iter()
                    .find_map(|name| {
                        let text = members.get(name)?.as_str()?;
                        (!text.contains("{{")).then_some(text)
                    });
                for member in members.values() {
                    self.note_owners_in(member, own.or(owner));
                }
            }
            Json::String(text) => {
                let placeholder = text
                    .strip_prefix("{{")
                    .and_then(|rest| rest.strip_suffix("}}"));
                if let (Some(placeholder), Some(owner)) = (placeholder, owner) {
                    self.owners.insert(placeholder.to_owned(), owner.to_owned());
                }
            }
            _ => {}
        }
    }

    /// A text with every placeholder filled in; the error names one that is unknown.
    pub fn fill(&self, text: &str) -> Result<String, String> {
        let mut filled = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Name(name) => filled.push_str(
                    &self
                        .get(name)
                        .ok_or_else(|| format!("{{{{{name}}}}} was not seen before"))?,
                ),
            }
        }
        Ok(filled)
    }

    /// Whether a text is the recorded one; unknown placeholders are bound to what stands in their place.
    pub fn matches(&mut self, recorded: &str, found: &str) -> bool {
        let pieces = pieces(recorded);
        let mut rest = found;
        let mut caught: Vec<(&str, &str)> = Vec::new();
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            let known = match piece {
                Piece::Text(text) => Some((*text).to_owned()),
                Piece::Name(name) => caught
                    .iter()
                    .find(|(caught, _)| caught == name)
                    .map(|(_, value)| (*value).to_owned())
                    .or_else(|| self.get(name)),
            };
            match (known, piece) {
                (Some(text), _) => match rest.strip_prefix(text.as_str()) {
                    Some(behind) => rest = behind,
                    None => return false,
                },
                (None, Piece::Name(name)) => {
                    // What follows tells where the value ends.
                    let end = match pieces.get(at) {
                        Some(Piece::Text(text)) => rest.find(text),
                        _ => Some(rest.len()),
                    };
                    let Some((value, behind)) = end.and_then(|end| rest.split_at_checked(end))
                    else {
                        return false;
                    };
                    if value.is_empty() {
                        return false;
                    }
                    caught.push((name, value));
                    rest = behind;
                }
                (None, Piece::Text(_)) => return false,
            }
        }
        if !rest.is_empty() {
            return false;
        }
        for (name, value) in caught {
            self.values.insert(name.to_owned(), value.to_owned());
        }
        true
    }

    /// Whether a value that is not masked but differs each time is the one seen before in its place.
    pub fn is_same_literal(&mut self, member: &str, recorded: &str, found: &str) -> bool {
        let key = (member.to_owned(), recorded.to_owned());
        self.literals.entry(key).or_insert_with(|| found.to_owned()) == found
    }

    /// The secret of one-time passcodes that was shown last.
    pub fn totp_secret(&self) -> Option<String> {
        self.totp_secret.clone()
    }

    /// Notes the secret of one-time passcodes that an answer shows.
    pub fn note_totp_secret(&mut self, body: &str) {
        let body: Json = serde_json::from_str(body).unwrap_or_default();
        let text = |name: &str| body.get(name).and_then(Json::as_str);
        if let Some(secret) = text("secret")
            && text("url").is_some_and(|url| url.starts_with("otpauth://"))
        {
            self.totp_secret = Some(secret.to_owned());
        }
    }

    /// Remembers how an item of a list was recorded, by the placeholder of its id.
    pub fn remember_item(&mut self, id: &str, item: &Json) {
        self.items.insert(id.to_owned(), item.clone());
    }

    /// How the item was recorded that has this id here.
    pub fn item_of(&self, found: &str) -> Option<&Json> {
        let mut all = self.items.iter();
        all.find(|(id, _)| self.fill(id).is_ok_and(|known| known == found))
            .map(|(_, item)| item)
    }

    /// A text with the values of this server where recorded ones stand that were not masked.
    pub fn follow_literals(&self, text: &str) -> String {
        // Short ones may stand anywhere by accident.
        const SHORTEST: usize = 16;
        self.literals
            .iter()
            .filter(|((_, recorded), _)| recorded.len() >= SHORTEST)
            .fold(text.to_owned(), |text, ((_, recorded), found)| {
                text.replace(recorded.as_str(), found)
            })
    }

    /// Whether an id stands for the recorded one of that collection.
    pub fn is_same_id(&mut self, collection: &str, recorded: i64, found: i64) -> bool {
        *self
            .ids
            .entry((collection.to_owned(), recorded))
            .or_insert(found)
            == found
    }

    /// Whether any id differs from the recorded one; then error texts may differ in their numbers too.
    pub fn has_other_ids(&self) -> bool {
        self.ids
            .iter()
            .any(|((_, recorded), found)| recorded != found)
    }

    fn id(&self, collection: &str, recorded: &str) -> Option<i64> {
        let number: i64 = recorded.parse().ok()?;
        self.ids
            .get(&(collection.to_owned(), number))
            .copied()
            .filter(|found| *found != number)
    }

    /// A target with the ids that this server gave out.
    pub fn follow_target(&self, target: &str) -> String {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let mut before = "";
        let mut parts = Vec::new();
        for part in path.split('/') {
            parts.push(
                self.id(collection_of(before), part)
                    .map_or_else(|| part.to_owned(), |id| id.to_string()),
            );
            before = part;
        }
        let path = parts.join("/");
        query.map_or(path.clone(), |query| {
            format!("{path}?{}", self.follow_query(query))
        })
    }

    /// A query with other ids behind each `user_id`, up to the end of that condition.
    fn follow_query(&self, query: &str) -> String {
        const MEMBER: &str = "user_id";
        let mut followed = String::with_capacity(query.len());
        let mut rest = query;
        while let Some(at) = rest.find(MEMBER) {
            let (before, behind) = rest.split_at(at + MEMBER.len());
            followed.push_str(before);
            let ends = ["&", ",", "%2C", "%2c", "%252C"];
            let end = ends.iter().filter_map(|end| behind.find(end)).min();
            let (condition, after) = behind.split_at(end.unwrap_or(behind.len()));
            followed.push_str(&self.follow_numbers(condition));
            rest = after;
        }
        followed.push_str(rest);
        followed
    }

    /// A condition with other ids; digits of percent escapes are none.
    fn follow_numbers(&self, condition: &str) -> String {
        let mut followed = String::with_capacity(condition.len());
        let mut letters = condition.chars().peekable();
        while let Some(letter) = letters.next() {
            let mut number = String::new();
            if letter == '%' {
                let escape: String = letters.by_ref().take(2).collect();
                followed.extend(["%", &escape]);
                if escape == "25" {
                    // Encoded twice: the digits behind belong to the inner escape.
                    followed.extend(letters.by_ref().take(2));
                }
            } else if letter.is_ascii_digit() {
                number.push(letter);
                while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                    number.push(digit);
                }
                let id = self.id(collection_of("user_id"), &number);
                followed.push_str(&id.map_or(number, |id| id.to_string()));
            } else {
                followed.push(letter);
            }
        }
        followed
    }

    /// A JSON body with the ids that this server gave out, otherwise as recorded, byte for byte.
    pub fn follow_body(&self, body: &str) -> String {
        let mut followed = body.to_owned();
        for member in ["UserID", "TeamID", "user_id", "userId"] {
            let mut from = 0;
            while let Some(at) = followed
                .get(from..)
                .and_then(|rest| rest.find(&format!("\"{member}\"")))
            {
                let behind = from + at + member.len() + 2;
                from = behind;
                let rest = followed.get(behind..).unwrap_or_default();
                let value = rest.trim_start_matches([' ', ':']);
                let start = behind + rest.len() - value.len();
                let length = value
                    .find(|letter: char| !letter.is_ascii_digit())
                    .unwrap_or(value.len());
                let digits = value.get(..length).unwrap_or_default();
                if let Some(id) = self.id(collection_of(member), digits) {
                    followed.replace_range(start..start + length, &id.to_string());
                }
            }
        }
        followed
    }
}

/// The collection that a path segment or a member names.
pub fn collection_of(name: &str) -> &str {
    match name {
        "UserID" | "user_id" | "userId" => "users",
        "TeamID" => "teams",
        "team_memberships" => "memberships",
        other => other,
    }
}

/// The collection whose members a path answers with.
pub fn collection_of_path(path: &str) -> &str {
    path.split('/')
        .rev()
        .find(|part| {
            !part.is_empty()
                && !matches!(
                    *part,
                    "me" | "current" | "admin" | "init" | "passwd" | "password"
                )
                && !part.bytes().all(|byte| byte.is_ascii_digit())
        })
        .map_or("", collection_of)
}

enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((name, after)) = behind.split_once("}}") else {
            break;
        };
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_name {
            break;
        }
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Name(name));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

fn quoted(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// The token with a few letters of its last part changed.
fn with_another_signature(token: &str) -> String {
    let (head, signature) = token.rsplit_once('.').unwrap_or(("", token));
    let changed: String = signature
        .chars()
        .enumerate()
        .map(|(index, letter)| match (index, letter) {
            (2..6, 'A') => 'B',
            (2..6, _) => 'A',
            _ => letter,
        })
        .collect();
    if head.is_empty() {
        changed
    } else {
        format!("{head}.{changed}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bindings() -> Bindings {
        Bindings::new("admin", "secret word", "http://127.0.0.1:1")
    }

    #[test]
    fn a_placeholder_is_bound_where_it_is_first_seen() {
        let mut bindings = bindings();
        assert!(bindings.matches("a={{x}}; Path=/", "a=1.2; Path=/"));
        assert_eq!(bindings.fill("Bearer {{x}}"), Ok("Bearer 1.2".to_owned()));
        assert!(bindings.matches("{{x}}", "1.2"));
        assert!(!bindings.matches("{{x}}", "3"));
        assert!(bindings.fill("{{y}}").is_err());
    }

    #[test]
    fn the_administrator_is_known_from_the_start() {
        let bindings = bindings();
        assert_eq!(
            bindings.get("admin_basic").as_deref(),
            Some("YWRtaW46c2VjcmV0IHdvcmQ=")
        );
        assert_eq!(
            bindings.get("origin_quoted").as_deref(),
            Some("http%3A%2F%2F127.0.0.1%3A1")
        );
    }

    #[test]
    fn another_signature_is_not_the_same() {
        let mut bindings = bindings();
        assert!(bindings.matches("{{t}}", "aa.bb.AAAAAAAA"));
        assert_eq!(
            bindings.get("t_with_another_signature").as_deref(),
            Some("aa.bb.AABBBBAA")
        );
    }

    #[test]
    fn what_is_not_masked_is_followed_into_requests() {
        let mut bindings = bindings();
        assert!(bindings.is_same_literal("payload", "recordedrecorded==", "found"));
        assert!(!bindings.is_same_literal("payload", "recordedrecorded==", "other"));
        assert_eq!(
            bindings.follow_literals(r#"{"payload":"recordedrecorded=="}"#),
            r#"{"payload":"found"}"#
        );
    }

    #[test]
    fn ids_are_followed_by_collection() {
        let mut bindings = bindings();
        assert!(bindings.is_same_id("users", 2, 12));
        assert!(bindings.is_same_id("tokens", 1, 31));
        assert!(!bindings.is_same_id("users", 2, 13));
        assert_eq!(
            bindings.follow_target("/api/users/2/tokens/1?x=2"),
            "/api/users/12/tokens/31?x=2"
        );
        assert_eq!(bindings.follow_target("/api/teams/2"), "/api/teams/2");
        assert_eq!(
            bindings.follow_target("/users?q=user_id%3D%7B1%202%7D%2Cusername%3D2&page=2"),
            "/users?q=user_id%3D%7B1%2012%7D%2Cusername%3D2&page=2"
        );
        assert_eq!(
            bindings.follow_target("/users?q=user_id%252D2&x=2"),
            "/users?q=user_id%252D12&x=2"
        );
        assert_eq!(
            bindings.follow_body(r#"{"UserID": 2, "TeamID":2, "Role": 2}"#),
            r#"{"UserID": 12, "TeamID":2, "Role": 2}"#
        );
    }

    #[test]
    fn a_basic_credential_is_made_of_a_shown_secret_and_the_name_around_it() {
        let mut bindings = Bindings::new("admin", "p", "http://x");
        let basic = |bindings: &Bindings, name: &str| {
            let text = STANDARD.decode(bindings.get(name)?).unwrap();
            String::from_utf8(text).ok()
        };
        assert_eq!(basic(&bindings, "robot_basic"), None);
        let recorded = r#"{"id":1,"name":"robot$reader","secret":"{{robot_secret}}"}"#;
        bindings.note_owners(recorded);
        bindings.set("robot_secret", "s1");
        let robot = basic(&bindings, "robot_basic");
        assert_eq!(robot.as_deref(), Some("robot$reader:s1"));
        // What is numbered is the latest of its kind; a name may stand further out.
        let recorded = r#"{"meta":{"secret":"{{cli_secret_2}}"},"username":"mira"}"#;
        bindings.note_owners(recorded);
        bindings.set("cli_secret_1", "old");
        bindings.set("cli_secret_2", "new");
        assert_eq!(basic(&bindings, "cli_basic").as_deref(), Some("mira:new"));
        let first = basic(&bindings, "cli_secret_1_basic");
        assert_eq!(first.as_deref(), Some("cli_secret_1:old"));
        bindings.set("zoe_password", "z");
        assert_eq!(basic(&bindings, "zoe_basic").as_deref(), Some("zoe:z"));
        assert_eq!(basic(&bindings, "admin_basic").as_deref(), Some("admin:p"));
    }

    #[test]
    fn a_continued_flow_keeps_the_ids_and_nothing_else() {
        let mut before = bindings();
        assert!(before.is_same_id("users", 297, 3));
        assert!(before.matches("{{sid_1}}", "abc"));
        let next = before.continued(bindings());
        assert_eq!(next.follow_target("/users/297"), "/users/3");
        assert_eq!(
            next.unknown(["sid={{sid_1}}", "{{origin}}/{{idp}}"]),
            ["sid_1", "idp"]
        );
    }
}
