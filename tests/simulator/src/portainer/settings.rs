//! Settings, public facts and versions (contract 2.2, E4, E5 and E12, and 3.4).

use serde_json::{Map, Value as Json, json};

use super::answer::{Answer, bad_payload, ok};
use super::json::{Fields, Shape, Struct, Value, decode};
use super::text::json_text;
use super::{Call, Portainer};
use crate::http::Response;

/// The release that is imitated.
pub(crate) const VERSION: &str = "2.23.0";

/// The server's settings, as `GET /settings` shows them.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    document: Json,
    session_s: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            document: json!({
                "LogoURL": "",
                "BlackListedLabels": [],
                "AuthenticationMethod": 1,
                "InternalAuthSettings": {"RequiredPasswordLength": 12},
                "LDAPSettings": {
                    "AnonymousMode": true,
                    "ReaderDN": "",
                    "URL": "",
                    "TLSConfig": {"TLS": false, "TLSSkipVerify": false},
                    "StartTLS": false,
                    "SearchSettings": [{"BaseDN": "", "Filter": "", "UserNameAttribute": ""}],
                    "GroupSearchSettings": [
                        {"GroupBaseDN": "", "GroupFilter": "", "GroupAttribute": ""}
                    ],
                    "AutoCreateUsers": true
                },
                "OAuthSettings": {
                    "ClientID": "",
                    "AccessTokenURI": "",
                    "AuthorizationURI": "",
                    "ResourceURI": "",
                    "RedirectURI": "",
                    "UserIdentifier": "",
                    "Scopes": "",
                    "OAuthAutoCreateUsers": false,
                    "DefaultTeamID": 0,
                    "SSO": true,
                    "LogoutURI": "",
                    "KubeSecretKey": null,
                    "AuthStyle": 0
                },
                "openAMTConfiguration": {
                    "enabled": false, "mpsServer": "", "mpsUser": "", "mpsPassword": "", "mpsToken": "",
                    "certFileName": "", "certFileContent": "", "certFilePassword": "", "domainName": ""
                },
                "FeatureFlagSettings": null,
                "SnapshotInterval": "",
                "TemplatesURL": "",
                "GlobalDeploymentOptions": {"hideStacksFunctionality": false},
                "EdgeAgentCheckinInterval": 5,
                "EnableEdgeComputeFeatures": false,
                "UserSessionTimeout": "8h",
                "KubeconfigExpiry": "0",
                "EnableTelemetry": false,
                "HelmRepositoryURL": "https://charts.bitnami.com/bitnami",
                "KubectlShellImage": "portainer/kubectl-shell:2.23.0",
                "TrustOnFirstConnect": false,
                "EnforceEdgeID": false,
                "AgentSecret": "",
                "EdgePortainerUrl": "",
                "Edge": {"CommandInterval": 0, "PingInterval": 0, "SnapshotInterval": 0}
            }),
            session_s: 8 * 60 * 60,
        }
    }
}

impl Settings {
    pub(crate) fn at(&self, pointer: &str) -> &Json {
        self.document.pointer(pointer).unwrap_or(&Json::Null)
    }

    fn text(&self, pointer: &str) -> &str {
        self.at(pointer).as_str().unwrap_or_default()
    }

    fn method(&self) -> i64 {
        self.at("/AuthenticationMethod").as_i64().unwrap_or(1)
    }

    /// Accounts sign in with their own password.
    pub(crate) fn is_internal(&self) -> bool {
        self.method() == 1
    }

    pub(crate) fn is_ldap(&self) -> bool {
        self.method() == 2
    }

    pub(crate) fn is_oauth(&self) -> bool {
        self.method() == 3
    }

    pub(crate) fn creates_ldap_users(&self) -> bool {
        self.at("/LDAPSettings/AutoCreateUsers") == &Json::Bool(true)
    }

    pub(crate) fn creates_oauth_users(&self) -> bool {
        self.at("/OAuthSettings/OAuthAutoCreateUsers") == &Json::Bool(true)
    }

    pub(crate) fn team_sync(&self) -> bool {
        self.is_ldap()
            && !self
                .text("/LDAPSettings/GroupSearchSettings/0/GroupBaseDN")
                .is_empty()
    }

    fn minimum(&self) -> i64 {
        self.at("/InternalAuthSettings/RequiredPasswordLength")
            .as_i64()
            .unwrap_or(12)
    }

