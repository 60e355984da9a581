//! One's own account: the profile, with what only oneself can do.

use leptos::prelude::*;

use super::account::{AccountScreen, Subject};
use super::place::Place;

/// My account.
#[component]
pub(crate) fn MePage(place: Place) -> impl IntoView {
    let id = place.me().id;
    view! { <AccountScreen place id subject=Subject::Me /> }
}
