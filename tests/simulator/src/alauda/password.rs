//! Keys of passwords, envelopes, and what a password must be (contract 1.5, 5.7).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::answer::{Answer, invalid, ok, refusal, status_of};
use super::envelope::{PUBLIC_KEY, open};
use super::state::Alauda;
use crate::clock::Clock;
use crate::http::Response;

const SPECIAL: &str = "~!@#$%^&*() -_=+?";

/// Whether a password fulfills the policy of 5.7.
fn is_strong(password: &str) -> bool {
    (8..=32).contains(&password.chars().count())
        && password.contains(|letter: char| letter.is_ascii_alphabetic())
        && password.contains(|letter: char| letter.is_ascii_digit())
        && password.contains(|letter: char| SPECIAL.contains(letter))
}

/// The key with its stamp, which stays a text.
pub(crate) fn key_json(stamp: u64) -> Json {
    json!({
        "ts": stamp.to_string(),
        "pubkey": PUBLIC_KEY,
        "pubkey_encode": STANDARD.encode(PUBLIC_KEY),
    })
}

impl Alauda {
    /// `GET /auth/v1/pubkey`.
    pub(crate) fn password_key(&mut self, clock: Clock) -> Response {
        let stamp = clock.now_s();
        self.stamps.push(stamp);
        ok(&key_json(stamp))
    }

    /// The password in an envelope, if its key still holds.
    pub(crate) fn unseal(&mut self, sealed: &Json, field: &str) -> Answer<String> {
        let letter = sealed
            .as_str()
            .and_then(open)
            .ok_or_else(|| invalid(400, field, "cannot be decrypted"))?;
        let stamp = letter.ts.parse().unwrap_or(0);
        let Some(found) = self.stamps.iter().position(|known| *known == stamp) else {
            let status = status_of(&self.switches, "expired_key");
            return Err(refusal(status, "the key of the password has expired"));
        };
        if self.switches.is("key_use", "once") {
            self.stamps.remove(found);
        }
        Ok(letter.password)
    }

    /// The same for a password that is to be stored.
    pub(crate) fn unseal_new(&mut self, sealed: &Json) -> Answer<String> {
        let password = self.unseal(sealed, "spec.password")?;
        if !self.switches.is("weak_password", "accepted") && !is_strong(&password) {
            let status = status_of(&self.switches, "weak_password");
            return Err(invalid(status, "spec.password", "is too weak"));
        }
        Ok(password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 5.7.
    #[test]
    fn a_strong_password_has_letters_digits_and_a_sign() {
        for strong in ["correct-horse-1", "aaaaaa1 ", "A1?aaaaa"] {
            assert!(is_strong(strong), "{strong}");
        }
        let long = "a1-".repeat(11);
        for weak in [
            "a1-",
            "aaaaaaaa-",
            "11111111-",
            "aaaaaaa1",
            long.as_str(),
            "",
        ] {
            assert!(!is_strong(weak), "{weak}");
        }
    }
}
