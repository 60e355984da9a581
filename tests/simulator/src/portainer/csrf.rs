//! The CSRF layer, which wakes up as soon as a session cookie travels (contract 1.5).

use super::state::CsrfProfile;
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
            if self.switches.csrf == CsrfProfile::Origin {
                check_origin(call.request).map_err(refusal)?;
            }
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

/// Later releases compare where a request comes from with the server's own address.
fn check_origin(request: &Request) -> Result<(), &'static str> {
    let host = request.find("Host").unwrap_or_default();
    match request.find("Origin") {
        Some(origin) if origin != format!("http://{host}") => Err("origin invalid"),
        _ => Ok(()),
    }
}
