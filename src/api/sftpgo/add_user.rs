//! `POST /users`: create an account (`SFTPGo`).
//!
//! Access: `add_users`. Answers: 201 with the account as it is stored; the server may have changed the name, so this one is
//! used from then on. The `Location` header is never followed: it is encoded once, which can name another account.
//! Errors: 400 with the member in words; 409 the name is taken or the role unknown; 404 or 500 a group or folder that is not
//! there; 500 a password over 72 bytes, which is not sent. `status` is always sent: left out, the account would be off.
//! Source: `SFTPGo` API, operation `add_user`; `docs/contracts/sftpgo.md`, U2, 3.1, 5.5 and 5.6.

use super::{PasswordChange, StorageSecret, User, WRITE_LIMIT_MS, body, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret, Unsendable,
    facts,
};

/// Creates one account.
#[derive(Clone, Debug)]
pub struct AddUser {
    /// The account; what an administrator may not set is passed over by the server.
    pub user: User,
    /// Its password; an account may do without.
    pub password: Option<Secret>,
    /// Secrets of its storage.
    pub secrets: Vec<StorageSecret>,
}

impl Endpoint for AddUser {
    type Answer = User;

    const OPERATION: &'static str = "add_user";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/users";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        let password = match &self.password {
            Some(password) => PasswordChange::Set(password.clone()),
            None => PasswordChange::Keep,
        };
        if let PasswordChange::Set(password) = &password {
            body::fits("password", password)?;
        }
        to.json(&body::Saved {
            user: &self.user,
            password: &password,
            secrets: &self.secrets,
        })
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let kind = error::save_refusal(facts::<Self>(), response);
        let kind = match kind {
            // Either a group is not there, or the administrator who asks is gone.
            ErrorKind::NotFound if self.user.groups().is_empty() => ErrorKind::SignedOut,
            ErrorKind::NotFound => error::in_field(404, "groups", None),
            other => other,
        };
        error::without(kind, &self.password.iter().collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::sftpgo::{GroupKind, GroupMapping};
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome, refused};
    use crate::api::{Clash, Object, Reason, request};

    fn bob() -> AddUser {
        let mut user = User::new("bob");
        user.set_home_dir("/srv/bob");
        AddUser {
            user,
            password: Some(Secret::from("correct horse 1")),
            secrets: Vec::new(),
        }
    }

    fn in_field(status: u16, field: &str, message: &str) -> ErrorKind {
        let message = (!message.is_empty()).then(|| message.to_owned());
        error::in_field(status, field, message)
    }

    #[test]
    fn the_request_is_the_smallest_sensible_account() {
        let body = r#"{"username":"bob","status":1,"permissions":{"/":["*"]},"home_dir":"/srv/bob","password":"correct horse 1"}"#;
        assert_request(&bob(), "POST", "/api/v2/users", Some(body));
        assert_masked(&bob(), &["correct horse 1"]);
    }

    #[test]
    fn a_secret_of_the_storage_is_sent_plain_and_recorded_as_stars() {
        let mut with_storage = bob();
        let mut s3 = Object::default();
        s3.set("bucket", "data");
        let mut filesystem = Object::default();
        filesystem.set("provider", &1);
        filesystem.set("s3config", &s3);
        with_storage.user.set_filesystem(filesystem);
        with_storage.password = None;
        with_storage.secrets = vec![StorageSecret {
            block: "s3config",
            member: "access_secret",
            value: Some(Secret::from("battery staple 2")),
        }];
        let body = r#"{"username":"bob","status":1,"permissions":{"/":["*"]},"home_dir":"/srv/bob","filesystem":{"provider":1,"s3config":{"bucket":"data","access_secret":{"status":"Plain","payload":"battery staple 2"}}}}"#;
        assert_request(&with_storage, "POST", "/api/v2/users", Some(body));
        assert_masked(&with_storage, &["battery staple 2"]);
    }

    #[test]
    fn a_password_that_would_fail_is_not_sent_but_a_hash_may_be_long() {
        let mut long = bob();
        long.password = Some(Secret::from("x".repeat(73)));
        let too_long = Unsendable::TooLong {
            field: "password",
            max_bytes: 72,
        };
        assert_eq!(
            request(&long).unwrap_err().kind,
            ErrorKind::Unsendable(too_long)
        );
        long.password = Some(Secret::from(format!("$6$salt${}", "x".repeat(86))));
        assert!(request(&long).is_ok());
    }

    #[test]
    fn a_201_is_the_account_as_it_is_stored() {
        let made = outcome(&bob(), "naming-lower/2").unwrap();
        assert_ne!(made.username(), "");
        assert!(outcome(&bob(), "update/4").unwrap().has_password());
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one line for each refusal")]
    fn every_refusal_has_its_meaning() {
        let password = "insecure password, try including more special characters, using uppercase letters or using a longer password";
        assert_refusals(
            &bob(),
            &[
                ("create-errors/36", ErrorKind::SignedOut),
                ("permissions/9", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("create-errors/7", ErrorKind::Conflict(Clash::Name)),
                ("naming-lower/5", ErrorKind::Conflict(Clash::Name)),
                (
                    "create-errors/25",
                    in_field(
                        409,
                        "role",
                        "violates foreign key constraint: FOREIGN KEY constraint failed",
                    ),
                ),
                ("stale-tokens/17", ErrorKind::SignedOut),
                ("create-errors/4", refused(400, "unexpected EOF")),
                (
                    "create-errors/6",
                    in_field(400, "username", "username is mandatory"),
                ),
                (
                    "create-errors/9",
                    in_field(
                        400,
                        "permissions",
                        "please grant some permissions to this user",
                    ),
                ),
                (
                    "create-errors/14",
                    in_field(400, "home_dir", "home_dir is mandatory"),
                ),
                (
                    "create-errors/16",
                    in_field(400, "status", "invalid user status: 2"),
                ),
                ("create-errors/17", in_field(400, "status", "")),
                (
                    "create-errors/18",
                    in_field(400, "email", "email \"anna@\" is not valid"),
                ),
                (
                    "create-errors/20",
                    in_field(
                        400,
                        "public_keys",
                        "error parsing public key at position 0: ssh: no key found",
                    ),
                ),
                (
                    "create-errors/22",
                    in_field(400, "filters", "invalid denied protocol \"SMTP\""),
                ),
                (
                    "create-errors/26",
                    in_field(
                        500,
                        "groups",
                        "NOT NULL constraint failed: users_groups_mapping.group_id",
                    ),
                ),
                (
                    "create-errors/29",
                    in_field(500, "groups", "unable to load group password policies"),
                ),
                (
                    "create-errors/30",
                    in_field(
                        500,
                        "virtual_folders",
                        "NOT NULL constraint failed: users_folders_mapping.folder_id",
                    ),
                ),
                (
                    "create-errors/31",
                    in_field(
                        400,
                        "filesystem",
                        "could not validate s3config: bucket cannot be empty",
                    ),
                ),
                (
                    "create-errors/33",
                    in_field(
                        500,
                        "filesystem",
                        "invalid read buffer size must be between 0 and 10 MB",
                    ),
                ),
                (
                    "create-errors/37",
                    refused(400, "http: request body too large"),
                ),
                (
                    "password-rules-strict/2",
                    in_field(400, "password", password),
                ),
            ],
        );
    }

    #[test]
    fn a_404_is_about_the_groups_where_there_are_some() {
        let mut grouped = bob();
        grouped.user.set_groups(&[GroupMapping {
            name: "nogroup".to_owned(),
            kind: GroupKind::Secondary,
        }]);
        assert_refusals(&grouped, &[("naming-lower/8", in_field(404, "groups", ""))]);
    }
}
