//! Tokens, digests and signatures.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use super::text::json_text;

/// What a session token says (contract 1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) role: i64,
    pub(crate) must_change_password: bool,
    pub(crate) expires_s: i64,
    pub(crate) issued_s: u64,
    pub(crate) token_id: String,
}

/// The key's digest as the server keeps and shows it.
pub(crate) fn digest(raw: &str) -> String {
    STANDARD.encode(Sha256::digest(raw.as_bytes()))
}

/// A keyed signature.
pub(crate) fn sign(key: &[u8], message: &[u8]) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

/// A signed token with these claims.
pub(crate) fn issue(claims: &Claims, key: &[u8]) -> String {
    let body = format!(
        "{{\"id\":{},\"username\":{},\"role\":{},\"scope\":\"default\",\"forceChangePassword\":{},\"exp\":{},\"iat\":{},\"jti\":\"{}\"}}",
        claims.id,
        json_text(claims.name.as_bytes()),
        claims.role,
        claims.must_change_password,
        claims.expires_s,
        claims.issued_s,
        claims.token_id
    );
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#),
        URL_SAFE_NO_PAD.encode(body)
    );
    let signature = URL_SAFE_NO_PAD.encode(sign(key, signed.as_bytes()));
    format!("{signed}.{signature}")
}

/// The claims of a token with a good signature; whether it is still good is another question.
pub(crate) fn open(token: &str, key: &[u8]) -> Option<Claims> {
    let (signed, signature) = token.rsplit_once('.')?;
    if URL_SAFE_NO_PAD.decode(signature).ok()? != sign(key, signed.as_bytes()) {
        return None;
    }
    let (_, body) = signed.split_once('.')?;
    let body: serde_json::Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()?;
    Some(Claims {
        id: body.get("id")?.as_i64()?,
        name: body.get("username")?.as_str()?.to_owned(),
        role: body.get("role")?.as_i64()?,
        must_change_password: body.get("forceChangePassword")?.as_bool()?,
        expires_s: body.get("exp")?.as_i64()?,
        issued_s: body.get("iat")?.as_u64()?,
        token_id: body.get("jti")?.as_str()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_with_its_own_key_only() {
        let claims = Claims {
            id: 1,
            name: "ünï \"x\"".to_owned(),
            role: 1,
            must_change_password: false,
            expires_s: 28_800,
            issued_s: 0,
            token_id: "id".to_owned(),
        };
        let token = issue(&claims, b"key");
        assert_eq!(open(&token, b"key"), Some(claims));
        assert_eq!(open(&token, b"other"), None);
        assert_eq!(open("rubbish", b"key"), None);
    }
}
