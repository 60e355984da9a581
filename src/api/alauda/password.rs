//! The envelope in which a password travels: the platform takes none that is not encrypted with its own key.
//!
//! It is no replacement for TLS. Source: `docs/contracts/alauda.md`, 1.5 and 5.7.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::model::or_default;
use super::rsa::PublicKey;
use crate::api::{Secret, base64};

/// The shortest and the longest password, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=32;

/// What counts as a sign in a password; the blank is one of them.
const SIGNS: &str = "~!@#$%^&*() -_=+?";

/// The key with which the next password is encrypted.
///
/// It is good for a short while only: ask for it right before use, and again once when the platform refuses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PasswordKey {
    /// The server's mark of when it gave the key out. Goes into the envelope as it came: a text, not a number.
    pub ts: String,
    /// The public key, in PEM.
    pub pubkey: String,
    /// The same PEM once more, in base64: read where the other is none.
    #[serde(default, deserialize_with = "or_default")]
    pub pubkey_encode: String,
}

/// A password that only the platform can read. Valid until the key's `ts` ends, so it is a secret all the same.
#[derive(Clone, Debug)]
pub struct SealedPassword(pub(super) Secret);

/// Why a password cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsealable {
    /// The server's key is none, or not of a kind that the panel knows.
    Key,
    /// The password is too long for the server's key.
    TooLong {
        /// The most that the JSON text around and with the password may have, in UTF-8 bytes.
        max_bytes: usize,
    },
    /// There are no random bytes to hide the password with.
    Random,
}

impl fmt::Display for Unsealable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => formatter.write_str("the server's key cannot be read"),
            Self::TooLong { max_bytes } => {
                write!(formatter, "the server's key takes {max_bytes} bytes")
            }
            Self::Random => formatter.write_str("there are no random bytes"),
        }
    }
}

impl std::error::Error for Unsealable {}

#[derive(Serialize)]
struct Envelope<'a> {
    ts: &'a str,
    password: &'a str,
}

impl PasswordKey {
    fn key(&self) -> Option<PublicKey> {
        PublicKey::from_pem(&self.pubkey).or_else(|| {
            let pem = base64::decode(&self.pubkey_encode)?;
            PublicKey::from_pem(std::str::from_utf8(&pem).ok()?)
        })
    }

    /// Encrypts a password.
    ///
    /// `random` fills a buffer with random bytes fit for cryptography.
    ///
    /// # Errors
    /// [`Unsealable`]. The plain text is wiped either way.
    pub fn seal(
        &self,
        password: &Secret,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<SealedPassword, Unsealable> {
        let key = self.key().ok_or(Unsealable::Key)?;
        let max_bytes = key.max_len();
        let envelope = Envelope {
            ts: &self.ts,
            password: password.expose(),
        };
        // Room for every letter escaped in the longest way, so that no copy is left where the text grew out of.
        let room = 32 + 6 * (self.ts.len() + password.len_bytes());
        let mut text = Zeroizing::new(Vec::with_capacity(room));
        serde_json::to_writer(&mut *text, &envelope).map_err(|_| Unsealable::Key)?;
        if text.len() > max_bytes {
            return Err(Unsealable::TooLong { max_bytes });
        }
        let sealed = key.encrypt(&text, random).ok_or(Unsealable::Random)?;
        let sealed = Zeroizing::new(sealed);
        Ok(SealedPassword(Secret::from(
            base64::encode(&sealed).as_str(),
        )))
    }
}

/// What the platform's rule finds wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than 8 or more than 32 characters.
    Length,
    /// No letter.
    NoLetter,
    /// No digit.
    NoDigit,
    /// None of the signs that count.
    NoSign,
    /// A character that is no letter of ASCII, no digit, and none of the signs.
    Stranger,
}

/// What is wrong with a new password, in the order of the rule; nothing when it is good.
pub fn weaknesses(password: &Secret) -> Vec<Weakness> {
    let text = password.expose();
    let has = |is: fn(char) -> bool| text.chars().any(is);
    let is_sign = |letter| SIGNS.contains(letter);
    let is_known = |letter: char| letter.is_ascii_alphanumeric() || is_sign(letter);
    let rules = [
        (Weakness::Length, LENGTHS.contains(&text.chars().count())),
        (
            Weakness::NoLetter,
            has(|letter| letter.is_ascii_alphabetic()),
        ),
        (Weakness::NoDigit, has(|letter| letter.is_ascii_digit())),
        (Weakness::NoSign, text.chars().any(is_sign)),
        (Weakness::Stranger, text.chars().all(is_known)),
    ];
    let broken = rules.into_iter().filter(|(_, is_kept)| !is_kept);
    broken.map(|(weakness, _)| weakness).collect()
}

#[cfg(test)]
mod tests;
