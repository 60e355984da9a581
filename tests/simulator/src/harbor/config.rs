//! The server's settings: what they are, who may change them, and what everybody may read of them
//! (contract 1.8 and 3.6).

use serde_json::{Value as Json, json};

use super::answer::{Answer, bad_request, empty, failure, forbidden, ok, unauthorized};
use super::caller::Caller;
use super::{Call, Harbor, times};

/// Where accounts come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Local accounts.
    #[default]
    Db,
    /// A directory.
    Ldap,
    /// An identity provider.
    Oidc,
    /// Cloud Foundry's accounts.
    Uaa,
    /// A proxy that signs in.
    Http,
}

impl Mode {
    const ALL: [Self; 5] = [Self::Db, Self::Ldap, Self::Oidc, Self::Uaa, Self::Http];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Db => "db_auth",
            Self::Ldap => "ldap_auth",
            Self::Oidc => "oidc_auth",
            Self::Uaa => "uaa_auth",
            Self::Http => "http_auth",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// The settings that a client can notice.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own, with the server's name"
)]
pub(crate) struct Config {
    pub(crate) mode: Mode,
    pub(crate) primary_auth_mode: bool,
    pub(crate) self_registration: bool,
    pub(crate) read_only: bool,
    pub(crate) banner_message: String,
    pub(crate) session_timeout_min: u64,
    pub(crate) ldap_url: String,
    pub(crate) ldap_admin_group: String,
    pub(crate) oidc_name: String,
    pub(crate) oidc_endpoint: String,
    pub(crate) oidc_client_id: String,
    pub(crate) oidc_scope: String,
    pub(crate) oidc_auto_onboard: bool,
    pub(crate) oidc_admin_group: String,
    pub(crate) proxy_endpoint: String,
    pub(crate) proxy_review_endpoint: String,
    pub(crate) proxy_skips_search: bool,
    pub(crate) proxy_verifies: bool,
    pub(crate) proxy_certificate: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            mode: Mode::Db,
            primary_auth_mode: false,
            self_registration: false,
            read_only: false,
            banner_message: String::new(),
            session_timeout_min: 60,
            ldap_url: String::new(),
            ldap_admin_group: String::new(),
            oidc_name: String::new(),
            oidc_endpoint: String::new(),
            oidc_client_id: String::new(),
            oidc_scope: "openid,profile,email".to_owned(),
            oidc_auto_onboard: false,
            oidc_admin_group: String::new(),
            proxy_endpoint: String::new(),
            proxy_review_endpoint: String::new(),
            proxy_skips_search: false,
            proxy_verifies: true,
            proxy_certificate: String::new(),
        }
    }
}

/// Names of settings that hold a truth value, text, or number; also names of switches.
pub(crate) const NAMES: [&str; 19] = [
    "auth_mode",
    "primary_auth_mode",
    "self_registration",
    "read_only",
    "banner_message",
    "session_timeout",
    "ldap_url",
    "ldap_group_admin_dn",
    "oidc_name",
    "oidc_endpoint",
    "oidc_client_id",
    "oidc_scope",
    "oidc_auto_onboard",
    "oidc_admin_group",
    "http_authproxy_endpoint",
    "http_authproxy_tokenreview_endpoint",
    "http_authproxy_skip_search",
    "http_authproxy_verify_cert",
    "http_authproxy_server_certificate",
];

impl Config {
    /// A setting's present value.
    pub(crate) fn get(&self, name: &str) -> Json {
        match name {
            "auth_mode" => json!(self.mode.name()),
            "primary_auth_mode" => json!(self.primary_auth_mode),
            "self_registration" => json!(self.self_registration),
            "read_only" => json!(self.read_only),
            "banner_message" => json!(self.banner_message),
            "session_timeout" => json!(self.session_timeout_min),
            "ldap_url" => json!(self.ldap_url),
            "ldap_group_admin_dn" => json!(self.ldap_admin_group),
            "oidc_name" => json!(self.oidc_name),
            "oidc_endpoint" => json!(self.oidc_endpoint),
            "oidc_client_id" => json!(self.oidc_client_id),
            "oidc_scope" => json!(self.oidc_scope),
            "oidc_auto_onboard" => json!(self.oidc_auto_onboard),
            "oidc_admin_group" => json!(self.oidc_admin_group),
            "http_authproxy_endpoint" => json!(self.proxy_endpoint),
            "http_authproxy_tokenreview_endpoint" => json!(self.proxy_review_endpoint),
            "http_authproxy_skip_search" => json!(self.proxy_skips_search),
            "http_authproxy_verify_cert" => json!(self.proxy_verifies),
            "http_authproxy_server_certificate" => json!(self.proxy_certificate),
            _ => Json::Null,
        }
    }

