//! What the endpoints' own tests share: recorded and written answers, and a look at a request's every byte.
//!
//! While `ROLLCALL_NOTES` names a folder, each test's name, its call, and what it looked at are written down there:
//! `cargo xtask operations` counts them.

pub(crate) mod made_up;

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiError, Body, Endpoint, ErrorKind, Response, request};

#[derive(Deserialize)]
struct Written {
    status: u16,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The file of this process, if notes are wanted.
fn notes() -> Option<&'static Mutex<File>> {
    static FILE: OnceLock<Option<Mutex<File>>> = OnceLock::new();
    let open = || {
        let folder = PathBuf::from(std::env::var_os("ROLLCALL_NOTES")?);
        let path = folder.join(format!("client-{}.jsonl", std::process::id()));
        let file = OpenOptions::new().create(true).append(true).open(path);
        Some(Mutex::new(file.unwrap()))
    };
    FILE.get_or_init(open).as_ref()
}

/// Notes what the test that runs looked at: a whole request, or the status of an answer.
fn note<E: Endpoint>(kind: &str, seen: impl FnOnce() -> Value) {
    let Some(file) = notes() else { return };
    let line = json!({
        "kind": kind,
        "test": std::thread::current().name().unwrap_or("main"),
        "platform": E::PLATFORM.id(),
        "operation": E::OPERATION,
        "base": E::PLATFORM.base_path(),
        kind: seen(),
    });
    let mut file = file.lock().unwrap();
    writeln!(file, "{line}").unwrap();
}

fn response(written: Value) -> Response {
    let written: Written = serde_json::from_value(written).unwrap();
    Response::new(
        written.status,
        written.headers,
        written.body.unwrap_or_default().into_bytes(),
    )
}

/// An answer: `flow/step` of a recording, or `endpoint.case` of `tests/data`.
pub(crate) fn answer<E: Endpoint>(from: &str) -> Response {
    let platform = E::PLATFORM.id();
    let read = |path: PathBuf| -> Value {
        let text =
            std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_slice(&text).unwrap()
    };
    let Some((flow, step)) = from.split_once('/') else {
        let path = root()
            .join("data")
            .join(platform)
            .join(format!("{from}.json"));
        return response(read(path));
    };
    let path = root()
        .join("recordings")
        .join(platform)
        .join(format!("{flow}.json"));
    let step: u64 = step.parse().unwrap();
    let exchanges = read(path)["exchanges"].take();
    let found = exchanges
        .as_array()
        .unwrap()
        .iter()
        .find(|exchange| exchange["step"] == step)
        .unwrap_or_else(|| panic!("{from} is no recorded step"));
    response(found["response"].clone())
}

/// What the endpoint makes of an answer.
pub(crate) fn outcome<E: Endpoint>(endpoint: &E, from: &str) -> Result<E::Answer, ErrorKind> {
    let answer = answer::<E>(from);
    note::<E>("answer", || json!({"from": from, "status": answer.status}));
    endpoint.read(&answer).map_err(|error: ApiError| {
        assert_eq!(error.operation, E::OPERATION);
        assert_eq!(error.effect, E::EFFECT);
        error.kind
    })
}

/// Each answer gives its error.
pub(crate) fn assert_refusals<E: Endpoint>(endpoint: &E, cases: &[(&str, ErrorKind)]) {
    for (from, kind) in cases {
        assert_eq!(outcome(endpoint, from).err().as_ref(), Some(kind), "{from}");
    }
}

/// Method, target, headers and body, byte for byte.
pub(crate) fn assert_request<E: Endpoint>(
    endpoint: &E,
    method: &str,
    target: &str,
    body: Option<&str>,
) {
    assert_request_as(endpoint, method, target, body, "application/json");
}

/// [`assert_request`] for a body of this media type.
pub(crate) fn assert_request_as<E: Endpoint>(
    endpoint: &E,
    method: &str,
    target: &str,
    body: Option<&str>,
    kind: &str,
) {
    let built = request(endpoint).unwrap();
    assert_eq!(built.method.name(), method);
    assert_eq!(built.target(), target);
    let sent = body.iter().map(|_| ("Content-Type", kind.to_owned()));
    let wanted = E::PLATFORM.accepts().into_iter();
    let headers: Vec<_> = sent
        .chain(wanted.map(|form| ("Accept", form.to_owned())))
        .collect();
    assert_eq!(built.headers, headers);
    let sent = built.body.as_ref().map(Body::as_bytes);
    assert_eq!(sent, body.map(str::as_bytes));
    assert_eq!((built.effect, built.auth), (E::EFFECT, E::AUTH));
    note::<E>("request", || {
        json!({
            "method": method,
            "target": target,
            "headers": built.headers,
            "body": sent.map(String::from_utf8_lossy),
        })
    });
}

/// Every text that must not be seen is missing from the request's printed form and from the record's copy of its body.
pub(crate) fn assert_masked<E: Endpoint>(endpoint: &E, secrets: &[&str]) {
    let built = request(endpoint).unwrap();
    let sent = String::from_utf8(built.body.as_ref().unwrap().as_bytes().to_vec()).unwrap();
    let printed = format!("{built:?} {}", built.body.as_ref().unwrap().masked());
    for secret in secrets {
        assert!(sent.contains(secret));
        assert!(!printed.contains(secret), "{printed}");
        assert!(printed.contains("***"));
    }
}

/// The headers that the call itself exists to send, and that none of them is printed.
pub(crate) fn assert_secret_headers<E: Endpoint>(endpoint: &E, expected: &[(&str, &str)]) {
    let built = request(endpoint).unwrap();
    let sent = built.secret_headers.iter();
    let sent: Vec<_> = sent.map(|(name, value)| (*name, value.expose())).collect();
    assert_eq!(sent, expected);
    let printed = format!("{built:?}");
    for (_, value) in expected {
        assert!(!printed.contains(value), "{printed}");
    }
}

/// A refusal with this message.
pub(crate) fn refused(status: u16, message: &str) -> ErrorKind {
    ErrorKind::Refused {
        status,
        code: None,
        message: Some(message.to_owned()),
        fields: Box::default(),
    }
}

/// A failure with this message.
pub(crate) fn broken(status: u16, message: &str) -> ErrorKind {
    ErrorKind::Broken {
        status,
        message: Some(message.to_owned()),
    }
}
