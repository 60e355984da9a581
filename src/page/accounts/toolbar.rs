//! Search, the filter by role, and which columns are shown.

use leptos::prelude::*;

use super::state::{ListState, columns_of};
use crate::i18n::{number, t};
use crate::route::RoleFilter;
use crate::ui::{Button, ButtonKind, Checkbox, IconName, InputKind, Popover, Segmented, TextField};

/// The tools above the table.
#[component]
pub(super) fn Toolbar(list: ListState) -> impl IntoView {
    let t = t();
    let ListState { query, .. } = list;
    let adapter = list.place.adapter();
    let placeholder = match (adapter.tells("email"), adapter.tells("id")) {
        (true, true) => t.list_search_placeholder_email,
        (true, false) => t.list_search_placeholder_no_id,
        (false, _) => t.list_search_placeholder,
    };
    let search = Signal::derive(move || query.with(|query| query.search.clone()));
    view! {
        <div class="toolbar">
            <TextField
                label=t.list_search
                hide_label=true
                kind=InputKind::Search
                placeholder=Some(placeholder.to_owned())
                value=search
                on_input=move |text: String| list.change(&|query| query.search.clone_from(&text))
            />
            {adapter.tells("role").then(|| view! { <RoleChoice list /> })}
            <div class="toolbar__end">
                <div class="toolbar__columns">
                    <Popover label=t.list_columns icon=IconName::Columns>
                        <ColumnChoice list />
                    </Popover>
                </div>
            </div>
        </div>
    }
}

/// Administrators, others, or all, each with their number.
#[component]
fn RoleChoice(list: ListState) -> impl IntoView {
    let t = t();
    let ListState { query, listing, .. } = list;
    let n_admins = Memo::new(move |_| {
        listing.with(|listing| {
            listing.as_ref().map_or(0, |listing| {
                listing
                    .accounts
                    .iter()
                    .filter(|account| account.is_administrator())
                    .count()
            })
        })
    });
    let has_listing = Signal::derive(move || listing.with(Option::is_some));
    let roles = Signal::derive(move || {
        let (all, admins) = (list.n_all(), n_admins.get());
        [
            ("", t.list_all, all),
            (
                RoleFilter::Administrators.slug(),
                t.list_administrators,
                admins,
            ),
            (
                RoleFilter::Others.slug(),
                t.list_others,
                all.saturating_sub(admins),
            ),
        ]
        .into_iter()
        .map(|(id, words, n)| {
            // What was not read yet is not zero.
            let words = if has_listing.get() {
                format!("{words} {}", number(n))
            } else {
                words.to_owned()
            };
            (id.to_owned(), words)
        })
        .collect::<Vec<_>>()
    });
    let role_value = Signal::derive(move || {
        query
            .with(|query| query.role.map(RoleFilter::slug).unwrap_or_default())
            .to_owned()
    });
    view! {
        <Segmented
            label=t.list_role
            value=role_value
            options=roles
            on_change=move |id: String| {
                list.change(&|query| query.role = RoleFilter::from_slug(&id));
            }
        />
    }
}

/// Which columns stand in the list.
#[component]
fn ColumnChoice(list: ListState) -> impl IntoView {
    let t = t();
    let ListState { place, query, .. } = list;
    let change = move |columns: Option<Vec<String>>| {
        list.change(&|query| query.columns.clone_from(&columns));
    };
    let boxes = place
        .adapter()
        .columns()
        .iter()
        .map(|column| {
            let id = column.id;
            let is_first = id == "name";
            let checked =
                Signal::derive(move || list.columns().iter().any(|column| column.id == id));
            let toggle = move |is_on: bool| {
                let ids: Vec<String> = place
                    .adapter()
                    .columns()
                    .iter()
                    .filter(|column| {
                        if column.id == id {
                            is_on
                        } else {
                            columns_of(place, &query.read_untracked())
                                .iter()
                                .any(|shown| shown.id == column.id)
                        }
                    })
                    .map(|column| column.id.to_owned())
                    .collect();
                change(Some(ids));
            };
            view! {
                <Checkbox
                    label=column.label
                    checked
                    on_change=toggle
                    disabled_reason=is_first.then(|| t.column_name_stays.to_owned())
                />
            }
        })
        .collect_view();
    view! {
        <div class="choices">
            {boxes}
            <Button
                label=t.list_columns_reset
                kind=ButtonKind::Quiet
                on_click=move || change(None)
            />
        </div>
    }
}
