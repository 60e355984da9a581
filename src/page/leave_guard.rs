//! Asks before unsaved work or an unstored secret is left behind.

use leptos::prelude::*;

use super::parts::use_location;
use crate::i18n::t;
use crate::ui::{Button, ButtonKind, Dialog};

/// The question. It stands on the screens of a connection: only these hold anything back.
#[component]
pub(super) fn LeaveGuard() -> impl IntoView {
    let t = t();
    let location = use_location();
    let held_back = location.held_back();
    let is_open = Signal::derive(move || held_back.with(Option::is_some));
    let what = Signal::derive(move || held_back.get().unwrap_or_default());
    let footer = move || {
        view! {
            <Button label=t.leave_stay autofocus=true on_click=move || location.answer(false) />
            <Button
                label=t.leave_act
                kind=ButtonKind::DangerSolid
                on_click=move || location.answer(true)
            />
        }
    };
    view! {
        <Dialog
            open=is_open
            on_close=move || location.answer(false)
            title=t.leave_title
            description=what
            close_label=t.close
            alert=true
            footer
        >
            ""
        </Dialog>
    }
}
