//! `PUT /users/{id}`: change an account (Portainer).
//!
//! Access: administrator; self for password, theme and cache. Answers: 200 with the account after the change.
//! A partial update although it is a PUT: what is left out, empty or 0 is kept.
//! Errors: 400 blank in the name, role, password too short, current without new password; 403 neither administrator
//! nor self, or a role or name from someone who is no administrator, or a wrong current password; 404 unknown;
//! 409 name taken; 500 password over 72 bytes, which is not sent. Nothing is saved unless all pass.
//! A role or password ends the account's sessions, also one's own; a role that does not change does so too and is
//! therefore left out. The server does not keep the last administrator from being demoted: the caller must.
//! Source: Portainer API, operation `UserUpdate`; `docs/contracts/portainer.md`, S5.

use serde::Serialize;

use super::error;
use super::{Role, Theme, User, UserId, WRITE_LIMIT_MS, body};
use crate::api::{
    Clash, Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret,
    Unsendable, facts,
};

/// Changes what is named and nothing else: role and password together in one call, never in two at the same time.
#[derive(Clone, Debug)]
pub struct UpdateUser {
    id: UserId,
    username: Option<String>,
    role: Option<Role>,
    current_password: Option<Secret>,
    new_password: Option<Secret>,
    theme: Option<Theme>,
    use_cache: Option<bool>,
}

impl UpdateUser {
    /// A change of that account that changes nothing yet.
    pub const fn new(id: UserId) -> Self {
        Self {
            id,
            username: None,
            role: None,
            current_password: None,
            new_password: None,
            theme: None,
            use_cache: None,
        }
    }

    /// Gives another name; it is stored with the case given. Administrators only.
    #[must_use]
    pub fn rename(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Gives another role and ends the account's sessions. Administrators only.
    #[must_use]
    pub const fn set_role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// Sets a password and ends the account's sessions.
    #[must_use]
    pub fn new_password(mut self, password: Secret) -> Self {
        self.new_password = Some(password);
        self
    }

    /// The present password: needed with a new one from someone who is no administrator.
    #[must_use]
    pub fn current_password(mut self, password: Secret) -> Self {
        self.current_password = Some(password);
        self
    }

    /// Sets the colors of Portainer's own interface.
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = Some(theme);
        self
    }

    /// Says whether Portainer's own interface may cache.
    #[must_use]
    pub const fn use_cache(mut self, use_cache: bool) -> Self {
        self.use_cache = Some(use_cache);
        self
    }

    /// Whether nothing was named.
    pub const fn is_empty(&self) -> bool {
        self.username.is_none()
            && self.role.is_none()
            && self.new_password.is_none()
            && self.theme.is_none()
            && self.use_cache.is_none()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Payload<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: &'a Option<String>,
    #[serde(
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    password: &'a Option<Secret>,
    #[serde(
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    new_password: &'a Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    use_cache: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<Color<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<i64>,
}

#[derive(Serialize)]
struct Color<'a> {
    color: &'a str,
}

impl Endpoint for UpdateUser {
    type Answer = User;

