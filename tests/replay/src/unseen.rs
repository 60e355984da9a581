//! What was done while a flow was recorded and that no exchange shows: notes and answers tell of it.
//!
//! Only the deed is taken from there. What a server makes of it is answered by that server and compared.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use serde_json::{Value as Json, json};

use crate::flow::{Exchange, Flow};

/// Something that was done out of sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Somebody with the credential of the next request made accounts of these names.
    Accounts(Vec<String>),
    /// Somebody renamed an account in the data store.
    Rename(String, String),
    /// A user began to send a file.
    Upload {
        /// Who.
        user: String,
        /// By which protocol.
        protocol: String,
        /// To where.
        path: String,
        /// How many bytes arrived.
        size: u64,
    },
}

impl Deed {
    /// The switches by which the simulator does it, if it takes one.
    pub fn switches(&self) -> Option<Json> {
        match self {
            Self::Accounts(_) => None,
            Self::Rename(from, to) => Some(json!({"rename_user": [from, to]})),
            Self::Upload {
                user,
                protocol,
                path,
                size,
            } => Some(json!({
                "begin_upload": {"user": user, "protocol": protocol, "path": path, "size": size}
            })),
        }
    }
}

/// What was done unseen in a flow, each with the index of the exchange before which it was.
pub fn deeds(flow: &Flow) -> Vec<(usize, Deed)> {
    if flow.platform != "sftpgo" {
        return Vec::new();
    }
    let mut deeds = uploads(flow);
    let mut are_made = false;
    for (index, exchange) in flow.exchanges.iter().enumerate() {
        if !are_made && let Some(names) = made(flow, &exchange.note) {
            are_made = true;
            deeds.push((index, Deed::Accounts(names)));
        }
        let renamed = renamed(&exchange.note).into_iter();
        deeds.extend(renamed.map(|(from, to)| (index, Deed::Rename(from, to))));
    }
    deeds
}

/// The names of `502 accounts, made unseen`: numbered as in a list that was too long to keep.
fn made(flow: &Flow, note: &str) -> Option<Vec<String>> {
    let (number, _) = note.split_once(" accounts, made unseen")?;
    let number: u32 = number.parse().ok()?;
    let long = flow
        .exchanges
        .iter()
        .find_map(|exchange| LongList::read(&exchange.response.body))?;
    let digits = long
        .first
        .trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let stem = long.first.strip_suffix(digits)?;
    let start: u32 = digits.parse().ok()?;
    let width = digits.len();
    let name = |number: u32| format!("{stem}{number:0width$}");
    Some((start..start.checked_add(number)?).map(name).collect())
}

/// A list that was left out of a recording because of its length: `(left out: a list of 100 accounts, u000 to u099)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongList {
    /// How many items it had.
    pub count: usize,
    /// The name of the first.
    pub first: String,
    /// The name of the last.
    pub last: String,
}

impl LongList {
    /// Reads what stands in its place; nothing for any other body.
    pub fn read(body: &str) -> Option<Self> {
        let rest = body.strip_prefix("(left out: a list of ")?;
        let (count, rest) = rest
            .trim_end()
            .strip_suffix(')')?
            .split_once(" accounts, ")?;
        let (first, last) = rest.split_once(" to ")?;
        Some(Self {
            count: count.parse().ok()?,
            first: first.to_owned(),
            last: last.to_owned(),
        })
    }

    /// Whether a list is this one, as far as can be told.
    pub fn is(&self, found: &Json) -> bool {
        let name = |item: &Json| {
            let name = item.get("username").and_then(Json::as_str);
            name.map(str::to_owned)
        };
        found.as_array().is_some_and(|items| {
            items.len() == self.count
                && items.first().and_then(name).as_ref() == Some(&self.first)
                && items.last().and_then(name).as_ref() == Some(&self.last)
        })
    }
}

/// The pairs of `somebody has renamed a to b and c to d in the data store`.
fn renamed(note: &str) -> Vec<(String, String)> {
    let told = note
        .split_once("renamed ")
        .and_then(|(_, rest)| rest.split_once(" in the data store"));
    let Some((pairs, _)) = told else {
        return Vec::new();
    };
    pairs
        .split(" and ")
        .filter_map(|pair| pair.split_once(" to "))
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
        .collect()
}

