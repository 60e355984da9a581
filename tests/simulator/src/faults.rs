//! Failures that a test orders for the next matching calls (DESIGN, section 6).

use serde_json::Value as Json;

use crate::control::{member, number, platform_of};
use crate::http::{Ending, Request, Response};
use crate::imitation::{PLATFORMS, base, operation_template};

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The platform is not asked; this answer comes instead.
    Status(u16),
    /// The true answer, late.
    Delay,
    /// No answer, ever.
    Never,
    /// The connection is reset.
    Reset,
    /// Half of the true answer.
    Truncate,
    /// The true status with a page of HTML.
    NotJson,
    /// The true status with JSON of another shape.
    WrongShape,
    /// A redirect to somewhere else.
    Redirect(u16),
}

impl Kind {
    /// The word that orders it.
    const fn name(&self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::Delay => "delay_ms",
            Self::Never => "never",
            Self::Reset => "reset",
            Self::Truncate => "truncate",
            Self::NotJson => "not_json",
            Self::WrongShape => "wrong_shape",
            Self::Redirect(_) => "redirect",
        }
    }

    /// The status that comes with it, where it decides that.
    const fn status(&self) -> Option<u16> {
        match self {
            Self::Status(status) | Self::Redirect(status) => Some(*status),
            _ => None,
        }
    }
}

/// One ordered failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) platform: Option<String>,
    pub(crate) operation: String,
    pub(crate) kind: Kind,
    /// How many calls still fail; `None` for all of them.
    pub(crate) left: Option<u64>,
    pub(crate) delay_ms: u64,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
    /// Whether the platform carries the call out although its answer is lost.
    pub(crate) is_carried_out: bool,
}

impl Fault {
    /// Reads one element of `POST /__sim/faults`.
    pub(crate) fn read(order: &Json) -> Result<Self, String> {
        if !order.is_object() {
            return Err("a fault must be an object".to_owned());
        }
        let text = |name: &str| member(order, name, Json::as_str, "a text");
        let given_status = number(order, "status")?;
        let status = |otherwise: u16| match given_status {
            None => Ok(otherwise),
            Some(status) => u16::try_from(status)
                .ok()
                .filter(|status| (200..600).contains(status))
                .ok_or_else(|| format!("status {status} is none")),
        };
        let delay_ms = number(order, "delay_ms")?;
        let named = text("fault")?.unwrap_or(if given_status.is_none() && delay_ms.is_some() {
            "delay_ms"
        } else {
            "status"
        });
        let kind = match named {
            "status" => Kind::Status(status(503)?),
            "delay_ms" if delay_ms.is_none() => return Err("delay_ms is missing".to_owned()),
            "delay_ms" => Kind::Delay,
            "never" => Kind::Never,
            "reset" => Kind::Reset,
            "truncate" => Kind::Truncate,
            "not_json" => Kind::NotJson,
            "wrong_shape" => Kind::WrongShape,
            "redirect" => Kind::Redirect(status(302)?),
            other => return Err(format!("no such fault: {other}")),
        };
        let operation = text("operation")?.unwrap_or("*").to_owned();
        let platform = platform_of(order)?;
        let mut meant = PLATFORMS
            .into_iter()
            .filter(|known| platform.is_none_or(|wanted| wanted == *known));
        if operation != "*" && !meant.any(|known| template(known, &operation).is_some()) {
            return Err(format!("no such operation: {operation}"));
        }
        let body = order.get("body").map(|body| match body {
            Json::String(text) => text.clone().into_bytes(),
            other => other.to_string().into_bytes(),
        });
        Ok(Self {
            platform: platform.map(str::to_owned),
            operation,
            kind,
            left: match number(order, "times")? {
                None => Some(1),
                Some(0) => None,
                Some(times) => Some(times),
            },
            delay_ms: delay_ms.unwrap_or(0),
            headers: headers(order.get("headers"))?,
            body,
            is_carried_out: member(order, "carried_out", Json::as_bool, "true or false")?
                .unwrap_or(false),
        })
    }

    fn matches(&self, platform: &str, request: &Request) -> bool {
        let is_platform = self
            .platform
            .as_deref()
            .is_none_or(|wanted| wanted == platform);
        is_platform
            && self.left != Some(0)
            && (self.operation == "*"
                || template(platform, &self.operation).is_some_and(|(method, path)| {
                    method == request.method && fits(platform, &path, request.path())
                }))
    }

