//! What Harbor takes as e-mail, password, name and comment (contract 3.3 and 3.4).

use super::answer::bad_request;
use crate::http::Response;

const BAD_SECRET: &str = "the password or secret must be 8-128, inclusively, characters long with at least 1 uppercase letter, 1 lowercase letter and 1 number";

/// Passwords and CLI secrets: 8 to 128 bytes, and one of each kind of ASCII letter and digit.
pub(crate) fn check_secret(secret: &str) -> Result<(), Response> {
    let has = |is_kind: fn(&u8) -> bool| secret.bytes().any(|byte| is_kind(&byte));
    let is_good = (8..=128).contains(&secret.len())
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit);
    is_good.then_some(()).ok_or_else(|| bad_request(BAD_SECRET))
}

/// E-mail, real name and comment, told one at a time in this order.
pub(crate) fn check_profile(email: &str, realname: &str, comment: &str) -> Result<(), Response> {
    if email.is_empty() {
        return Err(bad_request("email can't be empty"));
    }
    if !is_email(email) {
        return Err(bad_request("email with illegal format"));
    }
    check_text("realname", realname)?;
    if comment.len() > 30 {
        return Err(bad_request("comment with illegal length"));
    }
    Ok(())
}

/// A name: 1 to 255 bytes without six signs.
pub(crate) fn check_text(what: &str, text: &str) -> Result<(), Response> {
    if text.is_empty() || text.len() > 255 {
        return Err(bad_request(&format!("{what} with illegal length")));
    }
    if text.contains(FORBIDDEN) {
        return Err(bad_request(&format!("{what} contains illegal characters")));
    }
    Ok(())
}

/// Signs that no name may hold.
pub(crate) const FORBIDDEN: [char; 6] = [',', '"', '~', '#', '%', '$'];

/// The e-mail rule of contract 3.3.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_quoted = local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .is_some_and(|inside| !inside.is_empty() && !inside.contains('\n'));
    let is_run = |run: &str| !run.is_empty() && !run.contains(is_special);
    (is_quoted || local.split('.').all(is_run)) && is_domain(domain)
}

/// Signs that end a run of an unquoted local part.
fn is_special(letter: char) -> bool {
    matches!(
        letter,
        '<' | '>' | '(' | ')' | '[' | ']' | '\\' | '.' | ',' | ';' | ':' | '@' | '"'
    ) || matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn is_domain(domain: &str) -> bool {
    if let Some(address) = domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let is_number =
            |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        return address.split('.').count() == 4 && address.split('.').all(is_number);
    }
    let Some((labels, last)) = domain.rsplit_once('.') else {
        return false;
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    labels.split('.').all(is_label)
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 3.3.

    #[test]
    fn an_address_needs_a_domain_with_a_last_label_of_letters() {
        for good in [
            "a@b.cc",
            "a+b@x.example",
            "\"a b\"@x.example",
            "\"a@b\"@x.example",
            "a@[999.1.1.1]",
            "ü@x.de",
            "a@-x.de",
            "a#b@x.de",
            "😀@x.de",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a@b.c",
            "a b@x.example",
            "root@localhost",
            "a@b_c.de",
            "a@ü.de",
            "a@x..de",
            "a.@x.de",
            ".a@x.de",
            "a..b@x.de",
            "a,b@x.de",
            "a@x.de,b@x.de",
            "a@b.xn--p1ai",
            "a@x.com.a1",
            "a@@x.de",
            "a@[1.2.3]",
            "a@[1.2.3.4444]",
            "\"\"@x.de",
            "a@x.example ",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_counted_in_bytes() {
        for good in ["Abcdef12", "Abc123é", "Ab1😀x", " Abcde1 "] {
            assert!(check_secret(good).is_ok(), "{good}");
        }
        for bad in ["Abcdef1", "ABCDEF12", "abcdef12", "Abcdefgh", "Äbcdefg1"] {
            assert!(check_secret(bad).is_err(), "{bad}");
        }
        assert!(check_secret(&format!("Aa1{}", "b".repeat(125))).is_ok());
        assert!(check_secret(&format!("Aa1{}", "b".repeat(126))).is_err());
    }
}
