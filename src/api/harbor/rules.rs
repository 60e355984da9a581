//! Limits of Harbor's values (contract, 3.3 and 5.7).
//!
//! A value that is too long is not sent: the server would answer without naming the limit, or with a bare 500.

use super::UserId;
use crate::api::{Secret, Unsendable};

/// The longest name and real name, in UTF-8 bytes.
pub const MAX_NAME_BYTES: usize = 255;

/// The longest name that holds more than ASCII, in UTF-8 bytes.
///
/// A deleted account keeps its name with its number behind it, cut blindly to 255 bytes. Where the cut would fall into a
/// letter the deletion fails for good.
pub const MAX_WIDE_NAME_BYTES: usize = 240;

/// The longest e-mail address, in characters.
pub const MAX_EMAIL_CHARS: usize = 255;

/// The longest comment, in UTF-8 bytes.
pub const MAX_COMMENT_BYTES: usize = 30;

/// The shortest password, in UTF-8 bytes. It needs a lower-case letter, a capital and a digit, all of them ASCII.
pub const MIN_PASSWORD_BYTES: usize = 8;

/// The longest password, in UTF-8 bytes.
pub const MAX_PASSWORD_BYTES: usize = 128;

/// The most accounts on a page.
pub const MAX_PAGE_SIZE: u32 = 100;

/// The largest number that the server's database holds; a larger one is answered with a 500.
const MAX_ID: i64 = 2_147_483_647;

/// Whether the server may be unable to delete an account because of this name or this e-mail address.
pub fn may_be_undeletable(name_or_email: &str) -> bool {
    !name_or_email.is_ascii() && name_or_email.len() > MAX_WIDE_NAME_BYTES
}

/// The number as a path part.
pub(super) const fn id(id: UserId) -> Result<i64, Unsendable> {
    if id.0 > MAX_ID {
        return Err(Unsendable::Unknown { field: "user_id" });
    }
    Ok(id.0)
}

/// The subject of a write about one account.
pub(super) fn subject(id: UserId) -> String {
    ["user ", &id.to_string()].concat()
}

/// Refuses the character that no text of the database can hold: U+0000 is answered with a 500.
pub(super) fn storable(field: &'static str, text: &str) -> Result<(), Unsendable> {
    if text.contains('\0') {
        return Err(Unsendable::Nul { field });
    }
    Ok(())
}

fn at_most(field: &'static str, text: &str, max_bytes: usize) -> Result<(), Unsendable> {
    if text.len() > max_bytes {
        return Err(Unsendable::TooLong { field, max_bytes });
    }
    storable(field, text)
}

/// The name of a new account.
pub(super) fn username(text: &str) -> Result<(), Unsendable> {
    let max_bytes = if text.is_ascii() {
        MAX_NAME_BYTES
    } else {
        MAX_WIDE_NAME_BYTES
    };
    at_most("username", text, max_bytes)
}

/// E-mail address, real name and comment, on creation and on change.
pub(super) fn profile(
    email: &str,
    realname: &str,
    comment: Option<&str>,
) -> Result<(), Unsendable> {
    // Bytes are at most four for a character; counting is for the long ones.
    if email.chars().count() > MAX_EMAIL_CHARS {
        return Err(Unsendable::TooManyChars {
            field: "email",
            max_chars: MAX_EMAIL_CHARS,
        });
    }
    storable("email", email)?;
    at_most("realname", realname, MAX_NAME_BYTES)?;
    at_most("comment", comment.unwrap_or_default(), MAX_COMMENT_BYTES)
}

/// A new password or secret.
pub(super) fn password(field: &'static str, secret: &Secret) -> Result<(), Unsendable> {
    if secret.len_bytes() > MAX_PASSWORD_BYTES {
        return Err(Unsendable::TooLong {
            field,
            max_bytes: MAX_PASSWORD_BYTES,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_but_in_an_address_characters() {
        let long = |field, max_bytes| Err(Unsendable::TooLong { field, max_bytes });
        assert_eq!(username(&"m".repeat(255)), Ok(()));
        assert_eq!(username(&"m".repeat(256)), long("username", 255));
        assert_eq!(username(&"é".repeat(120)), Ok(()));
        assert_eq!(username(&"é".repeat(121)), long("username", 240));
        let comment = |text: &str| profile("a@b.cc", "A", Some(text));
        assert_eq!(comment(&"ж".repeat(15)), Ok(()));
        assert_eq!(comment(&"ж".repeat(16)), long("comment", 30));
        let email = |text: &str| profile(text, "A", None);
        assert_eq!(email(&"é".repeat(255)), Ok(()));
        let many = Unsendable::TooManyChars {
            field: "email",
            max_chars: 255,
        };
        assert_eq!(email(&"é".repeat(256)), Err(many));
        assert_eq!(
            profile("a@b.cc", &"n".repeat(256), None),
            long("realname", 255)
        );
        assert_eq!(password("p", &Secret::from("é".repeat(64))), Ok(()));
        assert_eq!(password("p", &Secret::from("é".repeat(65))), long("p", 128));
    }

    #[test]
    fn what_ends_in_a_bare_500_is_not_sent() {
        let nul = |field| Err(Unsendable::Nul { field });
        assert_eq!(username("a\0"), nul("username"));
        assert_eq!(profile("a\0", "A", None), nul("email"));
        assert_eq!(profile("a", "\0", None), nul("realname"));
        assert_eq!(profile("a", "A", Some("\0")), nul("comment"));
        assert_eq!(id(UserId(2_147_483_647)), Ok(2_147_483_647));
        assert!(id(UserId(2_147_483_648)).is_err());
    }

    #[test]
    fn only_long_texts_beyond_ascii_may_be_undeletable() {
        assert!(may_be_undeletable(&"é".repeat(127)));
        assert!(!may_be_undeletable(&"é".repeat(120)));
        assert!(!may_be_undeletable(&"e".repeat(255)));
    }
}
