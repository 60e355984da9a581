//! Base64 (RFC 4648), for the few places where a platform wants it.

use zeroize::Zeroizing;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Writes bytes with padding, as a header has it.
pub(super) fn encode(bytes: &[u8]) -> Zeroizing<String> {
    let letter = |bits: u32| {
        let index = usize::try_from(bits & 63).unwrap_or_default();
        LETTERS.get(index).copied().map_or('A', char::from)
    };
    let mut out = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(3) * 4));
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.push(letter(bits >> 18));
        out.push(letter(bits >> 12));
        out.push(if three.len() > 1 {
            letter(bits >> 6)
        } else {
            '='
        });
        out.push(if three.len() > 2 { letter(bits) } else { '=' });
    }
    out
}

/// Reads base64 in its URL spelling without padding, as a token has it. `None` for anything else.
pub(super) fn decode_url(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    decoded(text.bytes(), [b'-', b'_'])
}

/// Reads base64 in its ordinary spelling, broken into lines or not, as a PEM text has it. `None` for anything else.
pub(super) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.trim_ascii_end().trim_end_matches('=');
    let letters = text.bytes().filter(|letter| !letter.is_ascii_whitespace());
    decoded(letters, [b'+', b'/'])
}

/// Reads letters, of which the last two of the 64 are these.
fn decoded(letters: impl Iterator<Item = u8>, last: [u8; 2]) -> Option<Zeroizing<Vec<u8>>> {
    let [before_last, last] = last;
    let mut out = Zeroizing::new(Vec::with_capacity(
        letters.size_hint().1.unwrap_or_default(),
    ));
    let mut bits = 0_u32;
    let mut n_bits = 0_u32;
    for letter in letters {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            letter if letter == before_last => 62,
            letter if letter == last => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push(u8::try_from(bits >> n_bits & 0xff).ok()?);
        }
    }
    (n_bits < 6).then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_the_standard_hold() {
        for (plain, written) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(*encode(plain.as_bytes()), written);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let url: String = encode(&bytes)
                .trim_end_matches('=')
                .replace('+', "-")
                .replace('/', "_");
            let back = decode_url(&url).unwrap();
            prop_assert_eq!(&*back, &bytes);
            let lines = encode(&bytes).replace('A', "\nA\r\n");
            prop_assert_eq!(&*decode(&lines).unwrap(), &bytes);
        }

        #[test]
        fn any_text_is_taken(text in ".*") {
            let _ = decode_url(&text);
            let _ = decode(&text);
        }
    }
}
