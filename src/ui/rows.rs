//! A short list in a card: one thing per row, with what can be done to it.

use leptos::prelude::*;

/// The list. Its children are `RowItem`s.
#[component]
pub fn Rows(
    /// The list's name for assistive technology.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <ul class="rows" role="list" aria-label=move || label.map(|label| label.get())>
            {children()}
        </ul>
    }
}

/// One row: a mark, what it is (a `row-item__title` and `row-item__detail`, or anything), acts.
#[component]
pub fn RowItem(
    /// The first line.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// The second, quieter line.
    #[prop(optional, into)]
    detail: Signal<Option<String>>,
    /// What stands before it: an icon, glyph or initials.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// Where the first line leads.
    #[prop(optional, into)]
    href: Option<Signal<String>>,
    /// Badges and buttons after it.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// More, below title and detail.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let title = title.map(|title| match href {
        Some(href) => {
            view! { <a class="row-item__title" href=href><bdi>{title}</bdi></a> }.into_any()
        }
        None => view! { <bdi class="row-item__title">{title}</bdi> }.into_any(),
    });
    view! {
        <li class="row-item">
            {lead.map(|lead| view! { <span class="row-item__lead">{lead.run()}</span> })}
            <div class="row-item__main">
                {title}
                {move || {
                    detail.get().map(|text| view! { <div class="row-item__detail">{text}</div> })
                }}
                {children.map(|children| children())}
            </div>
            {actions.map(|actions| view! { <div class="row-item__actions">{actions.run()}</div> })}
        </li>
    }
}
