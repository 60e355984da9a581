//! The double-submit tokens of the CSRF library that two of the platforms use.
//!
//! A cookie holds the signed token; a header shows it under a fresh one-time pad each time, and all of them stay good.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::random::Random;

/// The cookie's name.
pub(crate) const COOKIE: &str = "_gorilla_csrf";
/// How long a cookie is good.
pub(crate) const LIFE_S: u64 = 12 * 60 * 60;
/// The token's length in bytes.
const LENGTH: usize = 32;

/// A keyed signature.
pub(crate) fn sign(key: &[u8], message: &[u8]) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

/// A new token and the value of its cookie.
pub(crate) fn issue(key: &[u8], now_s: u64, random: &mut Random) -> (Vec<u8>, String) {
    let token = random.bytes(LENGTH);
    let body = format!("{now_s}|{}", URL_SAFE_NO_PAD.encode(&token));
    let signature = URL_SAFE_NO_PAD.encode(sign(key, body.as_bytes()));
    let value = URL_SAFE_NO_PAD.encode(format!("{body}|{signature}"));
    (token, value)
}

/// The token of a cookie that is ours and still good.
pub(crate) fn open(key: &[u8], cookie: &str, now_s: u64) -> Option<Vec<u8>> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cookie).ok()?).ok()?;
    let (body, signature) = text.rsplit_once('|')?;
    if URL_SAFE_NO_PAD.decode(signature).ok()? != sign(key, body.as_bytes()) {
        return None;
    }
    let (made_s, token) = body.split_once('|')?;
    if made_s.parse::<u64>().ok()? + LIFE_S < now_s {
        return None;
    }
    URL_SAFE_NO_PAD.decode(token).ok()
}

/// A one-time pad and the token under it, as 88 letters.
pub(crate) fn mask(token: &[u8], random: &mut Random) -> String {
    let pad = random.bytes(LENGTH);
    let hidden = pad.iter().zip(token).map(|(one, two)| one ^ two);
    let both: Vec<u8> = pad.iter().copied().chain(hidden).collect();
    STANDARD.encode(both)
}

/// The token under its pad.
pub(crate) fn unmask(given: &str) -> Option<Vec<u8>> {
    let both = STANDARD.decode(given).ok()?;
    if both.len() != 2 * LENGTH {
        return None;
    }
    let (pad, hidden) = both.split_at(LENGTH);
    Some(pad.iter().zip(hidden).map(|(one, two)| one ^ two).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mask_of_a_token_hides_the_same() {
        let mut random = Random::new(1);
        let (token, cookie) = issue(b"key", 5, &mut random);
        let (one, two) = (mask(&token, &mut random), mask(&token, &mut random));
        assert_ne!(one, two);
        assert_eq!(unmask(&one), Some(token.clone()));
        assert_eq!(unmask(&two), open(b"key", &cookie, 6));
        assert_eq!(unmask("bm90IGEgdG9rZW4="), None);
    }

    #[test]
    fn a_cookie_of_another_server_or_of_yesterday_is_not_known() {
        let (token, cookie) = issue(b"key", 5, &mut Random::new(1));
        assert_eq!(open(b"key", &cookie, 5 + LIFE_S), Some(token));
        assert_eq!(open(b"key", &cookie, 6 + LIFE_S), None);
        assert_eq!(open(b"other", &cookie, 5), None);
    }
}
