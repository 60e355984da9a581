//! A choice among two to four values that are all seen at once.

use leptos::prelude::*;

use super::ids::{Id, fresh};

/// A group of radio buttons, drawn as one bar. Arrow keys move the choice.
#[component]
pub fn Segmented(
    /// What is chosen here.
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
    /// Whether the label is seen above the bar.
    #[prop(optional)]
    show_label: bool,
    /// A sentence under it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
) -> impl IntoView {
    let group = fresh(Id::Group);
    let hint_id = fresh(Id::Hint);
    let described = hint_id.clone();
    let option = move |(key, words): (String, String)| {
        let (chosen, picked) = (key.clone(), key.clone());
        view! {
            <label class="segmented__option">
                <input
                    class="segmented__input"
                    type="radio"
                    name=group.clone()
                    value=key
                    prop:checked=move || *value.read() == chosen
                    on:change=move |_| on_change.run(picked.clone())
                />
                <span class="segmented__label">{words}</span>
            </label>
        }
    };
    view! {
        <div class="field">
            {show_label
                .then(|| {
                    view! {
                        <div class="field__head">
                            <span class="field__label" aria-hidden="true">
                                {label}
                            </span>
                        </div>
                    }
                })}
            <div
                class="segmented"
                role="radiogroup"
                aria-label=label
                aria-describedby=move || hint.read().is_some().then(|| described.clone())
            >
                {move || options.get().into_iter().map(option.clone()).collect_view()}
            </div>
            {move || {
                hint.get().map(|text| view! { <p class="field__hint" id=hint_id.clone()>{text}</p> })
            }}
        </div>
    }
}
