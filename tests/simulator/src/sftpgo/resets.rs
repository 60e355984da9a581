//! Forgotten passwords: codes by mail (contract 2.1, U7 and U8, and 2.2, P4 and P5).

use serde_json::json;

use super::Call;
use super::access::{forget_forced_change, may_admin_come_from};
use super::answer::{Answer, done, error, invalid, said};
use super::schema::PASSWORD_RESET;
use super::signing::letters;
use super::state::{Person, Reset, Sftpgo, text};
use super::validate::prune;
use crate::http::Response;

const LIFETIME_MS: u64 = 600_000;
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const SENT: &str = "Check your email for the confirmation code";

impl Sftpgo {
    /// Whether an account may be helped at all; who may not is not told.
    fn may_be_helped(&self, call: &Call, person: &Person, is_admin: bool) -> bool {
        if is_admin {
            return person.is_enabled() && may_admin_come_from(person, &call.request.peer);
        }
        let denied = |list: &str, word: &str| {
            self.effective_list(person, list)
                .iter()
                .any(|denied| denied == word)
        };
        self.may_sign_in(person, call.now_ms())
            && !denied("denied_protocols", "HTTP")
            && !denied("denied_login_methods", "password")
            && self.may_come_from(person, &call.request.peer)
    }

    /// U7 and P4.
    pub(crate) fn forgot(&mut self, call: &mut Call, name: &str, is_admin: bool) -> Answer {
        if self.toggles.is("mail", "off") {
            return Err(said(400, "No SMTP configuration"));
        }
        let name = self.convert(name);
        let people = if is_admin { &self.admins } else { &self.users };
        let Some(person) = people.get(&name) else {
            self.suspect(call, 2);
            return done(SENT);
        };
        if !self.may_be_helped(call, person, is_admin) {
            return done(SENT);
        }
        let is_restricted = !is_admin
            && self
                .effective_list(person, "web_client")
                .iter()
                .any(|restriction| restriction == "password-reset-disabled");
        if is_restricted {
            return Err(invalid("you are not allowed to reset your password"));
        }
        let email = text(&person.settings, "email");
        if email.is_empty() {
            return Err(invalid(
                "Your account does not have an email address, it is not possible to reset your password by sending an email verification code",
            ));
        }
        let mut to = vec![email.to_owned()];
        to.extend(
            person
                .filter_list("additional_emails")
                .into_iter()
                .map(str::to_owned),
        );
        if self.toggles.is("mail", "broken") {
            return Err(error(
                500,
                &format!(
                    "unable to send confirmation code via email: 550 5.1.1 <{email}>: recipient rejected"
                ),
            ));
        }
        let code = letters(call.random, 22, ALPHABET);
        let word = if is_admin { "admin" } else { "user" };
        self.mail.push(json!({
            "platform": "sftpgo",
            "to": to,
            "subject": format!("Email Verification Code for {word} \"{name}\""),
            "body": format!("Use this code to set a new password: {code}"),
            "code": code,
        }));
        self.resets.push(Reset {
            code,
            name,
            is_admin,
            until: call.now_ms() + LIFETIME_MS,
        });
        done(SENT)
    }

    /// U8 and P5: the code alone selects the account.
    pub(crate) fn reset_password(&mut self, call: &mut Call, is_admin: bool) -> Answer {
        let given = call.body(&PASSWORD_RESET)?;
        let (code, password) = (text(&given, "code"), text(&given, "password"));
        if password.is_empty() {
            return Err(invalid("please set a password"));
        }
        if code.is_empty() {
            return Err(invalid("please set a confirmation code"));
        }
        let now = call.now_ms();
        let Some(reset) = self
            .resets
            .iter()
            .find(|reset| reset.code == code && reset.until > now)
            .cloned()
        else {
            self.suspect(call, 1);
            return Err(invalid("confirmation code not found"));
        };
        if reset.is_admin != is_admin {
            return Err(invalid("invalid confirmation code"));
        }
        let people = if is_admin { &self.admins } else { &self.users };
        let Some(person) = people.get(&reset.name) else {
            return Err(invalid(
                "unable to associate the confirmation code with an existing account",
            ));
        };
        if !self.may_be_helped(call, person, is_admin) {
            return Err(invalid("you are not allowed to reset your password"));
        }
        if is_admin {
            self.set_admin_password(call, &reset.name, password)?;
        } else {
            self.set_user_password(call, &reset.name, password)?;
        }
        self.resets.retain(|known| known.code != reset.code);
        done("Password reset successful")
    }

    /// Whatever is wrong with an administrator's new password is a 500 here.
    fn set_admin_password(
        &mut self,
        call: &mut Call,
        name: &str,
        password: &str,
    ) -> Result<(), Response> {
        let hash = self
            .hash_admin_password(call, password)
            .map_err(|refused| {
                let told = refused.value();
                let text = told
                    .get("error")
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default();
                error(500, &format!("unable to set the new password: {text}"))
            })?;
        let now = call.now_ms();
        if let Some(person) = self.admins.get_mut(name) {
            person.password = hash;
            person.updated_at = now;
            forget_forced_change(person);
            prune(&mut person.settings);
        }
        Ok(())
    }
}
