//! A bar that floats at the foot of a list while something is selected or under way.

use leptos::prelude::*;

/// The bar. It keeps within the panel's width and covers nothing at the list's end.
#[component]
pub fn Dock(
    /// The bar's name for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// A count and buttons; the count in a `dock__count`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="dock">
            <div class="dock__bar" role="region" aria-label=label>
                {children()}
            </div>
        </div>
    }
}
