//! Calls from pages of other origins (contract 1.7).

use super::state::Sftpgo;
use crate::http::{Request, Response};

struct Block<'a> {
    /// `None` lets every origin in.
    origin: Option<&'a str>,
    methods: &'static [&'static str],
    headers: &'static [&'static str],
    exposed: &'static str,
    max_age: &'static str,
}

impl Block<'_> {
    /// What the allow header says to an origin.
    fn allows(&self, origin: &str) -> Option<String> {
        match self.origin {
            None => Some("*".to_owned()),
            Some(known) => (known == origin).then(|| origin.to_owned()),
        }
    }

    fn has_method(&self, method: &str) -> bool {
        method == "OPTIONS" || self.methods.contains(&method)
    }
}

impl Sftpgo {
    fn cors(&self) -> Option<Block<'_>> {
        match self.toggles.choice("cors") {
            "panel" => Some(Block {
                origin: Some(&self.cors_origin),
                methods: &["GET", "POST", "PUT", "DELETE"],
                headers: &[
                    "authorization",
                    "content-type",
                    "x-sftpgo-otp",
                    "x-sftpgo-api-key",
                ],
                exposed: "Location, X-Object-Id, Retry-After, X-Retry-In, Server",
                max_age: "600",
            }),
            "bare" => Some(Block {
                origin: None,
                methods: &["GET", "POST", "HEAD"],
                headers: &["accept", "content-type", "x-requested-with"],
                exposed: "",
                max_age: "",
            }),
            _ => None,
        }
    }

    /// The answer to a preflight; a refused one is told by what is missing.
    pub(crate) fn preflight(&self, request: &Request) -> Option<Response> {
        let block = self.cors()?;
        let method = request.find("Access-Control-Request-Method")?;
        if request.method != "OPTIONS" {
            return None;
        }
        let refused = Response::new(204).header(
            "Vary",
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        );
        let asked = request
            .find("Access-Control-Request-Headers")
            .unwrap_or_default();
        let are_known = asked
            .split(',')
            .map(|name| name.trim().to_ascii_lowercase())
            .filter(|name| !name.is_empty())
            .all(|name| block.headers.contains(&name.as_str()));
        let allowed = request
            .find("Origin")
            .and_then(|origin| block.allows(origin))
            .filter(|_| are_known && block.has_method(method));
        let Some(origin) = allowed else {
            return Some(refused);
        };
        let mut response = refused
            .header("Access-Control-Allow-Origin", origin)
            .header("Access-Control-Allow-Methods", method);
        if !asked.is_empty() {
            response = response.header("Access-Control-Allow-Headers", asked);
        }
        if !block.max_age.is_empty() {
            response = response.header("Access-Control-Max-Age", block.max_age);
        }
        Some(response)
    }

    /// Every other answer.
    pub(crate) fn with_cors(&self, request: &Request, response: Response) -> Response {
        let Some(block) = self.cors() else {
            return response;
        };
        let mut response = response.header("Vary", "Origin");
        let allowed = request
            .find("Origin")
            .and_then(|origin| block.allows(origin))
            .filter(|_| block.has_method(&request.method));
        if let Some(origin) = allowed {
            response = response.header("Access-Control-Allow-Origin", origin);
            if !block.exposed.is_empty() {
                response = response.header("Access-Control-Expose-Headers", block.exposed);
            }
        }
        response
    }
}
