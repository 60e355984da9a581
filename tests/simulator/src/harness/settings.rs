//! The account and how its people sign in (contract 1.5, 3.6).

use serde_json::{Value as Json, json};

use super::Call;
use super::access::AUTH_VIEW;
use super::answer::{Answer, bad_request, data, resource};
use super::scope::Scope;
use super::state::Harness;

const LENGTH: usize = 12;

/// Whether a password fulfills the policy that the simulator uses: twelve characters, one of each kind.
pub(crate) fn is_strong(password: &str) -> bool {
    password.chars().count() >= LENGTH
        && password.contains(char::is_uppercase)
        && password.contains(char::is_lowercase)
        && password.contains(|letter: char| letter.is_ascii_digit())
        && password.contains(|letter: char| !letter.is_alphanumeric())
}

impl Harness {
    fn strength(&self) -> Json {
        json!({
            "enabled": self.switches.is_on("password_policy"),
            "minNumberOfCharacters": LENGTH,
            "minNumberOfUppercaseCharacters": 1,
            "minNumberOfLowercaseCharacters": 1,
            "minNumberOfSpecialCharacters": 1,
            "minNumberOfDigits": 1,
        })
    }

    /// `GET /ng/api/accounts/{accountIdentifier}`; here members that are `null` are left out.
    pub(crate) fn read_account(&mut self, call: &mut Call, parts: &[String]) -> Answer {
        let id = parts.first().map_or("", String::as_str);
        let scope = Scope::account(id);
        self.demand_account(call.who, &scope)?;
        let account = self
            .accounts
            .iter()
            .find(|account| account.id == id && account.id == call.account)
            .ok_or_else(|| bad_request("There is no such account"))?;
        data(json!({
            "identifier": account.id,
            "name": account.name,
            "companyName": account.name,
            "cluster": "prod-2",
            "defaultExperience": "NG",
            "authenticationMechanism": self.switches.choice("authentication"),
            "serviceAccountConfig": {
                "apiKeyLimit": self.switches.number("key_limit"),
                "tokenLimit": self.switches.number("token_limit"),
            },
            "nextGenEnabled": true,
            "productLed": false,
            "crossGenerationAccessEnabled": false,
            "createdAt": account.created_ms,
            "ringName": "ring-3",
            "twoFactorAdminEnforced": self.switches.is_on("two_factor_enforced"),
            "sessionTimeoutInMinutes": 1440,
        }))
    }

    /// `GET /ng/api/authentication-settings`.
    pub(crate) fn authentication_settings(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?.top();
        self.demand(call.who, &scope, AUTH_VIEW, ("AUTHSETTING", None))?;
        let mechanism = self.switches.choice("authentication");
        let mut settings = vec![json!({
            "settingsType": "USER_PASSWORD",
            "loginSettings": {
                "uuid": "login-settings",
                "lastUpdatedBy": null,
                "lastUpdatedAt": 0,
                "accountId": scope.account,
                "userLockoutPolicy": {
                    "enableLockoutPolicy": self.switches.is_on("lockout_policy"),
                    "numberOfFailedAttemptsBeforeLockout": super::login::FAILURES,
                    "lockOutPeriod": super::login::LOCK_HOURS,
                    "notifyUser": true,
                },
                "passwordExpirationPolicy": {
                    "enabled": false,
                    "daysBeforePasswordExpires": 90,
                    "daysBeforeUserNotifiedOfPasswordExpiration": 5,
                },
                "passwordStrengthPolicy": self.strength(),
            },
        })];
        if mechanism != "USER_PASSWORD" {
            settings.push(json!({"settingsType": mechanism}));
        }
        let domain = self.switches.choice("allowed_domain");
        let domains: Vec<&str> = (domain != "any").then_some(domain).into_iter().collect();
        resource(json!({
            "ngAuthSettings": settings,
            "whitelistedDomains": domains,
            "authenticationMechanism": mechanism,
            "twoFactorEnabled": self.switches.is_on("two_factor_enforced"),
        }))
    }

    /// `GET /ng/api/authentication-settings/login-settings/password-strength`.
    pub(crate) fn password_strength(&mut self, call: &mut Call) -> Answer {
        let scope = Scope::of(call.request)?.top();
        self.demand_account(call.who, &scope)?;
        resource(self.strength())
    }
}
