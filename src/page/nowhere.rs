//! An address that the panel does not have.

use leptos::prelude::*;

use super::parts::use_location;
use crate::i18n::t;
use crate::route::Route;
use crate::ui::{EmptyState, IconName, LinkButton};

/// Says that there is nothing, and where to go.
#[component]
pub(crate) fn NowherePage() -> impl IntoView {
    let t = t();
    let location = use_location();
    view! {
        <EmptyState
            icon=IconName::Search
            screen=true
            title=t.nowhere_title
            text=Some(t.nowhere_text.to_owned())
            actions=move || {
                view! { <LinkButton href=location.href(&Route::Overview) label=t.nowhere_act /> }
            }
        />
    }
}
