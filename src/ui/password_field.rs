//! A field for a secret that a person types, pastes or has made up.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::field::{Field, FieldParts};
use super::icon::{Icon, IconName};

/// A password field. It holds what was typed and never a mask that stands for a stored password:
/// typing would be appended to it.
#[component]
pub fn PasswordField(
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// Runs on every change, with the whole text.
    #[prop(into)]
    on_input: Callback<String>,
    /// Whether a new password is being chosen, not a known one given.
    #[prop(optional)]
    new: bool,
    /// What a password manager should take it for, where `new` does not say it.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Name of the button that shows the text.
    #[prop(into)]
    show_label: Signal<String>,
    /// Name of the button that hides it again.
    #[prop(into)]
    hide_label: Signal<String>,
    /// Makes a password up; the text is shown then.
    #[prop(optional, into)]
    on_generate: Option<Callback<()>>,
    /// Name of the button that makes one up.
    #[prop(optional, into)]
    generate_label: Signal<String>,
    /// A sentence under it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Why it cannot be used.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// A word beside the label.
    #[prop(optional, into)]
    badge: Signal<Option<String>>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// Whether it gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let parts = FieldParts::new(hint, error, disabled_reason);
    let (invalid, described) = (parts.clone(), parts.clone());
    let shown = RwSignal::new(false);
    let node_ref = NodeRef::<leptos::html::Input>::new();
    if autofocus {
        Effect::new(move |_| {
            if let Some(input) = node_ref.get() {
                let _ = input.focus();
            }
        });
    }
    let autocomplete = autocomplete.unwrap_or(if new {
        "new-password"
    } else {
        "current-password"
    });
    let on_generate = on_generate.map(|on_generate| {
        Callback::new(move |()| {
            shown.set(true);
            on_generate.run(());
        })
    });
    view! {
        <Field label parts=parts.clone() badge>
            <div class="password-field">
                <div class="password-field__box">
                    <input
                        node_ref=node_ref
                        class="text-field__input"
                        id=parts.id
                        type=move || if shown.get() { "text" } else { "password" }
                        data-mono=move || shown.get().then_some("")
                        autocomplete=autocomplete
                        autocapitalize="none"
                        spellcheck="false"
                        autofocus=autofocus
                        aria-required=required.then_some("true")
                        prop:value=value
                        readonly=move || disabled_reason.read().is_some()
                        aria-invalid=move || invalid.invalid()
                        aria-describedby=move || described.described_by()
                        on:input=move |event| on_input.run(event_target_value(&event))
                    />
                    <button
                        class="password-field__reveal"
                        type="button"
                        aria-label=move || if shown.get() { hide_label.get() } else { show_label.get() }
                        title=move || if shown.get() { hide_label.get() } else { show_label.get() }
                        on:click=move |_| shown.update(|shown| *shown = !*shown)
                    >
                        {move || {
                            let name = if shown.get() { IconName::EyeOff } else { IconName::Eye };
                            view! { <Icon name /> }
                        }}
                    </button>
                </div>
                {on_generate
                    .map(|on_generate| {
                        view! {
                            <Button
                                label=generate_label
                                icon=IconName::Dice
                                kind=ButtonKind::Plain
                                on_click=on_generate
                            />
                        }
                    })}
            </div>
        </Field>
    }
}
