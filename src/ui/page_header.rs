//! The head of a screen: where it is, what it is, and what can be done.

use leptos::html;
use leptos::prelude::*;

use super::initials::Initials;

/// One step of the way to a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Where it leads; nothing for the screen itself.
    pub href: Option<String>,
}

/// The way here, the one heading of the screen, a line about it, and its acts.
#[component]
pub fn PageHeader(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// The way here.
    #[prop(optional, into)]
    crumbs: Signal<Vec<Crumb>>,
    /// Name of the way for assistive technology.
    #[prop(optional, into)]
    crumbs_label: Signal<String>,
    /// The line below the heading.
    #[prop(optional, into)]
    meta: Option<ViewFn>,
    /// Buttons; at most one of them primary.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Whose letters stand before the heading.
    #[prop(optional, into)]
    initials: Signal<Option<String>>,
    /// What stands before the heading otherwise.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// Whether the heading gets the focus when it appears: after a step to another screen.
    #[prop(optional)]
    focus: bool,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    if focus {
        Effect::new(move |_| {
            if let Some(heading) = heading.get() {
                let _ = heading.focus();
            }
        });
    }
    let crumb = |crumb: Crumb| {
        let step = match crumb.href {
            Some(href) => view! { <a href=href><bdi>{crumb.label}</bdi></a> }.into_any(),
            None => view! { <bdi aria-current="page">{crumb.label}</bdi> }.into_any(),
        };
        view! { <li class="page-header__crumb">{step}</li> }
    };
    view! {
        <div class="page-header">
            {move || {
                let crumbs = crumbs.get();
                (!crumbs.is_empty())
                    .then(|| {
                        view! {
                            <nav class="page-header__crumbs" aria-label=crumbs_label>
                                <ol>{crumbs.into_iter().map(crumb).collect_view()}</ol>
                            </nav>
                        }
                    })
            }}
            <div class="page-header__row">
                {lead.map(|lead| view! { <span class="page-header__lead">{lead.run()}</span> })}
                {move || {
                    initials
                        .get()
                        .map(|name| {
                            view! {
                                <span class="page-header__lead">
                                    <Initials name large=true />
                                </span>
                            }
                        })
                }} <div class="page-header__words">
                    <h1 class="page-header__title" node_ref=heading tabindex="-1">
                        <bdi>{title}</bdi>
                    </h1>
                    {meta.map(|meta| view! { <div class="page-header__meta">{meta.run()}</div> })}
                </div> {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
            </div>
        </div>
    }
}
