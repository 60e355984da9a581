//! The load plan of the account list (contract, 5.1 and 5.2).
//!
//! Each Basic request costs the server 0.15 s, so few requests beat small ones: a page of a hundred at once, and if there
//! are more, everything in one answer. Where that is refused or comes short, page after page.

use std::collections::BTreeSet;

use super::account;
use crate::api::harbor::{Column, GetUser, ListUsers, MAX_PAGE_SIZE, Sort, User, UserId, UserPage};
use crate::api::{ApiError, Door, ErrorKind};
use crate::platform::{Account, Scene, SoFar};

/// Accounts as they come in, none of them twice.
struct Found<'a> {
    scene: Option<&'a Scene>,
    seen: BTreeSet<UserId>,
    accounts: Vec<Account>,
}

impl Found<'_> {
    fn add(&mut self, users: Vec<User>) {
        for user in users {
            if self.seen.insert(user.id) {
                self.accounts.push(account(user, self.scene));
            }
        }
    }
}

/// All accounts, and before them the built-in administrator, whom no list holds.
pub(in crate::platform) async fn list<D: Door>(
    door: &D,
    scene: Option<&Scene>,
    so_far: SoFar<'_>,
) -> Result<Vec<Account>, ApiError> {
    let first = ListUsers {
        page_size: Some(MAX_PAGE_SIZE),
        ..ListUsers::default()
    };
    let built_in = GetUser {
        id: UserId::BUILT_IN,
    };
    let (first, built_in) = futures::join!(door.send(first), door.send(built_in));
    let first = first?;
    // A list without the built-in administrator is better than none.
    let built_in: Vec<User> = built_in.into_iter().collect();
    let start = || {
        let mut found = Found {
            scene,
            seen: BTreeSet::new(),
            accounts: Vec::new(),
        };
        found.add(built_in.clone());
        found
    };
    let mut found = start();
    let (n_first, total) = (first.users.len(), first.total);
    found.add(first.users);
    if holds_all(n_first, total) {
        return Ok(found.accounts);
    }
    so_far(found.accounts);

    let everything = ListUsers {
        page_size: Some(0),
        ..ListUsers::default()
    };
    match door.send(everything).await {
        Ok(whole) if is_whole(&whole, n_first, total) => {
            // Not added to the first page: who was deleted meanwhile is gone.
            let mut found = start();
            found.add(whole.users);
            return Ok(found.accounts);
        }
        Ok(_) => {}
        Err(error) if can_be_asked_in_parts(&error) => {}
        Err(error) => return Err(error),
    }
    let mut found = start();
    let mut n_told = n_first;
    let mut n_read = 0;
    let mut number = 1;
    loop {
        // New accounts have the highest numbers, so that they do not move the pages that are to come.
        let page = ListUsers {
            page: Some(number),
            page_size: Some(MAX_PAGE_SIZE),
            sort: vec![Sort {
                by: Column::Id,
                is_descending: false,
            }],
            ..ListUsers::default()
        };
        let page = door.send(page).await?;
        let n_before = found.accounts.len();
        let n_page = page.users.len();
        n_read += n_page;
        found.add(page.users);
        let is_last = match page.total {
            Some(total) => reaches(n_read, total),
            None => n_page < page_size(),
        };
        // A server that does not turn the page would be asked for ever.
        if is_last || found.accounts.len() == n_before {
            return Ok(found.accounts);
        }
        if found.accounts.len() >= 2 * n_told {
            n_told = found.accounts.len();
            so_far(found.accounts.clone());
        }
        number += 1;
    }
}

fn page_size() -> usize {
    usize::try_from(MAX_PAGE_SIZE).unwrap_or(usize::MAX)
}

fn reaches(n: usize, total: u64) -> bool {
    u64::try_from(n).is_ok_and(|n| n >= total)
}

/// Whether a first page is all there is. A CORS layer can hide the total; then only a page that is not full tells.
fn holds_all(n_first: usize, total: Option<u64>) -> bool {
    match total {
        Some(total) => reaches(n_first, total),
        None => n_first < page_size(),
    }
}

/// Whether what came for "everything" is everything.
fn is_whole(whole: &UserPage, n_first: usize, total: Option<u64>) -> bool {
    let n = whole.users.len();
    match whole.total.or(total) {
        Some(total) => reaches(n, total),
        None => n > n_first,
    }
}

/// Whether smaller answers may come through where a large one did not.
fn can_be_asked_in_parts(error: &ApiError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Refused { .. } | ErrorKind::Broken { .. } | ErrorKind::CutShort
    )
}
