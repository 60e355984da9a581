//! The CSRF filter (contract 1.4).

use super::answer::forbidden;
use super::{Call, Harbor};
use crate::clock::http_date;
use crate::gorilla::{COOKIE, LIFE_S, issue, mask, open, unmask};
use crate::http::Response;

/// The header in both directions.
const HEADER: &str = "X-Harbor-Csrf-Token";

impl Harbor {
    /// Whether the filter looks at a request: not at the API's, unless a session cookie travels, known or not.
    fn is_filtered(call: &Call) -> bool {
        let is_api = ["/api/", "/v2/", "/service/"]
            .iter()
            .any(|prefix| call.path.starts_with(prefix));
        call.carries_session || !is_api
    }

    /// Checks a request and gives the headers that its answer gets.
    pub(crate) fn check_csrf(&self, call: &mut Call) -> Result<Vec<(String, String)>, Response> {
        if !Self::is_filtered(call) {
            return Ok(Vec::new());
        }
        let now_s = call.clock.now_s();
        let cookie = call.request.cookie(COOKIE);
        let known = cookie.and_then(|cookie| open(&self.csrf_key, cookie, now_s));
        let mut headers = Vec::new();
        let token = known.unwrap_or_else(|| {
            let (token, value) = issue(&self.csrf_key, now_s, call.random);
            let cookie = format!(
                "{COOKIE}={value}; Path=/; Expires={}; Max-Age={LIFE_S}; HttpOnly; SameSite=Strict",
                http_date(now_s + LIFE_S)
            );
            headers.push(("Set-Cookie".to_owned(), cookie));
            token
        });
        headers.push((HEADER.to_owned(), mask(&token, call.random)));
        let is_safe = matches!(
            call.request.method.as_str(),
            "GET" | "HEAD" | "OPTIONS" | "TRACE"
        );
        let problem = match call.request.find(HEADER).unwrap_or_default() {
            _ if is_safe => None,
            "" => Some("CSRF token not found in request"),
            given if unmask(given).as_ref() != Some(&token) => Some("CSRF token invalid"),
            _ => None,
        };
        if let Some(problem) = problem {
            let mut refused = forbidden(problem);
            refused.headers.extend(headers);
            return Err(refused);
        }
        headers.push(("Vary".to_owned(), "Cookie".to_owned()));
        Ok(headers)
    }
}