    /// Bytes are counted, not letters (contract 5.4).
    pub(crate) fn is_too_short(&self, password: &str) -> bool {
        i64::try_from(password.len()).unwrap_or(i64::MAX) < self.minimum()
    }

    /// How long a new session lives; 0 and less make sessions that are over at once.
    pub(crate) fn session_seconds(&self) -> i64 {
        self.session_s
    }

    /// Puts one value in its place.
    pub(crate) fn set(&mut self, pointer: &str, value: Json) {
        if pointer == "/UserSessionTimeout"
            && let Some(seconds) = value.as_str().and_then(duration_seconds)
        {
            self.session_s = seconds;
        }
        if let Some(place) = self.document.pointer_mut(pointer) {
            *place = value;
        }
    }

    fn public(&self) -> String {
        let oauth = |name: &str| self.text(&format!("/OAuthSettings/{name}")).to_owned();
        let (login, logout) = if self.is_oauth() {
            let prompt = if self.at("/OAuthSettings/SSO") == &Json::Bool(true) {
                ""
            } else {
                "&prompt=login"
            };
            let login = format!(
                "{}?response_type=code&client_id={}&redirect_uri={}&scope={}{prompt}",
                oauth("AuthorizationURI"),
                oauth("ClientID"),
                oauth("RedirectURI"),
                oauth("Scopes")
            );
            (login, oauth("LogoutURI"))
        } else {
            (String::new(), String::new())
        };
        let at = |pointer| go_json(self.at(pointer));
        format!(
            "{{\"LogoURL\":{},\"AuthenticationMethod\":{},\"RequiredPasswordLength\":{},\"GlobalDeploymentOptions\":{},\"EnableEdgeComputeFeatures\":{},\"Features\":{{\"csp\":false,\"hsts\":false}},\"OAuthLoginURI\":{},\"OAuthLogoutURI\":{},\"EnableTelemetry\":{},\"KubeconfigExpiry\":{},\"TeamSync\":{},\"IsAMTEnabled\":false,\"Edge\":{{\"PingInterval\":{},\"SnapshotInterval\":{},\"CommandInterval\":{},\"CheckinInterval\":{}}},\"IsDockerDesktopExtension\":false}}",
            at("/LogoURL"),
            self.method(),
            self.minimum(),
            at("/GlobalDeploymentOptions"),
            at("/EnableEdgeComputeFeatures"),
            json_text(login.as_bytes()),
            json_text(logout.as_bytes()),
            at("/EnableTelemetry"),
            at("/KubeconfigExpiry"),
            self.team_sync(),
            at("/Edge/PingInterval"),
            at("/Edge/SnapshotInterval"),
            at("/Edge/CommandInterval"),
            at("/EdgeAgentCheckinInterval"),
        )
    }
}

/// JSON with the escapes of the server.
fn go_json(value: &Json) -> String {
    match value {
        Json::String(text) => json_text(text.as_bytes()),
        Json::Array(items) => super::answer::list(items.iter().map(go_json)),
        Json::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", json_text(name.as_bytes()), go_json(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}

/// Whether a text is a Go duration.
pub(super) fn is_duration(text: &str) -> bool {
    duration_seconds(text).is_some()
}

/// Seconds of a Go duration such as `8h` or `1h30m`; `None` when it is none.
fn duration_seconds(text: &str) -> Option<i64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total_ms: i64 = 0;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, behind) = rest.split_at_checked(end)?;
        let unit_end = behind
            .find(|letter: char| letter.is_ascii_digit() || letter == '.')
            .unwrap_or(behind.len());
        let (unit, behind) = behind.split_at_checked(unit_end)?;
        let unit_ms = match unit {
            "h" => 3_600_000,
            "m" => 60_000,
            "s" => 1000,
            "ms" => 1,
            "us" | "µs" | "μs" | "ns" => 0,
            _ => return None,
        };
        if !number.contains(|letter: char| letter.is_ascii_digit()) {
            return None;
        }
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let whole: i64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        total_ms = total_ms.checked_add(whole.checked_mul(unit_ms)?)?;
        let mut scale = unit_ms;
        for digit in part.chars() {
            scale /= 10;
            total_ms = total_ms.checked_add(i64::from(digit.to_digit(10)?) * scale)?;
        }
        rest = behind;
    }
    Some(sign * total_ms / 1000)
}

static INTERNAL_AUTH: Struct = Struct {
    name: "portainer.InternalAuthSettings",
    fields: &[("RequiredPasswordLength", Shape::Int)],
};

