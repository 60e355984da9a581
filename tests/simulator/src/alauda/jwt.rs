//! Tokens that say whose they are (contract 1.2, 1.4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::{Value as Json, json};
use sha2::Sha256;

use super::state::User;

/// Nobody outside checks signatures; this one only keeps tokens from being made up.
const KEY: &[u8] = b"simulated installation";

/// A token with the claims that logins ask for: email, groups and ext. An end of 0 is none.
pub(crate) fn issue(user: &User, id: &str, issued_s: u64, ends_s: u64) -> String {
    let claims = json!({
        "iss": "/dex",
        "sub": user.name,
        "aud": "alauda-auth",
        "iat": issued_s,
        "nonce": id,
        "email": user.email,
        "email_verified": true,
        "name": user.username,
        "groups": user.groups,
        "ext": {"is_admin": user.is_admin, "conn_id": user.connector_id},
    });
    sign(claims, ends_s)
}

/// A token that says nothing but its end, in case that the claims are not what was guessed.
pub(crate) fn issue_bare(id: &str, issued_s: u64, ends_s: u64) -> String {
    let claims = json!({"iss": "/dex", "iat": issued_s, "nonce": id});
    sign(claims, ends_s)
}

fn sign(mut claims: Json, ends_s: u64) -> String {
    if ends_s > 0
        && let Some(members) = claims.as_object_mut()
    {
        members.insert("exp".to_owned(), json!(ends_s));
    }
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let signature = Hmac::<Sha256>::new_from_slice(KEY)
        .map(|mac| mac.chain_update(&signed).finalize().into_bytes().to_vec())
        .unwrap_or_default();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
