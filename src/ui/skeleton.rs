//! What stands where content will be.

use leptos::prelude::*;

/// Grey lines of the final height, so that nothing jumps when the content comes.
#[component]
pub fn Skeleton(
    /// How many rows are expected.
    #[prop(default = 8)]
    rows: usize,
    /// What is being loaded, for assistive technology.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
) -> impl IntoView {
    let row = |_| view! { <div class="skeleton__row"></div> };
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{move || label.map(|label| label.get())}</span>
            {(0..rows).map(row).collect_view()}
        </div>
    }
}
