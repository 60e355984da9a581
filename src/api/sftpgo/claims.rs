//! Reads what a token says of itself: the only place where a signed-in administrator finds name and permissions.
//!
//! Source: `docs/contracts/sftpgo.md`, 1.4 and 1.6.

use serde::{Deserialize, Deserializer};

use crate::api::{Secret, Timestamp, token};

/// What a token says of itself. Permissions are frozen in it: taken away later, they hold until it ends.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// The account's name, as it is stored.
    pub username: String,
    /// What an administrator may do, `*` for everything. Of a user's token: what the user may not.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// Tenant; empty for none.
    #[serde(default)]
    pub role: String,
    /// Whom the token is for: `API` or `APIUser`, and the network address that it is bound to.
    #[serde(rename = "aud", default, deserialize_with = "one_or_more")]
    pub audience: Vec<String>,
    /// When it ends.
    #[serde(rename = "exp", default)]
    pub expires_at: Option<Timestamp>,
    /// Whether a second factor has to be set up before anything else.
    #[serde(rename = "2fa_required", default)]
    pub needs_second_factor: bool,
    /// Whether a new password has to be set before anything else.
    #[serde(rename = "chpwd", default)]
    pub needs_new_password: bool,
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        One(String),
        More(Vec<String>),
    }
    Ok(match Either::deserialize(deserializer)? {
        Either::One(one) => vec![one],
        Either::More(more) => more,
    })
}

impl Claims {
    /// Whether the token is an administrator's.
    pub fn is_admin(&self) -> bool {
        self.audience.iter().any(|one| one == "API")
    }

    /// Whether the administrator may do everything.
    pub fn is_super_admin(&self) -> bool {
        self.permissions.iter().any(|one| one == "*")
    }

    /// Whether the administrator may do this.
    pub fn may(&self, permission: &str) -> bool {
        self.is_super_admin() || self.permissions.iter().any(|one| one == permission)
    }
}

/// Reads the claims of a token, or nothing when it is none of `SFTPGo`'s.
pub fn token_claims(secret: &Secret) -> Option<Claims> {
    let claims: Claims = serde_json::from_slice(&token::payload(secret)?).ok()?;
    let is_ours = claims
        .audience
        .iter()
        .any(|one| matches!(one.as_str(), "API" | "APIUser"));
    is_ours.then_some(claims)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::api::base64;

    fn token(payload: &str) -> Secret {
        let payload: String = base64::encode(payload.as_bytes())
            .trim_end_matches('=')
            .replace('+', "-")
            .replace('/', "_");
        Secret::from(format!("e30.{payload}.x"))
    }

    #[test]
    fn an_administrators_token_tells_name_and_permissions() {
        let claims = token_claims(&token(
            r#"{"aud":["API","127.0.0.1"],"exp":1795370551,"iat":1795369351,"jti":"x","nbf":1795369341,
                "permissions":["view_users","edit_users"],"role":"north","sub":"1795369351","username":"änne"}"#,
        ))
        .unwrap();
        assert_eq!(
            (claims.username.as_str(), claims.role.as_str()),
            ("änne", "north")
        );
        assert!(claims.is_admin() && !claims.is_super_admin());
        assert!(claims.may("edit_users") && !claims.may("del_users"));
        assert_eq!(claims.expires_at, Some(Timestamp::from_unix(1_795_370_551)));
        assert!(!claims.needs_second_factor && !claims.needs_new_password);
    }

    #[test]
    fn a_forced_action_and_a_star_are_seen() {
        let claims = token_claims(&token(
            r#"{"aud":"API","2fa_required":true,"chpwd":true,"permissions":["*"],"username":"root"}"#,
        ))
        .unwrap();
        assert!(claims.needs_second_factor && claims.needs_new_password);
        assert!(claims.may("anything"));
    }

    #[test]
    fn a_users_token_is_no_administrators() {
        let claims =
            token_claims(&token(r#"{"aud":["APIUser","::1"],"username":"anna"}"#)).unwrap();
        assert!(!claims.is_admin() && claims.permissions.is_empty());
    }

    #[test]
    fn what_is_no_token_of_theirs_has_no_claims() {
        for payload in [
            "{}",
            r#"{"username":"x"}"#,
            r#"{"id":1,"username":"x","exp":5}"#,
            r#"{"aud":["API"]}"#,
            r#"{"aud":["WebAdmin"],"username":"x"}"#,
            "no",
        ] {
            assert_eq!(token_claims(&token(payload)), None, "{payload}");
        }
        assert_eq!(token_claims(&Secret::from("a.b")), None);
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in ".*") {
            let _ = token_claims(&Secret::from(text.as_str()));
            let _ = token_claims(&token(&text));
        }
    }
}
