//! `SFTPGo`'s error dialect: one JSON object with `message`, which may be empty, and perhaps `error`.
//!
//! No code and no field: a few stable words of the text tell what is meant. Nothing at all comes with a wrong method and
//! from a handler that crashed.
//! Source: `docs/contracts/sftpgo.md`, 1.5 and part 4.

use serde::Deserialize;

use crate::api::response::Content;
use crate::api::{Auth, Clash, ErrorKind, Facts, FieldError, Reason, Response, Secret, decode};

/// Longest text of the server's that is shown, in characters.
const MAX_SHOWN: usize = 300;

/// What the server said.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    message: String,
    #[serde(default)]
    error: String,
}

impl Said {
    /// `None` when the answer is not JSON of this form: then something else answered.
    pub(super) fn of(response: &Response) -> Option<Self> {
        if response.content() != Content::Json {
            return None;
        }
        decode::json(response.body()).ok()
    }

    /// The text: `error` where it is there, else `message`.
    pub(super) fn text(&self) -> &str {
        if self.error.is_empty() {
            &self.message
        } else {
            &self.error
        }
    }

    /// What may be shown: without the word before it, and nothing of a parser that quotes what it was given.
    fn shown(&self) -> Option<String> {
        let text = self.text();
        let text = text.strip_prefix("Validation error: ").unwrap_or(text);
        let is_of_parser = text.starts_with("json:") || text.contains("unable to decode JSON body");
        if text.is_empty() || is_of_parser {
            return None;
        }
        let clean = text
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter });
        Some(clean.take(MAX_SHOWN).collect())
    }
}

/// What any of `SFTPGo`'s calls means by an answer other than 2xx.
pub(crate) fn refusal(facts: Facts, response: &Response) -> ErrorKind {
    let status = response.status;
    let stranger = ErrorKind::NotThePlatform { status };
    let Some(said) = Said::of(response) else {
        return match status {
            405 => ErrorKind::NoSuchCall { status },
            429 => slow_down(response),
            500..=599 => ErrorKind::Broken {
                status,
                message: None,
            },
            413 | 414 | 431 => refused(status, None),
            // The one answer in plain text: a path that is none.
            400 if response.body() == b"400 Bad Request" => refused(status, None),
            _ => stranger,
        };
    };
    match status {
        400 if said.text() == "the provided api key is not valid" => ErrorKind::SignedOut,
        401 => signed_out(facts, &said),
        403 => forbidden(&said),
        404 => not_found(facts, &said),
        405 => ErrorKind::NoSuchCall { status },
        409 => conflict(&said),
        429 => slow_down(response),
        400..=499 => refused(status, said.shown()),
        500..=599 => ErrorKind::Broken {
            status,
            // What a mail server says names hosts and addresses, and anyone may ask.
            message: match facts.auth {
                Auth::Required => said.shown(),
                Auth::Public => None,
            },
        },
        _ => stranger,
    }
}

fn slow_down(response: &Response) -> ErrorKind {
    ErrorKind::SlowDown {
        retry_after_s: response
            .header("retry-after")
            .and_then(|seconds| seconds.trim().parse().ok()),
    }
}

pub(super) fn refused(status: u16, message: Option<String>) -> ErrorKind {
    ErrorKind::Refused {
        status,
        code: None,
        message,
        fields: Box::default(),
    }
}

fn signed_out(facts: Facts, said: &Said) -> ErrorKind {
    match (facts.auth, said.text()) {
        // Wrong name, password or passcode, or none: the answers of a sign-in do not differ.
        (Auth::Public, _) => ErrorKind::BadCredentialsOrPasscode,
        (Auth::Required, "Your token is not valid") => ErrorKind::OtherAddress,
        (Auth::Required, "Your token audience is not valid") => {
            ErrorKind::Forbidden(Reason::WrongKindOfAccount)
        }
        (Auth::Required, _) => ErrorKind::SignedOut,
    }
}

fn forbidden(said: &Said) -> ErrorKind {
    let text = said.text();
    ErrorKind::Forbidden(match text {
        "your IP address is blocked" => return ErrorKind::Banned { up_to_s: None },
        // Too many requests at once from one address: as soon as another ends, this one may be sent again.
        "you are not allowed to connect" => {
            return ErrorKind::SlowDown {
                retry_after_s: None,
            };
        }
        "API key authentication is not allowed" => Reason::NotWithKey,
        "the provided api key is invalid for this request" => Reason::WrongKindOfAccount,
        text if text.starts_with("Two-factor authentication requirements not met") => {
            Reason::NeedsSecondFactor
        }
        text if text.starts_with("Password change required") => Reason::NeedsNewPassword,
        "Forbidden" => Reason::NotAllowed,
        _ => return refused(403, said.shown()),
    })
}

fn not_found(facts: Facts, said: &Said) -> ErrorKind {
    // An object that is not there is told in `error`, a path that is not there in `message`.
    if !said.error.is_empty() {
        ErrorKind::NotFound
    } else if facts.auth == Auth::Public && !facts.at_root {
        ErrorKind::Forbidden(Reason::PasswordSignInOff)
    } else {
        ErrorKind::NoSuchCall { status: 404 }
    }
}

fn conflict(said: &Said) -> ErrorKind {
    let text = said.text().to_lowercase();
    if text.contains("foreign key") {
        in_field(409, "role", said.shown())
    } else if text.contains("duplicate") {
        ErrorKind::Conflict(Clash::Name)
    } else {
        ErrorKind::Conflict(Clash::Other)
    }
}