    /// Sets one; nothing when the value does not fit or there is no such setting.
    pub(crate) fn set(&mut self, name: &str, value: &Json) -> Option<()> {
        let text = || value.as_str().map(str::to_owned);
        match name {
            "auth_mode" => self.mode = Mode::named(value.as_str()?)?,
            "primary_auth_mode" => self.primary_auth_mode = value.as_bool()?,
            "self_registration" => self.self_registration = value.as_bool()?,
            "read_only" => self.read_only = value.as_bool()?,
            "banner_message" => self.banner_message = text()?,
            "session_timeout" => {
                self.session_timeout_min = value.as_u64().filter(|minutes| *minutes > 0)?;
            }
            "ldap_url" => self.ldap_url = text()?,
            "ldap_group_admin_dn" => self.ldap_admin_group = text()?,
            "oidc_name" => self.oidc_name = text()?,
            "oidc_endpoint" => self.oidc_endpoint = text()?,
            "oidc_client_id" => self.oidc_client_id = text()?,
            "oidc_scope" => self.oidc_scope = text()?,
            "oidc_auto_onboard" => self.oidc_auto_onboard = value.as_bool()?,
            "oidc_admin_group" => self.oidc_admin_group = text()?,
            "http_authproxy_endpoint" => self.proxy_endpoint = text()?,
            "http_authproxy_tokenreview_endpoint" => self.proxy_review_endpoint = text()?,
            "http_authproxy_skip_search" => self.proxy_skips_search = value.as_bool()?,
            "http_authproxy_verify_cert" => self.proxy_verifies = value.as_bool()?,
            "http_authproxy_server_certificate" => self.proxy_certificate = text()?,
            _ => return None,
        }
        Some(())
    }
}

/// Whether somebody listens at the address of a directory or provider; nobody does at the ports that nobody uses.
pub(crate) fn answers(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let port = host.rsplit_once(':').map(|(_, port)| port);
    !host.is_empty() && !matches!(port, Some("0" | "1" | "9"))
}

impl Config {
    /// What everybody may read of the proxy that signs in; empty and false keys are left out, unlike elsewhere.
    fn proxy_settings(&self) -> Json {
        let settings = [
            ("endpoint", json!(self.proxy_endpoint)),
            ("server_certificate", json!(self.proxy_certificate)),
            ("skip_search", json!(self.proxy_skips_search)),
            ("tokenreivew_endpoint", json!(self.proxy_review_endpoint)),
            ("verify_cert", json!(self.proxy_verifies)),
        ];
        let is_said = |value: &Json| *value != json!("") && *value != json!(false);
        settings
            .into_iter()
            .filter(|(_, value)| is_said(value))
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

impl Harbor {
    /// The address under which people know the server: the one that they used.
    pub(crate) fn external_url(call: &Call) -> String {
        let host = call.request.find("Host").unwrap_or("127.0.0.1");
        format!("http://{host}")
    }

    /// `GET /systeminfo`.
    pub(crate) fn system_info(&self, call: &Call) -> Answer {
        let config = &self.config;
        let is_oidc = config.mode == Mode::Oidc;
        let mut info = json!({
            "auth_mode": config.mode.name(),
            "banner_message": config.banner_message,
            "oidc_provider_name": if is_oidc { config.oidc_name.as_str() } else { "" },
            "primary_auth_mode": config.primary_auth_mode,
            "self_registration": config.self_registration,
        });
        let members = info.as_object_mut();
        let members = members.ok_or_else(super::answer::unknown)?;
        if config.mode == Mode::Http {
            members.insert("authproxy_settings".to_owned(), config.proxy_settings());
        }
        if call.caller != Caller::Nobody {
            let url = Self::external_url(call);
            let host = url.trim_start_matches("http://");
            for (name, value) in [
                ("current_time", json!(times::show(call.clock.now_ms()))),
                ("external_url", json!(url)),
                ("harbor_version", json!("v2.16.0-c50c7ddd")),
                ("has_ca_root", json!(false)),
                ("notification_enable", json!(true)),
                ("project_creation_restriction", json!("everyone")),
                ("read_only", json!(config.read_only)),
                ("registry_storage_provider_name", json!("filesystem")),
                ("registry_url", json!(host)),
            ] {
                members.insert(name.to_owned(), value);
            }
        }
        Ok(ok(info.to_string()))
    }

    /// `PUT /configurations`: administrators only; the panel never calls it, the recordings do to make their worlds.
    pub(crate) fn configure(&mut self, call: &Call) -> Answer {
        match &call.caller {
            Caller::Nobody => return Err(unauthorized()),
            caller if !caller.is_admin() => return Err(forbidden(&caller.name())),
            _ => {}
        }
        let given: Json = serde_json::from_slice(&call.request.body).unwrap_or_default();
        let Some(given) = given.as_object() else {
            let message = "validation failure list:\nconfigurations in body is required";
            return Err(failure(422, "UNPROCESSABLE_ENTITY", message));
        };
        // Changing the mode would strand every account (1.8).
        let is_other_mode = given
            .get("auth_mode")
            .is_some_and(|mode| *mode != self.config.get("auth_mode"));
        if is_other_mode && self.n_live() > 1 {
            return Err(bad_request(
                "the auth mode cannot be modified as new users have been inserted into database",
            ));
        }
        let mut changed = self.config.clone();
        for (name, value) in given {
            if NAMES.contains(&name.as_str()) {
                changed
                    .set(name, value)
                    .ok_or_else(|| bad_request(&format!("invalid value of {name}")))?;
            }
        }
        self.config = changed;
        Ok(empty())
    }
}
