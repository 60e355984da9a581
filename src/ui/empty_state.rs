//! What stands where nothing is.

use leptos::prelude::*;

use super::icon::{Icon, IconName};

/// Says that there is nothing, why, and what to do about it.
#[component]
pub fn EmptyState(
    /// A mark.
    #[prop(default = IconName::Search)]
    icon: IconName,
    /// What there is none of.
    #[prop(into)]
    title: Signal<String>,
    /// Why, or what to do.
    #[prop(optional, into)]
    text: Signal<Option<String>>,
    /// A button or two.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <span class="empty-state__mark">
                <Icon name=icon />
            </span>
            <p class="empty-state__title">{title}</p>
            {move || text.get().map(|text| view! { <p class="empty-state__text">{text}</p> })}
            {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
        </div>
    }
}