static TLS: Struct = Struct {
    name: "portainer.TLSConfiguration",
    fields: &[("TLS", Shape::Bool), ("TLSSkipVerify", Shape::Bool)],
};

static SEARCH: Struct = Struct {
    name: "portainer.LDAPSearchSettings",
    fields: &[
        ("BaseDN", Shape::Text),
        ("Filter", Shape::Text),
        ("UserNameAttribute", Shape::Text),
    ],
};

static GROUP_SEARCH: Struct = Struct {
    name: "portainer.LDAPGroupSearchSettings",
    fields: &[
        ("GroupBaseDN", Shape::Text),
        ("GroupFilter", Shape::Text),
        ("GroupAttribute", Shape::Text),
    ],
};

static LDAP: Struct = Struct {
    name: "portainer.LDAPSettings",
    fields: &[
        ("AnonymousMode", Shape::Bool),
        ("ReaderDN", Shape::Text),
        ("Password", Shape::Text),
        ("URL", Shape::Text),
        ("TLSConfig", Shape::Struct(&TLS)),
        ("StartTLS", Shape::Bool),
        (
            "SearchSettings",
            Shape::List(&Shape::Struct(&SEARCH), "[]portainer.LDAPSearchSettings"),
        ),
        (
            "GroupSearchSettings",
            Shape::List(
                &Shape::Struct(&GROUP_SEARCH),
                "[]portainer.LDAPGroupSearchSettings",
            ),
        ),
        ("AutoCreateUsers", Shape::Bool),
    ],
};

static OAUTH: Struct = Struct {
    name: "portainer.OAuthSettings",
    fields: &[
        ("ClientID", Shape::Text),
        ("ClientSecret", Shape::Text),
        ("AccessTokenURI", Shape::Text),
        ("AuthorizationURI", Shape::Text),
        ("ResourceURI", Shape::Text),
        ("RedirectURI", Shape::Text),
        ("UserIdentifier", Shape::Text),
        ("Scopes", Shape::Text),
        ("OAuthAutoCreateUsers", Shape::Bool),
        ("DefaultTeamID", Shape::Int),
        ("SSO", Shape::Bool),
        ("LogoutURI", Shape::Text),
        ("AuthStyle", Shape::Int),
    ],
};

static UPDATE: Struct = Struct {
    name: "settings.settingsUpdatePayload",
    fields: &[
        ("LogoURL", Shape::Pointer(&Shape::Text)),
        ("AuthenticationMethod", Shape::Pointer(&Shape::Int)),
        (
            "InternalAuthSettings",
            Shape::Pointer(&Shape::Struct(&INTERNAL_AUTH)),
        ),
        ("LDAPSettings", Shape::Pointer(&Shape::Struct(&LDAP))),
        ("OAuthSettings", Shape::Pointer(&Shape::Struct(&OAUTH))),
        ("SnapshotInterval", Shape::Pointer(&Shape::Text)),
        ("TemplatesURL", Shape::Pointer(&Shape::Text)),
        ("EdgeAgentCheckinInterval", Shape::Pointer(&Shape::Int)),
        ("EnableEdgeComputeFeatures", Shape::Pointer(&Shape::Bool)),
        ("UserSessionTimeout", Shape::Pointer(&Shape::Text)),
        ("KubeconfigExpiry", Shape::Pointer(&Shape::Text)),
        ("EnableTelemetry", Shape::Pointer(&Shape::Bool)),
        ("HelmRepositoryURL", Shape::Pointer(&Shape::Text)),
        ("KubectlShellImage", Shape::Pointer(&Shape::Text)),
        ("TrustOnFirstConnect", Shape::Pointer(&Shape::Bool)),
        ("EnforceEdgeID", Shape::Pointer(&Shape::Bool)),
        ("EdgePortainerUrl", Shape::Pointer(&Shape::Text)),
    ],
};

/// What a struct shows when a body replaced it whole: zero values for what was left out, no secrets.
fn shown(fields: &Fields, known: &'static Struct) -> Json {
    let mut members = Map::new();
    for (name, shape) in known.fields {
        if matches!(*name, "Password" | "ClientSecret") {
            continue;
        }
        members.insert((*name).to_owned(), shown_value(fields.get(name), shape));
    }
    if known.name == OAUTH.name {
        members.insert("KubeSecretKey".to_owned(), Json::Null);
    }
    Json::Object(members)
}

