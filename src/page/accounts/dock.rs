//! What can be done to the selected accounts.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::export::export;
use super::state::ListState;
use crate::i18n::{fill, number, t};
use crate::platform::{Account, Act};
use crate::state::use_notices;
use crate::ui::{Button, ButtonKind, Dock};

/// The dock, while somebody is selected.
#[component]
pub(super) fn SelectionDock(list: ListState) -> impl IntoView {
    let has_selected = Memo::new(move |_| list.n_selected() > 0);
    move || has_selected.get().then(|| view! { <Selection list /> })
}

#[component]
fn Selection(list: ListState) -> impl IntoView {
    let t = t();
    let notices = use_notices();
    let ListState {
        listing, selected, ..
    } = list;
    let hidden = move || {
        let n_hidden = list.n_selected().saturating_sub(list.n_in_view());
        (n_hidden > 0).then(|| fill(t.dock_hidden, &[("n", &number(n_hidden))]))
    };
    let delete_reason = list.place.can(Act::Delete, None).reason();
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
        list.asked.to_delete.set(Some(victims));
    };
    view! {
        <Dock
            label=t.dock_label
            count=Signal::derive(move || list.selected_words())
            on_clear=move || selected.set(BTreeSet::new())
            clear_label=t.dock_clear
        >
            {move || hidden().map(|words| view! { <span class="faint">{words}</span> })}
            <Button
                label=t.dock_export
                kind=ButtonKind::Quiet
                on_click=move || export(list, notices, true)
            />
            <Button
                label=t.dock_delete
                kind=ButtonKind::Danger
                disabled_reason=delete_reason
                on_click=ask_delete
            />
        </Dock>
    }
}
