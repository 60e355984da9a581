//! What a server accepts as a password, and how one is made.

use crate::i18n::{fill, number, t};

/// How long a generated password is, unless the server wants it longer.
pub const GENERATED_LENGTH: usize = 20;

/// What a server accepts, in bytes of UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRule {
    /// The fewest bytes.
    pub min_bytes: usize,
    /// The most bytes.
    pub max_bytes: usize,
}

impl PasswordRule {
    /// Whether a password fits; the sentence says what is wrong.
    pub fn check(self, password: &str) -> Result<(), String> {
        let t = t();
        let n = password.len();
        if password.is_empty() {
            Err(t.password_empty.to_owned())
        } else if n < self.min_bytes {
            Err(fill(
                t.password_too_short,
                &[("n", &number(n)), ("min", &number(self.min_bytes))],
            ))
        } else if n > self.max_bytes {
            Err(fill(
                t.password_too_long,
                &[("n", &number(n)), ("max", &number(self.max_bytes))],
            ))
        } else {
            Ok(())
        }
    }

    /// Whether any password can fit.
    pub fn is_possible(self) -> bool {
        self.min_bytes <= self.max_bytes
    }
}

/// Makes a password from random bytes; `None` when they do not suffice, which asks for more.
///
/// The alphabet leaves out letters that are read for each other (`0O1lI`); bytes beyond a multiple of its length are
/// thrown away, so that every character is equally likely.
pub fn generate(rule: PasswordRule, random: &[u8]) -> Option<String> {
    const ALPHABET: &[u8] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.";
    let length = GENERATED_LENGTH.max(rule.min_bytes).min(rule.max_bytes);
    let n = ALPHABET.len();
    let fair = 256 - 256 % n;
    let password: String = random
        .iter()
        .map(|byte| usize::from(*byte))
        .filter(|byte| *byte < fair)
        .filter_map(|byte| ALPHABET.get(byte % n))
        .map(|byte| char::from(*byte))
        .take(length)
        .collect();
    (password.len() == length).then_some(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: PasswordRule = PasswordRule {
        min_bytes: 12,
        max_bytes: 72,
    };

    #[test]
    fn length_counts_bytes_and_not_letters() {
        assert!(RULE.check("elevenchars").is_err());
        assert!(RULE.check("twelve chars").is_ok());
        assert!(RULE.check("üüüüüü").is_ok());
        assert!(RULE.check(&"x".repeat(72)).is_ok());
        assert!(RULE.check(&"x".repeat(73)).is_err());
        assert!(RULE.check(&"ü".repeat(37)).is_err());
        assert!(RULE.check("").is_err());
    }

    #[test]
    fn a_rule_that_nothing_fits_is_known() {
        let rule = PasswordRule {
            min_bytes: 80,
            ..RULE
        };
        assert!(!rule.is_possible());
    }

    #[test]
    fn generated_passwords_fit_and_use_only_fair_bytes() {
        let bytes: Vec<u8> = (0..=255).collect();
        let password = generate(RULE, &bytes).unwrap();
        assert_eq!(password.len(), GENERATED_LENGTH);
        assert!(RULE.check(&password).is_ok());
        assert_eq!(
            generate(RULE, &[255; 64]),
            None,
            "unfair bytes are thrown away"
        );
        assert_eq!(generate(RULE, &[1; 19]), None);
        let long = PasswordRule {
            min_bytes: 30,
            ..RULE
        };
        assert_eq!(generate(long, &[7; 64]).unwrap().len(), 30);
    }
}
