//! A box to tick.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, IconName};
use super::ids::{Id, fresh};

/// A checkbox with its label. What is shown is what the signal says, also after a refused click.
#[component]
pub fn Checkbox(
    /// What is ticked.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is.
    #[prop(into)]
    checked: Signal<bool>,
    /// Whether some but not all of what it stands for is.
    #[prop(optional, into)]
    indeterminate: Signal<bool>,
    /// Runs with the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// Runs with the new state and whether Shift was held.
    #[prop(optional, into)]
    on_toggle: Option<Callback<(bool, bool)>>,
    /// Whether the label is for assistive technology only.
    #[prop(optional)]
    hide_label: bool,
    /// A sentence under the label.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// Why it cannot be changed.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// Whether Tab stops here; a row of a table decides that.
    #[prop(optional, into)]
    skip_tab: Signal<bool>,
) -> impl IntoView {
    let hint_id = fresh(Id::Hint);
    let described = hint_id.clone();
    let sentence = Signal::derive(move || disabled_reason.get().or_else(|| hint.get()));
    let node_ref = NodeRef::<html::Input>::new();
    let on_click = move |event: leptos::ev::MouseEvent| {
        let now = event_target_checked(&event);
        if disabled_reason.read_untracked().is_some() {
            event.prevent_default();
            return;
        }
        if let Some(on_change) = on_change {
            on_change.run(now);
        }
        if let Some(on_toggle) = on_toggle {
            on_toggle.run((now, event.shift_key()));
        }
        if let (Some(input), Some(checked)) = (
            node_ref.try_get_untracked().flatten(),
            checked.try_get_untracked(),
        ) && checked != now
        {
            input.set_checked(checked);
        }
    };
    view! {
        <label class="checkbox" data-hide-label=hide_label.then_some("")>
            <span class="checkbox__box">
                <input
                    node_ref=node_ref
                    class="checkbox__input"
                    type="checkbox"
                    prop:checked=checked
                    prop:indeterminate=indeterminate
                    tabindex=move || skip_tab.get().then_some("-1")
                    aria-disabled=move || disabled_reason.read().is_some().then_some("true")
                    aria-describedby=move || sentence.read().is_some().then(|| described.clone())
                    on:click=on_click
                />
                <Icon name=IconName::Check />
                <Icon name=IconName::Minus />
            </span>
            <span class="checkbox__label">{label}</span>
            {move || {
                sentence
                    .get()
                    .map(|text| view! { <span class="checkbox__hint" id=hint_id.clone()>{text}</span> })
            }}
        </label>
    }
}
