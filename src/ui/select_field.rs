//! A choice among a few named values, in the browser's own control.

use leptos::prelude::*;

use super::field::{Field, FieldParts};
use super::icon::{Icon, IconName};

/// A drop-down list.
#[component]
pub fn SelectField(
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Values and the words for them.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Runs with the new value.
    #[prop(into)]
    on_change: Callback<String>,
    /// A sentence under it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Why it cannot be changed.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// A word beside the label, such as "changed".
    #[prop(optional, into)]
    badge: Signal<Option<String>>,
    /// Whether one must be chosen.
    #[prop(optional)]
    required: bool,
    /// Whether the label is for assistive technology only.
    #[prop(optional)]
    hide_label: bool,
) -> impl IntoView {
    let parts = FieldParts::new(hint, error, disabled_reason);
    let (invalid, described) = (parts.clone(), parts.clone());
    let option = move |(key, words): (String, String)| {
        let chosen = key.clone();
        view! {
            <option value=key prop:selected=move || *value.read() == chosen>
                {words}
            </option>
        }
    };
    view! {
        <Field label parts=parts.clone() badge hide_label>
            <div class="select-field">
                <select
                    class="select-field__control"
                    id=parts.id
                    disabled=move || disabled_reason.read().is_some()
                    aria-required=required.then_some("true")
                    aria-invalid=move || invalid.invalid()
                    aria-describedby=move || described.described_by()
                    on:change=move |event| on_change.run(event_target_value(&event))
                >
                    {move || options.get().into_iter().map(option).collect_view()}
                </select>
                <Icon name=IconName::ChevronDown />
            </div>
        </Field>
    }
}
