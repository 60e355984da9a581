//! One-time passcodes: six digits, half a minute, SHA-1 (contract 3.4).

use hmac::{Hmac, Mac};
use sha1::Sha1;

use crate::random::Random;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret of 20 bytes, in base32.
pub(crate) fn secret(random: &mut Random) -> String {
    random
        .bytes(32)
        .into_iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter))
        .collect()
}

fn bytes_of(secret: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0);
    for letter in secret.trim_end_matches('=').bytes() {
        let letter = letter.to_ascii_uppercase();
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        buffer = (buffer << 5 | u32::try_from(value).ok()?) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// The code of a secret at a time; `None` when the secret is none.
pub(crate) fn code(secret: &str, at_s: u64) -> Option<String> {
    let key = bytes_of(secret)?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).ok()?;
    mac.update(&(at_s / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0xf);
    let four: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    Some(format!(
        "{:06}",
        (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000
    ))
}

/// Whether a code is right now, or was half a minute ago, or will be.
pub(crate) fn is_right(secret: &str, given: &str, at_s: u64) -> bool {
    [at_s.saturating_sub(30), at_s, at_s + 30]
        .into_iter()
        .any(|at| code(secret, at).as_deref() == Some(given))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The examples of RFC 6238, appendix B, shortened to six digits.
    #[test]
    fn the_examples_of_the_standard_hold() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(code(secret, 59).as_deref(), Some("287082"));
        assert_eq!(code(secret, 1_111_111_109).as_deref(), Some("081804"));
        assert_eq!(code(secret, 20_000_000_000).as_deref(), Some("353130"));
        assert!(is_right(secret, "287082", 80));
        assert!(!is_right(secret, "287082", 200));
        assert_eq!(code("not base32!", 59), None);
    }
}
