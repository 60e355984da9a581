//! What the parts of the list screen share: what was read, what is shown of it, and what is selected.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::rows::Shown;
use crate::api::{Explanation, explain};
use crate::i18n::{count, t};
use crate::page::parts::{read_again_after_sign_in, use_location};
use crate::page::place::Place;
use crate::platform::{Account, Column, Role};
use crate::route::history::Location;
use crate::route::{ListQuery, Route};
use crate::state::{Listing, Work, now_secs, use_session, use_work};
use crate::ui::Tri;

/// A list that was read less than this ago is shown without asking again.
const FRESH_SECS: i64 = 3;

/// The state of the screen.
#[derive(Clone, Copy)]
pub(super) struct ListState {
    /// The connection.
    pub(super) place: Place,
    /// The address, which holds the query.
    pub(super) location: Location,
    /// What is asked for in the address.
    pub(super) query: Memo<ListQuery>,
    /// What was read.
    pub(super) listing: Memo<Option<Listing>>,
    /// What is shown of it.
    pub(super) shown: Memo<Shown>,
    /// Ids of the selected accounts, in view or not.
    pub(super) selected: RwSignal<BTreeSet<String>>,
    /// The reading of the list.
    pub(super) reading: Work,
    /// Why the groups could not be read.
    pub(super) groups_problem: Signal<Option<Explanation>>,
    /// Reads the list again.
    pub(super) read: Callback<()>,
    /// What is asked about whom.
    pub(super) asked: Asked,
    /// The row at which a range of selected rows begins.
    anchor: StoredValue<Option<usize>>,
}

/// Which dialog is open, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// Whether an account is being made.
    pub(super) is_new_open: RwSignal<bool>,
    /// Who is to be deleted.
    pub(super) to_delete: RwSignal<Option<Vec<Account>>>,
    /// Who is to get which role.
    pub(super) to_change: RwSignal<Option<(Account, Role)>>,
    /// Whose password is to be set.
    pub(super) to_set_password: RwSignal<Option<Account>>,
}

impl ListState {
    /// Reads the list, unless it was read just now.
    pub(super) fn open(place: Place) -> Self {
        let session = use_session();
        let location = use_location();
        let id = StoredValue::new(place.id());
        let query = Memo::new(move |_| match &*location.route().read() {
            Route::Accounts { query, .. } => query.clone(),
            _ => ListQuery::default(),
        });
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
            listing.as_ref().is_some_and(|listing| {
                !listing.is_part && now_secs() - listing.read_at < FRESH_SECS
            })
        });
        if is_fresh {
            read_groups();
        } else {
            read.run(());
        }

        let shown = Memo::new(move |_| Shown::of(listing.get(), &query.read()));
        let selected = RwSignal::new(BTreeSet::<String>::new());
        forget_who_is_gone(listing, selected);
        Self {
            place,
            location,
            query,
            listing,
            shown,
            selected,
            reading,
            groups_problem: reading_groups.problem(),
            read,
            asked: Asked {
                is_new_open: RwSignal::new(false),
                to_delete: RwSignal::new(None),
                to_change: RwSignal::new(None),
                to_set_password: RwSignal::new(None),
            },
            anchor: StoredValue::new(None),
        }
    }

    /// Changes what the address asks for.
    pub(super) fn change(self, change: &dyn Fn(&mut ListQuery)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.location.replace(Route::Accounts {
            connection: self.place.id(),
            query,
        });
    }

    /// How many accounts were read; tracked.
    pub(super) fn n_all(self) -> usize {
        self.listing
            .with(|listing| listing.as_ref().map_or(0, |listing| listing.accounts.len()))
    }

    /// How many rows are shown; tracked.
    pub(super) fn n_shown(self) -> usize {
        self.shown.with(Shown::len)
    }

    /// How many are selected, in view or not; tracked.
    pub(super) fn n_selected(self) -> usize {
        self.selected.with(BTreeSet::len)
    }

    /// The account of a row; not tracked.
    pub(super) fn account(self, index: usize) -> Option<Account> {
        self.shown
            .with_untracked(|shown| shown.account(index).cloned())
    }

    /// The chosen columns in their order; the name is always there. Tracked.
    pub(super) fn columns(self) -> Vec<Column> {
        self.query.with(|query| columns_of(self.place, query))
    }

    /// How many of the selected are in view; tracked.
    pub(super) fn n_in_view(self) -> usize {
        let Self {
            selected, shown, ..
        } = self;
        selected.with(|selected| shown.with(|shown| shown.n_of(selected)))
    }

    /// How many of the rows are selected; tracked.
    pub(super) fn all_selected(self) -> Tri {
        match self.n_in_view() {
            0 => Tri::None,
            n if n == self.n_shown() => Tri::All,
            _ => Tri::Some,
        }
    }

    /// How many are selected, in words; tracked.
    pub(super) fn selected_words(self) -> String {
        let t = t();
        count(self.n_selected(), t.dock_selected_one, t.dock_selected_many)
    }

    /// Selects a row or gives it up; `extend` selects every row from the last one on.
    pub(super) fn toggle(self, index: usize, extend: bool) {
        let Self {
            selected,
            shown,
            anchor,
            ..
        } = self;
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
    }

    /// Selects every row, or gives all of them up.
    pub(super) fn toggle_all(self) {
        let Self {
            selected, shown, ..
        } = self;
        let is_all = untrack(|| self.all_selected()) == Tri::All;
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
    }
}

/// What is gone from the list is gone from the selection too.
fn forget_who_is_gone(listing: Memo<Option<Listing>>, selected: RwSignal<BTreeSet<String>>) {
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
}

/// The chosen columns in their order; the name is always there.
pub(super) fn columns_of(place: Place, query: &ListQuery) -> Vec<Column> {
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
