//! The secret of a second factor, on its way from the server over a person's device back to the server.

use serde::{Deserialize, Serialize};

use super::totp;
use crate::api::{Secret, Timestamp};

/// A fresh secret. The server has not stored it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TwoFactorSettings {
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(rename = "twoFactorAuthenticationEnabled", default)]
    is_on: Option<bool>,
    #[serde(rename = "totpSecretKey")]
    secret: Secret,
    #[serde(rename = "totpqrurl", default)]
    url: Option<Secret>,
}

impl TwoFactorSettings {
    /// The secret in base32, for typing.
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The `otpauth:` address, for a picture that a device reads. It holds the secret.
    pub const fn url(&self) -> Option<&Secret> {
        self.url.as_ref()
    }

    /// Whether there was a second factor already, where the server says.
    pub const fn is_on(&self) -> Option<bool> {
        self.is_on
    }

    /// The secret as something that may be sent, when a code that the person's device made from it is right.
    ///
    /// The server checks no code: what was never confirmed here could lock the person out.
    pub fn confirm(&self, code: &str, at: Timestamp) -> Option<ConfirmedSecret> {
        totp::is_right(&self.secret, code, at).then(|| ConfirmedSecret(self.clone()))
    }
}

/// A secret from which a person's device has made a right code. Only [`TwoFactorSettings::confirm`] makes one.
#[derive(Clone, Debug)]
pub struct ConfirmedSecret(TwoFactorSettings);

impl ConfirmedSecret {
    /// The secret itself.
    pub(super) const fn secret(&self) -> &Secret {
        self.0.secret()
    }
}

impl Serialize for ConfirmedSecret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(settings) = self;
        let wire = Wire {
            user_id: settings.user_id.as_deref(),
            email: settings.email.as_deref(),
            is_on: true,
            mechanism: "TOTP",
            secret: &settings.secret,
            url: &settings.url,
        };
        wire.serialize(serializer)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(rename = "twoFactorAuthenticationEnabled")]
    is_on: bool,
    mechanism: &'static str,
    #[serde(rename = "totpSecretKey", serialize_with = "Secret::into_body")]
    secret: &'a Secret,
    #[serde(
        rename = "totpqrurl",
        serialize_with = "Secret::option_into_body",
        skip_serializing_if = "Option::is_none"
    )]
    url: &'a Option<Secret>,
}
