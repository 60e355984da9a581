//! Takes a JSON web token apart. Whether its signature holds is the server's affair.

use zeroize::Zeroizing;

use super::{Secret, base64};

/// The text of a token's middle part; nothing when it is no token.
pub(super) fn payload(token: &Secret) -> Option<Zeroizing<Vec<u8>>> {
    let mut parts = token.expose().split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    base64::decode_url(payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_three_parts() {
        let payload = |text: &str| payload(&Secret::from(text)).map(|found| found.to_vec());
        assert_eq!(payload("a.e30.c"), Some(b"{}".to_vec()));
        for text in ["", "e30", "a.e30", "a.e30.c.d", "a.!.c"] {
            assert_eq!(payload(text), None, "{text}");
        }
    }
}
