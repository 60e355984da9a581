//! Turns an error into words.

use super::words::{Texts, Words};
use super::{ApiError, Clash, Effect, ErrorKind, Reason};
use crate::api::Unsendable;

/// An error in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What happened, in a few words.
    pub title: String,
    /// Why, in a sentence or two.
    pub reason: String,
    /// What to do now.
    pub next_step: String,
    /// Whether the same request may simply be sent again: it cannot do harm, and it can help.
    pub retry_is_safe: bool,
}

/// Says what happened, why, and what to do now.
pub fn explain(error: &ApiError) -> Explanation {
    let texts = Texts::ENGLISH;
    let words = choose(&texts, error);
    let is_lost = error.may_have_happened();
    let is_unread = matches!(error.kind, ErrorKind::Decode { .. });
    let chosen = match (is_lost, is_unread) {
        (false, _) => words,
        (true, true) => texts.unread_write,
        (true, false) => Words {
            title: texts.lost_write.title,
            reason: texts.lost_write.reason,
            next_step: texts.lost_write.next_step,
        },
    };
    let cause = fill(words.reason, error);
    Explanation {
        title: fill(chosen.title, error),
        reason: if is_lost && !is_unread {
            chosen.reason.replace("{reason}", &cause)
        } else {
            fill(chosen.reason, error)
        },
        next_step: fill(chosen.next_step, error),
        retry_is_safe: can_retry(error),
    }
}

/// Says that a part of the panel could not be fetched.
pub fn part_missing() -> Explanation {
    let Words {
        title,
        reason,
        next_step,
    } = Texts::ENGLISH.part_missing;
    Explanation {
        title: title.to_owned(),
        reason: reason.to_owned(),
        next_step: next_step.to_owned(),
        retry_is_safe: true,
    }
}

/// Whether offering "Try again" makes sense.
fn can_retry(error: &ApiError) -> bool {
    if error.may_have_happened() {
        return false;
    }
    match error.kind {
        ErrorKind::Unreachable
        | ErrorKind::TimedOut
        | ErrorKind::Cancelled
        | ErrorKind::CutShort
        | ErrorKind::SlowDown { .. }
        | ErrorKind::WritesHeld
        | ErrorKind::PartMissing
        | ErrorKind::Broken { .. } => true,
        // Reading again what is not there does no harm; the panel itself may have been too early.
        ErrorKind::NotFound
        | ErrorKind::NotThePlatform { .. }
        | ErrorKind::NoSuchCall { .. }
        | ErrorKind::Decode { .. } => error.effect == Effect::Read,
        ErrorKind::BlockedByPolicy
        | ErrorKind::SignedOut
        | ErrorKind::OtherAddress
        | ErrorKind::BadCredentials
        | ErrorKind::BadCredentialsOrPasscode
        | ErrorKind::Forbidden(_)
        | ErrorKind::Conflict(_)
        | ErrorKind::Banned { .. }
        | ErrorKind::FirstRunTimedOut
        | ErrorKind::Refused { .. }
        | ErrorKind::Unsendable(_) => false,
    }
}

fn choose(texts: &Texts, error: &ApiError) -> Words {
    match &error.kind {
        ErrorKind::Unreachable => texts.unreachable,
        ErrorKind::BlockedByPolicy => texts.blocked_by_policy,
        ErrorKind::TimedOut => texts.timed_out,
        ErrorKind::Cancelled => texts.cancelled,
        ErrorKind::CutShort => texts.cut_short,
        ErrorKind::PartMissing => texts.part_missing,
        ErrorKind::SignedOut => texts.signed_out,
        ErrorKind::OtherAddress => texts.other_address,
        ErrorKind::BadCredentials => texts.bad_credentials,
        ErrorKind::BadCredentialsOrPasscode => texts.bad_credentials_or_passcode,
        ErrorKind::Forbidden(reason) => forbidden(texts, *reason),
        ErrorKind::NotFound => texts.not_found,
        ErrorKind::Conflict(Clash::Name) => texts.name_taken,
        ErrorKind::Conflict(Clash::NameOrEmail) => texts.name_or_email_taken,
        ErrorKind::Conflict(Clash::Membership) => texts.already_member,
        ErrorKind::Conflict(Clash::Administrator) => texts.administrator_exists,
        ErrorKind::Conflict(Clash::Other) => texts.clash,
        ErrorKind::SlowDown {
            retry_after_s: None,
        } => texts.slow_down,
        ErrorKind::SlowDown {
            retry_after_s: Some(_),
        } => texts.slow_down_for,
        ErrorKind::Banned { .. } => texts.banned,
        ErrorKind::WritesHeld => texts.writes_held,
        ErrorKind::FirstRunTimedOut => texts.first_run_timed_out,
        ErrorKind::Refused {
            message: Some(_), ..
        } => texts.refused_saying,
        ErrorKind::Refused { message: None, .. } => texts.refused,
        ErrorKind::Broken {
            message: Some(_), ..
        } => texts.broken_saying,
        ErrorKind::Broken {
            status: 502..=504,
            message: None,
        } => texts.gateway,
        ErrorKind::Broken { message: None, .. } => texts.broken,
        ErrorKind::Decode { .. } => texts.decode,
        ErrorKind::Unsendable(Unsendable::Empty { .. }) => texts.empty_value,
        ErrorKind::Unsendable(Unsendable::TooLong { .. }) => texts.too_long,
        ErrorKind::Unsendable(Unsendable::TooManyChars { .. }) => texts.too_many_chars,
        ErrorKind::Unsendable(Unsendable::Nul { .. }) => texts.nul,
        ErrorKind::Unsendable(Unsendable::Slash) => texts.slash,
        ErrorKind::Unsendable(Unsendable::Address) => texts.wrong_address,
        ErrorKind::Unsendable(_) => texts.unsendable,
        ErrorKind::NoSuchCall { .. } => texts.no_such_call,
        ErrorKind::NotThePlatform { status: 401 } => texts.proxy_sign_in,
        ErrorKind::NotThePlatform { .. } => texts.not_the_platform,
    }
}

