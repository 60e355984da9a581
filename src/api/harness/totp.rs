//! One-time codes (RFC 6238), and the proof that a person's device makes the right ones.
//!
//! The server switches a second factor on without asking for a code (contract, 5.7): a secret that was not taken over
//! rightly would lock the person out. So the panel checks a code first, and only what passed can be sent.

use crate::api::{Secret, Timestamp};

/// How long a code is good.
const STEP_SECS: i64 = 30;

/// How many codes before and after the present one are good too, for clocks that differ.
const TOLERANCE: i64 = 1;

/// The number that has one digit more than a code.
const MODULUS: u32 = 1_000_000;

/// Whether a code of six digits belongs to a secret in base32 at an instant. Blanks between the digits are skipped.
pub(super) fn is_right(secret: &Secret, code: &str, at: Timestamp) -> bool {
    let digits: String = code
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let (Some(key), Ok(typed)) = (base32(secret.expose()), digits.parse::<u32>()) else {
        return false;
    };
    let now = at.unix_seconds().div_euclid(STEP_SECS);
    (now - TOLERANCE..=now + TOLERANCE).any(|step| code_at(&key, step) == typed)
}

/// Reads base32 (RFC 4648, part 6), with or without padding and blanks, in any letter case. Nothing else, and not
/// nothing at all.
fn base32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut bits = 0_u32;
    let mut n_bits = 0_u32;
    for letter in text.bytes().filter(|byte| !matches!(byte, b'=' | b' ')) {
        let value = match letter.to_ascii_uppercase() {
            upper @ b'A'..=b'Z' => upper - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5 | u32::from(value)) & 0xfff;
        n_bits += 5;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push(u8::try_from(bits >> n_bits & 0xff).ok()?);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The code of one step (RFC 4226, 5.3).
fn code_at(key: &[u8], step: i64) -> u32 {
    let hash = hmac_sha1(key, &step.to_be_bytes());
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0x0f);
    let number = hash
        .iter()
        .skip(offset)
        .take(4)
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    (number & 0x7fff_ffff) % MODULUS
}

/// HMAC (RFC 2104) over SHA-1.
fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        fill(&mut block, &sha1(key));
    } else {
        fill(&mut block, key);
    }
    let padded = |with: u8| -> Vec<u8> { block.iter().map(|byte| byte ^ with).collect() };
    let mut inner = padded(0x36);
    inner.extend_from_slice(message);
    let mut outer = padded(0x5c);
    outer.extend_from_slice(&sha1(&inner));
    sha1(&outer)
}

fn fill(block: &mut [u8], with: &[u8]) {
    for (to, from) in block.iter_mut().zip(with) {
        *to = *from;
    }
}

/// SHA-1 (RFC 3174): too weak to sign with, still sound for one-time codes, and the only hash that the apps share.
fn sha1(message: &[u8]) -> [u8; 20] {
    let n_bits = u64::try_from(message.len())
        .unwrap_or(u64::MAX)
        .wrapping_mul(8);
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&n_bits.to_be_bytes());
    let mut state: [u32; 5] = [
        0x6745_2301,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ];
    for chunk in padded.chunks_exact(64) {
        let mut words = [0_u32; 16];
        for (word, bytes) in words.iter_mut().zip(chunk.chunks_exact(4)) {
            *word = bytes
                .iter()
                .fold(0, |word, byte| word << 8 | u32::from(*byte));
        }
        let mixed = mix(state, words);
        for (kept, new) in state.iter_mut().zip(mixed) {
            *kept = kept.wrapping_add(new);
        }
    }
    let mut hash = [0_u8; 20];
    for (bytes, word) in hash.chunks_exact_mut(4).zip(state) {
        fill(bytes, &word.to_be_bytes());
    }
    hash
}

/// The eighty rounds over one block; the words wander through a window of sixteen.
#[expect(
    clippy::many_single_char_names,
    reason = "the letters of the specification"
)]
fn mix(state: [u32; 5], mut words: [u32; 16]) -> [u32; 5] {
    let [mut a, mut b, mut c, mut d, mut e] = state;
    for round in 0..80 {
        let (mixed, constant) = match round {
            0..20 => (b & c | !b & d, 0x5a82_7999),
            20..40 => (b ^ c ^ d, 0x6ed9_eba1),
            40..60 => (b & c | b & d | c & d, 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6),
        };
        let [w0, _, w2, _, _, _, _, _, w8, _, _, _, _, w13, _, _] = words;
        let next = a
            .rotate_left(5)
            .wrapping_add(mixed)
            .wrapping_add(e)
            .wrapping_add(constant)
            .wrapping_add(w0);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        words.rotate_left(1);
        if let Some(last) = words.last_mut() {
            *last = (w0 ^ w2 ^ w8 ^ w13).rotate_left(1);
        }
    }
    [a, b, c, d, e]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hex(bytes: &[u8]) -> String {
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap();
        bytes
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)])
            .collect()
    }

    #[test]
    fn the_hash_is_the_published_one() {
        for (text, hash) in [
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
            ),
        ] {
            assert_eq!(hex(&sha1(text.as_bytes())), hash, "{text}");
        }
        let many = "a".repeat(1_000_000);
        assert_eq!(
            hex(&sha1(many.as_bytes())),
            "34aa973cd4c4daa4f61eeb2bdbad27316534016f"
        );
    }

    /// RFC 2202, cases 1, 2 and 6.
    #[test]
    fn the_keyed_hash_is_the_published_one() {
        assert_eq!(
            hex(&hmac_sha1(&[0x0b; 20], b"Hi There")),
            "b617318655057264e28bc0b6fb378c8ef146be00"
        );
        assert_eq!(
            hex(&hmac_sha1(b"Jefe", b"what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        );
        assert_eq!(
            hex(&hmac_sha1(
                &[0xaa; 80],
                b"Test Using Larger Than Block-Size Key - Hash Key First"
            )),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        );
    }

    /// RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_the_published_ones() {
        let secret = Secret::from("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let at = Timestamp::from_unix(at);
            assert!(is_right(&secret, code, at), "{code}");
            assert!(!is_right(&secret, "000000", at), "{code}");
        }
    }

    #[test]
    fn a_clock_may_be_a_little_off() {
        let secret = Secret::from("gezd gnbv gy3t qojq gezd gnbv gy3t qojq");
        let right = |at: i64| is_right(&secret, "081 804", Timestamp::from_unix(at));
        assert!(right(1_111_111_109 - 30) && right(1_111_111_109 + 30));
        assert!(!right(1_111_111_109 - 90) && !right(1_111_111_109 + 90));
    }

    #[test]
    fn what_is_no_code_or_no_secret_is_never_right() {
        let at = Timestamp::from_unix(59);
        let secret = Secret::from("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for code in ["", "28708", "2870820", "28708a", "２８７０８２", "+28708"] {
            assert!(!is_right(&secret, code, at), "{code}");
        }
        for secret in ["", "====", "GEZ1", "A"] {
            assert!(!is_right(&Secret::from(secret), "287082", at), "{secret}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(secret in ".*", code in ".*", at in any::<i64>()) {
            // Far from the ends of time, where a step more or less would not be one.
            let at = Timestamp::from_unix(at / 2);
            let _ = is_right(&Secret::from(secret), &code, at);
        }
    }
}
