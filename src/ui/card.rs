//! A piece of paper with a heading.

use leptos::prelude::*;

use super::ids::{Id, fresh};

/// A section. Without `flush` its content gets a margin; rows and tables go to the edge.
#[component]
pub fn Card(
    /// The heading.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// What stands beside the heading.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// What stands at the foot.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// Whether the content goes to the edge.
    #[prop(optional)]
    flush: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let title_id = title.map(|_| fresh(Id::Title));
    let labelled = title_id.clone();
    view! {
        <section class="card" aria-labelledby=labelled>
            {title
                .map(|title| {
                    view! {
                        <header class="card__header">
                            <h2 class="card__title" id=title_id>
                                {title}
                            </h2>
                            {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
                        </header>
                    }
                })}
            <div class="card__body" data-flush=flush.then_some("")>
                {children()}
            </div>
            {footer.map(|footer| view! { <footer class="card__footer">{footer.run()}</footer> })}
        </section>
    }
}