fn forbidden(texts: &Texts, reason: Reason) -> Words {
    match reason {
        Reason::NotAllowed => texts.not_allowed,
        Reason::NeedsAdministrator => texts.needs_administrator,
        Reason::WrongCurrentPassword => texts.wrong_current_password,
        Reason::Myself => texts.myself,
        Reason::FirstAdministrator => texts.first_administrator,
        Reason::LastAdministrator => texts.last_administrator,
        Reason::KeyCannotCreateKeys => texts.key_cannot_create_keys,
        Reason::Csrf => texts.csrf,
        Reason::TwoCredentials => texts.two_credentials,
        Reason::SignInElsewhere => texts.sign_in_elsewhere,
        Reason::ProviderOff => texts.provider_off,
        Reason::ProviderRefused => texts.provider_refused,
        Reason::NoAccountHere => texts.no_account_here,
        Reason::ReadOnly => texts.read_only,
        Reason::ManagedElsewhere => texts.managed_elsewhere,
        Reason::NoUserAccount => texts.no_user_account,
        Reason::ServiceAccount => texts.service_account,
        Reason::WeakPassword => texts.weak_password,
        Reason::AddressNotAllowed => texts.address_not_allowed,
        Reason::SingleSignOnOnly => texts.single_sign_on_only,
        Reason::ColonInName => texts.colon_in_name,
        Reason::NeedsSecondFactor => texts.needs_second_factor,
        Reason::NeedsNewPassword => texts.needs_new_password,
        Reason::WrongKindOfAccount => texts.wrong_kind_of_account,
        Reason::NotWithKey => texts.not_with_key,
        Reason::PasswordSignInOff => texts.password_sign_in_off,
    }
}

