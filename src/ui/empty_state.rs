//! What stands where nothing is.

use leptos::html;
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
    /// Whether it is all there is on a screen: then the title is the screen's heading and takes the focus.
    #[prop(optional)]
    screen: bool,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    if screen {
        Effect::new(move |_| {
            if let Some(heading) = heading.get() {
                let _ = heading.focus();
            }
        });
    }
    let title = if screen {
        view! { <h1 class="empty-state__title" node_ref=heading tabindex="-1">{title}</h1> }
            .into_any()
    } else {
        view! { <p class="empty-state__title">{title}</p> }.into_any()
    };
    view! {
        <div class="empty-state">
            <span class="empty-state__mark">
                <Icon name=icon />
            </span>
            {title}
            {move || text.get().map(|text| view! { <p class="empty-state__text">{text}</p> })}
            {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
        </div>
    }
}
