//! Percent-encoding of path parts and query values: the one place where data enters a URL.

use super::Unsendable;

/// How often the platform decodes a path part or a query value before it uses it.
///
/// Most decode once. Some decode twice, and a value encoded once then names something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// The ordinary case.
    Once,
    /// Everything is encoded, then the percent signs are encoded again.
    Twice,
}

/// Encodes everything but the unreserved characters of RFC 3986 (letters, digits, `-`, `.`, `_`, `~`).
pub(super) fn encode(value: &str, times: Times) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            other => push_escape(&mut out, other, times),
        }
    }
    out
}

/// Encodes one path part.
///
/// # Errors
/// An empty part would change the path's meaning. `.` and `..` are folded away by the browser, also when written
/// as `%2e`; only where the platform decodes twice is there a form of them that arrives.
pub(super) fn segment(name: &'static str, value: &str, times: Times) -> Result<String, Unsendable> {
    if value.is_empty() {
        return Err(Unsendable::Empty { field: name });
    }
    let is_dots = matches!(value, "." | "..");
    match (is_dots, times) {
        (false, _) => Ok(encode(value, times)),
        (true, Times::Once) => Err(Unsendable::DotSegment { field: name }),
        (true, Times::Twice) => {
            let mut out = String::new();
            for byte in value.bytes() {
                push_escape(&mut out, byte, times);
            }
            Ok(out)
        }
    }
}

fn push_escape(out: &mut String, byte: u8, times: Times) {
    out.push_str(match times {
        Times::Once => "%",
        Times::Twice => "%25",
    });
    for half in [byte >> 4, byte & 0x0f] {
        let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
        out.push(digit.to_ascii_uppercase());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    fn decode(text: &str) -> String {
        let bytes = text.as_bytes();
        let mut out = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'%' {
                out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
                at += 3;
            } else {
                out.push(bytes[at]);
                at += 1;
            }
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encode("aZ09-._~", Times::Once), "aZ09-._~");
        assert_eq!(
            encode("a/b?c#d%e f+g&h=i", Times::Once),
            "a%2Fb%3Fc%23d%25e%20f%2Bg%26h%3Di"
        );
        assert_eq!(encode("ü😀\n", Times::Once), "%C3%BC%F0%9F%98%80%0A");
        assert_eq!(encode("!'()*@:", Times::Once), "%21%27%28%29%2A%40%3A");
    }

    #[test]
    fn twice_leaves_no_single_escape() {
        assert_eq!(encode("a%41b", Times::Twice), "a%252541b");
        assert_eq!(encode("a+b", Times::Twice), "a%252Bb");
    }

    #[test]
    fn a_part_that_a_browser_would_fold_is_refused() {
        assert_eq!(
            segment("name", "", Times::Twice),
            Err(Unsendable::Empty { field: "name" })
        );
        for dots in [".", ".."] {
            assert_eq!(
                segment("name", dots, Times::Once),
                Err(Unsendable::DotSegment { field: "name" })
            );
        }
        assert_eq!(segment("name", "...", Times::Once).unwrap(), "...");
        assert_eq!(segment("name", "..", Times::Twice).unwrap(), "%252E%252E");
        assert_eq!(
            segment("name", "%2e%2e", Times::Once).unwrap(),
            "%252e%252e"
        );
    }

    proptest! {
        #[test]
        fn any_name_survives_a_browsers_url_parser(name in ".*") {
            prop_assume!(!matches!(name.as_str(), "" | "." | ".."));
            for (times, depth) in [(Times::Once, 1), (Times::Twice, 2)] {
                let part = segment("name", &name, times).unwrap();
                let url = Url::parse("http://127.0.0.1/base/").unwrap()
                    .join(&format!("/base/users/{part}/x?q={}", encode(&name, times))).unwrap();
                let parts: Vec<_> = url.path().split('/').collect();
                prop_assert_eq!(parts.len(), 5);
                let mut seen = parts[3].to_owned();
                let mut asked = url.query().unwrap().strip_prefix("q=").unwrap().to_owned();
                for _ in 0..depth {
                    seen = decode(&seen);
                    asked = decode(&asked);
                }
                prop_assert_eq!(&seen, &name);
                prop_assert_eq!(&asked, &name);
                prop_assert!(url.fragment().is_none());
            }
        }

        #[test]
        fn dots_survive_where_the_platform_decodes_twice(dots in "\\.{1,2}") {
            let part = segment("name", &dots, Times::Twice).unwrap();
            let url = Url::parse("http://127.0.0.1/").unwrap().join(&format!("/users/{part}/x")).unwrap();
            let seen = url.path().split('/').nth(2).unwrap().to_owned();
            prop_assert_eq!(decode(&decode(&seen)), dots);
        }
    }
}
