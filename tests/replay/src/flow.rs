//! Recorded flows: what was sent to a real server, in order, and what it answered.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

/// A recorded flow.
#[derive(Debug, Clone)]
pub struct Flow {
    /// The platform's short name.
    pub platform: String,
    /// What answered, in words.
    pub server: String,
    /// The word for the world in which the flow begins.
    pub world: String,
    /// The same in words.
    pub setup: String,
    /// The flow's name.
    pub name: String,
    /// What it shows.
    pub about: String,
    /// The file it was read from.
    pub path: PathBuf,
    /// What was said, in order.
    pub exchanges: Vec<Exchange>,
}

impl Flow {
    /// Whether its first call makes the world that it is about.
    pub fn begins_with_set_up(&self) -> bool {
        self.exchanges.first().is_some_and(|first| first.is_aside)
    }
}

/// A request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The number within the flow.
    pub step: u64,
    /// The recorder's name for the operation; match by method and path instead.
    pub operation: String,
    /// A remark, empty when there was none.
    pub note: String,
    /// A set-up call: sent, not counted.
    pub is_aside: bool,
    /// Whether the real server itself gives this answer again.
    pub is_replayable: bool,
    /// What was sent.
    pub request: Sent,
    /// What came back.
    pub response: Got,
}

/// A recorded request, with `{{placeholders}}` for what differs each time.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// Path and query exactly as sent.
    pub target: String,
    /// The headers, without those that every client adds by itself.
    pub headers: Vec<(String, String)>,
    /// The body, if there was one.
    pub body: Option<String>,
}

impl Sent {
    /// The target up to the question mark.
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }
}

/// A recorded answer; status 0 means that none came.
#[derive(Debug, Clone, Default)]
pub struct Got {
    /// The status code.
    pub status: u16,
    /// The headers in the order received.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Got {
    /// All values of a header, in any case of its name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Reads every flow below a folder, ordered by path; a folder without a flow is an error.
pub fn load(folder: &Path) -> Result<Vec<Flow>, String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut flows = Vec::new();
    for file in files {
        let text =
            fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let document: Json =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        // Other JSON may lie beside the flows; what looks like one is not passed over.
        if ["exchanges", "flow", "world"]
            .iter()
            .any(|member| document.get(member).is_some())
        {
            flows.push(
                read(&document, &file).map_err(|error| format!("{}: {error}", file.display()))?,
            );
        }
    }
    if flows.is_empty() {
        return Err(format!("no flow found below {}", folder.display()));
    }
    Ok(flows)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry
            .map_err(|error| format!("{}: {error}", folder.display()))?
            .path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    Ok(())
}

fn text(of: &Json, name: &str) -> Result<String, String> {
    of.get(name)
        .and_then(Json::as_str)
        .map(str::to_owned)
        .ok_or_else(|| format!("{name} is missing"))
}

fn optional(of: &Json, name: &str) -> String {
    text(of, name).unwrap_or_default()
}

fn read(document: &Json, path: &Path) -> Result<Flow, String> {
    let exchanges = document
        .get("exchanges")
        .and_then(Json::as_array)
        .ok_or("exchanges is missing or no list")?;
    Ok(Flow {
        platform: text(document, "platform")?,
        server: optional(document, "server"),
        world: text(document, "world")?,
        setup: optional(document, "setup"),
        name: text(document, "flow")?,
        about: optional(document, "about"),
        path: path.to_owned(),
        exchanges: exchanges
            .iter()
            .enumerate()
            .map(|(index, exchange)| {
                read_exchange(exchange).map_err(|error| format!("exchange {}: {error}", index + 1))
            })
            .collect::<Result<_, _>>()?,
    })
}

fn read_exchange(exchange: &Json) -> Result<Exchange, String> {
    let request = exchange.get("request").ok_or("request is missing")?;
    let response = exchange.get("response").ok_or("response is missing")?;
    let status = response
        .get("status")
        .and_then(Json::as_u64)
        .and_then(|status| u16::try_from(status).ok())
        .ok_or("status is missing")?;
    Ok(Exchange {
        step: exchange.get("step").and_then(Json::as_u64).unwrap_or(0),
        operation: optional(exchange, "operation"),
        note: optional(exchange, "note"),
        is_aside: exchange.get("aside") == Some(&Json::Bool(true)),
        is_replayable: exchange.get("replays") != Some(&Json::Bool(false)),
        request: Sent {
            method: text(request, "method")?,
            target: text(request, "target")?,
            headers: headers(request.get("headers"))?,
            body: body(request),
        },
        response: Got {
            status,
            headers: headers(response.get("headers"))?,
            body: body(response).unwrap_or_default(),
        },
    })
}

