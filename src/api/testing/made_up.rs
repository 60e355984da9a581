//! Answers that no server should give: whatever comes, a decoder gives a value or a typed error.

use proptest::prelude::*;
use serde_json::Value;

use crate::api::{Endpoint, Response, explain};

/// Names and texts that the decoders of one platform look for, so that what is made up reaches into them.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    /// Names of members, as a regular expression.
    pub(crate) names: &'static str,
    /// Texts, likewise.
    pub(crate) texts: &'static str,
}

/// Reads the answer; an error names its call and repeats no secret.
pub(crate) fn read_safely<E: Endpoint>(endpoint: &E, response: &Response, secret: &str) {
    if let Err(error) = endpoint.read(response) {
        assert_eq!(error.operation, E::OPERATION);
        let printed = format!("{error:?} {error} {:?}", explain(&error));
        assert!(!printed.contains(secret), "{printed}");
    }
}

/// An answer in JSON.
pub(crate) fn in_json(status: u16, body: &Value) -> Response {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    Response::new(status, headers, body.to_string().into_bytes())
}

/// Any status, headers and bytes.
pub(crate) fn answer() -> impl Strategy<Value = Response> {
    let kind = prop_oneof![
        Just("application/json"),
        Just("text/plain; charset=utf-8"),
        Just("text/html"),
        Just(""),
    ];
    let header = prop_oneof![Just("X-Total-Count"), Just("Link"), Just("Location")];
    let headers = (kind, header, ".{0,12}").prop_map(|(kind, name, value)| {
        vec![
            ("content-type".to_owned(), kind.to_owned()),
            (name.to_owned(), value),
        ]
    });
    let body = proptest::collection::vec(any::<u8>(), 0..120);
    (0_u16..700, headers, body)
        .prop_map(|(status, headers, body)| Response::new(status, headers, body))
}

/// Any JSON value, of any status that carries one.
pub(crate) fn json_answer(words: Words) -> impl Strategy<Value = Response> {
    let status = prop_oneof![Just(200_u16), Just(201), 300_u16..600];
    (status, json(words)).prop_map(|(status, body)| in_json(status, &body))
}

/// Any JSON value.
pub(crate) fn json(Words { names, texts }: Words) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        texts.prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    let name = prop_oneof![3 => names, 1 => ".{0,6}"];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(name.clone(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Answers of a hostile server or a broken proxy: deep, large, cut, of no letters, with a body where none belongs.
pub(crate) fn hostile(secret: &str) -> Vec<Response> {
    let deep = |open: &str, close: &str| [open.repeat(5_000), close.repeat(5_000)].concat();
    let mut bodies: Vec<Vec<u8>> = [
        deep("[", "]"),
        deep("{\"a\":", "}"),
        deep("[", ""),
        format!("{{\"message\":\"{}\"}}", "x".repeat(100_000)),
        format!("[{}]", "1,".repeat(20_000)),
        format!("{{\"{secret}\":{{\"a\":1}},\"{secret}\":[]}}"),
        "\u{feff}{}".to_owned(),
        "1e999".to_owned(),
        "null".to_owned(),
        "\"".to_owned(),
    ]
    .map(String::into_bytes)
    .into();
    bodies.push(b"{\"message\":\"\xff\xfe\xc3\"}".to_vec());
    bodies.push(vec![0; 1000]);
    let kinds = ["application/json", ""];
    let mut all = Vec::new();
    for status in [0, 199, 200, 204, 401, 403, 500] {
        for kind in kinds {
            for body in &bodies {
                let kind = ("Content-Type".to_owned(), kind.to_owned());
                let headers = if kind.1.is_empty() {
                    vec![]
                } else {
                    vec![kind]
                };
                all.push(Response::new(status, headers, body.clone()));
            }
        }
    }
    all
}

/// A page where the platform's own answer should be says that something else answered.
pub(crate) fn is_told_from_a_page<E: Endpoint>(endpoint: &E) {
    let page = b"\r\n<!doctype html><title>Sign in</title>".to_vec();
    let named = vec![("Content-Type".to_owned(), "text/html".to_owned())];
    for headers in [named, Vec::new()] {
        for status in [200, 201, 203, 302, 307] {
            let response = Response::new(status, headers.clone(), page.clone());
            let kind = endpoint.read(&response).err().map(|error| error.kind);
            let wanted = crate::api::ErrorKind::NotThePlatform { status };
            assert_eq!(kind, Some(wanted), "{}", E::OPERATION);
        }
    }
}

/// The tests that every platform's calls go through. `$for_each` runs something on one example of each.
macro_rules! decoders_survive {
    ($words:expr, $secret:expr, $for_each:ident $(, $first:expr)?) => {
        fn read<E: Endpoint>(endpoint: &E, response: &Response) {
            made_up::read_safely(endpoint, response, $secret);
        }

        #[test]
        fn a_hostile_answer_is_an_error_in_words() {
            for answer in &made_up::hostile($secret) {
                $for_each!($($first,)? read, answer);
            }
        }

        #[test]
        fn a_page_of_a_proxy_is_no_answer() {
            use made_up::is_told_from_a_page;
            $for_each!($($first,)? is_told_from_a_page);
        }

        proptest! {
            #[test]
            fn arbitrary_bytes_never_panic_in_any_decoder(answer in made_up::answer()) {
                $for_each!($($first,)? read, &answer);
            }

            #[test]
            fn arbitrary_json_never_panics_in_any_decoder(answer in made_up::json_answer($words)) {
                $for_each!($($first,)? read, &answer);
            }
        }
    };
}

pub(crate) use decoders_survive;
