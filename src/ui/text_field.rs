//! Fields for text of one line and of several.

use leptos::html;
use leptos::prelude::*;

use super::field::{Field, FieldParts};
use super::icon::{Icon, IconName};

/// What is typed into a field of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Anything.
    #[default]
    Text,
    /// Words to look for; an icon says so.
    Search,
    /// An e-mail address. What is a valid one is for the caller to judge.
    Email,
    /// An address on the web.
    Url,
    /// A number; typed as text, so that nothing is swallowed.
    Number,
    /// A date and time of day, in the browser's own control.
    DateTime,
    /// A day, in the browser's own control.
    Date,
}

impl InputKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Text | Self::Number => "text",
            Self::Search => "search",
            Self::Email => "email",
            Self::Url => "url",
            Self::DateTime => "datetime-local",
            Self::Date => "date",
        }
    }

    const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Number => Some("numeric"),
            _ => None,
        }
    }
}

/// A field of one line.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "each is named where it is used"
)]
#[component]
pub fn TextField(
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// Runs on every change, with the whole text.
    #[prop(into)]
    on_input: Callback<String>,
    /// Runs when the person leaves the field.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
    /// A sentence under it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Why it cannot be changed; the text can still be read and copied.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// A word beside the label, such as "changed".
    #[prop(optional, into)]
    badge: Signal<Option<String>>,
    /// What is typed into it.
    #[prop(optional)]
    kind: InputKind,
    /// What a password manager should take it for.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// Whether it holds an id or a path.
    #[prop(optional)]
    mono: bool,
    /// An example, or for a search what it looks at.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    /// Whether it gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// Whether the label is for assistive technology only.
    #[prop(optional)]
    hide_label: bool,
    /// The element itself.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let parts = FieldParts::new(hint, error, disabled_reason);
    let (invalid, described) = (parts.clone(), parts.clone());
    if autofocus {
        Effect::new(move |_| {
            if let Some(input) = node_ref.get() {
                let _ = input.focus();
            }
        });
    }
    view! {
        <Field label parts=parts.clone() badge hide_label>
            <div class="text-field" data-kind=(kind == InputKind::Search).then_some("search")>
                {(kind == InputKind::Search).then(|| view! { <Icon name=IconName::Search /> })}
                <input
                    node_ref=node_ref
                    class="text-field__input"
                    id=parts.id
                    type=kind.input_type()
                    inputmode=kind.input_mode()
                    data-mono=mono.then_some("")
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    dir="auto"
                    autofocus=autofocus
                    aria-required=required.then_some("true")
                    placeholder=placeholder
                    prop:value=value
                    readonly=move || disabled_reason.read().is_some()
                    aria-invalid=move || invalid.invalid()
                    aria-describedby=move || described.described_by()
                    on:input=move |event| on_input.run(event_target_value(&event))
                    on:blur=move |_| {
                        if let Some(on_blur) = on_blur {
                            let _ = on_blur.try_run(());
                        }
                    }
                />
            </div>
        </Field>
    }
}

/// A field of several lines.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "each is named where it is used"
)]
#[component]
pub fn TextArea(
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// Runs on every change, with the whole text.
    #[prop(into)]
    on_input: Callback<String>,
    /// A sentence under it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Why it cannot be changed; the text can still be read and copied.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// A word beside the label, such as "changed".
    #[prop(optional, into)]
    badge: Signal<Option<String>>,
    /// How many lines it shows at first.
    #[prop(default = 3)]
    rows: u32,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// Whether it holds ids, paths or code.
    #[prop(optional)]
    mono: bool,
    /// An example.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    /// Whether it gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// Whether the label is for assistive technology only.
    #[prop(optional)]
    hide_label: bool,
) -> impl IntoView {
    let parts = FieldParts::new(hint, error, disabled_reason);
    let (invalid, described) = (parts.clone(), parts.clone());
    let node_ref = NodeRef::<html::Textarea>::new();
    if autofocus {
        Effect::new(move |_| {
            if let Some(input) = node_ref.get() {
                let _ = input.focus();
            }
        });
    }
    view! {
        <Field label parts=parts.clone() badge hide_label>
            <textarea
                node_ref=node_ref
                class="text-field__input"
                id=parts.id
                rows=rows.to_string()
                data-mono=mono.then_some("")
                autocomplete="off"
                spellcheck=if mono { "false" } else { "true" }
                dir="auto"
                autofocus=autofocus
                aria-required=required.then_some("true")
                placeholder=placeholder
                prop:value=value
                readonly=move || disabled_reason.read().is_some()
                aria-invalid=move || invalid.invalid()
                aria-describedby=move || described.described_by()
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
        </Field>
    }
}
