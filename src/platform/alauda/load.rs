//! The load plan of the account list (contract, 5.1, rows 10 to 12, and 5.2).
//!
//! Pages of a hundred, the most that is documented to be reasonable, four at a time. How many there are tells the number
//! of all matches, not how full a page is: a server may give fewer than it was asked for. Where that number is missing,
//! pages are asked for until one brings nothing new. Where the platform's own list is closed, the cluster's is read.

use std::collections::BTreeSet;

use super::{account, is_no_call, settled};
use crate::api::alauda::{List, ListUserObjects, ListUsers, MAX_PAGE, User, UserName};
use crate::api::{ApiError, Door, ErrorKind, Reason, Timestamp};
use crate::platform::{Account, SoFar};

/// Accounts as they come in, none of them twice.
struct Found<'a> {
    seen: BTreeSet<UserName>,
    accounts: Vec<Account>,
    n_rows: usize,
    n_told: usize,
    so_far: SoFar<'a>,
    now: Timestamp,
}

impl Found<'_> {
    /// Whether there was anything new.
    fn add(&mut self, users: Vec<User>) -> bool {
        let n_before = self.accounts.len();
        self.n_rows += users.len();
        for user in users {
            if self.seen.insert(user.metadata.name.clone()) {
                self.accounts.push(account(user, self.now));
            }
        }
        self.accounts.len() > n_before
    }

    /// Shows what there is while more is to come, whenever it has doubled.
    fn tell(&mut self) {
        if self.accounts.len() >= 2 * self.n_told {
            self.n_told = self.accounts.len();
            (self.so_far)(self.accounts.clone());
        }
    }
}

/// All accounts; deleted ones too, where the server still lists them.
pub(in crate::platform) async fn list<D: Door>(
    door: &D,
    so_far: SoFar<'_>,
) -> Result<Vec<Account>, ApiError> {
    let mut found = Found {
        seen: BTreeSet::new(),
        accounts: Vec::new(),
        n_rows: 0,
        n_told: 0,
        so_far,
        now: door.now(),
    };
    let first = match settled(door, page(door, 1).await).await {
        Err(error) if is_no_call(&error) => {
            // Who was signed in to has the right address. Where neither list is there, neither may be seen.
            return of_cluster(door, found).await.map_err(|other| {
                if is_no_call(&other) {
                    let kind = ErrorKind::Forbidden(Reason::NotAllowed);
                    ApiError { kind, ..error }
                } else {
                    other
                }
            });
        }
        first => first?,
    };
    let n_first = first.items.len();
    found.add(first.items);
    let count = |total: i64| usize::try_from(total).unwrap_or(0);
    let mut total = first.total.map(count);
    if n_first == 0 || total.is_some_and(|total| found.n_rows >= total) {
        return Ok(found.accounts);
    }
    found.tell();
    // Without a total nothing is asked for that may not exist.
    let last = total.map(|total| total.div_ceil(n_first));
    let mut number: u32 = 2;
    loop {
        let is_wanted = |ahead: u32| {
            let number = usize::try_from(number.saturating_add(ahead)).unwrap_or(usize::MAX);
            last.is_some_and(|last| number <= last)
        };
        let ahead = |ahead: u32| async move {
            if is_wanted(ahead) {
                Some(page(door, number.saturating_add(ahead)).await)
            } else {
                None
            }
        };
        let (next, second, third, fourth) =
            futures::join!(page(door, number), ahead(1), ahead(2), ahead(3));
        for part in [Some(next), second, third, fourth].into_iter().flatten() {
            let part = settled(door, part).await?;
            // Accounts come and go meanwhile; the latest number counts.
            total = part.total.map(count).or(total);
            let is_new = found.add(part.items);
            // A server that does not turn the page would be asked for ever.
            if !is_new || total.is_some_and(|total| found.n_rows >= total) {
                return Ok(found.accounts);
            }
        }
        found.tell();
        number = number.saturating_add(if last.is_some() { 4 } else { 1 });
    }
}

async fn page<D: Door>(door: &D, number: u32) -> Result<List<User>, ApiError> {
    let page = ListUsers {
        filter: None,
        sort: None,
        limit: MAX_PAGE,
        page: number,
    };
    door.send(page).await
}

/// The cluster's own list, which has neither pages nor a total but says where its next part begins.
async fn of_cluster<D: Door>(door: &D, mut found: Found<'_>) -> Result<Vec<Account>, ApiError> {
    let mut from = None;
    loop {
        let part = ListUserObjects {
            limit: MAX_PAGE,
            from,
        };
        let part = settled(door, door.send(part).await).await?;
        let is_new = found.add(part.items);
        from = part.next;
        if from.is_none() || !is_new {
            return Ok(found.accounts);
        }
        found.tell();
    }
}
