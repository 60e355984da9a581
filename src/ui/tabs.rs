//! The sections of a screen, each with an address of its own.

use leptos::prelude::*;

/// One section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Whether it is the one seen now.
    pub current: bool,
    /// How many things are in it.
    pub count: Option<String>,
}

/// Links to the sections.
#[component]
pub fn Tabs(
    /// Name of the list for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// The sections.
    #[prop(into)]
    items: Signal<Vec<Tab>>,
) -> impl IntoView {
    let tab = |tab: Tab| {
        view! {
            <li>
                <a class="tabs__tab" href=tab.href aria-current=tab.current.then_some("page")>
                    {tab.label}
                    {tab.count.map(|count| view! { <span class="tabs__count">{count}</span> })}
                </a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=label>
            <ul class="tabs__list" role="list">
                {move || items.get().into_iter().map(tab).collect_view()}
            </ul>
        </nav>
    }
}
