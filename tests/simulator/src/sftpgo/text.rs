//! Rules for names, addresses, networks and keys, with the platform's words for what breaks them.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The one text for every name that is refused (contract 5.8).
pub(crate) const BAD_NAME: &str = "Invalid input. Slashes (/ ), colons (:), control characters, and reserved system names are not allowed";

/// Which names a release refuses (contract 5.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameRules {
    /// None but the empty one.
    None,
    /// What trips paths, and names of devices.
    First,
    /// Everything that today's release refuses.
    Present,
}

/// Whether a name passes the rules of a release.
pub(crate) fn is_good_name(name: &str, rules: NameRules) -> bool {
    let is_new =
        |letter: char| matches!(letter, '*' | '?' | '"' | '<' | '>' | '|') || is_format(letter);
    let is_refused = |letter: char| {
        matches!(letter, '/' | '\\' | ':')
            || letter.is_control()
            || (rules == NameRules::Present && is_new(letter))
    };
    if rules == NameRules::None {
        return !name.is_empty();
    }
    (1..=255).contains(&name.len())
        && !name.chars().any(is_refused)
        && !matches!(name, "." | "..")
        && !name.ends_with(['.', ' '])
        && !is_device(name)
}

fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let numbered = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"))
        .is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    numbered || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
}

/// Unicode's format characters.
fn is_format(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0xad | 0x600..=0x605
            | 0x61c
            | 0x6dd
            | 0x70f
            | 0x890..=0x891
            | 0x8e2
            | 0x180e
            | 0x200b..=0x200f
            | 0x202a..=0x202e
            | 0x2060..=0x2064
            | 0x2066..=0x206f
            | 0xfeff
            | 0xfff9..=0xfffb
            | 0x1_10bd
            | 0x1_10cd
            | 0x1_3430..=0x1_343f
            | 0x1_bca0..=0x1_bca3
            | 0x1_d173..=0x1_d17a
            | 0xe_0001
            | 0xe_0020..=0xe_007f
    )
}

/// Whether a name has only the letters that naming rules without bit 1 leave.
pub(crate) fn is_plain_name(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
}

/// Whether a text looks like an e-mail address: the pattern of HTML forms of old, with letters of every language.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let is_letter = |letter: char| letter.is_ascii_alphabetic() || letter >= '\u{a0}';
    let is_digit = |letter: char| letter.is_ascii_digit();
    let is_local = |letter: char| {
        is_letter(letter) || is_digit(letter) || "!#$%&'*+-/=?^_`{|}~".contains(letter)
    };
    // A label begins and ends with a letter or a digit, the last one with a letter.
    let is_label = |label: &str, is_last: bool| {
        let is_end = |letter: char| is_letter(letter) || (is_digit(letter) && !is_last);
        label.starts_with(is_end)
            && label.ends_with(is_end)
            && label
                .chars()
                .all(|letter| is_letter(letter) || is_digit(letter) || "-~".contains(letter))
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    let Some((labels, last)) = host.rsplit_once('.') else {
        return false;
    };
    local
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(is_local))
        && labels.split('.').all(|label| is_label(label, false))
        && is_label(last, true)
}

/// A network such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits: u32 = bits.parse().ok().filter(|bits| *bits <= most)?;
        Some(Self { address, bits })
    }

    pub(crate) fn holds(&self, address: &str) -> bool {
        let Ok(address) = address.parse::<IpAddr>() else {
            return false;
        };
        let (own, other, most) = match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (u128::from(own.to_bits()), u128::from(other.to_bits()), 32)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits(), other.to_bits(), 128),
            _ => return false,
        };
        let shift = most - self.bits;
        own.checked_shr(shift).unwrap_or(0) == other.checked_shr(shift).unwrap_or(0)
    }
}

/// What is wrong with the line of authorized keys at a place (contract 3.1).
pub(crate) fn key_complaint(line: &str, index: usize) -> Option<String> {
    const NONE: &str = "ssh: no key found";
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut last = None;
    // Options may stand in front of the key.
    for pair in words.windows(2).take(2) {
        let [_, blob] = pair else { continue };
        match read_key(blob) {
            Ok(()) => return None,
            Err(Refusal::Unreadable(problem)) => last = Some(problem),
            Err(Refusal::Short(bits)) => {
                return Some(format!(
                    "invalid size {bits} for rsa key at position {index}, minimum 2048"
                ));
            }
            Err(Refusal::Insecure) => {
                return Some(format!(
                    "DSA key format is insecure and it is not allowed for key at position {index}"
                ));
            }
        }
    }
    let start = format!("error parsing public key at position {index}");
    Some(match last {
        Some(problem) => format!("{start}: {NONE}; last parsing error for ignored line: {problem}"),
        None => format!("{start}: {NONE}"),
    })
}

enum Refusal {
    Unreadable(String),
    /// An RSA key of so many bits.
    Short(usize),
    Insecure,
}

/// The length of a number in bits.
fn n_bits(number: &[u8]) -> usize {
    let mut bytes = number.iter().skip_while(|byte| **byte == 0);
    let first = bytes.next().map_or(0, |byte| 8 - byte.leading_zeros());
    usize::try_from(first).unwrap_or(8) + bytes.count() * 8
}

