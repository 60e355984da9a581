//! The account list: search, filter, sort, columns, selection, acts.

mod delete;
mod dock;
mod export;
mod head;
mod new_account;
mod role;
mod rows;
mod set_password;
mod state;
mod table;
mod toolbar;

use leptos::prelude::*;

pub(crate) use self::delete::DeleteDialog;
use self::dock::SelectionDock;
use self::head::Head;
pub(crate) use self::new_account::NewAccountDialog;
pub(crate) use self::role::RoleDialog;
pub(crate) use self::set_password::SetPasswordDialog;
use self::state::{Asked, ListState};
use self::table::Table;
use self::toolbar::Toolbar;
use super::later::{Later, LaterDialog, delete, is_asked, new_account, role, set_password};
use super::parts::{face, use_location, use_title};
use super::place::Place;
use crate::i18n::t;
use crate::platform::Act;
use crate::route::Route;
use crate::ui::{ButtonKind, EmptyState, IconName, LinkButton, Loaded};

/// The accounts of a connection.
#[component]
pub(crate) fn AccountsPage(place: Place) -> impl IntoView {
    let t = t();
    let location = use_location();
    let Some(reason) = place.can(Act::List, None).reason() else {
        return view! { <List place /> }.into_any();
    };
    use_title(Signal::derive(move || {
        format!("{} · {}", t.list_title, place.name())
    }));
    view! {
            <EmptyState
                icon=IconName::Lock
                screen=true
                title=t.list_no_access_title
                text=Some(reason)
                actions=move || {
                    view! {
                        <LinkButton
                            href=location.href(&Route::me(&place.id()))
                            label=t.list_no_access_act
                            kind=ButtonKind::Primary
                        />
                    }
                }
            />
    }
    .into_any()
}

#[component]
fn List(place: Place) -> impl IntoView {
    let t = t();
    let list = ListState::open(place);
    use_title(Signal::derive(move || {
        let title = format!("{} · {}", t.list_title, place.name());
        match list.n_selected() {
            0 => title,
            _ => format!("{} · {title}", list.selected_words()),
        }
    }));
    let has_listing = Signal::derive(move || list.listing.with(Option::is_some));
    view! {
        <Head list />
        <Toolbar list />
        <Loaded
            face=face(list.reading, has_listing)
            label=t.loading
            on_retry=list.read
            retry_label=t.retry
            rows=12
        >
            <Table list />
        </Loaded>
        <SelectionDock list />
        <Dialogs list />
    }
}

/// The questions on top of the list.
#[component]
fn Dialogs(list: ListState) -> impl IntoView {
    let ListState { place, read, .. } = list;
    let Asked {
        is_new_open,
        to_delete,
        to_change,
        to_set_password,
    } = list.asked;
    let after_delete = Callback::new(move |n_deleted: usize| {
        if n_deleted > 0 {
            read.run(());
        }
    });
    view! {
        <LaterDialog
            part=Later::Acts
            open=is_new_open
            on_give_up=move || is_new_open.set(false)
            draw=move || new_account(place, is_new_open, read)
        />
        <LaterDialog
            part=Later::Acts
            open=is_asked(to_set_password)
            on_give_up=move || to_set_password.set(None)
            draw=move || set_password(place, to_set_password, Callback::new(|()| {}))
        />
        <LaterDialog
            part=Later::Acts
            open=is_asked(to_change)
            on_give_up=move || to_change.set(None)
            draw=move || role(place, to_change, Callback::new(move |_| read.run(())))
        />
        <LaterDialog
            part=Later::Acts
            open=is_asked(to_delete)
            on_give_up=move || to_delete.set(None)
            draw=move || delete(place, to_delete, after_delete)
        />
    }
}
