//! How far something has come.

use leptos::prelude::*;

/// A bar and, if given, words beside it.
#[component]
pub fn Progress(
    /// What is under way, for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// How much is done.
    #[prop(into)]
    value: Signal<usize>,
    /// How much there is; nothing when that is not known.
    #[prop(into)]
    max: Signal<Option<usize>>,
    /// Words beside the bar, such as "800 of 1,284 loaded".
    #[prop(optional, into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    // In thousandths.
    let share = move || {
        let max = max.get().filter(|max| *max > 0)?;
        Some(value.get().min(max).saturating_mul(1000) / max)
    };
    view! {
        <div class="progress">
            <div
                class="progress__track"
                role="progressbar"
                aria-label=label
                aria-valuemin="0"
                aria-valuemax=move || max.get().map(|max| max.to_string())
                aria-valuenow=move || max.get().map(|_| value.get().to_string())
                aria-valuetext=text
                data-unknown=move || share().is_none().then_some("")
            >
                <div class="progress__bar" style:--share=move || share().unwrap_or(0).to_string()></div>
            </div>
            {move || text.get().map(|text| view! { <span class="progress__text">{text}</span> })}
        </div>
    }
}
