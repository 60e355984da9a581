//! How the server looks at a path: the session's and portal's layers decoded, the document's router as it was sent
//! (contract 2, "Paths").

/// Letters that stand unescaped where the server writes a path itself.
const PLAIN: &[u8] = b"-_.~$&+,/:;=@";
/// Letters that may stand unescaped where a client sent them so.
const SENT: &[u8] = b"!'()*[]";

/// A path without repeated slashes.
pub(crate) fn merge_slashes(path: &str) -> String {
    let mut merged = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter != '/' || !merged.ends_with('/') {
            merged.push(letter);
        }
    }
    merged
}

/// The path with its escapes: as it was sent, unless merging changed it or a letter should have been escaped.
pub(crate) fn escaped(sent: &str, merged: &[u8]) -> String {
    let may_stand = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || byte == b'%'
            || PLAIN.contains(&byte)
            || SENT.contains(&byte)
    };
    if !sent.contains("//") && sent.bytes().all(may_stand) {
        return sent.to_owned();
    }
    let mut escaped = String::with_capacity(merged.len());
    for byte in merged {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(byte) {
            escaped.push(char::from(*byte));
        } else {
            escaped.extend(format!("%{byte:02X}").chars());
        }
    }
    escaped
}

/// The path that the router looks for: no slash at the end, and dots are steps.
pub(crate) fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_escaped_as_it_was_sent_unless_it_cannot_be() {
        assert_eq!(escaped("/a/%31", b"/a/1"), "/a/%31");
        assert_eq!(escaped("/a/(b)", b"/a/(b)"), "/a/(b)");
        assert_eq!(escaped("/a//(b)", b"/a/(b)"), "/a/%28b%29");
        assert_eq!(escaped("/ü", "/ü".as_bytes()), "/%C3%BC");
    }

    #[test]
    fn dots_are_steps() {
        assert_eq!(clean("/a/./b/../c/"), "/a/c");
        assert_eq!(clean("/../.."), "/");
    }
}
