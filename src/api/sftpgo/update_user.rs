//! `PUT /users/{username}`: replace an account (`SFTPGo`).
//!
//! Access: `edit_users`. Answers: 200 without the account: read it again, the server changes paths, lists and limits.
//! Replaces everything: a member that is left out is cleared, and a missing status switches the account off. So the whole account
//! as it was read goes back, members that nobody knows and encrypted secrets included. There is no version: who saves last wins.
//! Errors: 404 unknown, before the body is read; else as on creation. A refused save changes nothing.
//! Source: `SFTPGo` API, operation `update_user`; `docs/contracts/sftpgo.md`, U4, 3.6, 5.1, 5.2 and 5.12.

use super::{PasswordChange, StorageSecret, User, WRITE_LIMIT_MS, body, error};
use crate::api::{
    Effect, Empty, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Replaces an account by what is given.
#[derive(Clone, Debug)]
pub struct UpdateUser {
    /// The account as it was read, with what changed. Its name says which; a name cannot be changed.
    pub user: User,
    /// What happens to the password.
    pub password: PasswordChange,
    /// Changes of secrets of the storage. What is not named stays.
    pub secrets: Vec<StorageSecret>,
    /// Whether the account's file connections end after the save.
    pub disconnect: bool,
}

impl Endpoint for UpdateUser {
    type Answer = Empty;

    const OPERATION: &'static str = "update_user";
    const PLATFORM: Platform = Platform::Sftpgo;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/users/{username}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        if let PasswordChange::Set(password) = &self.password {
            if password.is_empty() {
                return Err(Unsendable::Empty { field: "password" });
            }
            body::fits("password", password)?;
        }
        body::name(to, "username", &self.user.username())?;
        if self.disconnect {
            to.query("disconnect", &1);
        }
        to.json(&body::Saved {
            user: &self.user,
            password: &self.password,
            secrets: &self.secrets,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(&self.user.username()))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        let kind = error::save_refusal(facts::<Self>(), response);
        match &self.password {
            PasswordChange::Set(password) => error::without(kind, &[password]),
            PasswordChange::Keep | PasswordChange::Clear => kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request, outcome};
    use crate::api::{Reason, Secret, request};

    const READ: &str = r#"{"id":7,"status":1,"username":"anna","password":"$2a$10$x","home_dir":"/srv/anna","permissions":{"/":["*"]},"quota_size":1099511627776,"weight":1.50,"oidc_custom_fields":{"a":1},"virtual_folders":[{"name":"shared","virtual_path":"/s","quota_size":-1,"quota_files":-1,"subpath":"/x","id":1,"mapped_path":"/srv/shared","users":["anna"],"filesystem":{"provider":0}}],"filesystem":{"provider":1,"s3config":{"bucket":"data","access_secret":{"status":"Secretbox","payload":"c1phert3xt"}}}}"#;

    fn anna() -> UpdateUser {
        UpdateUser {
            user: serde_json::from_str(READ).unwrap(),
            password: PasswordChange::Keep,
            secrets: Vec::new(),
            disconnect: false,
        }
    }

    fn in_field(status: u16, field: &str, message: &str) -> ErrorKind {
        error::in_field(status, field, Some(message.to_owned()))
    }

    #[test]
    fn the_request_gives_back_what_was_read() {
        let body = r#"{"id":7,"status":1,"username":"anna","home_dir":"/srv/anna","permissions":{"/":["*"]},"quota_size":1099511627776,"weight":1.50,"virtual_folders":[{"name":"shared","virtual_path":"/s","quota_size":-1,"quota_files":-1,"subpath":"/x"}],"filesystem":{"provider":1,"s3config":{"bucket":"data","access_secret":{"status":"Secretbox","payload":"c1phert3xt"}}}}"#;
        assert_request(&anna(), "PUT", "/api/v2/users/anna", Some(body));
        assert_masked(&anna(), &["c1phert3xt"]);
    }

    #[test]
    fn a_new_password_no_password_and_a_new_secret_are_written() {
        let mut changed = anna();
        changed.disconnect = true;
        changed.user = User::new("anna");
        changed.password = PasswordChange::Set(Secret::from("battery staple 2"));
        let target = "/api/v2/users/anna?disconnect=1";
        let body = r#"{"username":"anna","status":1,"permissions":{"/":["*"]},"password":"battery staple 2"}"#;
        assert_request(&changed, "PUT", target, Some(body));
        assert_masked(&changed, &["battery staple 2"]);
        changed.password = PasswordChange::Clear;
        let body = r#"{"username":"anna","status":1,"permissions":{"/":["*"]},"password":""}"#;
        assert_request(&changed, "PUT", target, Some(body));
    }

    #[test]
    fn a_secret_is_removed_by_leaving_it_out() {
        let mut removed = anna();
        removed.user = serde_json::from_str(
            r#"{"username":"a%41","status":1,"filesystem":{"provider":1,"s3config":{"access_secret":{"status":"Secretbox","payload":"x"},"bucket":"b"}}}"#,
        )
        .unwrap();
        removed.secrets = vec![StorageSecret {
            block: "s3config",
            member: "access_secret",
            value: None,
        }];
        let body = r#"{"username":"a%41","status":1,"filesystem":{"provider":1,"s3config":{"bucket":"b"}}}"#;
        assert_request(&removed, "PUT", "/api/v2/users/a%252541", Some(body));
    }

    #[test]
    fn an_empty_password_is_asked_for_by_name() {
        let mut empty = anna();
        empty.password = PasswordChange::Set(Secret::default());
        let expected = ErrorKind::Unsendable(Unsendable::Empty { field: "password" });
        assert_eq!(request(&empty).unwrap_err().kind, expected);
    }

    #[test]
    fn writes_about_one_account_have_one_subject() {
        let other = crate::api::sftpgo::DeleteUser {
            username: "anna".to_owned(),
        };
        assert_eq!(anna().subject(), other.subject());
    }

    #[test]
    fn a_200_says_no_more() {
        assert_eq!(outcome(&anna(), "update/6"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let name = "Invalid input. Slashes (/ ), colons (:), control characters, and reserved system names are not allowed";
        let second =
            "two-factor authentication cannot be disabled for a user with an active configuration";
        assert_refusals(
            &anna(),
            &[
                ("update-errors/3", ErrorKind::NotFound),
                ("permissions/12", ErrorKind::Forbidden(Reason::NotAllowed)),
                (
                    "update-errors/8",
                    in_field(400, "home_dir", "home_dir is mandatory"),
                ),
                (
                    "update-errors/10",
                    in_field(400, "email", "email \"x\" is not valid"),
                ),
                (
                    "update-errors/11",
                    in_field(
                        409,
                        "role",
                        "violates foreign key constraint: FOREIGN KEY constraint failed",
                    ),
                ),
                ("names-legacy/13", in_field(400, "username", name)),
                ("disable-2fa/14", in_field(400, "filters", second)),
                (
                    "update-secrets/16",
                    in_field(400, "filesystem", "invalid secret"),
                ),
                (
                    "update-secrets/17",
                    in_field(
                        400,
                        "filesystem",
                        "could not validate crypt fs config: invalid passphrase",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn a_password_that_is_repeated_is_not_shown() {
        let mut changed = anna();
        changed.password = PasswordChange::Set(Secret::from("hunter2"));
        let kind = outcome(&changed, "any.echo").unwrap_err();
        let expected = ErrorKind::Refused {
            status: 400,
            code: None,
            message: None,
            fields: Box::default(),
        };
        assert_eq!(kind, expected);
    }
}
