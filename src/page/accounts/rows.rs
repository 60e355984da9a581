//! Which rows a query shows, and what stands in them. Pure but for the views.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;

use crate::i18n::t;
use crate::page::parts::{When, role_label, status_label, utc};
use crate::platform::{Account, Moment, Status, fold};
use crate::route::{ListQuery, RoleFilter};
use crate::state::Listing;
use crate::ui::{Badge, BadgeKind};

/// Names of groups by account id, once they were read.
pub(super) type Groups = Option<Arc<BTreeMap<String, Vec<String>>>>;

/// The rows of a query, in their order.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    accounts: Arc<Vec<Account>>,
    order: Arc<Vec<usize>>,
    pub(super) groups: Groups,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        let same_groups = match (&self.groups, &other.groups) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same_groups && Arc::ptr_eq(&self.accounts, &other.accounts) && self.order == other.order
    }
}

impl Shown {
    /// Filters and sorts.
    pub(super) fn of(listing: Option<Listing>, query: &ListQuery) -> Self {
        let Some(listing) = listing else {
            return Self {
                accounts: Arc::default(),
                order: Arc::default(),
                groups: None,
            };
        };
        let needle = fold(query.search.trim());
        let fits = |account: &Account, folded: &str| {
            let role = match query.role {
                Some(RoleFilter::Administrators) => account.is_administrator(),
                Some(RoleFilter::Others) => !account.is_administrator(),
                None => true,
            };
            role && (needle.is_empty() || folded.contains(&needle) || account.id == needle)
        };
        let mut rows: Vec<(&str, usize, &Account)> = listing
            .accounts
            .iter()
            .zip(listing.folded.iter())
            .enumerate()
            .filter(|(_, (account, folded))| fits(account, folded))
            .map(|(index, (account, folded))| (folded.as_str(), index, account))
            .collect();
        // One sort for all columns: each further one is 4 kB of program.
        let column = query.sort.as_deref().unwrap_or_default();
        let texts: Vec<String> = match column {
            "full_name" | "email" | "status" | "second_factor" | "source" => listing
                .accounts
                .iter()
                .map(|account| fold(&text(account, column)))
                .collect(),
            _ => Vec::new(),
        };
        rows.sort_unstable_by(|a, b| {
            let by_column = match column {
                // The server's own order is by id, so the index is the id's rank.
                "id" => return a.1.cmp(&b.1),
                "role" => a.2.role.cmp(&b.2.role).then_with(|| a.0.cmp(b.0)),
                "last_sign_in" => a.2.last_sign_in.cmp(&b.2.last_sign_in),
                "created" => a.2.created.cmp(&b.2.created),
                _ => {
                    // What is empty comes last.
                    let key = |index: usize| texts.get(index).map(|text| (text.is_empty(), text));
                    key(a.1).cmp(&key(b.1)).then_with(|| a.0.cmp(b.0))
                }
            };
            by_column.then_with(|| a.1.cmp(&b.1))
        });
        if query.is_descending {
            rows.reverse();
        }
        let order = rows.into_iter().map(|(_, index, _)| index).collect();
        Self {
            accounts: listing.accounts,
            order: Arc::new(order),
            groups: listing.groups,
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The account of a row.
    pub(super) fn account(&self, row: usize) -> Option<&Account> {
        self.accounts.get(*self.order.get(row)?)
    }

    /// The accounts of all rows.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.order
            .iter()
            .filter_map(|index| self.accounts.get(*index))
    }

    /// How many rows are in a set of ids.
    pub(super) fn n_of(&self, ids: &BTreeSet<String>) -> usize {
        if ids.is_empty() {
            return 0;
        }
        self.accounts()
            .filter(|account| ids.contains(&account.id))
            .count()
    }
}

/// Names of an account's groups, once they are known.
fn group_names(groups: &Groups, account: &Account) -> Option<String> {
    let names = match groups {
        Some(groups) => groups.get(&account.id).unwrap_or(&account.groups),
        None if account.groups.is_empty() => return None,
        None => &account.groups,
    };
    Some(names.join(t().list_comma))
}

/// A cell's text, for export.
pub(super) fn cell_text(shown: &Shown, account: &Account, column: &str) -> String {
    match column {
        "teams" | "groups" => group_names(&shown.groups, account).unwrap_or_default(),
        column => text(account, column),
    }
}

fn text(account: &Account, column: &str) -> String {
    let t = t();
    let day = utc;
    match column {
        "name" => account.name.clone(),
        "full_name" => account.full_name.clone(),
        "email" => account.email.clone(),
        "role" => role_label(&account.role),
        "status" => status_label(&account.status),
        "second_factor" => match account.second_factor {
            Some(true) => t.second_factor_on.to_owned(),
            Some(false) => t.second_factor_off.to_owned(),
            None => t.unknown.to_owned(),
        },
        "last_sign_in" => match account.last_sign_in {
            Moment::At(at) => day(at),
            Moment::Never => t.time_never.to_owned(),
            Moment::Unknown => t.unknown.to_owned(),
        },
        "created" => account.created.map(day).unwrap_or_default(),
        "source" => match &account.source {
            Some(source) => source.clone(),
            None => t.source_own.to_owned(),
        },
        "id" => account.id.clone(),
        _ => String::new(),
    }
}

/// A cell: the normal is quiet, the exception speaks.
pub(super) fn cell(account: &Account, column: &str, groups: Signal<Groups>) -> AnyView {
    match column {
        "role" => role(account),
        "status" => status(account),
        "last_sign_in" => match account.last_sign_in {
            Moment::At(at) => view! { <When at=Some(at) /> }.into_any(),
            _ => faint(text(account, column)),
        },
        "created" => match account.created {
            Some(at) => view! { <When at=Some(at) /> }.into_any(),
            None => faint(t().unknown.to_owned()),
        },
        "second_factor" => match account.second_factor {
            Some(true) => dim(text(account, column)),
            Some(false) => view! { <Badge label=text(account, column) /> }.into_any(),
            None => faint(text(account, column)),
        },
        "id" => {
            let (id, title) = (account.id.clone(), account.id.clone());
            view! { <span class="dim num" title=title>{id}</span> }.into_any()
        }
        "teams" | "groups" => {
            let account = account.clone();
            let names = Memo::new(move |_| groups.with(|groups| group_names(groups, &account)));
            let words = move || {
                names.get().map(|names| {
                    if names.is_empty() {
                        "–".to_owned()
                    } else {
                        names
                    }
                })
            };
            view! { <bdi class="dim" title=names>{words}</bdi> }.into_any()
        }
        column => dim(text(account, column)),
    }
}

/// A text that an ellipsis may cut, whole on hover.
fn dim(words: String) -> AnyView {
    let title = words.clone();
    view! { <bdi class="dim" title=title>{words}</bdi> }.into_any()
}

fn faint(words: String) -> AnyView {
    view! { <span class="faint">{words}</span> }.into_any()
}

fn role(account: &Account) -> AnyView {
    let words = role_label(&account.role);
    if account.is_administrator() {
        view! { <Badge label=words kind=BadgeKind::Accent /> }.into_any()
    } else {
        dim(words)
    }
}

fn status(account: &Account) -> AnyView {
    let words = status_label(&account.status);
    if account.status == Status::Active {
        view! { <span class="dim">{words}</span> }.into_any()
    } else {
        let title = Some(words.clone());
        view! { <Badge label=words kind=BadgeKind::Warn title /> }.into_any()
    }
}

/// The second line of a row on a phone: only what is out of the ordinary, and where the account belongs.
pub(super) fn second_line(account: &Account, groups: Signal<Groups>, has_roles: bool) -> AnyView {
    let role = (has_roles && account.is_administrator()).then(|| role(account));
    let status = (account.status != Status::Active).then(|| status(account));
    let who = [&account.full_name, &account.email]
        .into_iter()
        .find(|text| !text.is_empty() && **text != account.name)
        .cloned()
        .or_else(|| {
            // Where the name is the id, it stands above.
            (account.id != account.name).then(|| format!("{} {}", t().column_id, account.id))
        });
    let account = account.clone();
    let names = move || groups.with(|groups| group_names(groups, &account));
    view! {
        {role}
        {status}
        {who.map(|who| view! { <bdi class="faint num">{who}</bdi> })}
        <bdi class="faint">{names}</bdi>
    }
    .into_any()
}
