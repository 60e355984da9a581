//! The account list: search, filter, sort, columns, selection, acts.

mod delete;
mod new_account;
mod role;
mod rows;
mod set_password;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

pub(crate) use self::delete::DeleteDialog;
pub(crate) use self::new_account::NewAccountDialog;
pub(crate) use self::role::RoleDialog;
use self::rows::{Shown, cell, cell_text, second_line};
pub(crate) use self::set_password::SetPasswordDialog;
use super::later::{Later, LaterDialog, delete, is_asked, new_account, role, set_password};
use super::parts::{face, read_again_after_sign_in, role_in_sentence, use_location, use_title};
use super::place::Place;
use crate::api::explain;
use crate::i18n::{count, distance, fill, number, t};
use crate::platform::{Account, Act, Role, csv, same_names};
use crate::route::{ListQuery, RoleFilter, Route, Tab};
use crate::state::{
    Listing, download_text, now_secs, use_clock, use_notices, use_session, use_work,
};
use crate::ui::{
    Button, ButtonKind, Checkbox, Column, Crumb, DataTable, Dock, EmptyState, IconName, InputKind,
    LinkButton, Loaded, MenuItem, PageHeader, Popover, Segmented, SortState, TextField, Tri,
};

/// A list that was read less than this ago is shown without asking again.
const FRESH_SECS: i64 = 3;

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
    let session = use_session();
    let notices = use_notices();
    let location = use_location();
    let clock = use_clock();
    let adapter = place.adapter();
    let id = StoredValue::new(place.id());

    // Query from the address.
    let query = Memo::new(move |_| match &*location.route().read() {
        Route::Accounts { query, .. } => query.clone(),
        _ => ListQuery::default(),
    });
    let change = move |change: &dyn Fn(&mut ListQuery)| {
        let mut query = query.get_untracked();
        change(&mut query);
        location.replace(Route::Accounts {
            connection: id.get_value(),
            query,
        });
    };

    // Data.
    let reading = use_work();
    let reading_groups = use_work();
    let read_groups = move || {
        let link = session.link(&place.connection());
        reading_groups.restart(async move {
            let groups = link
                .groups(Some(&place.scene()))
                .await
                .map_err(|error| explain(&error))?;
            id.with_value(|id| session.keep_groups(id, groups));
            Ok(())
        });
    };
    let read = Callback::new(move |()| {
        let link = session.link(&place.connection());
        reading.restart(async move {
            let mut so_far = |accounts: Vec<Account>| {
                let _ = id.try_with_value(|id| session.keep_part(id, accounts, now_secs()));
            };
            let accounts = link
                .list(Some(&place.scene()), &mut so_far)
                .await
                .map_err(|error| explain(&error))?;
            id.with_value(|id| session.keep_list(id, accounts, now_secs()));
            read_groups();
            Ok(())
        });
    });
    read_again_after_sign_in(read);
    let listing = Memo::new_with_compare(
        move |_| id.with_value(|id| session.listing(id)),
        |before: Option<&Option<Listing>>, now: Option<&Option<Listing>>| {
            // Big values: another list is another allocation.
            match (before, now) {
                (Some(Some(before)), Some(Some(now))) => {
                    !Arc::ptr_eq(&before.accounts, &now.accounts)
                        || before.read_at != now.read_at
                        || before.groups.is_some() != now.groups.is_some()
                        || before
                            .groups
                            .as_ref()
                            .zip(now.groups.as_ref())
                            .is_some_and(|(before, now)| !Arc::ptr_eq(before, now))
                }
                (Some(None), Some(None)) => false,
                _ => true,
            }
        },
    );
    let is_fresh = listing.with_untracked(|listing| {
        listing
            .as_ref()
            .is_some_and(|listing| !listing.is_part && now_secs() - listing.read_at < FRESH_SECS)
    });
    if is_fresh {
        read_groups();
    } else {
        read.run(());
    }

    // What is shown.
    let namesakes = Memo::new(move |_| {
        listing.with(|listing| {
            listing
                .as_ref()
                .map(|listing| same_names(&listing.accounts))
                .unwrap_or_default()
        })
    });
    let shown = Memo::new(move |_| Shown::of(listing.get(), &query.read()));
    let n_shown = Signal::derive(move || shown.with(Shown::len));
    let account = move |index: usize| shown.with_untracked(|shown| shown.account(index).cloned());
    let n_all = Signal::derive(move || {
        listing.with(|listing| listing.as_ref().map_or(0, |listing| listing.accounts.len()))
    });
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

    // Selection, by id; what is gone from the list is gone from it too.
    let selected = RwSignal::new(BTreeSet::<String>::new());
    let anchor = StoredValue::new(None::<usize>);
    Effect::watch(
        move || listing.get(),
        move |listing, _, _| {
            if let Some(listing) = listing
                && selected.with_untracked(|selected| !selected.is_empty())
            {
                let here: BTreeSet<&str> = listing
                    .accounts
                    .iter()
                    .map(|account| account.id.as_str())
                    .collect();
                selected.update(|selected| selected.retain(|id| here.contains(id.as_str())));
            }
        },
        false,
    );
    let n_selected = Memo::new(move |_| selected.with(BTreeSet::len));
    let selected_words = move || count(n_selected.get(), t.dock_selected_one, t.dock_selected_many);
    use_title(Signal::derive(move || {
        let title = format!("{} · {}", t.list_title, place.name());
        match n_selected.get() {
            0 => title,
            _ => format!("{} · {title}", selected_words()),
        }
    }));
    let all_selected = Signal::derive(move || {
        let n_in_view = selected.with(|selected| shown.with(|shown| shown.n_of(selected)));
        match n_in_view {
            0 => Tri::None,
            n if n == n_shown.get() => Tri::All,
            _ => Tri::Some,
        }
    });
    let on_toggle = move |(index, extend): (usize, bool)| {
        let from = anchor.get_value().filter(|_| extend);
        shown.with_untracked(|shown| {
            selected.update(|selected| match from {
                Some(from) => {
                    for index in from.min(index)..=from.max(index) {
                        if let Some(account) = shown.account(index) {
                            selected.insert(account.id.clone());
                        }
                    }
                }
                None => {
                    if let Some(account) = shown.account(index)
                        && !selected.remove(&account.id)
                    {
                        selected.insert(account.id.clone());
                    }
                }
            });
        });
        anchor.set_value(Some(index));
    };
    let on_toggle_all = move || {
        let is_all = all_selected.get_untracked() == Tri::All;
        shown.with_untracked(|shown| {
            selected.update(|selected| {
                for account in shown.accounts() {
                    if is_all {
                        selected.remove(&account.id);
                    } else {
                        selected.insert(account.id.clone());
                    }
                }
            });
        });
    };

    // Acts.
    let to_delete = RwSignal::new(None::<Vec<Account>>);
    let to_change = RwSignal::new(None::<(Account, Role)>);
    let to_set_password = RwSignal::new(None::<Account>);
    let is_new_open = RwSignal::new(false);
    let after_write = Callback::new(move |()| read.run(()));
    let after_delete = Callback::new(move |n_deleted: usize| {
        if n_deleted > 0 {
            after_write.run(());
        }
    });
    let export = move |only_selected: bool| {
        let columns = columns_shown(place, &query.get_untracked());
        let rows = shown.with_untracked(|shown| {
            selected.with_untracked(|selected| {
                let mut rows = vec![columns.iter().map(|c| c.label.to_owned()).collect()];
                rows.extend(
                    shown
                        .accounts()
                        .filter(|account| !only_selected || selected.contains(&account.id))
                        .map(|account| {
                            columns
                                .iter()
                                .map(|column| cell_text(shown, account, column.id))
                                .collect::<Vec<String>>()
                        }),
                );
                rows
            })
        });
        let text = csv(rows
            .iter()
            .map(|row| row.iter().map(String::as_str).collect()));
        let name = format!("{}-accounts.csv", id.get_value());
        match download_text(&name, "text/csv;charset=utf-8", &text) {
            Ok(()) => notices.done(count(
                rows.len().saturating_sub(1),
                t.list_exported_one,
                t.list_exported_many,
            )),
            Err(_) => notices.failed(
                t.list_export_failed.to_owned(),
                t.list_export_failed_text.to_owned(),
            ),
        }
    };
    let on_row_act = move |(index, act): (usize, String)| {
        let Some(account) = account(index) else {
            return;
        };
        match act.as_str() {
            "open" => location.go(Route::account(&id.get_value(), &account.id)),
            "keys" => location.go(Route::Account {
                connection: id.get_value(),
                account: account.id,
                tab: Tab::Keys,
            }),
            "password" => to_set_password.set(Some(account)),
            "role" => {
                let role = if account.is_administrator() {
                    Role::Regular
                } else {
                    Role::Administrator
                };
                to_change.set(Some((account, role)));
            }
            "delete" => to_delete.set(Some(vec![account])),
            _ => {}
        }
    };
    let row_menu = move |index: usize| {
        account(index)
            .map(|account| row_acts(place, &account))
            .unwrap_or_default()
    };

    // Columns.
    let columns = Signal::derive(move || {
        let query = query.get();
        let sorted = query.sort.as_deref().unwrap_or("name").to_owned();
        columns_shown(place, &query)
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
    });
    let on_sort = move |column: &'static str| {
        change(&|query| {
            let is_same = query.sort.as_deref().unwrap_or("name") == column;
            query.is_descending = is_same && !query.is_descending;
            query.sort = (column != "name").then(|| column.to_owned());
        });
    };
    let cells = move |index: usize| {
        let columns = columns_shown(place, &query.get_untracked());
        let Some(account) = account(index) else {
            return Vec::new();
        };
        let groups = Signal::derive(move || shown.with(|shown| shown.groups.clone()));
        columns
            .into_iter()
            .skip(1)
            .map(|column| cell(&account, column.id, groups))
            .collect::<Vec<_>>()
    };
    let row_label = move |index: usize| {
        account(index)
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

    let me = place.me();
    let my_name = me.name.clone();
    let my_role = if place.scene().is_team_leader {
        Some(t.role_leader_small.to_owned())
    } else {
        adapter.tells("role").then(|| role_in_sentence(&me.role))
    };
    let counts = move || {
        let (all, shown) = (n_all.get(), n_shown.get());
        let is_part =
            listing.with(|listing| listing.as_ref().is_some_and(|listing| listing.is_part));
        let total = fill(
            if is_part {
                t.list_meta_so_far
            } else if all == 1 {
                t.list_meta_count_one
            } else {
                t.list_meta_count_many
            },
            &[("n", &number(all)), ("connection", &place.name())],
        );
        if shown == all {
            total
        } else {
            fill(
                t.list_meta_shown,
                &[("shown", &number(shown)), ("n", &total)],
            )
        }
    };
    let as_of = move || {
        listing.with(|listing| {
            listing.as_ref().map(|listing| {
                fill(
                    t.list_as_of,
                    &[("when", &distance(listing.read_at, clock.now()))],
                )
            })
        })
    };
    let meta = move || {
        let my_name = my_name.clone();
        view! {
            {move || {
                listing
                    .with(Option::is_some)
                    .then(|| view! { <span class="num">{counts}</span> <span aria-hidden="true">" · "</span> })
            }}
            {t.list_meta_you}
            " "
            <a href=location.href(&Route::me(&id.get_value()))>
                <bdi>{my_name}</bdi>
            </a>
            {my_role.clone().map(|role| [", ", &role].concat())}
            {move || {
                as_of()
                    .map(|words| {
                        view! {
                            <span aria-hidden="true">" · "</span>
                            <span class="faint num">{words}</span>
                        }
                    })
            }}
            {move || {
                reading_groups
                    .problem()
                    .get()
                    .map(|_| view! { <span class="dim">" · " {t.list_groups_failed}</span> })
            }}
        }
    };
    let create_reason = place.can(Act::Create, None).reason();
    let create_denied = create_reason.clone();
    let actions = move || {
        view! {
            // One's name in the line below the heading leads there too.
            <div class="roomy">
                <LinkButton
                    href=location.href(&Route::me(&id.get_value()))
                    label=t.nav_me
                    icon=IconName::User
                    kind=ButtonKind::Quiet
                />
            </div>
            <Button
                label=t.refresh
                icon=IconName::Refresh
                icon_only=true
                kind=ButtonKind::Quiet
                busy=reading.is_busy()
                on_click=move || read.run(())
            />
            <Button
                label=t.list_export
                icon=IconName::Download
                kind=ButtonKind::Quiet
                disabled_reason=Signal::derive(move || {
                    (n_shown.get() == 0).then(|| t.list_export_nothing.to_owned())
                })
                on_click=move || export(false)
            />
            <Button
                label=t.list_new
                icon=IconName::Plus
                kind=ButtonKind::Primary
                disabled_reason=create_denied.clone()
                on_click=move || is_new_open.set(true)
            />
        }
    };
    let placeholder = match (adapter.tells("email"), adapter.tells("id")) {
        (true, true) => t.list_search_placeholder_email,
        (true, false) => t.list_search_placeholder_no_id,
        (false, _) => t.list_search_placeholder,
    };
    let has_listing = Signal::derive(move || listing.with(Option::is_some));
    let roles = Signal::derive(move || {
        let (all, admins) = (n_all.get(), n_admins.get());
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
    let search = Signal::derive(move || query.with(|query| query.search.clone()));
    let role_value = Signal::derive(move || {
        query
            .with(|query| query.role.map(RoleFilter::slug).unwrap_or_default())
            .to_owned()
    });
    let is_none = Memo::new(move |_| n_shown.get() == 0);
    let clear_filter = move || {
        change(&|query| {
            query.search.clear();
            query.role = None;
        });
    };
    let table = move || {
        if is_none.get() {
            return if query.with(ListQuery::is_filtered) && n_all.get() > 0 {
                view! {
                    <EmptyState
                        icon=IconName::Search
                        title=t.list_filtered_title
                        text=Signal::derive(move || {
                            Some(fill(t.list_filtered_text, &[("n", &number(n_all.get()))]))
                        })
                        actions=move || {
                            view! { <Button label=t.list_filtered_clear on_click=clear_filter /> }
                        }
                    />
                }
                .into_any()
            } else {
                let create_reason = create_reason.clone();
                view! {
                    <EmptyState
                        icon=IconName::Users
                        title=t.list_empty_title
                        text=Some(fill(t.list_empty_text, &[("connection", &place.name())]))
                        actions=move || {
                            view! {
                                <Button
                                    label=t.list_new
                                    disabled_reason=create_reason.clone()
                                    on_click=move || is_new_open.set(true)
                                />
                            }
                        }
                    />
                }
                .into_any()
            };
        }
        view! {
            <DataTable
                label=fill(t.list_table, &[("connection", &place.name())])
                columns
                n_rows=n_shown
                key=move |index| account(index).map(|account| account.id).unwrap_or_default()
                row_label
                href=move |index| {
                    let account = account(index).map(|account| account.id).unwrap_or_default();
                    location.href(&Route::account(&id.get_value(), &account))
                }
                cells
                second_line=move |index| {
                    account(index).map_or_else(
                        || ().into_any(),
                        |account| {
                            let groups = Signal::derive(move || shown.with(|shown| shown.groups.clone()));
                            second_line(&account, groups, adapter.tells("role"))
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
                on_toggle
                all_selected
                on_toggle_all=move |()| on_toggle_all()
                select_all_label=t.list_select_all
                select_row_label=move |index| fill(t.list_select_row, &[("name", &row_label(index))])
                row_menu
                row_menu_label=move |index| fill(t.list_row_acts, &[("name", &row_label(index))])
                on_row_act
                on_sort
                busy=reading.is_busy()
            />
        }
        .into_any()
    };
    let dock = move || {
        (n_selected.get() > 0).then(|| {
            let hidden = move || {
                let n_in_view = selected.with(|selected| shown.with(|shown| shown.n_of(selected)));
                let n_hidden = n_selected.get().saturating_sub(n_in_view);
                (n_hidden > 0).then(|| fill(t.dock_hidden, &[("n", &number(n_hidden))]))
            };
            let delete_reason = place.can(Act::Delete, None).reason();
            let ask_delete = move || {
                let victims: Vec<Account> = listing.with_untracked(|listing| {
                    selected.with_untracked(|selected| {
                        listing
                            .iter()
                            .flat_map(|listing| listing.accounts.iter())
                            .filter(|account| selected.contains(&account.id))
                            .cloned()
                            .collect()
                    })
                });
                to_delete.set(Some(victims));
            };
            view! {
                <Dock
                    label=t.dock_label
                    count=Signal::derive(selected_words)
                    on_clear=move || selected.set(BTreeSet::new())
                    clear_label=t.dock_clear
                >
                    {move || hidden().map(|words| view! { <span class="faint">{words}</span> })}
                    <Button
                        label=t.dock_export
                        kind=ButtonKind::Quiet
                        on_click=move || export(true)
                    />
                    <Button
                        label=t.dock_delete
                        kind=ButtonKind::Danger
                        disabled_reason=delete_reason
                        on_click=ask_delete
                    />
                </Dock>
            }
        })
    };
    let crumbs = vec![
        Crumb {
            label: place.name(),
            href: None,
        },
        Crumb {
            label: t.list_title.to_owned(),
            href: None,
        },
    ];
    view! {
        <PageHeader
            title=t.list_title
            crumbs
            crumbs_label=t.breadcrumbs
            meta=move || view! { {meta.clone()()} }
            actions=move || view! { {actions.clone()()} }
            focus=true
        />
        <div class="toolbar">
            <TextField
                label=t.list_search
                hide_label=true
                kind=InputKind::Search
                placeholder=Some(placeholder.to_owned())
                value=search
                on_input=move |text: String| change(&|query| query.search.clone_from(&text))
            />
            {adapter
                .tells("role")
                .then(|| {
                    view! {
                        <Segmented
                            label=t.list_role
                            value=role_value
                            options=roles
                            on_change=move |id: String| {
                                change(&|query| query.role = RoleFilter::from_slug(&id));
                            }
                        />
                    }
                })}
            <div class="toolbar__end">
                <div class="toolbar__columns">
                    <Popover label=t.list_columns icon=IconName::Columns>
                        <ColumnChoice place query change=move |columns| {
                            change(&|query| query.columns.clone_from(&columns));
                        } />
                    </Popover>
                </div>
            </div>
        </div>
        <Loaded face=face(reading, has_listing) label=t.loading on_retry=read retry_label=t.retry rows=12>
            {table.clone()}
        </Loaded>
        {dock}
        <LaterDialog
            part=Later::Acts
            open=is_new_open
            on_give_up=move || is_new_open.set(false)
            draw=move || new_account(place, is_new_open, after_write)
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
            draw=move || role(place, to_change, Callback::new(move |_| after_write.run(())))
        />
        <LaterDialog
            part=Later::Acts
            open=is_asked(to_delete)
            on_give_up=move || to_delete.set(None)
            draw=move || delete(place, to_delete, after_delete)
        />
    }
}

/// Which columns stand in the list.
#[component]
fn ColumnChoice(
    place: Place,
    query: Memo<ListQuery>,
    #[prop(into)] change: Callback<Option<Vec<String>>>,
) -> impl IntoView {
    let t = t();
    let boxes = place
        .adapter()
        .columns()
        .iter()
        .map(|column| {
            let id = column.id;
            let is_first = id == "name";
            let checked = Signal::derive(move || {
                columns_shown(place, &query.read())
                    .iter()
                    .any(|column| column.id == id)
            });
            let toggle = move |is_on: bool| {
                let ids: Vec<String> = place
                    .adapter()
                    .columns()
                    .iter()
                    .filter(|column| {
                        if column.id == id {
                            is_on
                        } else {
                            columns_shown(place, &query.get_untracked())
                                .iter()
                                .any(|shown| shown.id == column.id)
                        }
                    })
                    .map(|column| column.id.to_owned())
                    .collect();
                change.run(Some(ids));
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
                on_click=move || change.run(None)
            />
        </div>
    }
}

/// The chosen columns in their order; the name is always there.
fn columns_shown(place: Place, query: &ListQuery) -> Vec<crate::platform::Column> {
    place
        .adapter()
        .columns()
        .iter()
        .filter(|column| match &query.columns {
            Some(chosen) => column.id == "name" || chosen.iter().any(|id| id == column.id),
            None => column.is_default,
        })
        .copied()
        .collect()
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
