//! Binds requests to operations before anybody asks who calls: ids, numbers, bodies, media types (contract 2, row 422).

use super::answer::failure;
use super::body::{Fields, Shape, Wrong, decode};
use super::{Call, caller};
use crate::http::{Request, Response};
use crate::portainer::text::go_quote;

/// Everything wrong with a request, told together.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<String>);

impl Problems {
    pub(crate) fn add(&mut self, problem: String) {
        self.0.push(problem);
    }

    fn refusal(&self, request: &Request) -> Response {
        let message = format!("validation failure list:\n{}", self.0.join("\n"));
        let refused = failure(422, "UNPROCESSABLE_ENTITY", &message);
        // The library that binds asks for Basic itself, without looking at who it is.
        if caller::basic(request).is_some() {
            refused
        } else {
            refused.header("Www-Authenticate", "Basic realm=\"API\"")
        }
    }

    /// The refusal, if anything is wrong.
    pub(crate) fn check(&self, request: &Request) -> Result<(), Response> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.refusal(request))
        }
    }
}

/// What one operation answers with.
pub(crate) const JSON: &[&str] = &["application/json"];
/// What `GET /ping` answers with, the first by preference.
pub(crate) const PING: &[&str] = &["text/plain", "application/json"];

/// Checks the types of the request's body and of the answer that it wants; gives the latter.
pub(crate) fn negotiate(
    request: &Request,
    offers: &'static [&'static str],
) -> Result<&'static str, Response> {
    let mut problems = Problems::default();
    let mut is_json_body = false;
    if !request.body.is_empty() {
        let given = request.find("Content-Type").filter(|kind| !kind.is_empty());
        let kind = given.unwrap_or("application/octet-stream");
        match media_type(kind) {
            Ok(essence) if essence == "application/json" => is_json_body = true,
            Ok(essence) => problems.add(format!(
                "unsupported media type {}, only [application/json] are allowed",
                go_quote(essence.as_bytes())
            )),
            Err(reason) => problems.add(format!(
                "parsing Content-Type header from {} failed, because mime: {reason}",
                go_quote(kind.as_bytes())
            )),
        }
    }
    problems.check(request)?;
    if let Some(offer) = wanted(request.find("Accept"), offers) {
        return Ok(offer);
    }
    // The type of a body is the default for the answer's.
    if is_json_body {
        return Ok("application/json");
    }
    problems.add(format!(
        "unsupported media type requested, only [{}] are available",
        offers.join(" ")
    ));
    Err(problems.refusal(request))
}

/// The type of a `Content-Type` header in small letters; the error is the server's word for one that is none.
fn media_type(header: &str) -> Result<String, &'static str> {
    let is_token = |text: &str| {
        let is_sign = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || is_sign(b))
    };
    let mut parts = header.split(';');
    let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.split_once('/') {
        _ if essence.is_empty() => return Err("no media type"),
        None if is_token(&essence) => {}
        Some((kind, below)) if is_token(kind) && is_token(below) => {}
        Some((kind, below)) if is_token(kind) => {
            let begins = below
                .chars()
                .next()
                .is_some_and(|first| is_token(&first.to_string()));
            return Err(if begins {
                "unexpected content after media subtype"
            } else {
                "expected token after slash"
            });
        }
        _ => return Err("expected slash after first token"),
    }
    let mut names: Vec<String> = Vec::new();
    let mut rest = parts.map(str::trim).peekable();
    while let Some(parameter) = rest.next() {
        if parameter.is_empty() && rest.peek().is_none() {
            break;
        }
        let (name, value) = parameter.split_once('=').unwrap_or_default();
        let is_quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
        if !is_token(name) || !(is_token(value) || is_quoted) {
            return Err("invalid media parameter");
        }
        let name = name.to_ascii_lowercase();
        if names.contains(&name) {
            return Err("duplicate parameter name");
        }
        names.push(name);
    }
    Ok(essence)
}

/// The offer that fits an `Accept` header best.
fn wanted(accept: Option<&str>, offers: &'static [&'static str]) -> Option<&'static str> {
    let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else {
        return offers.first().copied();
    };
    let mut best: Option<(u32, u8, &'static str)> = None;
    for offer in offers {
        for spec in accept.split(',') {
            let mut parts = spec.split(';');
            let range = parts.next().unwrap_or_default().trim();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1000, thousandths);
            let precision = match range.split_once('/') {
                _ if range == *offer => 2,
                Some((kind, "*")) if offer.split('/').next() == Some(kind) => 1,
                Some(("*", "*")) => 0,
                _ => continue,
            };
            let is_better = best.is_none_or(|(best_weight, best_precision, _)| {
                (weight, precision) > (best_weight, best_precision)
            });
            if weight > 0 && is_better {
                best = Some((weight, precision, offer));
            }
        }
    }
    best.map(|(_, _, offer)| offer)
}