pub(super) fn in_field(status: u16, field: &str, message: Option<String>) -> ErrorKind {
    let error = FieldError {
        field: field.to_owned(),
        message: message.clone().unwrap_or_default(),
    };
    ErrorKind::Refused {
        status,
        code: None,
        message,
        fields: Box::new([error]),
    }
}

/// Words of an error's text, in small letters, and the member of an account that they are about. The first in the text counts.
const FIELDS: [(&str, &str); 31] = [
    ("insecure password", "password"),
    ("password length", "password"),
    ("public key", "public_keys"),
    ("rsa key", "public_keys"),
    ("dsa key", "public_keys"),
    ("could not validate", "filesystem"),
    ("filesystem", "filesystem"),
    ("encryption secret", "filesystem"),
    ("invalid secret", "filesystem"),
    ("redacted secret", "filesystem"),
    ("buffer size", "filesystem"),
    ("group", "groups"),
    ("folder", "virtual_folders"),
    ("virtual path", "virtual_folders"),
    ("home_dir", "home_dir"),
    ("permission", "permissions"),
    ("ip/mask", "filters"),
    ("denied", "filters"),
    ("login method", "filters"),
    ("two-factor", "filters"),
    ("two factor", "filters"),
    ("tls ", "filters"),
    ("web client", "filters"),
    ("file pattern", "filters"),
    ("day", "filters"),
    ("bandwidth", "filters"),
    ("shares expiration", "filters"),
    ("password change", "filters"),
    ("email", "email"),
    ("status", "status"),
    ("username", "username"),
];

/// What the refusal of a save means: which member is wrong, where the text tells.
///
/// A group or a folder that is not there and a password that is too long come as 500, with the words of a database; the
/// save did not happen then either.
pub(super) fn save_refusal(facts: Facts, response: &Response) -> ErrorKind {
    let kind = refusal(facts, response);
    let is_plain = match &kind {
        ErrorKind::Refused { fields, .. } => fields.is_empty(),
        ErrorKind::Broken { message, .. } => message.is_some(),
        _ => false,
    };
    let Some(said) = Said::of(response).filter(|_| is_plain) else {
        return kind;
    };
    // Releases before 2.6 have no other status for a name that is taken (contract, 5.15).
    if response.status == 500 && is_taken(said.text()) {
        return ErrorKind::Conflict(Clash::Name);
    }
    let field = field_of(said.text());
    match field.filter(|field| response.status != 500 || IN_A_CRASH.contains(field)) {
        Some(field) => in_field(response.status, field, said.shown()),
        None => kind,
    }
}

/// Members that a 500 can be about: of any other word that it holds nobody knows why it is there.
const IN_A_CRASH: [&str; 4] = ["password", "groups", "virtual_folders", "filesystem"];

/// Whether a store says that there is one of that name already.
fn is_taken(text: &str) -> bool {
    let text = text.to_lowercase();
    ["unique constraint", "duplicate", "already exists"]
        .iter()
        .any(|words| text.contains(words))
}

/// The member of an account that a text is about, if any; what it quotes is somebody's and tells nothing.
fn field_of(text: &str) -> Option<&'static str> {
    let text = text.replace("\\\"", "").to_lowercase();
    let own: String = text.split('"').step_by(2).collect();
    // Of the names that no save accepts.
    let is_name = own.contains("invalid input") || own.contains("reserved");
    let named = FIELDS
        .iter()
        .filter_map(|(word, field)| Some((own.find(word)?, *field)));
    named
        .min_by_key(|(place, _)| *place)
        .map(|(_, field)| field)
        .or(is_name.then_some("username"))
}

/// What the refusal of a call about one's own account means: if the account is not there, the session is that of a ghost.
pub(super) fn own_refusal(facts: Facts, response: &Response) -> ErrorKind {
    match refusal(facts, response) {
        ErrorKind::NotFound => ErrorKind::SignedOut,
        other => other,
    }
}

/// What the refusal of a new password means.
pub(super) fn password_refusal(facts: Facts, response: &Response) -> ErrorKind {
    let is_wrong = Said::of(response)
        .is_some_and(|said| said.text().ends_with("current password does not match"));
    if response.status == 400 && is_wrong {
        return ErrorKind::Forbidden(Reason::WrongCurrentPassword);
    }
    match save_refusal(facts, response) {
        ErrorKind::NotFound => ErrorKind::SignedOut,
        other => other,
    }
}

/// What the refusal of a reset means: a password that is too weak or too long comes as 500 for administrators.
pub(super) fn reset_refusal(facts: Facts, response: &Response) -> ErrorKind {
    const START: &str = "unable to set the new password: ";
    let kind = save_refusal(facts, response);
    let said = Said::of(response).filter(|_| response.status == 500);
    match said.and_then(|said| said.error.strip_prefix(START).map(str::to_owned)) {
        Some(error) => {
            let cause = Said {
                message: String::new(),
                error,
            };
            in_field(500, "password", cause.shown())
        }
        None => kind,
    }
}

/// The same without the server's text, if that repeats a secret of the request.
pub(super) fn without(kind: ErrorKind, secrets: &[&Secret]) -> ErrorKind {
    let repeats = |text: &str| secrets.iter().any(|secret| secret.is_in(text));
    match kind {
        ErrorKind::Refused {
            status,
            code,
            message,
            fields,
        } if message.as_deref().is_some_and(repeats) => {
            let fields = fields.into_iter().map(|error| FieldError {
                message: String::new(),
                ..error
            });
            ErrorKind::Refused {
                status,
                code,
                message: None,
                fields: fields.collect(),
            }
        }
        ErrorKind::Broken {
            status,
            message: Some(text),
        } if repeats(&text) => ErrorKind::Broken {
            status,
            message: None,
        },
        other => other,
    }
}

#[cfg(test)]
mod tests;