fn read_key(blob: &str) -> Result<(), Refusal> {
    let unreadable = |text: &str| Refusal::Unreadable(text.to_owned());
    let short = || unreadable("ssh: short read");
    let bytes = STANDARD.decode(blob).map_err(|_| {
        let at = blob
            .bytes()
            .position(|byte| !byte.is_ascii_alphanumeric() && !b"+/=".contains(&byte))
            .unwrap_or(blob.len());
        unreadable(&format!("illegal base64 data at input byte {at}"))
    })?;
    let (kind, rest) = field(&bytes).ok_or_else(short)?;
    match kind {
        b"ssh-ed25519" => {
            let (key, _) = field(rest).ok_or_else(short)?;
            if key.len() == 32 {
                Ok(())
            } else {
                Err(unreadable(&format!(
                    "invalid size {} for Ed25519 public key",
                    key.len()
                )))
            }
        }
        b"ssh-rsa" => {
            let (_, rest) = field(rest).ok_or_else(short)?;
            let (modulus, _) = field(rest).ok_or_else(short)?;
            let bits = n_bits(modulus);
            if bits >= 2048 {
                Ok(())
            } else {
                Err(Refusal::Short(bits))
            }
        }
        b"ssh-dss" => Err(Refusal::Insecure),
        b"ecdsa-sha2-nistp256"
        | b"ecdsa-sha2-nistp384"
        | b"ecdsa-sha2-nistp521"
        | b"sk-ssh-ed25519@openssh.com"
        | b"sk-ecdsa-sha2-nistp256@openssh.com" => field(rest).map(|_| ()).ok_or_else(short),
        other => Err(unreadable(&format!(
            "ssh: unknown key algorithm: {}",
            String::from_utf8_lossy(other)
        ))),
    }
}

fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 5.8.
    #[test]
    fn names_that_windows_or_a_terminal_would_trip_over_are_refused() {
        for name in [
            "a/b",
            "a\\b",
            "a:b",
            "a|b",
            ".",
            "..",
            "CON",
            "nul.txt",
            "com1",
            "end.",
            "end ",
            "a\tb",
            "a\u{200f}b",
            "\u{feff}a",
            "a\u{200b}b",
        ] {
            assert!(!is_good_name(name, NameRules::Present), "{name:?}");
            assert!(is_good_name(name, NameRules::None), "{name:?}");
        }
        for name in ["con .x", "...x", "%00", "a\u{a0}b", "com", "com10", "üñí"] {
            assert!(is_good_name(name, NameRules::Present), "{name:?}");
        }
        assert!(is_good_name(&"z".repeat(255), NameRules::Present));
        assert!(!is_good_name(&"ü".repeat(128), NameRules::Present));
        for (name, is_good) in [
            ("a*b", true),
            ("a\u{200b}b", true),
            ("a:b", false),
            ("nul", false),
        ] {
            assert_eq!(is_good_name(name, NameRules::First), is_good, "{name:?}");
        }
    }

    #[test]
    fn networks_hold_their_addresses() {
        assert!(Network::read("127.0.0.0/8").unwrap().holds("127.9.9.9"));
        assert!(!Network::read("192.0.2.0/24").unwrap().holds("127.0.0.1"));
        assert!(Network::read("::/0").unwrap().holds("::1"));
        assert_eq!(Network::read("10.0.0.1"), None);
        assert_eq!(Network::read("10.0.0.1/33"), None);
    }

    #[test]
    fn an_address_has_a_name_and_a_host() {
        for good in ["a@example.org", "b.c+d@x.example", "ü@example.org"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            " ",
            "x",
            "anna@",
            "a b@example.org",
            "a@b",
            "@example.org",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    // Contract 3.1.
    #[test]
    fn an_address_of_mail_has_labels_and_a_last_one_of_letters() {
        for good in [
            "a@b.c",
            "a.b+c@x-y.example.org",
            "änna@exämple.org",
            "a@1.2.org.",
            "o'neil@example.org",
            "a@b.c1d",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            " ",
            "a",
            "@b.org",
            "a@",
            "a@b",
            "a@b.c1",
            "a@1.2.3.4",
            "a..b@c.org",
            ".a@b.org",
            "a@b..org",
            "a@-b.org",
            "a@b_c.org",
            "a b@c.org",
            "a@b.org ",
            "a@b@c.org",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    // Contract 3.1.
    #[test]
    fn a_key_is_read_as_openssh_writes_it() {
        let good =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ1dHRlcmZseWJ1dHRlcmZseWJ1dHRlcmZseWJ1dHQx lab";
        assert_eq!(key_complaint(good, 0), None);
        assert_eq!(
            key_complaint(" ", 2).as_deref(),
            Some("error parsing public key at position 2: ssh: no key found")
        );
        assert_eq!(
            key_complaint("ssh-rsa nonsense", 0).as_deref(),
            Some(
                "error parsing public key at position 0: ssh: no key found; last parsing error for ignored line: ssh: short read"
            )
        );
    }
}
