//! The load plan of the account list (contract, 5.1 and 5.2).
//!
//! Pages of a hundred, the most that every list takes: the first alone, and then a few at once. They are ordered by
//! e-mail, which is unique, for without an order they could overlap. Who was asked to come and has not stands in a list
//! of its own, which is read beside the first page.

use std::collections::BTreeSet;

use futures::future::join_all;

use super::{account, invited, scope_of};
use crate::api::harness::{
    Data, GetAggregatedUsers, Invite, ListInvites, Narrow, Page, Paging, Scope, Sort, SortBy,
    UserAggregate,
};
use crate::api::{ApiError, Door, ErrorKind};
use crate::platform::{Account, Scene, SoFar};

/// How many pages are asked for at once.
const AT_ONCE: u32 = 4;

/// Accounts as they come in, none of them twice.
#[derive(Default)]
struct Found {
    seen: BTreeSet<String>,
    accounts: Vec<Account>,
}

impl Found {
    fn add(&mut self, accounts: impl Iterator<Item = Account>) {
        for account in accounts {
            if self.seen.insert(account.id.clone()) {
                self.accounts.push(account);
            }
        }
    }
}

/// All members of the account, and behind them who was asked to come.
pub(in crate::platform) async fn list<D: Door>(
    door: &D,
    scene: Option<&Scene>,
    so_far: SoFar<'_>,
) -> Result<Vec<Account>, ApiError> {
    let tenant = scene.and_then(|scene| scene.tenant.as_deref());
    let scope = scope_of::<GetAggregatedUsers>(tenant)?;
    let (first, pending) = futures::join!(members(door, &scope, 0), invites(door, &scope));
    let first = first?;
    let mut found = Found::default();
    let mut next: u32 = 1;
    let mut has_more = first.has_more();
    let mut n_pages = first.total_pages;
    found.add(first.content.into_iter().map(account));
    let mut n_told = found.accounts.len();
    if has_more {
        so_far(found.accounts.clone());
    }
    while has_more {
        // A list that grows meanwhile says so in its pages.
        let last = u32::try_from(n_pages).unwrap_or(u32::MAX);
        let one = next.saturating_add(1);
        let end = next.saturating_add(AT_ONCE).min(last).max(one);
        let pages = join_all((next..end).map(|index| members(door, &scope, index))).await;
        let n_before = found.accounts.len();
        for page in pages {
            let page = page?;
            has_more = page.has_more();
            n_pages = page.total_pages;
            found.add(page.content.into_iter().map(account));
        }
        next = end;
        // A server that does not turn the page would be asked for ever.
        if found.accounts.len() == n_before {
            break;
        }
        if has_more && found.accounts.len() >= 2 * n_told {
            n_told = found.accounts.len();
            so_far(found.accounts.clone());
        }
    }
    found.add(pending?.iter().map(invited));
    Ok(found.accounts)
}

async fn members<D: Door>(
    door: &D,
    scope: &Scope,
    index: u32,
) -> Result<Page<UserAggregate>, ApiError> {
    let asked = GetAggregatedUsers {
        scope: scope.clone(),
        narrow: Narrow::All,
        sort: vec![Sort::ascending(SortBy::Email)],
        paging: Paging::page(index),
    };
    door.send(asked).await.map(|Data(page)| page)
}

/// Open invites. An account without that list, or a caller who may not see it, has none to show.
async fn invites<D: Door>(door: &D, scope: &Scope) -> Result<Vec<Invite>, ApiError> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    let mut index = 0;
    loop {
        let asked = ListInvites {
            scope: scope.clone(),
            paging: Paging::page(index),
        };
        let Data(page) = match door.send(asked).await {
            Ok(page) => page,
            Err(error) if is_no_list(&error) => return Ok(all),
            Err(error) => return Err(error),
        };
        let has_more = page.has_more();
        let n_before = seen.len();
        for invite in page.content {
            if seen.insert(invite.id()) && !invite.is_approved() {
                all.push(invite);
            }
        }
        // As above: a page that brings nothing new is the last.
        if !has_more || seen.len() == n_before {
            return Ok(all);
        }
        index += 1;
    }
}

fn is_no_list(error: &ApiError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Forbidden(_) | ErrorKind::NotFound | ErrorKind::NoSuchCall { .. }
    )
}
