//! Tokens (contract 1.4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::{Value as Json, json};
use sha2::Sha256;

use super::shape::Object;
use crate::random::Random;

/// Whose token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    Admin,
    User,
}

impl Audience {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Admin => "API",
            Self::User => "APIUser",
        }
    }
}

/// What a token says.
#[derive(Debug, Clone)]
pub(crate) struct Claims(pub(crate) Object);

/// What a new token is to say.
pub(crate) struct Order<'a> {
    pub(crate) audience: Audience,
    pub(crate) name: &'a str,
    pub(crate) permissions: Vec<String>,
    pub(crate) role: &'a str,
    pub(crate) address: &'a str,
    pub(crate) updated_at: u64,
    pub(crate) lifetime_s: u64,
    pub(crate) must_enrol: Option<Vec<String>>,
    pub(crate) must_change_password: bool,
}

impl Order<'_> {
    /// The claims of a token made now.
    pub(crate) fn claims(self, now_s: u64, random: &mut Random) -> Claims {
        let mut body = Object::new();
        let mut put = |name: &str, value: Json| body.insert(name.to_owned(), value);
        put("username", json!(self.name));
        if !self.permissions.is_empty() {
            put("permissions", json!(self.permissions));
        }
        if !self.role.is_empty() {
            put("role", json!(self.role));
        }
        if let Some(protocols) = self.must_enrol {
            put("2fa_required", json!(true));
            if !protocols.is_empty() {
                put("2fa_protos", json!(protocols));
            }
        }
        if self.must_change_password {
            put("chpwd", json!(true));
        }
        put("aud", json!([self.audience.name(), self.address]));
        put("sub", json!(self.updated_at.to_string()));
        put("exp", json!(now_s + self.lifetime_s));
        put("iat", json!(now_s));
        put("nbf", json!(now_s.saturating_sub(10)));
        put("jti", json!(token_id(random)));
        Claims(body)
    }
}

fn token_id(random: &mut Random) -> String {
    letters(random, 20, b"0123456789abcdefghijklmnopqrstuv")
}

/// So many letters of an alphabet.
pub(crate) fn letters(random: &mut Random, count: usize, alphabet: &[u8]) -> String {
    let size = u64::try_from(alphabet.len()).unwrap_or(1);
    (0..count)
        .filter_map(|_| {
            let index = usize::try_from(random.below(size)).ok()?;
            alphabet.get(index).map(|byte| char::from(*byte))
        })
        .collect()
}

impl Claims {
    pub(crate) fn text(&self, name: &str) -> &str {
        super::state::text(&self.0, name)
    }

    pub(crate) fn number(&self, name: &str) -> i64 {
        super::state::number(&self.0, name)
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        super::state::flag(&self.0, name)
    }

    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        super::state::strings(&self.0, name)
    }

    /// The token.
    pub(crate) fn sign(&self, key: &[u8]) -> String {
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#),
            URL_SAFE_NO_PAD.encode(Json::Object(self.0.clone()).to_string())
        );
        let signature = URL_SAFE_NO_PAD.encode(mac(key, signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    /// The claims of a token with a good signature that is neither too old nor too young.
    pub(crate) fn open(token: &str, key: &[u8], now_s: u64) -> Option<Self> {
        const SKEW_S: i64 = 30;
        let (signed, signature) = token.rsplit_once('.')?;
        if URL_SAFE_NO_PAD.decode(signature).ok()? != mac(key, signed.as_bytes()) {
            return None;
        }
        let (_, body) = signed.split_once('.')?;
        let body: Json = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()?;
        let claims = Self(body.as_object()?.clone());
        let now = i64::try_from(now_s).ok()?;
        let is_live = now < claims.number("exp") + SKEW_S && now + SKEW_S >= claims.number("nbf");
        is_live.then_some(claims)
    }
}

fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

/// An instant as the platform writes it outside of its integers: whole seconds, UTC.
pub(crate) fn rfc3339(seconds: u64) -> String {
    let days = seconds / 86_400;
    let rest = seconds % 86_400;
    // Counting from 1 March of year 0 puts the leap day at the end of its year.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_whole_seconds() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(1_795_369_704), "2026-11-22T17:48:24Z");
        assert_eq!(rfc3339(951_782_400), "2000-02-29T00:00:00Z");
    }
}