    /// The failing answer; `truth` is what the platform itself would say.
    pub(crate) fn apply(&self, truth: impl FnOnce() -> Response) -> Response {
        let needs_truth = matches!(
            self.kind,
            Kind::Delay | Kind::Truncate | Kind::NotJson | Kind::WrongShape
        );
        let truth = if needs_truth || self.is_carried_out {
            truth()
        } else {
            Response::new(200)
        };
        let mut response = match self.kind {
            Kind::Delay => truth,
            Kind::Never => ended(Ending::Never),
            Kind::Reset => ended(Ending::Reset),
            Kind::Truncate => Response {
                ending: Ending::Truncated,
                ..with_body(truth)
            },
            Kind::Status(status) => Response::json(status, "{\"message\":\"ordered by a test\"}"),
            Kind::Redirect(status) => {
                let response = Response::new(status);
                if self
                    .headers
                    .iter()
                    .any(|(name, _)| name.eq_ignore_ascii_case("location"))
                {
                    response
                } else {
                    response.header("Location", "/elsewhere")
                }
            }
            Kind::NotJson => Response {
                body: b"<!doctype html><title>It works</title>".to_vec(),
                ..html(truth)
            },
            Kind::WrongShape => {
                let is_list = truth.body.first() == Some(&b'[');
                let body: &[u8] = if is_list {
                    b"{\"items\":{\"unexpected\":true}}"
                } else {
                    b"[\"unexpected\",1,null]"
                };
                let is_typed = truth.find("Content-Type").is_some();
                let response = with_body(truth).body(body);
                if is_typed {
                    response
                } else {
                    response.header("Content-Type", "application/json")
                }
            }
        };
        response.headers.retain(|(known, _)| {
            let mut given = self.headers.iter();
            !given.any(|(name, _)| known.eq_ignore_ascii_case(name))
        });
        response.headers.extend(self.headers.iter().cloned());
        if let Some(body) = &self.body {
            response.body.clone_from(body);
        }
        response.delay_ms = response.delay_ms.saturating_add(self.delay_ms);
        response
    }

    /// The order as `GET /__sim/faults` shows it.
    pub(crate) fn show(&self) -> Json {
        serde_json::json!({
            "platform": self.platform,
            "operation": self.operation,
            "fault": self.kind.name(),
            "status": self.kind.status(),
            "left": self.left,
            "delay_ms": self.delay_ms,
        })
    }
}

fn ended(ending: Ending) -> Response {
    Response {
        ending,
        ..Response::default()
    }
}

/// An answer that may have a body.
fn with_body(mut response: Response) -> Response {
    if matches!(response.status, 204 | 304) {
        response.status = 200;
    }
    response
}

/// Headers as an object, or as pairs where one comes twice; a value may be a number.
fn headers(given: Option<&Json>) -> Result<Vec<(String, String)>, String> {
    let pairs: Vec<(&str, &Json)> = match given {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Object(members)) => members
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .collect(),
        Some(Json::Array(pairs)) => pairs
            .iter()
            .map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?)))
            .collect::<Option<_>>()
            .ok_or("headers must be an object or pairs")?,
        Some(_) => return Err("headers must be an object or pairs".to_owned()),
    };
    pairs
        .into_iter()
        .map(|(name, value)| {
            let value = match value {
                Json::String(text) => text.clone(),
                Json::Number(number) => number.to_string(),
                _ => return Err(format!("header {name} must be a text")),
            };
            let is_token =
                |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            if name.is_empty() || !name.bytes().all(is_token) || value.chars().any(char::is_control)
            {
                return Err(format!("no answer can carry header {name}"));
            }
            Ok((name.to_owned(), value))
        })
        .collect()
}

fn html(response: Response) -> Response {
    let mut response = with_body(response);
    response
        .headers
        .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    response.header("Content-Type", "text/html; charset=utf-8")
}

/// Method and path template of an operation, the platform's base in front where the name is ours.
fn template(platform: &str, operation: &str) -> Option<(String, String)> {
    match operation.split_once(' ') {
        Some((method, path)) if path.starts_with('/') => {
            Some((method.to_ascii_uppercase(), path.to_owned()))
        }
        _ => operation_template(platform, operation),
    }
}

/// Whether a path fits a template that may leave out the platform's base.
fn fits(platform: &str, template: &str, path: &str) -> bool {
    let is_same = |path: &str| {
        let (mut wanted, mut given) = (template.split('/'), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(wanted), Some(given)) if wanted == given => {}
                (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
                _ => return false,
            }
        }
    };
    is_same(path) || path.strip_prefix(base(platform)).is_some_and(is_same)
}