fn thousandths(weight: &str) -> u32 {
    let (whole, rest) = weight.trim().split_once('.').unwrap_or((weight, ""));
    let digits: String = rest.chars().chain("000".chars()).take(3).collect();
    whole.trim().parse::<u32>().unwrap_or(0) * 1000 + digits.parse::<u32>().unwrap_or(0)
}

/// The last query value of that name, which is the one that counts here; an empty one is as none.
pub(crate) fn last(call: &Call, name: &str) -> Option<String> {
    let pairs = call.query.iter().rev();
    pairs
        .filter(|(found, _)| found == name)
        .map(|(_, value)| value.clone())
        .next()
        .filter(|value| !value.is_empty())
}

/// An integer of the query.
pub(crate) fn number(call: &Call, name: &str, default: i64, problems: &mut Problems) -> i64 {
    let Some(text) = last(call, name) else {
        return default;
    };
    integer(&text).unwrap_or_else(|| {
        let shown = go_quote(text.as_bytes());
        problems.add(format!("{name} in query must be of type int64: {shown}"));
        default
    })
}

/// The size of a page, whose only limit is above.
pub(crate) fn page_size(call: &Call, problems: &mut Problems) -> i64 {
    let size = number(call, "page_size", 10, problems);
    if size > 100 {
        problems.add("page_size in query should be less than or equal to 100".to_owned());
    }
    size
}

/// An account's id in a path.
pub(crate) fn user_id(parts: &[String], problems: &mut Problems) -> i64 {
    id(parts, "user_id", problems)
}

/// An id of a path.
pub(crate) fn id(parts: &[String], name: &str, problems: &mut Problems) -> i64 {
    let text = parts.first().map_or("", String::as_str);
    integer(text).unwrap_or_else(|| {
        let shown = go_quote(text.as_bytes());
        problems.add(format!("{name} in path must be of type int64: {shown}"));
        0
    })
}

fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        .then(|| text.strip_prefix('+').unwrap_or(text).parse().ok())
        .flatten()
}

/// The members of the body; `parameter` is its name in the document.
pub(crate) fn body(
    call: &Call,
    parameter: &str,
    shape: &'static Shape,
    problems: &mut Problems,
) -> Fields {
    match decode(&call.request.body, shape) {
        Ok(fields) => fields,
        Err(Wrong::Empty) => {
            problems.add(format!("{parameter} in body is required"));
            Fields::default()
        }
        Err(Wrong::Text(text)) => {
            let reason = format!("parsing {parameter} body from \"\" failed, because {text}");
            problems.add(reason);
            Fields::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_exact_and_weightiest_type_is_taken() {
        for (accept, offer) in [
            (None, Some("text/plain")),
            (Some("*/*"), Some("text/plain")),
            (Some("application/json"), Some("application/json")),
            (Some("application/json, text/plain"), Some("text/plain")),
            (
                Some("text/*;q=0.5, application/json;q=0.9"),
                Some("application/json"),
            ),
            (Some("text/html"), None),
            (Some("text/plain;q=0"), None),
        ] {
            assert_eq!(wanted(accept, PING), offer, "{accept:?}");
        }
    }

    #[test]
    fn a_type_is_read_with_its_parameters() {
        for (header, found) in [
            ("Application/JSON", Ok("application/json")),
            ("application/json; charset=utf-8;", Ok("application/json")),
            ("text/plain; a=\"b c\"", Ok("text/plain")),
            ("json", Ok("json")),
            ("; charset=utf-8", Err("no media type")),
            ("application/", Err("expected token after slash")),
            ("application json", Err("expected slash after first token")),
            ("a/b/c", Err("unexpected content after media subtype")),
            ("application/json; charset", Err("invalid media parameter")),
            ("a/b;; c=d", Err("invalid media parameter")),
            ("a/b; c=d; C=e", Err("duplicate parameter name")),
        ] {
            assert_eq!(media_type(header).as_deref(), found.as_deref(), "{header}");
        }
    }

    #[test]
    fn an_integer_may_have_a_sign_and_zeros() {
        assert_eq!(integer("+05"), Some(5));
        assert_eq!(integer("-1"), Some(-1));
        for bad in ["", "+", "1.5", "9223372036854775808", "1 ", "1_0"] {
            assert_eq!(integer(bad), None, "{bad}");
        }
    }
}