/// The address that a flow makes suspicious, where an answer lists such addresses: the recorder's own is another.
pub fn suspect(flow: &Flow) -> Option<Ipv4Addr> {
    if flow.platform != "sftpgo" {
        return None;
    }
    let lists = flow.exchanges.iter().filter(|exchange| {
        let request = &exchange.request;
        request.method == "GET" && request.path().ends_with("/defender/hosts")
    });
    lists
        .filter_map(|exchange| serde_json::from_str(&exchange.response.body).ok())
        .find_map(|hosts: Json| hosts.get(0)?.get("ip")?.as_str()?.parse().ok())
}

/// Whether a request comes from that address: what is set up and looked at with a token does not.
pub fn is_of_suspect(exchange: &Exchange) -> bool {
    let has_token = exchange.request.headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("authorization") && value.starts_with("Bearer {{")
    });
    !exchange.is_aside && !has_token
}

/// The switches that make the simulator the listener at which an exchange was sent, where notes name them; only a flow
/// with several of them has any.
pub fn listener(flow: &Flow, exchange: &Exchange) -> Option<Json> {
    if flow.platform != "sftpgo" || !flow.setup.contains("several listeners") {
        return None;
    }
    let note = exchange.note.as_str();
    let bits = note
        .split_once("bit ")
        .filter(|(before, _)| before.is_empty() || before.ends_with("listener with "))
        .and_then(|(_, rest)| {
            let number = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
            number.parse::<u64>().ok()
        });
    let is = |words: &str| note.starts_with("listener ") && note.contains(words);
    let (hidden, silent, named) = (
        is("without REST API"),
        is("not show the document"),
        is("Host name"),
    );
    let name = match bits {
        Some(bits) => format!("bit {bits}"),
        None if hidden || silent || named => "other".to_owned(),
        None => "main".to_owned(),
    };
    Some(json!({
        "listener": name,
        "disabled_login_methods": bits.unwrap_or(0),
        "rest_api": !hidden,
        "render_openapi": !silent,
        "allowed_host": if named { "files.example" } else { "any" },
    }))
}

/// Whether these are the switches of the listener that every server has.
pub fn is_main(switches: &Json) -> bool {
    switches.get("listener").is_some_and(|name| name == "main")
}

fn is_look_at_sessions(exchange: &Exchange) -> bool {
    let request = &exchange.request;
    request.method == "GET" && request.path().ends_with("/connections")
}

/// Uploads that a look at the sessions shows for the first time. They began right after the look before, so that what
/// was asked in between had to spare or to end them, or when everything else was set up.
fn uploads(flow: &Flow) -> Vec<(usize, Deed)> {
    let mut known = BTreeSet::new();
    let mut earliest = 0;
    let mut deeds = Vec::new();
    for (index, exchange) in flow.exchanges.iter().enumerate() {
        if exchange.is_aside {
            earliest = index + 1;
        }
        if !is_look_at_sessions(exchange) {
            continue;
        }
        let sessions: Json = serde_json::from_str(&exchange.response.body).unwrap_or_default();
        for session in sessions.as_array().into_iter().flatten() {
            let id = session.get("connection_id").and_then(Json::as_str);
            if known.insert(id.unwrap_or_default().to_owned())
                && let Some(deed) = upload(session)
            {
                deeds.push((earliest, deed));
            }
        }
        earliest = index + 1;
    }
    deeds
}

