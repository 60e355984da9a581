//! What happens to passwords and to the secrets of a storage when an account is saved.
//!
//! Source: `docs/contracts/sftpgo.md`, 3.6 and 5.5.

use crate::api::Secret;

/// What a save does with an account's password.
#[derive(Clone, Debug)]
pub enum PasswordChange {
    /// Nothing: left out, which keeps it.
    Keep,
    /// A new one.
    Set(Secret),
    /// None any more: sent empty. The account then signs in with keys or certificates, or not at all.
    Clear,
}

/// A change of one secret of a storage.
#[derive(Clone, Debug)]
pub struct StorageSecret {
    /// The settings that it is part of, such as [`Storage::block`](super::Storage::block) names them.
    pub block: &'static str,
    /// Its member there, such as `access_secret`.
    pub member: &'static str,
    /// The new secret; nothing removes it, which the server takes silently where the rest makes sense without.
    pub value: Option<Secret>,
}

/// How texts begin that the server stores as they are, as the hash of a password.
const HASHES: [&str; 14] = [
    "$argon2id$",
    "$2a$",
    "$pbkdf2-sha1$",
    "$pbkdf2-sha256$",
    "$pbkdf2-sha512$",
    "$pbkdf2-b64salt-sha256$",
    "$1$",
    "$apr1$",
    "$5$",
    "$6$",
    "$y$",
    "{MD5}",
    "{SHA256}",
    "{SHA512}",
];

/// Whether the server would take a password for a hash and store it as it is: nobody could sign in with it.
pub fn is_taken_for_hash(password: &Secret) -> bool {
    HASHES.iter().any(|start| password.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_can_look_like_a_hash() {
        for text in ["$6$x", "{SHA512}", "$2a$10$"] {
            assert!(is_taken_for_hash(&Secret::from(text)), "{text}");
        }
        for text in ["", "$2b$10$", "$7$", "x$6$", "{sha512}"] {
            assert!(!is_taken_for_hash(&Secret::from(text)), "{text}");
        }
    }
}