    const OPERATION: &'static str = "user_update";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/users/{id}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        // The server takes empty texts for "keep" and answers 200: the person would believe in a change.
        if self.username.as_ref().is_some_and(String::is_empty) {
            return Err(Unsendable::Empty { field: "username" });
        }
        if let Some(password) = &self.new_password {
            if password.is_empty() {
                return Err(Unsendable::Empty {
                    field: "new_password",
                });
            }
            body::fits("new_password", password)?;
        }
        to.segment("id", &self.id)?;
        to.json(&Payload {
            username: &self.username,
            password: &self.current_password,
            new_password: &self.new_password,
            use_cache: self.use_cache,
            theme: self.theme.as_ref().map(|theme| Color {
                color: theme.word(),
            }),
            role: self.role.map(body::role_number).transpose()?,
        })
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(self.id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            ErrorKind::Conflict(_) => ErrorKind::Conflict(Clash::Name),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{
        assert_masked, assert_refusals, assert_request, broken, outcome, refused,
    };
    use crate::api::{Reason, Timestamp, request};

    const ANNA: UpdateUser = UpdateUser::new(UserId(2));

    fn sends(update: &UpdateUser, body: &str) {
        assert_request(update, "PUT", "/api/users/2", Some(body));
    }

    #[test]
    fn only_what_changes_is_sent() {
        sends(&ANNA, "{}");
        sends(&ANNA.rename("CARLA"), r#"{"Username":"CARLA"}"#);
        sends(&ANNA.set_role(Role::Administrator), r#"{"Role":1}"#);
        sends(&ANNA.theme(Theme::Dark), r#"{"Theme":{"color":"dark"}}"#);
        sends(&ANNA.theme(Theme::Unset), r#"{"Theme":{"color":""}}"#);
        sends(&ANNA.use_cache(false), r#"{"UseCache":false}"#);
        sends(
            &ANNA.new_password(Secret::from("battery staple 2")),
            r#"{"NewPassword":"battery staple 2"}"#,
        );
        assert!(ANNA.is_empty() && !ANNA.use_cache(true).is_empty());
    }

    #[test]
    fn role_and_password_go_together_in_one_call() {
        let both = ANNA
            .set_role(Role::Regular)
            .new_password(Secret::from("battery staple 2"))
            .current_password(Secret::from("correct horse 1"));
        assert_masked(&both, &["battery staple 2", "correct horse 1"]);
        sends(
            &both,
            r#"{"Password":"correct horse 1","NewPassword":"battery staple 2","Role":2}"#,
        );
    }

    #[test]
    fn what_the_server_would_silently_keep_is_not_sent() {
        let field = |update: &UpdateUser| match request(update).unwrap_err().kind {
            ErrorKind::Unsendable(why) => why.field(),
            other => panic!("{other:?}"),
        };
        assert_eq!(field(&ANNA.rename("")), Some("username"));
        assert_eq!(
            field(&ANNA.new_password(Secret::default())),
            Some("new_password")
        );
        let long = Secret::from("x".repeat(73));
        assert_eq!(field(&ANNA.new_password(long)), Some("new_password"));
        assert_eq!(field(&ANNA.set_role(Role::Unknown(0))), Some("role"));
    }

    #[test]
    fn writes_about_one_account_have_one_subject() {
        assert_eq!(
            ANNA.subject(),
            super::super::DeleteUser { id: UserId(2) }.subject()
        );
        assert_ne!(ANNA.subject(), UpdateUser::new(UserId(3)).subject());
    }

    #[test]
    fn a_200_is_the_account_after_the_change() {
        let user = outcome(&ANNA, "update/12").unwrap();
        assert_eq!(user.theme, Theme::Other("any text".to_owned()));
        assert!(user.use_cache);
        let user = outcome(&ANNA, "role/13").unwrap();
        assert_eq!(
            user.sessions_valid_from,
            Some(Timestamp::from_unix(1_795_368_166))
        );
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        let wrong = ErrorKind::Forbidden(Reason::WrongCurrentPassword);
        let weak = "Password does not meet the minimum strength requirements";
        let blank = "Invalid username. Must not contain any whitespace";
        assert_refusals(
            &ANNA,
            &[
                ("permissions-user/16", ErrorKind::SignedOut),
                ("update-errors/7", not_allowed.clone()),
                ("update-errors/8", not_allowed.clone()),
                ("update-errors/10", not_allowed),
                ("update-errors/12", wrong),
                ("update-errors/22", ErrorKind::NotFound),
                ("update-errors/18", ErrorKind::Conflict(Clash::Name)),
                ("update-errors/20", refused(400, blank)),
                ("update-errors/16", refused(400, weak)),
                ("update-errors/17", broken(500, "Unable to hash data")),
                ("any.writes_held", ErrorKind::WritesHeld),
            ],
        );
    }
}
