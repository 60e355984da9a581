//! The list as a file.

use leptos::prelude::*;

use super::rows::cell_text;
use super::state::ListState;
use crate::i18n::{count, t};
use crate::platform::csv;
use crate::state::{Notices, download_text};

/// Writes the rows that are shown, or those of them that are selected, with the columns that are shown.
pub(super) fn export(list: ListState, notices: Notices, only_selected: bool) {
    let t = t();
    let ListState {
        place,
        shown,
        selected,
        ..
    } = list;
    let columns = untrack(|| list.columns());
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
    let name = format!("{}-accounts.csv", place.id());
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
}
