//! Paths: how a request's path becomes a route and a name, and how names become paths (contract 1.1 and 5.8).

use crate::http::percent_decode;

/// A request's path as the router sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    /// What is split at slashes.
    pub(crate) routed: String,
}

impl Path {
    /// `None` for a broken escape.
    pub(crate) fn of(sent: &str) -> Option<Self> {
        let decoded = lossy(percent_decode(sent)?);
        if decoded.len() > 1
            && let Some(stripped) = decoded.strip_suffix('/')
        {
            // Taking the last slash off works on the decoded path.
            return Some(Self {
                routed: stripped.to_owned(),
            });
        }
        // A spelling that is the server's own is forgotten; any other is kept as it was sent.
        let routed = if escape(&decoded, false) == sent {
            decoded
        } else {
            sent.to_owned()
        };
        Some(Self { routed })
    }

    /// The parts between the slashes.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.routed
            .strip_prefix('/')
            .unwrap_or(&self.routed)
            .split('/')
            .collect()
    }
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The name that a part of the routed path stands for: decoded, once more where the path was decoded before.
pub(crate) fn name_of(part: &str) -> String {
    percent_decode(part).map_or_else(|| part.to_owned(), lossy)
}

/// A name as one segment of a path.
pub(crate) fn segment(name: &str) -> String {
    escape(name, true)
}

fn escape(text: &str, is_segment: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        let is_plain = byte.is_ascii_alphanumeric()
            || b"-_.~$&+:=@".contains(&byte)
            || (!is_segment && b"/;,".contains(&byte));
        push(&mut escaped, byte, is_plain);
    }
    escaped
}

fn push(text: &mut String, byte: u8, is_plain: bool) {
    if is_plain {
        text.push(char::from(byte));
    } else {
        let digit = |value: u8| {
            char::from_digit(u32::from(value), 16)
                .unwrap_or('0')
                .to_ascii_uppercase()
        };
        text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
    }
}

/// What a proxy makes of a target that decodes the path and encodes it anew (contract 1.8); `None` when it refuses it.
pub(crate) fn through_a_decoding_proxy(target: &str) -> Option<String> {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let decoded = percent_decode(path)?;
    let mut parts: Vec<&[u8]> = Vec::new();
    let ends_open = decoded.ends_with(b"/");
    for part in decoded.split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    let mut anew = String::new();
    for part in &parts {
        anew.push('/');
        for byte in *part {
            let is_plain = (0x21..0x7f).contains(byte) && !b"#%?".contains(byte);
            push(&mut anew, *byte, is_plain);
        }
    }
    if anew.is_empty() || ends_open {
        anew.push('/');
    }
    if let Some(query) = query {
        anew.push('?');
        anew.push_str(query);
    }
    Some(anew)
}

/// A path without double slashes and dots, as Go cleans it.
pub(crate) fn clean(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_absolute => {}
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    match (is_absolute, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(sent: &str) -> String {
        name_of(Path::of(sent).unwrap().parts()[0])
    }

    // Contract 5.8.
    #[test]
    fn a_segment_is_decoded_twice_when_its_spelling_is_the_servers_own() {
        assert_eq!(name("/a%2541b"), "aAb");
        assert_eq!(name("/%61%25%34%31%62"), "a%41b");
        assert_eq!(name("/%61%2541b"), "a%41b");
        assert_eq!(name("/a%252541b"), "a%41b");
        assert_eq!(name("/50%25"), "50%");
        assert_eq!(name("/a+b@c"), "a+b@c");
        assert_eq!(name("/team%2Fbob"), "team/bob");
        assert_eq!(name("/team%252Fbob"), "team/bob");
        assert_eq!(Path::of("/50%"), None);
    }

    // Contract 1.1.
    #[test]
    fn one_slash_at_the_end_is_cut_an_encoded_one_too() {
        assert_eq!(Path::of("/users/").unwrap().parts(), ["users"]);
        assert_eq!(Path::of("/users/bob%2F").unwrap().parts(), ["users", "bob"]);
        assert_eq!(Path::of("/users//").unwrap().parts(), ["users", ""]);
    }

    // Contract 1.8.
    #[test]
    fn a_decoding_proxy_undoes_what_was_encoded_needlessly() {
        let through = |target| through_a_decoding_proxy(target).unwrap();
        assert_eq!(through("/%61%25%34%31%62?x=%41"), "/a%2541b?x=%41");
        assert_eq!(through("/a%252541b"), "/a%252541b");
        assert_eq!(through("/a%2F%C3%A4//b/"), "/a/%C3%A4/b/");
        assert_eq!(through_a_decoding_proxy("/.."), None);
    }

    #[test]
    fn paths_are_cleaned() {
        for (path, cleaned) in [
            ("/in/../up/", "/up"),
            ("/..", "/"),
            ("a//b", "a/b"),
            ("", "."),
        ] {
            assert_eq!(clean(path), cleaned);
        }
    }
}