fn shown_value(value: Option<&Value>, shape: &Shape) -> Json {
    match (value, shape) {
        (Some(Value::Text(text)), _) => Json::from(text.as_str()),
        (Some(Value::Int(number)), _) => Json::from(*number),
        (Some(Value::Bool(flag)), _) => Json::from(*flag),
        (Some(Value::Object(fields)), Shape::Struct(known)) => shown(fields, known),
        (Some(Value::List(items)), Shape::List(inner, _)) => items
            .iter()
            .map(|item| shown_value(Some(item), inner))
            .collect(),
        (_, Shape::Pointer(inner)) => shown_value(value, inner),
        (_, Shape::Text) => Json::from(""),
        (_, Shape::Int) => Json::from(0),
        (_, Shape::Bool) => Json::from(false),
        (_, Shape::Struct(known)) => shown(&Fields::default(), known),
        (_, Shape::List(..)) => Json::Null,
    }
}

impl Portainer {
    /// `GET /settings/public`.
    pub(crate) fn public_settings(&self) -> Response {
        ok(self.settings.public())
    }

    /// `GET /system/status` and `GET /status`.
    pub(crate) fn status(&self) -> Response {
        ok(format!(
            "{{\"Version\":\"{VERSION}\",\"InstanceID\":\"{}\"}}",
            self.instance_id
        ))
    }

    /// `GET /system/version`: administrators also get the environment of the process.
    pub(crate) fn version(&mut self, call: &mut Call) -> Answer {
        let caller = self.signed_in(call)?;
        let environment = if caller.is_admin() {
            ",\"Env\":[\"PATH=/usr/local/bin:/usr/bin:/bin\",\"HOME=/root\"]"
        } else {
            ""
        };
        Ok(ok(format!(
            "{{\"UpdateAvailable\":false,\"LatestVersion\":\"\",\"ServerVersion\":\"{VERSION}\",\"ServerEdition\":\"CE\",\"DatabaseVersion\":\"{VERSION}\",\"Build\":{{\"BuildNumber\":\"\",\"ImageTag\":\"\",\"NodejsVersion\":\"\",\"YarnVersion\":\"\",\"WebpackVersion\":\"\",\"GoVersion\":\"go1.26.8\",\"GitCommit\":\"\"{environment}}}}}"
        )))
    }

    /// `GET /settings`.
    pub(crate) fn read_settings(&mut self, call: &mut Call) -> Answer {
        self.admin(call)?;
        Ok(ok(go_json(&self.settings.document)))
    }

    /// `PUT /settings`: merges, but replaces the blocks of LDAP and OAuth.
    pub(crate) fn update_settings(&mut self, call: &mut Call) -> Answer {
        self.admin(call)?;
        let payload = decode(&call.request.body, &UPDATE).map_err(bad_payload)?;
        if let Some(Value::Int(method)) = payload.get("AuthenticationMethod")
            && !(1..=3).contains(method)
        {
            return Err(bad_payload(
                "Invalid authentication method value. Value must be one of: 1 (internal), 2 (LDAP/AD) or 3 (OAuth)",
            ));
        }
        if let Some(Value::Text(timeout)) = payload.get("UserSessionTimeout")
            && !is_duration(timeout)
        {
            return Err(bad_payload("Invalid user session timeout"));
        }
        for (name, value) in payload.iter() {
            let shown = match (name, value) {
                ("LDAPSettings", Value::Object(fields)) => shown(fields, &LDAP),
                ("OAuthSettings", Value::Object(fields)) => shown(fields, &OAUTH),
                ("InternalAuthSettings", Value::Object(fields)) => shown(fields, &INTERNAL_AUTH),
                (_, Value::Text(text)) => Json::from(text.as_str()),
                (_, Value::Int(number)) => Json::from(*number),
                (_, Value::Bool(flag)) => Json::from(*flag),
                _ => continue,
            };
            self.settings.set(&format!("/{name}"), shown);
        }
        Ok(ok(go_json(&self.settings.document)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_writes_them() {
        for (text, seconds) in [
            ("8h", 28_800),
            ("1h30m", 5400),
            ("0s", 0),
            ("-5s", -5),
            ("1.5m", 90),
        ] {
            assert_eq!(duration_seconds(text), Some(seconds), "{text}");
        }
        for text in ["", "8", "8x", "h"] {
            assert_eq!(duration_seconds(text), None, "{text}");
        }
    }
}
