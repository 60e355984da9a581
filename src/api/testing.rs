//! What the endpoints' own tests share: recorded and written answers, and a look at a request's every byte.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

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
    let built = request(endpoint).unwrap();
    assert_eq!(built.method.name(), method);
    assert_eq!(built.target(), target);
    let headers: Vec<_> = body
        .iter()
        .map(|_| ("Content-Type", "application/json".to_owned()))
        .collect();
    assert_eq!(built.headers, headers);
    let sent = built.body.as_ref().map(Body::as_bytes);
    assert_eq!(sent, body.map(str::as_bytes));
    assert_eq!((built.effect, built.auth), (E::EFFECT, E::AUTH));
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