/// The ordered failures, in the order in which they were ordered.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn show(&self) -> Json {
        self.0.iter().map(Fault::show).collect()
    }

    /// The failure for this call, counted as used.
    pub(crate) fn take(&mut self, platform: &str, request: &Request) -> Option<Fault> {
        let fault = self
            .0
            .iter_mut()
            .find(|fault| fault.matches(platform, request))?;
        if let Some(left) = &mut fault.left {
            *left -= 1;
        }
        let taken = fault.clone();
        self.0.retain(|fault| fault.left != Some(0));
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_found_by_name_and_by_template() {
        for operation in ["user_inspect", "GET /users/{id}", "GET /api/users/{id}"] {
            let order = serde_json::json!({"operation": operation, "fault": "never"});
            let fault = Fault::read(&order).unwrap();
            assert!(fault.matches("portainer", &Request::new("GET", "/api/users/7?x=1")));
            assert!(!fault.matches("portainer", &Request::new("PUT", "/api/users/7")));
            assert!(!fault.matches("portainer", &Request::new("GET", "/api/users")));
        }
    }

    #[test]
    fn a_fault_is_used_up() {
        let mut faults = Faults::default();
        faults.add(Fault::read(&serde_json::json!({"times": 2})).unwrap());
        let request = Request::new("GET", "/api/users");
        assert!(faults.take("portainer", &request).is_some());
        assert!(faults.take("portainer", &request).is_some());
        assert!(faults.take("portainer", &request).is_none());
    }

    #[test]
    fn every_operation_of_the_scope_is_found_by_its_name() {
        let scope = include_str!("../../operations.tsv");
        let mut n_found = 0;
        for line in scope.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [platform, operation, method, path, ..] = columns[..] else {
                panic!("{line}");
            };
            let order = serde_json::json!({"platform": platform, "operation": operation});
            let fault = Fault::read(&order).unwrap();
            let filled: Vec<&str> = path
                .split('/')
                .map(|part| if part.starts_with('{') { "7" } else { part })
                .collect();
            let target = format!("{}{}", base(platform), filled.join("/"));
            let request = Request::new(method, &target);
            assert!(fault.matches(platform, &request), "{line}");
            n_found += 1;
        }
        assert_eq!(n_found, 52);
    }

    #[test]
    fn an_order_of_the_wrong_form_is_refused() {
        for order in [
            serde_json::json!(5),
            serde_json::json!({"platform": "gitea"}),
            serde_json::json!({"times": "2"}),
            serde_json::json!({"status": "503"}),
            serde_json::json!({"operation": 5}),
            serde_json::json!({"fault": "delay_ms"}),
            serde_json::json!({"headers": {"a b": "x"}}),
            serde_json::json!({"headers": {"A": "x\ny"}}),
            serde_json::json!({"headers": ["A"]}),
        ] {
            assert!(Fault::read(&order).is_err(), "{order}");
        }
    }

    #[test]
    fn a_delay_alone_delays_the_true_answer() {
        let fault = Fault::read(&serde_json::json!({"delay_ms": 300})).unwrap();
        let answer = fault.apply(|| Response::json(200, "[]"));
        assert_eq!((answer.status, answer.delay_ms), (200, 300));
    }

    #[test]
    fn an_empty_answer_can_be_spoilt_too() {
        for (kind, is_whole) in [("wrong_shape", true), ("truncate", false)] {
            let fault = Fault::read(&serde_json::json!({"fault": kind})).unwrap();
            let answer = fault.apply(|| Response::new(204));
            assert_eq!(answer.status, 200, "{kind}");
            assert_eq!(answer.ending == Ending::Complete, is_whole, "{kind}");
        }
    }

    #[test]
    fn a_header_may_be_a_number_or_come_twice() {
        let order = serde_json::json!({"status": 429, "headers": {"Retry-After": 5}});
        let answer = Fault::read(&order).unwrap().apply(|| Response::new(200));
        assert_eq!(answer.find("retry-after"), Some("5"));
        let order = serde_json::json!({"headers": [["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]]});
        let answer = Fault::read(&order).unwrap().apply(|| Response::new(200));
        let n_cookies = answer
            .headers
            .iter()
            .filter(|(name, _)| name == "Set-Cookie");
        assert_eq!(n_cookies.count(), 2);
    }

    #[test]
    fn an_unknown_fault_is_refused() {
        assert!(Fault::read(&serde_json::json!({"fault": "fire"})).is_err());
        assert!(Fault::read(&serde_json::json!({"operation": "nothing"})).is_err());
    }
}
