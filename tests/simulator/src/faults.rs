//! Failures that a test orders for the next matching calls (DESIGN, section 6).

use serde_json::Value as Json;

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
        let text = |name: &str| order.get(name).and_then(Json::as_str);
        let number = |name: &str| order.get(name).and_then(Json::as_u64);
        let status = |otherwise: u16| match number("status") {
            None => Ok(otherwise),
            Some(status) => u16::try_from(status)
                .ok()
                .filter(|status| (200..600).contains(status))
                .ok_or_else(|| format!("status {status} is none")),
        };
        let kind = match text("fault").unwrap_or("status") {
            "status" => Kind::Status(status(503)?),
            "delay_ms" => Kind::Delay,
            "never" => Kind::Never,
            "reset" => Kind::Reset,
            "truncate" => Kind::Truncate,
            "not_json" => Kind::NotJson,
            "wrong_shape" => Kind::WrongShape,
            "redirect" => Kind::Redirect(status(302)?),
            other => return Err(format!("no such fault: {other}")),
        };
        let operation = text("operation").unwrap_or("*").to_owned();
        let platform = text("platform");
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
        let headers = order
            .get("headers")
            .and_then(Json::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect();
        Ok(Self {
            platform: text("platform").map(str::to_owned),
            operation,
            kind,
            left: match number("times") {
                None => Some(1),
                Some(0) => None,
                Some(times) => Some(times),
            },
            delay_ms: number("delay_ms").unwrap_or(0),
            headers,
            body,
            is_carried_out: order.get("carried_out") == Some(&Json::Bool(true)),
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
                ..truth
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
                Response {
                    body: body.to_vec(),
                    ..truth
                }
            }
        };
        for (name, value) in &self.headers {
            response
                .headers
                .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            response.headers.push((name.clone(), value.clone()));
        }
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
            "fault": format!("{:?}", self.kind),
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

fn html(mut response: Response) -> Response {
    if response.status == 204 {
        response.status = 200;
    }
    response
        .headers
        .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    response.header("Content-Type", "text/html; charset=utf-8")
}

/// Method and path template of an operation, the platform's base in front where the name is ours.
fn template(platform: &str, operation: &str) -> Option<(String, String)> {
    match operation.split_once(' ') {
        Some((method, path)) if path.starts_with('/') => Some((method.to_owned(), path.to_owned())),
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
    fn an_unknown_fault_is_refused() {
        assert!(Fault::read(&serde_json::json!({"fault": "fire"})).is_err());
        assert!(Fault::read(&serde_json::json!({"operation": "nothing"})).is_err());
    }
}
