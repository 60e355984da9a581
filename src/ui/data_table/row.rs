//! One row of a table. It hears nothing itself: the table's body hears for all rows.

use leptos::prelude::*;

use super::super::icon::{Icon, IconName};
use super::super::initials::Initials;
use super::super::menu::MenuItem;
use super::window::{RowWindow, Slot};

/// Where everything about a row comes from, asked by its index.
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub(super) n_rows: Signal<usize>,
    pub(super) label: Callback<usize, String>,
    pub(super) href: Callback<usize, String>,
    pub(super) cells: Callback<usize, Vec<AnyView>>,
    pub(super) second_line: Callback<usize, AnyView>,
    pub(super) is_selected: Option<Callback<usize, bool>>,
    pub(super) select_label: Option<Callback<usize, String>>,
    pub(super) menu: Option<Callback<usize, Vec<MenuItem>>>,
    pub(super) menu_label: Option<Callback<usize, String>>,
    /// The columns' priorities, but for the first.
    pub(super) priorities: Memo<Vec<u8>>,
    /// The key of the row whose menu is open.
    pub(super) open_menu: Signal<Option<String>>,
}

/// The row. Its place changes while its key, and so its element, stays.
pub(super) fn row(slot: Slot, source: Source, window: RowWindow) -> impl IntoView {
    let Slot {
        index: first_index,
        key,
    } = slot;
    let account = key.clone();
    let index = {
        let key = key.clone();
        Memo::new(move |previous: Option<&usize>| {
            let slots = window.slots.read();
            let found = slots
                .iter()
                .find(|slot| slot.key == key)
                .map(|slot| slot.index);
            found.or_else(|| previous.copied()).unwrap_or(first_index)
        })
    };
    let tab_index = {
        let key = key.clone();
        Memo::new(move |_| {
            if window.tab_stop.read().as_ref() == Some(&key) {
                "0"
            } else {
                "-1"
            }
        })
    };
    let has_menu_open = {
        let key = key.clone();
        move || (source.open_menu.read().as_ref() == Some(&key)).to_string()
    };
    // The rows may already be fewer while this one is still drawn.
    let index = move || Some(index.get()).filter(|index| *index < source.n_rows.get());
    let name = Memo::new(move |_| {
        index()
            .map(|index| source.label.run(index))
            .unwrap_or_default()
    });
    let selected = source
        .is_selected
        .map(|is_selected| Memo::new(move |_| index().is_some_and(|index| is_selected.run(index))));
    let select_label = move || {
        index()
            .zip(source.select_label)
            .map(|(index, of)| of.run(index))
    };
    let menu_label = move || {
        index()
            .zip(source.menu_label)
            .map(|(index, of)| of.run(index))
    };
    let cells = move || {
        let cells = index()
            .map(|index| source.cells.run(index))
            .unwrap_or_default();
        cells
            .into_iter()
            .zip(source.priorities.get())
            .map(plain_cell)
            .collect_view()
    };
    let box_cell = selected.map(|selected| box_cell(selected, tab_index, select_label));
    let menu_cell = source
        .menu
        .map(|_| menu_cell(tab_index, menu_label, has_menu_open));
    view! {
        <div
            class="data-table__row"
            role="row"
            data-row=key
            aria-rowindex=move || index().map(|index| (index + 2).to_string())
            data-selected=move || selected.is_some_and(|selected| selected.get()).then_some("")
            style:--index=move || index().unwrap_or_default().to_string()
        >
            {box_cell}
            <div class="data-table__name" role="rowheader">
                <Initials name />
                <div class="data-table__who">
                    <a
                        class="data-table__link"
                        data-account=account
                        href=move || index().map(|index| source.href.run(index))
                        title=name
                        tabindex=tab_index
                    >
                        <bdi>{name}</bdi>
                    </a>
                    <div class="data-table__second">
                        {move || index().map(|index| source.second_line.run(index))}
                    </div>
                </div>
            </div>
            {cells}
            {menu_cell}
        </div>
    }
}

/// A column's cell.
fn plain_cell((cell, priority): (AnyView, u8)) -> impl IntoView {
    view! {
        <div class="data-table__cell" role="cell" data-priority=priority.to_string()>
            {cell}
        </div>
    }
}

/// The box that selects the row.
fn box_cell(
    selected: Memo<bool>,
    tab_index: Memo<&'static str>,
    label: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div class="data-table__check" role="cell">
            <label class="checkbox" data-hide-label="">
                <span class="checkbox__box">
                    <input
                        class="checkbox__input"
                        type="checkbox"
                        prop:checked=selected
                        tabindex=tab_index
                        aria-label=label
                    />
                    <Icon name=IconName::Check />
                </span>
            </label>
        </div>
    }
}

/// The button that opens the row's menu.
fn menu_cell(
    tab_index: Memo<&'static str>,
    label: impl Fn() -> Option<String> + Send + Sync + 'static,
    is_open: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div class="data-table__more" role="cell">
            <button
                class="button data-table__menu"
                type="button"
                data-kind="quiet"
                data-icon-only=""
                tabindex=tab_index
                aria-label=label
                aria-haspopup="menu"
                aria-expanded=is_open
            >
                <Icon name=IconName::More />
            </button>
        </div>
    }
}
