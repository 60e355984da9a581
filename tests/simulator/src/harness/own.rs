//! What people do to themselves: rows 1 to 7 (contract 2.1, 5.6, 5.7, 5.9).

use serde_json::{Value as Json, json};

use super::Call;
use super::access::USER_MANAGE;
use super::answer::{Answer, bad_request, data, invalid, no_route, unhandled};
use super::body::Body;
use super::scope::Scope;
use super::state::{Event, Harness, Principal, User};
use super::totp;

impl Harness {
    /// A person, who is there because lists never shrink.
    pub(crate) fn user(&self, user: usize) -> Answer<&User> {
        self.users.get(user).ok_or_else(unhandled)
    }

    /// The same to write to.
    pub(crate) fn user_mut(&mut self, user: usize) -> Answer<&mut User> {
        self.users.get_mut(user).ok_or_else(unhandled)
    }

    /// Refuses where the edition has no second factor (contract 1.5).
    pub(crate) fn demand_feature(&self) -> Answer<()> {
        if self.switches.is("edition", "community") {
            return Err(bad_request("This edition has no second factor"));
        }
        Ok(())
    }

    /// `UserInfo` (contract 3.2).
    pub(crate) fn info(&self, user: usize) -> Answer<Json> {
        let person = self.user(user)?;
        let accounts: Vec<Json> = self
            .accounts
            .iter()
            .filter(|account| self.is_member(&Scope::account(&account.id), user))
            .map(|account| {
                json!({
                    "uuid": account.id,
                    "accountName": account.name,
                    "companyName": account.name,
                    "defaultExperience": "NG",
                    "createdFromNG": true,
                    "nextGenEnabled": true,
                })
            })
            .collect();
        Ok(json!({
            "uuid": person.id,
            "name": person.name,
            "email": person.email,
            "givenName": person.given_name,
            "familyName": person.family_name,
            "externalId": person.external_id,
            "token": null,
            "defaultAccountId": person.default_account,
            "intent": null,
            "accounts": accounts,
            "admin": person.is_legacy_admin,
            "twoFactorAuthenticationEnabled": person.has_second_factor,
            "emailVerified": person.is_email_verified,
            "locked": person.is_locked,
            "disabled": person.is_disabled,
            "signupAction": null,
            "edition": null,
            "billingFrequency": null,
            "utmInfo": {
                "utmSource": "",
                "utmContent": "",
                "utmMedium": "",
                "utmTerm": "",
                "utmCampaign": "",
            },
            "externallyManaged": person.is_externally_managed,
            "createdAt": person.created_ms,
            "lastUpdatedAt": person.updated_ms,
        }))
    }

    /// Row 1, `GET /ng/api/user/currentUser`.
    pub(crate) fn current_user(&mut self, call: &mut Call) -> Answer {
        Scope::of(call.request)?;
        let user = call.person()?;
        data(self.info(user)?)
    }

    /// Row 2: a new secret with every read, stored nowhere.
    pub(crate) fn two_factor_settings(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        Scope::of(call.request)?;
        if parts.first().map(String::as_str) != Some("TOTP") {
            return Err(no_route());
        }
        let user = call.person()?;
        let secret = totp::secret(call.random);
        let company = self.company(&call.account);
        let person = self.user(user)?;
        data(json!({
            "userId": person.id,
            "email": person.email,
            "twoFactorAuthenticationEnabled": person.has_second_factor,
            "mechanism": "TOTP",
            "totpqrurl": qr_url(&company, &person.email, &secret),
            "totpSecretKey": secret,
        }))
    }

    fn company(&self, account: &str) -> String {
        self.accounts
            .iter()
            .find(|known| known.id == account)
            .map(|known| known.name.replace(' ', "-"))
            .unwrap_or_default()
    }

    /// Row 3: no code is asked for, and a body without a secret stores that there is none (contract 5.7).
    pub(crate) fn enable_two_factor(&mut self, call: &mut Call) -> Answer {
        Scope::of(call.request)?;
        let user = call.person()?;
        let body = Body::of(call.request)?.required()?;
        match body.text("mechanism")?.as_deref() {
            Some("TOTP") => {}
            Some(_) => return Err(invalid("mechanism", "must be TOTP")),
            None => return Err(bad_request("The mechanism is missing")),
        }
        self.demand_feature()?;
        let secret = body.text("totpSecretKey")?;
        let now = call.clock.now_ms();
        let person = self.user_mut(user)?;
        person.has_second_factor = true;
        person.totp_secret = secret;
        person.updated_ms = now;
        self.publish(call.clock, user);
        data(self.info(user)?)
    }

