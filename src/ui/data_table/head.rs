//! A table's head: what the columns are, how they are sorted, and a box for all rows.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, HtmlInputElement};

use super::super::dom;
use super::super::icon::{Icon, IconName};
use super::{Column, SortState, Tri};

/// The box that selects all rows, or none.
pub(super) fn all_box(
    label: Signal<String>,
    all_selected: Signal<Tri>,
    on_toggle_all: Option<Callback<()>>,
) -> impl IntoView {
    let on_click = move |event: leptos::ev::MouseEvent| {
        if let Some(on_toggle_all) = on_toggle_all {
            on_toggle_all.run(());
        }
        sync_box(&event, all_selected.get_untracked());
    };
    view! {
        <div class="data-table__check" role="columnheader">
            <label class="checkbox" data-hide-label="">
                <span class="checkbox__box">
                    <input
                        class="checkbox__input"
                        type="checkbox"
                        aria-label=label
                        prop:checked=move || all_selected.get() == Tri::All
                        prop:indeterminate=move || all_selected.get() == Tri::Some
                        on:click=on_click
                    />
                    <Icon name=IconName::Check />
                    <Icon name=IconName::Minus />
                </span>
            </label>
        </div>
    }
}

/// One heading; a button where the column can be sorted.
pub(super) fn heading(column: Column, on_sort: Option<Callback<&'static str>>) -> impl IntoView {
    let Column {
        id,
        label,
        sort,
        sortable,
        priority,
        ..
    } = column;
    let (sorted, arrow) = match sort {
        Some(SortState::Ascending) => (Some("ascending"), Some(IconName::ArrowUp)),
        Some(SortState::Descending) => (Some("descending"), Some(IconName::ArrowDown)),
        None => (sortable.then_some("none"), None),
    };
    let content = match on_sort.filter(|_| sortable) {
        Some(on_sort) => view! {
            <button class="data-table__sort" type="button" on:click=move |_| on_sort.run(id)>
                <span>{label}</span>
                {arrow.map(|name| view! { <Icon name /> })}
            </button>
        }
        .into_any(),
        None => view! { <span>{label}</span> }.into_any(),
    };
    view! {
        <div
            class="data-table__cell"
            role="columnheader"
            aria-sort=sorted
            data-priority=priority.to_string()
        >
            {content}
        </div>
    }
}

/// The grid tracks of the columns that are left when those above `least` gave way.
pub(super) fn tracks(columns: &[Column], least: u8, has_boxes: bool, has_menus: bool) -> String {
    let mut tracks = String::new();
    if has_boxes {
        tracks.push_str("var(--check) ");
    }
    for (index, column) in columns.iter().enumerate() {
        if index == 0 || column.priority <= least {
            tracks.push_str(column.width);
            tracks.push(' ');
        }
    }
    if has_menus {
        tracks.push_str("var(--more)");
    }
    tracks
}

/// A box shows what is, not what a click would like.
fn sync_box(event: &Event, state: Tri) {
    let input = dom::target_of(event).and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input {
        input.set_checked(state == Tri::All);
        input.set_indeterminate(state == Tri::Some);
    }
}
