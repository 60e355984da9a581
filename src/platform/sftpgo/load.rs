//! The load plan of the account list (contract, 5.3): pages of 500 until one is short.

use std::collections::BTreeSet;

use super::account;
use crate::api::sftpgo::{ListUsers, MAX_PAGE, Page};
use crate::api::{ApiError, Door};
use crate::platform::{Account, Scene, SoFar};

/// Pages in a row with nobody new on them, after which no more is expected from a server that counts strangely.
const MAX_BARREN: u32 = 100;

/// All accounts that the caller may see, none of them twice.
///
/// For an administrator with a role some stores count the accounts of other roles too: pages overlap or come up short,
/// and only an empty one is the end. Of an API key nobody knows whether its owner has one.
pub(in crate::platform) async fn list<D: Door>(
    door: &D,
    scene: Option<&Scene>,
    so_far: SoFar<'_>,
) -> Result<Vec<Account>, ApiError> {
    let is_partial = scene.is_some_and(|scene| scene.tenant.is_some() || scene.grants.is_none());
    let mut accounts: Vec<Account> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut n_told = 0;
    let mut n_barren = 0;
    let mut page = Page::FIRST;
    loop {
        let rows = door.send(ListUsers { page }).await?;
        let n_before = accounts.len();
        for row in &rows {
            if seen.insert(row.username()) {
                accounts.push(account(row, door.now()));
            }
        }
        n_barren = if accounts.len() == n_before {
            n_barren + 1
        } else {
            0
        };
        let is_short = u32::try_from(rows.len()).is_ok_and(|n| n < MAX_PAGE);
        let is_last = if is_partial {
            rows.is_empty() || n_barren > MAX_BARREN
        } else {
            // A server that does not turn the page would be asked for ever.
            is_short || n_barren > 0
        };
        if is_last {
            return Ok(accounts);
        }
        if accounts.len() >= 2 * n_told {
            n_told = accounts.len();
            so_far(accounts.clone());
        }
        page = page.next();
    }
}
