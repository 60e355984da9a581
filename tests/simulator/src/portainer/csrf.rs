//! The CSRF layer, which wakes up as soon as a session cookie travels (contract 1.5).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::signing::sign;
use super::state::CsrfProfile;
use super::{Call, Portainer};
use crate::clock::http_date;
use crate::http::{Request, Response};

const COOKIE: &str = "_gorilla_csrf";
const LENGTH: usize = 32;
const LIFE_S: u64 = 12 * 60 * 60;

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
            .and_then(|cookie| self.open_csrf_cookie(cookie, call.clock.now_s()));
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
            masked_token: mask(&token, &call.random.bytes(LENGTH)),
            set_cookie,
        })
    }

    fn new_csrf_cookie(&self, call: &mut Call) -> (Vec<u8>, Option<(String, String)>) {
        let token = call.random.bytes(LENGTH);
        let now = call.clock.now_s();
        let body = format!("{now}|{}", URL_SAFE_NO_PAD.encode(&token));
        let signature = URL_SAFE_NO_PAD.encode(sign(&self.csrf_key, body.as_bytes()));
        let value = URL_SAFE_NO_PAD.encode(format!("{body}|{signature}"));
        let header = format!(
            "{COOKIE}={value}; Path=/; Expires={}; Max-Age={LIFE_S}; HttpOnly; SameSite=Lax",
            http_date(now + LIFE_S)
        );
        (token, Some(("Set-Cookie".to_owned(), header)))
    }

    fn open_csrf_cookie(&self, cookie: &str, now_s: u64) -> Option<Vec<u8>> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cookie).ok()?).ok()?;
        let (body, signature) = text.rsplit_once('|')?;
        if URL_SAFE_NO_PAD.decode(signature).ok()? != sign(&self.csrf_key, body.as_bytes()) {
            return None;
        }
        let (made_s, token) = body.split_once('|')?;
        if made_s.parse::<u64>().ok()? + LIFE_S < now_s {
            return None;
        }
        URL_SAFE_NO_PAD.decode(token).ok()
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

/// A one-time pad and the token under it, as 88 letters.
fn mask(token: &[u8], pad: &[u8]) -> String {
    let hidden = pad.iter().zip(token).map(|(one, two)| one ^ two);
    let both: Vec<u8> = pad.iter().copied().chain(hidden).collect();
    STANDARD.encode(both)
}

fn unmask(given: &str) -> Option<Vec<u8>> {
    let both = STANDARD.decode(given).ok()?;
    if both.len() != 2 * LENGTH {
        return None;
    }
    let (pad, hidden) = both.split_at(LENGTH);
    Some(pad.iter().zip(hidden).map(|(one, two)| one ^ two).collect())
}
