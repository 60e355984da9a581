//! The table: its columns, its rows and what can be done to one of them; or why there is none.

use leptos::prelude::*;

use super::rows::{cell, second_line};
use super::state::{ListState, columns_of};
use crate::i18n::{fill, number, t};
use crate::page::place::Place;
use crate::platform::{Account, Act, Role, same_names};
use crate::route::{ListQuery, Route, Tab};
use crate::ui::{Button, Column, DataTable, EmptyState, IconName, MenuItem, SortState};

/// The rows, or a word where there are none.
#[component]
pub(super) fn Table(list: ListState) -> impl IntoView {
    let is_none = Memo::new(move |_| list.n_shown() == 0);
    move || {
        if !is_none.get() {
            view! { <Accounts list /> }.into_any()
        } else if list.query.with(ListQuery::is_filtered) && list.n_all() > 0 {
            view! { <NoneFits list /> }.into_any()
        } else {
            view! { <Nobody place=list.place is_new_open=list.asked.is_new_open /> }.into_any()
        }
    }
}

/// The filter fits nobody.
#[component]
fn NoneFits(list: ListState) -> impl IntoView {
    let t = t();
    let clear_filter = move || {
        list.change(&|query| {
            query.search.clear();
            query.role = None;
        });
    };
    view! {
        <EmptyState
            icon=IconName::Search
            title=t.list_filtered_title
            text=Signal::derive(move || {
                Some(fill(t.list_filtered_text, &[("n", &number(list.n_all()))]))
            })
            actions=move || {
                view! { <Button label=t.list_filtered_clear on_click=clear_filter /> }
            }
        />
    }
}

/// There is nobody.
#[component]
fn Nobody(place: Place, is_new_open: RwSignal<bool>) -> impl IntoView {
    let t = t();
    view! {
        <EmptyState
            icon=IconName::Users
            title=t.list_empty_title
            text=Some(fill(t.list_empty_text, &[("connection", &place.name())]))
            actions=move || {
                view! {
                    <Button
                        label=t.list_new
                        disabled_reason=place.can(Act::Create, None).reason()
                        on_click=move || is_new_open.set(true)
                    />
                }
            }
        />
    }
}

/// The table itself.
#[component]
fn Accounts(list: ListState) -> impl IntoView {
    let t = t();
    let ListState {
        place,
        location,
        listing,
        shown,
        selected,
        ..
    } = list;
    let has_roles = place.adapter().tells("role");
    let groups = Signal::derive(move || shown.with(|shown| shown.groups.clone()));
    let namesakes = Memo::new(move |_| {
        listing.with(|listing| {
            listing
                .as_ref()
                .map(|listing| same_names(&listing.accounts))
                .unwrap_or_default()
        })
    });
    let cells = move |index: usize| {
        let columns = columns_of(place, &list.query.read_untracked());
        let Some(account) = list.account(index) else {
            return Vec::new();
        };
        columns
            .into_iter()
            .skip(1)
            .map(|column| cell(&account, column.id, groups))
            .collect::<Vec<_>>()
    };
    let row_label = move |index: usize| {
        list.account(index)
            .map(|account| {
                let is_namesake =
                    namesakes.with_untracked(|namesakes| namesakes.contains(&account.id));
                if is_namesake {
                    format!(
                        "{} ({})",
                        account.name,
                        fill(t.list_same_name, &[("id", &account.id)])
                    )
                } else {
                    account.name
                }
            })
            .unwrap_or_default()
    };

    view! {
        <DataTable
            label=fill(t.list_table, &[("connection", &place.name())])
            columns=Signal::derive(move || columns(list))
            n_rows=Signal::derive(move || list.n_shown())
            key=move |index| list.account(index).map(|account| account.id).unwrap_or_default()
            row_label
            href=move |index| {
                let account = list.account(index).map(|account| account.id).unwrap_or_default();
                location.href(&Route::account(&place.id(), &account))
            }
            cells
            second_line=move |index| {
                list.account(index).map_or_else(
                    || ().into_any(),
                    |account| {
                        second_line(&account, groups, has_roles)
                    },
                )
            }
            is_selected=move |index| {
                shown.with(|shown| {
                    shown
                        .account(index)
                        .is_some_and(|account| selected.with(|selected| selected.contains(&account.id)))
                })
            }
            on_toggle=move |(index, extend)| list.toggle(index, extend)
            all_selected=Signal::derive(move || list.all_selected())
            on_toggle_all=move |()| list.toggle_all()
            select_all_label=t.list_select_all
            select_row_label=move |index| fill(t.list_select_row, &[("name", &row_label(index))])
            row_menu=move |index| {
                list.account(index).map(|account| row_acts(place, &account)).unwrap_or_default()
            }
            row_menu_label=move |index| fill(t.list_row_acts, &[("name", &row_label(index))])
            on_row_act=move |(index, act): (usize, String)| on_row_act(list, index, &act)
            on_sort=move |column| sort_by(list, column)
            busy=list.reading.is_busy()
        />
    }
}

