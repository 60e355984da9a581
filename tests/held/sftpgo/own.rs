//! Calls about the account that is signed in: profile, password, second factor.

use rollcall::api::Secret;
use rollcall::api::sftpgo::{
    AdminProfile, ChangeOwnPassword, GenerateRecoveryCodes, GenerateTotp,
    GenerateUserRecoveryCodes, GenerateUserTotp, GetOwnProfile, GetUserProfile, ListRecoveryCodes,
    ListTotpConfigs, ListUserRecoveryCodes, ListUserTotpConfigs, NewTotpSecret, RecoveryCode,
    SaveTotp, SaveUserTotp, TotpConfig, TotpConfigs, UpdateOwnProfile, UpdateUserProfile,
    UserChangePassword, UserProfile, ValidateTotp, ValidateUserTotp,
};
use serde_json::{Value, json};

use super::super::body::Members;
use super::super::core::Held;
use super::{nothing, too_long};

pub(crate) fn call(held: &mut Held<'_>, body: &mut Members) {
    let is_of_user = held.facts.operation.starts_with("user_");
    match held.facts.operation.trim_start_matches("user_") {
        "get_own_profile" => held.bare(&GetOwnProfile, |profile: &AdminProfile| {
            serde_json::to_value(profile).unwrap()
        }),
        "update_own_profile" => {
            let profile = AdminProfile {
                email: body.needed_text("email"),
                description: body.needed_text("description"),
                allow_api_key_auth: body.needed_flag("allow_api_key_auth"),
            };
            held.with_body(&UpdateOwnProfile { profile }, body, nothing);
        }
        "get_profile" => held.bare(&GetUserProfile, |profile: &UserProfile| {
            serde_json::to_value(profile).unwrap()
        }),
        "update_profile" => {
            let profile = UserProfile {
                email: body.needed_text("email"),
                description: body.needed_text("description"),
                allow_api_key_auth: body.needed_flag("allow_api_key_auth"),
                additional_emails: body.texts("additional_emails").unwrap_or_default(),
                public_keys: body.texts("public_keys").unwrap_or_default(),
                tls_certs: body.texts("tls_certs").unwrap_or_default(),
            };
            held.with_body(&UpdateUserProfile { profile }, body, nothing);
        }
        "change_own_password" => {
            let (current, new) = passwords(held, body);
            held.with_body(&ChangeOwnPassword { current, new }, body, nothing);
        }
        "change_password" => {
            let (current, new) = passwords(held, body);
            held.with_body(&UserChangePassword { current, new }, body, nothing);
        }
        "list_totp_configs" if is_of_user => held.bare(&ListUserTotpConfigs, configs),
        "list_totp_configs" => held.bare(&ListTotpConfigs, configs),
        "generate_totp" => {
            let config_name = body.needed_text("config_name");
            if is_of_user {
                held.with_body(&GenerateUserTotp { config_name }, body, secret);
            } else {
                held.with_body(&GenerateTotp { config_name }, body, secret);
            }
        }
        "validate_totp" => {
            let config_name = body.needed_text("config_name");
            let passcode = body.needed_secret("passcode");
            let secret = body.needed_secret("secret");
            if is_of_user {
                let tried = ValidateUserTotp {
                    config_name,
                    passcode,
                    secret,
                };
                held.with_body(&tried, body, nothing);
            } else {
                let tried = ValidateTotp {
                    config_name,
                    passcode,
                    secret,
                };
                held.with_body(&tried, body, nothing);
            }
        }
        "save_totp" => {
            let on = on(body);
            if is_of_user {
                let protocols = body.texts("protocols").unwrap_or_default();
                held.with_body(&SaveUserTotp { on, protocols }, body, nothing);
            } else {
                held.with_body(&SaveTotp { on }, body, nothing);
            }
        }
        "list_recovery_codes" if is_of_user => held.bare(&ListUserRecoveryCodes, codes),
        "list_recovery_codes" => held.bare(&ListRecoveryCodes, codes),
        "generate_recovery_codes" if is_of_user => held.bare(&GenerateUserRecoveryCodes, new_codes),
        "generate_recovery_codes" => held.bare(&GenerateRecoveryCodes, new_codes),
        other => panic!("{other} is not held against recordings"),
    }
}

fn passwords(held: &mut Held<'_>, body: &mut Members) -> (Secret, Secret) {
    let current = body.needed_secret("current_password");
    let new = body.needed_secret("new_password");
    too_long(held, &new);
    (current, new)
}

/// What is switched on; nothing when it is switched off.
fn on(body: &mut Members) -> Option<(String, Secret)> {
    if !body.needed_flag("enabled") {
        return None;
    }
    let name = body.needed_text("config_name");
    let mut secret = body.needed_object("secret");
    let is_plain = secret.text("status").as_deref() == Some("Plain");
    let payload = secret.needed_secret("payload");
    if !is_plain || !secret.is_used_up() {
        // Said by asking for what is not there.
        body.needed_text("secret");
    }
    Some((name, payload))
}

fn configs(of: &TotpConfigs) -> Value {
    let config = |config: &TotpConfig| json!({"name": config.name, "issuer": config.issuer, "algo": config.algo});
    of.0.iter().map(config).collect()
}

fn secret(of: &NewTotpSecret) -> Value {
    json!({
        "config_name": of.config_name, "issuer": of.issuer, "secret": of.secret.expose(),
        "url": of.url.expose(), "qr_code": of.qr_code.expose(),
    })
}

#[expect(clippy::ptr_arg, reason = "it must have the type of the answer")]
fn codes(of: &Vec<RecoveryCode>) -> Value {
    let code = |code: &RecoveryCode| json!({"code": code.code.expose(), "used": code.used});
    of.iter().map(code).collect()
}

#[expect(clippy::ptr_arg, reason = "it must have the type of the answer")]
fn new_codes(of: &Vec<Secret>) -> Value {
    of.iter().map(|code| json!(code.expose())).collect()
}