/// A body as text; one that stands there as JSON of another type is taken as that JSON.
fn body(of: &Json) -> Option<String> {
    match of.get("body") {
        None | Some(Json::Null) => None,
        Some(Json::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    }
}

/// Headers stand as an object or as pairs; several values of one name may stand in a list.
fn headers(of: Option<&Json>) -> Result<Vec<(String, String)>, String> {
    let named: Vec<(&str, &Json)> = match of {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Object(members)) => members
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .collect(),
        Some(Json::Array(pairs)) => pairs
            .iter()
            .map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?)))
            .collect::<Option<_>>()
            .ok_or("headers must be pairs of name and value")?,
        Some(_) => return Err("headers are neither an object nor pairs".to_owned()),
    };
    let mut headers = Vec::new();
    for (name, value) in named {
        let values = match value {
            Json::Array(values) => values.iter().collect(),
            one => vec![one],
        };
        for value in values {
            let text = match value {
                Json::String(text) => text.clone(),
                Json::Number(number) => number.to_string(),
                _ => return Err(format!("header {name} is no text")),
            };
            headers.push((name.to_owned(), text));
        }
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn exchange(request: &Json, response: &Json) -> Result<Exchange, String> {
        let mut exchange = json!({
            "step": 1, "latency_ms": 7,
            "request": {"method": "GET", "target": "/", "http": "1.1"},
            "response": {"status": 200, "trailers": []},
        });
        for (place, given) in [("request", request), ("response", response)] {
            for (name, value) in given.as_object().unwrap() {
                exchange[place][name] = value.clone();
            }
        }
        read_exchange(&exchange)
    }

    #[test]
    fn members_that_are_new_are_not_looked_at() {
        let read = exchange(&json!({}), &json!({})).unwrap();
        assert_eq!((read.response.status, read.request.body), (200, None));
    }

    #[test]
    fn a_body_that_is_no_text_is_its_json() {
        let read = exchange(&json!({"body": {"a": 1}}), &json!({"body": [1]})).unwrap();
        assert_eq!(read.request.body.as_deref(), Some("{\"a\":1}"));
        assert_eq!(read.response.body, "[1]");
        let none = exchange(&json!({"body": null}), &json!({"body": null})).unwrap();
        assert_eq!(
            (none.request.body, none.response.body),
            (None, String::new())
        );
    }

    #[test]
    fn headers_stand_in_several_forms() {
        let one = ("A".to_owned(), "1".to_owned());
        let two = ("A".to_owned(), "2".to_owned());
        for (form, wanted) in [
            (json!({"A": "1"}), vec![one.clone()]),
            (json!({"A": 1}), vec![one.clone()]),
            (json!({"A": ["1", "2"]}), vec![one.clone(), two.clone()]),
            (json!([["A", "1"], ["A", "2"]]), vec![one, two]),
            (json!(null), vec![]),
        ] {
            let read = exchange(&json!({"headers": form}), &json!({})).unwrap();
            assert_eq!(read.request.headers, wanted);
        }
        for form in [json!("A: 1"), json!(["A"]), json!({"A": {}})] {
            assert!(exchange(&json!({"headers": form}), &json!({})).is_err());
        }
    }

    #[test]
    fn what_a_recorder_may_write_in_other_ways_is_read_whole() {
        let exchange = |request: Json, response: Json| {
            read_exchange(&json!({"request": request, "response": response})).unwrap()
        };
        let one = exchange(
            json!({"method": "PUT", "target": "/a", "headers": {"A": ["x", "y"], "B": 7}, "body": {"c": 1}}),
            json!({"status": 200, "headers": [["X-Count", 3]], "body": []}),
        );
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            one.request.headers,
            [pair("A", "x"), pair("A", "y"), pair("B", "7")]
        );
        assert_eq!(one.request.body.as_deref(), Some(r#"{"c":1}"#));
        assert_eq!(one.response.headers, [pair("X-Count", "3")]);
        assert_eq!(one.response.body, "[]");
        let none = exchange(
            json!({"method": "GET", "target": "/a", "body": null}),
            json!({"status": 0, "body": null, "unknown": {}}),
        );
        assert_eq!(none.request.body, None);
        assert_eq!((none.response.status, none.response.body.as_str()), (0, ""));
        let broken = json!({"request": {"method": "GET", "target": "/"}, "response": {}});
        assert_eq!(read_exchange(&broken).unwrap_err(), "status is missing");
    }
}