/// The columns, and by which of them the rows are sorted; tracked.
fn columns(list: ListState) -> Vec<Column> {
    let query = list.query.get();
    let sorted = query.sort.as_deref().unwrap_or("name").to_owned();
    columns_of(list.place, &query)
        .into_iter()
        .map(|column| Column {
            id: column.id,
            label: column.label.to_owned(),
            width: column.width,
            sort: (column.id == sorted).then_some(if query.is_descending {
                SortState::Descending
            } else {
                SortState::Ascending
            }),
            sortable: !matches!(column.id, "teams" | "groups"),
            priority: column.priority,
        })
        .collect::<Vec<_>>()
}

/// Sorts by a column, the other way round when it is sorted by it.
fn sort_by(list: ListState, column: &'static str) {
    list.change(&|query| {
        let is_same = query.sort.as_deref().unwrap_or("name") == column;
        query.is_descending = is_same && !query.is_descending;
        query.sort = (column != "name").then(|| column.to_owned());
    });
}

/// Does something to a row.
fn on_row_act(list: ListState, index: usize, act: &str) {
    let Some(account) = list.account(index) else {
        return;
    };
    match act {
        "open" => list
            .location
            .go(Route::account(&list.place.id(), &account.id)),
        "keys" => list.location.go(Route::Account {
            connection: list.place.id(),
            account: account.id,
            tab: Tab::Keys,
        }),
        "password" => list.asked.to_set_password.set(Some(account)),
        "role" => {
            let role = if account.is_administrator() {
                Role::Regular
            } else {
                Role::Administrator
            };
            list.asked.to_change.set(Some((account, role)));
        }
        "delete" => list.asked.to_delete.set(Some(vec![account])),
        _ => {}
    }
}

/// What can be done to a row, each with its reason where it cannot.
fn row_acts(place: Place, account: &Account) -> Vec<MenuItem> {
    let t = t();
    let item = |id: &str, label: &str, icon, act: Option<Act>| MenuItem {
        id: id.to_owned(),
        label: label.to_owned(),
        icon: Some(icon),
        danger: false,
        disabled_reason: act.and_then(|act| place.can(act, Some(account)).reason()),
        separator_before: false,
        checked: None,
    };
    let role = if account.is_administrator() {
        t.act_take_admin
    } else {
        t.act_make_admin
    };
    let mut items = vec![
        item("open", t.act_open, IconName::User, None),
        item("keys", t.act_keys, IconName::Key, None),
    ];
    // What the panel has no screen for on this platform would be one sentence, many times.
    let more = [
        (
            Act::SetPassword,
            "password",
            t.act_set_password,
            IconName::Lock,
        ),
        (Act::ChangeRole, "role", role, IconName::Shield),
        (Act::Delete, "delete", t.act_delete, IconName::Trash),
    ];
    items.extend(more.into_iter().filter(|(act, ..)| place.offers(*act)).map(
        |(act, id, label, icon)| MenuItem {
            danger: act == Act::Delete,
            separator_before: act == Act::Delete,
            ..item(id, label, icon, Some(act))
        },
    ));
    items
}
