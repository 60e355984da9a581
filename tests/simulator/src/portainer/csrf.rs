//! The CSRF layer, which wakes up as soon as a session cookie travels (contract 1.5).

use super::state::{CsrfProfile, Switches};
use super::{Call, Portainer};
use crate::clock::http_date;
use crate::gorilla::{COOKIE, LIFE_S, issue, mask, open, unmask};
use crate::http::{Request, Response};

/// What a request that passed brings to its answer.
pub(crate) struct Passed {
    pub(crate) masked_token: String,
    pub(crate) set_cookie: Option<(String, String)>,
}

impl Portainer {
    /// Checks a request that carries a session cookie.
    pub(crate) fn check_csrf(&self, call: &mut Call) -> Result<Passed, Response> {
        let known = call
            .request
            .cookie(COOKIE)
            .and_then(|cookie| open(&self.csrf_key, cookie, call.clock.now_s()));
        let (token, set_cookie) = match known {
            Some(token) => (token, None),
            None => self.new_csrf_cookie(call),
        };
        let refusal = |reason: &str| {
            let mut refused = Response::new(403)
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("X-Content-Type-Options", "nosniff")
                .body(format!("Forbidden - {reason}\n"));
            refused.headers.extend(set_cookie.clone());
            refused
        };
        if !matches!(
            call.request.method.as_str(),
            "GET" | "HEAD" | "OPTIONS" | "TRACE"
        ) {
            self.switches.check_origin(call.request).map_err(refusal)?;
            match call.request.find("X-CSRF-Token").unwrap_or_default() {
                "" => return Err(refusal("CSRF token not found in request")),
                given if unmask(given).as_deref() != Some(&token) => {
                    return Err(refusal("CSRF token invalid"));
                }
                _ => {}
            }
        }
        Ok(Passed {
            masked_token: mask(&token, call.random),
            set_cookie,
        })
    }

    fn new_csrf_cookie(&self, call: &mut Call) -> (Vec<u8>, Option<(String, String)>) {
        let now = call.clock.now_s();
        let (token, value) = issue(&self.csrf_key, now, call.random);
        let header = format!(
            "{COOKIE}={value}; Path=/; Expires={}; Max-Age={LIFE_S}; HttpOnly; SameSite=Lax",
            http_date(now + LIFE_S)
        );
        (token, Some(("Set-Cookie".to_owned(), header)))
    }
}

impl Switches {
    /// Later releases compare where a request comes from with the server's own address.
    fn check_origin(&self, request: &Request) -> Result<(), &'static str> {
        if self.csrf == CsrfProfile::Token {
            return Ok(());
        }
        if let Some(origin) = request.find("Origin").filter(|origin| !origin.is_empty()) {
            return self.is_let_in(request, origin).ok_or("origin invalid");
        }
        if self.has_tls {
            let referer = request.find("Referer").unwrap_or_default();
            if referer.is_empty() {
                return Err("referer not supplied");
            }
            return self.is_let_in(request, referer).ok_or("referer invalid");
        }
        // The words of this refusal are not known, only that there is one.
        let is_silent = request.find("Sec-Fetch-Site").is_none();
        if self.csrf == CsrfProfile::Named && is_silent {
            return Err("origin not supplied");
        }
        Ok(())
    }

    /// Whether an address has the server's own scheme and host, or a host that is trusted.
    fn is_let_in(&self, request: &Request, address: &str) -> Option<()> {
        let (scheme, rest) = address.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let own = if self.has_tls { "https" } else { "http" };
        let is_own = scheme == own && request.find("Host") == Some(host);
        let mut trusted = self.trusted_origins.split(',').map(str::trim);
        (is_own || trusted.any(|one| !one.is_empty() && one == host)).then_some(())
    }
}
