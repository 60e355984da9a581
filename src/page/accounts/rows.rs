//! Which rows a query shows, and what stands in them. Pure but for the views.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;

use crate::i18n::t;
use crate::page::parts::role_label;
use crate::platform::{Account, fold};
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
        match query.sort.as_deref() {
            // The server's own order is by id, so the index is the id's rank.
            Some("id") => rows.sort_by_key(|(_, index, _)| *index),
            Some("role") => rows.sort_by(|a, b| (&a.2.role, a.0, a.1).cmp(&(&b.2.role, b.0, b.1))),
            _ => rows.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1))),
        }
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

/// A cell's text, for export.
pub(super) fn cell_text(shown: &Shown, account: &Account, column: &str) -> String {
    match column {
        "name" => account.name.clone(),
        "role" => role_label(&account.role),
        "id" => account.id.clone(),
        "teams" => shown
            .groups
            .as_ref()
            .and_then(|groups| groups.get(&account.id))
            .map(|names| names.join(t().list_comma))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// A cell: the normal is quiet, the exception speaks.
pub(super) fn cell(account: &Account, column: &str, groups: Signal<Groups>) -> AnyView {
    match column {
        "role" => role(account),
        "id" => view! { <span class="dim num">{account.id.clone()}</span> }.into_any(),
        "teams" => {
            let id = account.id.clone();
            let names = move || {
                groups.with(|groups| {
                    groups.as_ref().map(|groups| {
                        groups
                            .get(&id)
                            .map_or_else(|| "–".to_owned(), |names| names.join(t().list_comma))
                    })
                })
            };
            view! {
                <bdi class="dim">{names}</bdi>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

fn role(account: &Account) -> AnyView {
    let words = role_label(&account.role);
    if account.is_administrator() {
        view! { <Badge label=words kind=BadgeKind::Accent /> }.into_any()
    } else {
        view! { <span class="dim">{words}</span> }.into_any()
    }
}

/// The second line of a row on a phone: only what is out of the ordinary, and where the account belongs.
pub(super) fn second_line(account: &Account, groups: Signal<Groups>) -> AnyView {
    let badge = account.is_administrator().then(|| role(account));
    let id = account.id.clone();
    let names = move || {
        groups.with(|groups| {
            groups
                .as_ref()
                .and_then(|groups| groups.get(&id).map(|names| names.join(t().list_comma)))
        })
    };
    let number = format!("{} {}", t().column_id, account.id);
    view! {
        {badge}
        <span class="faint num">{number}</span>
        <bdi class="faint">{names}</bdi>
    }
    .into_any()
}
