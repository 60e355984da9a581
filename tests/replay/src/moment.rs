//! What depends on the instant: one-time passcodes, and how long a token still lives.

use hmac::{Hmac, Mac};
use sha1::Sha1;

const STEP_S: u64 = 30;

/// Placeholders for passcodes that are made anew for each request.
pub(crate) const PASSCODES: [&str; 3] = ["passcode_before", "passcode_now", "passcode_next"];

/// The passcode of a secret that a placeholder stands for: `passcode_now`, `passcode_before`, `passcode_next`, and
/// numbered ones, which were good when they were sent.
pub(crate) fn passcode(name: &str, secret: &str, now_s: u64) -> Option<String> {
    let step = now_s / STEP_S;
    let step = match name.strip_prefix("passcode_")? {
        "before" => step.checked_sub(1)?,
        "next" => step + 1,
        _ => step,
    };
    let mut mac = Hmac::<Sha1>::new_from_slice(&base32(secret)?).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0xf);
    let four: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000;
    Some(format!("{number:06}"))
}

fn base32(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for letter in text.trim_end_matches('=').bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        buffer = ((buffer << 5) | u32::try_from(value).ok()?) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((buffer >> bits) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// Seconds since 1970 of an instant such as `2026-11-22T17:48:24Z`.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let numbers = |text: &str, mark: char| -> Option<[u64; 3]> {
        let all: Vec<u64> = text
            .split(mark)
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        all.try_into().ok()
    };
    let [year, month, day] = numbers(date, '-')?;
    let [hours, minutes, seconds] = numbers(time, ':')?;
    // Years that begin in March put the leap day at their end.
    let year = if month <= 2 {
        year.checked_sub(1)?
    } else {
        year
    };
    let from_march = (month + 9) % 12;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * from_march + 2) / 5 + day;
    let days = days.checked_sub(719_469)?;
    Some(days * 86_400 + hours * 3600 + minutes * 60 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    // The examples of RFC 6238, appendix B, shortened to six digits.
    #[test]
    fn a_passcode_is_the_one_of_its_step() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let of = |name: &str, now_s| passcode(name, secret, now_s);
        assert_eq!(of("passcode_now", 59).as_deref(), Some("287082"));
        assert_eq!(of("passcode_1", 45).as_deref(), Some("287082"));
        assert_eq!(of("passcode_before", 89).as_deref(), Some("287082"));
        assert_eq!(of("passcode_next", 0).as_deref(), Some("287082"));
        assert_eq!(of("code_1", 59), None);
    }

    #[test]
    fn an_instant_is_read_in_seconds() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2026-11-22T17:48:24Z"), Some(1_795_369_704));
        assert_eq!(seconds("2000-02-29T00:00:00Z"), Some(951_782_400));
        assert_eq!(seconds("tomorrow"), None);
    }
}