/// Puts the error's values into a text, the server's own words last, so that braces in them stay what they are.
fn fill(text: &str, error: &ApiError) -> String {
    let mut filled = text.replace("{platform}", error.platform.name());
    match &error.kind {
        ErrorKind::SlowDown {
            retry_after_s: Some(seconds),
        } => filled = filled.replace("{seconds}", &seconds.to_string()),
        ErrorKind::Decode { path } => filled = filled.replace("{path}", path),
        ErrorKind::Unsendable(Unsendable::TooLong { max_bytes, .. }) => {
            filled = filled.replace("{max_bytes}", &max_bytes.to_string());
        }
        ErrorKind::Unsendable(Unsendable::TooManyChars { max_chars, .. }) => {
            filled = filled.replace("{max_chars}", &max_chars.to_string());
        }
        ErrorKind::Refused {
            status, message, ..
        }
        | ErrorKind::Broken { status, message } => {
            filled = filled.replace("{status}", &status.to_string());
            if let Some(message) = message {
                filled = filled.replace("{message}", message);
            }
        }
        ErrorKind::NoSuchCall { status } | ErrorKind::NotThePlatform { status } => {
            filled = filled.replace("{status}", &status.to_string());
        }
        _ => {}
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Platform;

    fn error(effect: Effect, kind: ErrorKind) -> ApiError {
        ApiError {
            platform: Platform::Portainer,
            operation: "user_create",
            effect,
            request_id: None,
            kind,
        }
    }

    fn kinds() -> Vec<ErrorKind> {
        let mut kinds = vec![
            ErrorKind::Unreachable,
            ErrorKind::BlockedByPolicy,
            ErrorKind::TimedOut,
            ErrorKind::Cancelled,
            ErrorKind::CutShort,
            ErrorKind::PartMissing,
            ErrorKind::SignedOut,
            ErrorKind::OtherAddress,
            ErrorKind::BadCredentials,
            ErrorKind::BadCredentialsOrPasscode,
            ErrorKind::NotFound,
            ErrorKind::SlowDown {
                retry_after_s: None,
            },
            ErrorKind::SlowDown {
                retry_after_s: Some(7),
            },
            ErrorKind::Banned {
                up_to_s: Some(3_600),
            },
            ErrorKind::WritesHeld,
            ErrorKind::FirstRunTimedOut,
            ErrorKind::Decode {
                path: "$.Id".to_owned(),
            },
            ErrorKind::Unsendable(Unsendable::Empty { field: "name" }),
            ErrorKind::Unsendable(Unsendable::TooLong {
                field: "password",
                max_bytes: 72,
            }),
            ErrorKind::Unsendable(Unsendable::TooManyChars {
                field: "email",
                max_chars: 255,
            }),
            ErrorKind::Unsendable(Unsendable::Nul { field: "email" }),
            ErrorKind::Unsendable(Unsendable::Body),
            ErrorKind::Unsendable(Unsendable::Slash),
            ErrorKind::Unsendable(Unsendable::Address),
            ErrorKind::NoSuchCall { status: 405 },
            ErrorKind::NotThePlatform { status: 401 },
            ErrorKind::NotThePlatform { status: 200 },
        ];
        for message in [None, Some("Because {status} of {message}".to_owned())] {
            kinds.push(ErrorKind::Refused {
                status: 400,
                code: None,
                message: message.clone(),
                fields: Box::default(),
            });
            kinds.push(ErrorKind::Broken {
                status: 500,
                message: message.clone(),
            });
            kinds.push(ErrorKind::Broken {
                status: 502,
                message,
            });
        }
        for clash in [
            Clash::Name,
            Clash::NameOrEmail,
            Clash::Membership,
            Clash::Administrator,
            Clash::Other,
        ] {
            kinds.push(ErrorKind::Conflict(clash));
        }
        for reason in [
            Reason::NotAllowed,
            Reason::NeedsAdministrator,
            Reason::WrongCurrentPassword,
            Reason::Myself,
            Reason::FirstAdministrator,
            Reason::LastAdministrator,
            Reason::KeyCannotCreateKeys,
            Reason::Csrf,
            Reason::TwoCredentials,
            Reason::SignInElsewhere,
            Reason::ProviderOff,
            Reason::ProviderRefused,
            Reason::NoAccountHere,
            Reason::ReadOnly,
            Reason::ManagedElsewhere,
            Reason::NoUserAccount,
            Reason::ServiceAccount,
            Reason::WeakPassword,
            Reason::AddressNotAllowed,
            Reason::SingleSignOnOnly,
            Reason::ColonInName,
            Reason::NeedsSecondFactor,
            Reason::NeedsNewPassword,
            Reason::WrongKindOfAccount,
            Reason::NotWithKey,
            Reason::PasswordSignInOff,
        ] {
            kinds.push(ErrorKind::Forbidden(reason));
        }
        kinds
    }

    #[test]
    fn every_error_has_a_title_a_reason_and_a_next_step() {
        for kind in kinds() {
            for effect in [Effect::Read, Effect::Write] {
                let said = explain(&error(effect, kind.clone()));
                for text in [&said.title, &said.reason, &said.next_step] {
                    assert!(!text.is_empty(), "{kind:?}");
                    let is_of_server = text.contains("Because {status} of {message}");
                    assert!(
                        is_of_server || !text.contains(['{', '}']),
                        "{kind:?}: {text}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_lost_write_says_that_it_may_have_happened() {
        for kind in [
            ErrorKind::Unreachable,
            ErrorKind::TimedOut,
            ErrorKind::CutShort,
            ErrorKind::Broken {
                status: 502,
                message: None,
            },
        ] {
            let said = explain(&error(Effect::Write, kind.clone()));
            assert!(said.reason.contains("may have been made"), "{kind:?}");
            assert!(said.next_step.contains("before trying again"), "{kind:?}");
            assert!(!said.retry_is_safe, "{kind:?}");
            let read = explain(&error(Effect::Read, kind.clone()));
            assert!(read.retry_is_safe, "{kind:?}");
            assert!(!read.reason.contains("may have been made"), "{kind:?}");
        }
    }

    #[test]
    fn a_write_that_was_refused_did_not_happen() {
        for kind in [
            ErrorKind::Forbidden(Reason::NotAllowed),
            ErrorKind::Conflict(Clash::Name),
            ErrorKind::WritesHeld,
            ErrorKind::Unsendable(Unsendable::Body),
            ErrorKind::SignedOut,
        ] {
            let refused = error(Effect::Write, kind);
            assert!(!refused.may_have_happened());
            assert!(!explain(&refused).reason.contains("may have been made"));
        }
    }

    #[test]
    fn a_ban_offers_no_retry() {
        let banned = error(
            Effect::Read,
            ErrorKind::Banned {
                up_to_s: Some(3_600),
            },
        );
        assert!(!explain(&banned).retry_is_safe);
    }

    #[test]
    fn texts_are_sentences_without_exclamation() {
        for (name, text) in Texts::ENGLISH.all() {
            assert!(!text.is_empty() && !text.contains('!'), "{name}");
            assert!(!text.to_lowercase().contains("please"), "{name}");
        }
    }
}
