//! A failure, in the place of what failed.

use leptos::prelude::*;

use super::button::Button;
use super::icon::{Icon, IconName};
use super::load::Problem;

/// What happened, why, and the next step; with a button where trying again is safe.
#[component]
pub fn ErrorPanel(
    /// The failure.
    #[prop(into)]
    problem: Signal<Problem>,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// The word for that.
    #[prop(optional, into)]
    retry_label: Signal<String>,
    /// Whether an attempt is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it stands in a form, dialog or above old data, not alone.
    #[prop(optional)]
    compact: bool,
    /// Other ways on: a link to sign in, to the connection's doctor.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    let retry =
        move || {
            on_retry.filter(|_| problem.read().retry_is_safe).map(|on_retry| {
            view! { <Button label=retry_label icon=IconName::Refresh busy on_click=on_retry /> }
        })
        };
    view! {
        <div class="error-panel" role="alert" data-compact=compact.then_some("")>
            <span class="error-panel__mark">
                <Icon name=IconName::Warning />
            </span>
            <div class="error-panel__text">
                <p class="error-panel__title">{move || problem.get().title}</p>
                <p class="error-panel__reason">{move || problem.get().reason}</p>
                <p class="error-panel__next">{move || problem.get().next_step}</p>
            </div>
            <div class="actions">
                {retry}
                {actions.map(|actions| actions.run())}
            </div>
        </div>
    }
}