    /// Row 4: works even where the account enforces the factor.
    pub(crate) fn disable_two_factor(&mut self, call: &mut Call) -> Answer {
        Scope::of(call.request)?;
        let user = call.person()?;
        self.demand_feature()?;
        let now = call.clock.now_ms();
        let person = self.user_mut(user)?;
        if person.has_second_factor {
            person.has_second_factor = false;
            person.totp_secret = None;
            person.updated_ms = now;
            self.publish(call.clock, user);
        }
        data(self.info(user)?)
    }

    /// Row 5: the outcome stands inside a 200 (contract 5.9).
    pub(crate) fn change_password(&mut self, call: &mut Call) -> Answer {
        Scope::of(call.request)?;
        let user = call.person()?;
        let body = Body::of(call.request)?.required()?;
        let current = body
            .text("currentPassword")?
            .ok_or_else(|| bad_request("The current password is missing"))?;
        let new = body
            .text("newPassword")?
            .ok_or_else(|| bad_request("The new password is missing"))?;
        let is_policed = self.switches.is_on("password_policy");
        let person = self.user_mut(user)?;
        let Some(stored) = &person.password else {
            return Err(bad_request("This person has no password here"));
        };
        if *stored != current {
            return data("INCORRECT_CURRENT_PASSWORD");
        }
        if is_policed && !super::settings::is_strong(&new) {
            return data("PASSWORD_STRENGTH_VIOLATED");
        }
        person.password = Some(new);
        person.failures = 0;
        person.updated_ms = call.clock.now_ms();
        let email = person.email.clone();
        let delay = self.switches.number("session_end_ms").unwrap_or_default();
        self.events
            .push_back((call.clock.now_ms() + delay, Event::SessionsEnd(user)));
        self.send(
            call.clock,
            &email,
            "Your password was changed",
            (String::new(), None),
        );
        data("PASSWORD_CHANGED")
    }

    /// Rows 6 and 7: the e-mail in the body chooses the person, an id only asks who is managed elsewhere.
    pub(crate) fn update_user(&mut self, call: &mut Call, path_id: Option<&String>) -> Answer {
        let scope = Scope::of(call.request)?;
        let body = Body::of(call.request)?.required()?;
        let name = body.text("name")?;
        if !name.as_deref().is_none_or(is_name) {
            return Err(invalid("name", "holds a character that names cannot have"));
        }
        let id = match path_id {
            Some(id) => Some(id.clone()),
            None => body.text("uuid")?,
        };
        let is_managed = id
            .and_then(|id| self.by_id.get(&id))
            .and_then(|user| self.users.get(*user))
            .is_some_and(|user| user.is_externally_managed);
        if is_managed {
            return Err(bad_request("This person is managed by a directory"));
        }
        let given = body.text("email")?;
        let user = match call.who {
            Principal::User(user) => {
                let own = &self.user(user)?.email;
                let is_own = match &given {
                    Some(given) => given == own,
                    None => path_id.is_some(),
                };
                if !is_own {
                    return Err(bad_request("People can change themselves only"));
                }
                user
            }
            Principal::Service(_) => {
                let user = given
                    .and_then(|email| self.by_email.get(&email).copied())
                    .filter(|user| self.is_member(&scope.top(), *user))
                    .ok_or_else(|| bad_request("Nobody has this e-mail"))?;
                let id = self.user(user)?.id.clone();
                self.demand_people(call.who, &scope.top(), USER_MANAGE, Some(&id))?;
                user
            }
        };
        let now = call.clock.now_ms();
        let (given_name, family_name) = (body.text("givenName")?, body.text("familyName")?);
        let person = self.user_mut(user)?;
        person.name = name;
        person.given_name = given_name;
        person.family_name = family_name;
        person.updated_ms = now;
        self.publish(call.clock, user);
        data(self.info(user)?)
    }
}

/// The text that an app scans; it says nothing of digits and period (contract 3.4).
fn qr_url(company: &str, email: &str, secret: &str) -> String {
    format!("otpauth://totp/Harness_{company}:{email}?secret={secret}&issuer=Harness-Inc")
}

/// Whether a name fits `^[^:<>=/]{0,255}` from beginning to end.
fn is_name(name: &str) -> bool {
    name.chars().count() <= 255 && !name.contains([':', '<', '>', '=', '/'])
}
