//! A new secret on its way: typed or generated, then on screen once, then gone.

use leptos::prelude::*;
use zeroize::Zeroize;

use super::parts::{new_password, use_location};
use crate::api::Secret;
use crate::i18n::{fill, number, t};
use crate::platform::PasswordRule;
use crate::route::history::{Guard, Location};
use crate::ui::{Checkbox, Note, NoteKind, PasswordField, SecretBox};

/// A secret that is on screen once.
///
/// While it is there, leaving the screen asks; when it goes, its memory is wiped.
#[derive(Clone, Copy)]
pub(crate) struct Once {
    secret: RwSignal<Option<Secret>>,
    is_stored: RwSignal<bool>,
    guard: StoredValue<Option<Guard>, LocalStorage>,
    location: Location,
}

impl Once {
    /// Nothing to show yet. What is left when the screen goes is wiped with it.
    pub(crate) fn new() -> Self {
        let once = Self {
            secret: RwSignal::new(None),
            is_stored: RwSignal::new(false),
            guard: StoredValue::new_local(None),
            location: use_location(),
        };
        on_cleanup(move || {
            let _ = once.secret.try_set(None);
        });
        once
    }

    /// Puts a secret on screen.
    pub(crate) fn show(self, secret: Secret) {
        self.guard
            .set_value(Some(self.location.guard(t().secret_leave.to_owned())));
        self.secret.set(Some(secret));
    }

    /// Takes it away for good.
    pub(crate) fn clear(self) {
        self.secret.set(None);
        self.is_stored.set(false);
        self.guard.set_value(None);
    }

    /// Whether one is on screen; tracked.
    pub(crate) fn is_shown(self) -> bool {
        self.secret.with(Option::is_some)
    }

    /// Why what is on screen cannot be closed yet; tracked.
    pub(crate) fn wait(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            (self.is_shown() && !self.is_stored.get()).then(|| t().secret_confirm_first.to_owned())
        })
    }
}

/// The secret with its copy button, and the box that says it is stored.
#[component]
pub(crate) fn ShownOnce(
    once: Once,
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let t = t();
    let was_copied = RwSignal::new(false);
    view! {
        <SecretBox
            label
            value=Signal::derive(move || {
                once.secret
                    .with(|secret| {
                        secret.as_ref().map(|secret| secret.expose().to_owned()).unwrap_or_default()
                    })
            })
            copy_label=t.copy
            copied_label=t.copied
            refused_label=t.copy_refused
            on_copied=move |is_done: bool| was_copied.set(is_done)
        />
        {move || {
            was_copied.get().then(|| view! { <Note kind=NoteKind::Ok live=true>{t.key_copied}</Note> })
        }}
        <Checkbox
            label=t.secret_stored
            checked=once.is_stored
            on_change=move |is_on| once.is_stored.set(is_on)
        />
    }
}

/// A password that is being chosen.
#[derive(Clone, Copy)]
pub(crate) struct NewPassword {
    rule: PasswordRule,
    text: RwSignal<String>,
    is_generated: RwSignal<bool>,
    was_tried: RwSignal<bool>,
}

impl NewPassword {
    /// Empty, for a rule. What is left when the screen goes is wiped with it.
    pub(crate) fn new(rule: PasswordRule) -> Self {
        let password = Self {
            rule,
            text: RwSignal::new(String::new()),
            is_generated: RwSignal::new(false),
            was_tried: RwSignal::new(false),
        };
        on_cleanup(move || {
            let _ = password.text.try_update(Zeroize::zeroize);
        });
        password
    }

    /// Makes one, if one can fit.
    pub(crate) fn generate(self) {
        self.wipe();
        if self.rule.is_possible() {
            self.text.set(new_password(self.rule));
            self.is_generated.set(true);
        }
    }

    /// Wipes it, and what was said about it.
    pub(crate) fn wipe(self) {
        self.text.update(Zeroize::zeroize);
        self.is_generated.set(false);
        self.was_tried.set(false);
    }

    /// Whether something stands there; tracked.
    pub(crate) fn is_empty(self) -> bool {
        self.text.with(String::is_empty)
    }

    /// Whether it was made here, so that nobody knows it yet.
    pub(crate) fn is_generated(self) -> bool {
        self.is_generated.get_untracked()
    }

    /// Says from now on what is wrong with it, and whether nothing is.
    pub(crate) fn is_ready(self) -> bool {
        self.was_tried.set(true);
        self.text
            .with_untracked(|text| self.rule.check(text).is_ok())
    }

    /// A copy to be sent.
    pub(crate) fn secret(self) -> Secret {
        Secret::from(self.text.get_untracked())
    }
}

/// The field of a new password, with a generator.
#[component]
pub(crate) fn NewPasswordField(
    password: NewPassword,
    /// Its label.
    label: &'static str,
    /// A template with `{min}` and `{max}`.
    hint: &'static str,
    /// Whether the focus starts here.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let t = t();
    let rule = password.rule;
    let error = Signal::derive(move || {
        password
            .was_tried
            .get()
            .then(|| password.text.with(|text| rule.check(text).err()))
            .flatten()
    });
    let hint = fill(
        hint,
        &[
            ("min", &number(rule.min_bytes)),
            ("max", &number(rule.max_bytes)),
        ],
    );
    view! {
        <PasswordField
            label
            value=password.text
            on_input=move |value| {
                password.is_generated.set(false);
                password.text.set(value);
            }
            error
            hint=Some(hint)
            new=true
            show_label=t.show_password
            hide_label=t.hide_password
            on_generate=move || password.generate()
            generate_label=t.generate_password
            autofocus
            required=true
        />
        {(!rule.is_possible())
            .then(|| view! { <Note kind=NoteKind::Bad>{t.password_impossible}</Note> })}
    }
}