fn upload(session: &Json) -> Option<Deed> {
    let text = |of: &Json, name: &str| of.get(name).and_then(Json::as_str).map(str::to_owned);
    let transfer = session.get("active_transfers")?.get(0)?;
    (text(transfer, "operation_type")? == "upload").then_some(())?;
    Some(Deed::Upload {
        user: text(session, "username")?,
        protocol: text(session, "protocol")?,
        path: text(transfer, "path")?,
        size: transfer.get("size")?.as_u64()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{Got, Sent};

    fn flow(exchanges: &[(&str, &str, &str)]) -> Flow {
        let exchange = |(index, (target, note, body)): (usize, &(&str, &str, &str))| Exchange {
            step: u64::try_from(index).unwrap(),
            operation: String::new(),
            note: (*note).to_owned(),
            is_aside: *note == "aside",
            is_replayable: true,
            request: Sent {
                method: "GET".to_owned(),
                target: (*target).to_owned(),
                ..Sent::default()
            },
            response: Got {
                status: 200,
                headers: Vec::new(),
                body: (*body).to_owned(),
            },
        };
        Flow {
            platform: "sftpgo".to_owned(),
            server: String::new(),
            world: "default".to_owned(),
            setup: String::new(),
            name: String::new(),
            about: String::new(),
            path: std::path::PathBuf::new(),
            exchanges: exchanges.iter().enumerate().map(exchange).collect(),
        }
    }

    #[test]
    fn accounts_are_numbered_as_the_long_list_says() {
        let note = "3 accounts, made unseen; 2 come back";
        let long = "(left out: a list of 2 accounts, p08 to p09)";
        let told = flow(&[
            ("/users", "aside", "{}"),
            ("/users", note, long),
            ("/users", note, "[]"),
        ]);
        let names = ["p08", "p09", "p10"].map(str::to_owned).to_vec();
        assert_eq!(deeds(&told), [(1, Deed::Accounts(names))]);
        assert_eq!(deeds(&flow(&[("/users", note, "[]")])), []);
        let list = LongList::read(long).unwrap();
        assert!(list.is(&json!([{"username": "p08"}, {"username": "p09"}])));
        assert!(!list.is(&json!([{"username": "p08"}, {"username": "p10"}])));
        assert!(!list.is(&json!([{"username": "p08"}])));
        assert_eq!(LongList::read("(left out: something else)"), None);
    }

    #[test]
    fn a_note_names_the_listener() {
        let mut told = flow(&[
            ("/token", "a remark about a bit 16", ""),
            ("/token", "listener with bit 16: no sign-in", ""),
            ("/users", "bit 64: keys", ""),
            ("/healthz", "listener without REST API", ""),
            ("/users", "listener that asks for a certain Host name", ""),
            (
                "/openapi/openapi.yaml",
                "listener that does not show the document",
                "",
            ),
        ]);
        let first = told.exchanges.first().unwrap();
        assert_eq!(listener(&told, first), None);
        told.setup = "SQLite; several listeners with different bits".to_owned();
        let all: Vec<_> = told
            .exchanges
            .iter()
            .map(|one| listener(&told, one).unwrap())
            .collect();
        let of =
            |member: &str| -> Vec<Json> { all.iter().map(|one| one[member].clone()).collect() };
        assert_eq!(
            of("listener"),
            ["main", "bit 16", "bit 64", "other", "other", "other"]
        );
        assert_eq!(of("disabled_login_methods"), [0, 16, 64, 0, 0, 0]);
        assert_eq!(of("rest_api"), [true, true, true, false, true, true]);
        assert_eq!(of("render_openapi"), [true, true, true, true, true, false]);
        assert_eq!(all[4]["allowed_host"], "files.example");
    }

    #[test]
    fn the_suspect_is_who_has_no_token() {
        let hosts = r#"[{"ip":"127.0.0.5","score":1}]"#;
        let mut told = flow(&[
            ("/token", "aside", "{}"),
            ("/token", "", ""),
            ("/defender/hosts", "", hosts),
        ]);
        assert_eq!(suspect(&told), Some(Ipv4Addr::new(127, 0, 0, 5)));
        let bearer = ("Authorization".to_owned(), "Bearer {{jwt}}".to_owned());
        told.exchanges[2].request.headers.push(bearer);
        let of_suspect: Vec<_> = told.exchanges.iter().map(is_of_suspect).collect();
        assert_eq!(of_suspect, [false, true, false]);
        assert_eq!(suspect(&flow(&[("/defender/hosts", "", "[]")])), None);
    }

    #[test]
    fn names_are_changed_where_a_note_says_so() {
        let note = "somebody has renamed a to team/b and c to d? in the data store, as before";
        let pair = |from: &str, to: &str| Deed::Rename(from.to_owned(), to.to_owned());
        assert_eq!(
            deeds(&flow(&[("/users", note, "[]")])),
            [(0, pair("a", "team/b")), (0, pair("c", "d?"))]
        );
        assert_eq!(deeds(&flow(&[("/users", "renamed: a to b", "[]")])), []);
    }

    #[test]
    fn an_upload_began_after_the_last_look_and_the_last_aside() {
        let session = |id: &str| {
            let sessions = json!([{
                "username": "anna", "connection_id": id, "protocol": "HTTP",
                "active_transfers": [{"operation_type": "upload", "path": "/big", "size": 7}]
            }]);
            sessions.to_string()
        };
        let (one, two) = (session("HTTP_1"), session("HTTP_2"));
        let told = flow(&[
            ("/users", "aside", "{}"),
            ("/connections", "", one.as_str()),
            ("/connections", "", one.as_str()),
            ("/users/anna", "", "{}"),
            ("/connections", "", two.as_str()),
        ]);
        let places: Vec<_> = deeds(&told).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, [1, 3]);
    }
}
