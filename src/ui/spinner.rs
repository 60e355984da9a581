//! The sign that something is on its way.

use leptos::prelude::*;

/// A turning ring. It becomes visible after 150 ms, so that what is quick never flashes.
#[component]
pub fn Spinner() -> impl IntoView {
    view! { <span class="spinner" aria-hidden="true"></span> }
}
