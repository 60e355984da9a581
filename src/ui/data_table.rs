//! A table of any length: only the rows that can be seen are in the document.
//!
//! The page itself scrolls. Rows stand at their place in a body of the full height, so that a row
//! keeps its element, its state and the focus while others come and go around it.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{
    Element, Event, FocusOptions, HtmlElement, HtmlInputElement, MouseEvent, MouseEventInit, Node,
    ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::dom::{self, Listener};
use super::icon::{Icon, IconName};
use super::ids::{Id, fresh};
use super::initials::Initials;
use super::keys::{has_modifier, has_shift, key_of};
use super::loaded::StaleBar;
use super::menu::{MenuItem, MenuPopup};
use super::popup::Anchor;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortState {
    /// From A to Z, from small to large.
    Ascending,
    /// The other way.
    Descending,
}

/// One column. The first one is the name: it is drawn by the table and never gives way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What `on_sort` gets.
    pub id: &'static str,
    /// The heading.
    pub label: String,
    /// The grid track, in `em` or `fr`: `minmax(11em, 1.3fr)`.
    pub width: &'static str,
    /// How it is sorted now.
    pub sort: Option<SortState>,
    /// Whether it can be sorted.
    pub sortable: bool,
    /// When it gives way as the table narrows: 5 first, then 4, 3 and 2; 1 stays until rows have
    /// two lines.
    pub priority: u8,
}

/// Whether none, some or all of the rows are selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tri {
    /// None.
    #[default]
    None,
    /// Some.
    Some,
    /// All.
    All,
}

/// A row that is in the document.
#[derive(Clone, PartialEq)]
struct Slot {
    index: usize,
    key: String,
}

/// How many rows beyond the visible ones are drawn, on either side.
const OVERSCAN: usize = 8;

/// The table. Everything about a row is asked for by its index, from 0; what a callback reads is
/// tracked, so that rows follow the data.
#[component]
pub fn DataTable(
    /// The table's name for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// The columns, the name first.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// How many rows there are.
    #[prop(into)]
    n_rows: Signal<usize>,
    /// What tells a row from all others, however they are sorted.
    #[prop(into)]
    key: Callback<usize, String>,
    /// The row's name.
    #[prop(into)]
    row_label: Callback<usize, String>,
    /// Where the row leads.
    #[prop(into)]
    href: Callback<usize, String>,
    /// The row's cells: one for each column but the first.
    #[prop(into)]
    cells: Callback<usize, Vec<AnyView>>,
    /// The second line of a row on a phone: a word that helps to find it, and the exceptions.
    #[prop(into)]
    second_line: Callback<usize, AnyView>,
    /// Whether a row is selected; without it rows cannot be.
    #[prop(optional, into)]
    is_selected: Option<Callback<usize, bool>>,
    /// Runs with the row and whether Shift was held: then the selection extends to it.
    #[prop(optional, into)]
    on_toggle: Option<Callback<(usize, bool)>>,
    /// How much is selected.
    #[prop(optional, into)]
    all_selected: Signal<Tri>,
    /// Runs when all are to be selected, or none.
    #[prop(optional, into)]
    on_toggle_all: Option<Callback<()>>,
    /// Name of the box that selects all.
    #[prop(optional, into)]
    select_all_label: Signal<String>,
    /// Name of the box that selects a row.
    #[prop(optional, into)]
    select_row_label: Option<Callback<usize, String>>,
    /// What can be done to a row; asked when its menu opens. Without it there is no menu.
    #[prop(optional, into)]
    row_menu: Option<Callback<usize, Vec<MenuItem>>>,
    /// Name of a row's menu, such as "Acts for amelia.ho".
    #[prop(optional, into)]
    row_menu_label: Option<Callback<usize, String>>,
    /// Runs with the row and the chosen act.
    #[prop(optional, into)]
    on_row_act: Option<Callback<(usize, String)>>,
    /// Runs with the id of the column to sort by.
    #[prop(optional, into)]
    on_sort: Option<Callback<&'static str>>,
    /// Whether newer rows are on their way.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let has_boxes = is_selected.is_some();
    let has_menus = row_menu.is_some();
    let table = NodeRef::<html::Div>::new();
    let body = NodeRef::<html::Div>::new();
    let sizer = NodeRef::<html::Div>::new();

    // What is drawn: the rows in view, and the one that has the focus wherever it is.
    let range = RwSignal::new((0_usize, 24_usize));
    let active = RwSignal::new(None::<Slot>);
    let has_focus = RwSignal::new(false);
    let slots = Memo::new(move |_| {
        let n_rows = n_rows.get();
        let (first, end) = range.get();
        let end = end.min(n_rows);
        let first = first.min(end);
        let mut slots: Vec<Slot> = (first..end)
            .map(|index| Slot {
                index,
                key: key.run(index),
            })
            .collect();
        if has_focus.get()
            && let Some(active) = active.get()
            && active.index < n_rows
            && !(first..end).contains(&active.index)
            && key.run(active.index) == active.key
            && slots.iter().all(|slot| slot.key != active.key)
        {
            slots.push(active);
        }
        slots
    });
    let index_of = move |key: &str| {
        slots
            .read_untracked()
            .iter()
            .find(|slot| slot.key == key)
            .map(|slot| slot.index)
    };
    // Tab enters the table at one row; arrows move within it.
    let tab_stop = Memo::new(move |_| {
        let slots = slots.read();
        let active = active.read();
        active
            .as_ref()
            .filter(|active| slots.iter().any(|slot| slot.key == active.key))
            .or_else(|| slots.first())
            .map(|slot| slot.key.clone())
    });

    // Scrolling.
    let is_due = StoredValue::new(false);
    let measure = move || {
        is_due.set_value(false);
        let (Some(body), Some(sizer)) = (
            body.try_get_untracked().flatten(),
            sizer.try_get_untracked().flatten(),
        ) else {
            return;
        };
        let row_height = sizer.get_bounding_client_rect().height();
        if row_height < 1.0 {
            return;
        }
        let top = -body.get_bounding_client_rect().top();
        let (_, height) = dom::viewport();
        let first = whole(top / row_height).saturating_sub(OVERSCAN);
        let end = whole((top + height) / row_height).saturating_add(OVERSCAN + 1);
        // In steps, so that most scroll events change nothing.
        let next = (first - first % 4, end + 3 - end % 4);
        if range.get_untracked() != next {
            range.set(next);
        }
    };
    let measure_soon = move || {
        if is_due.try_get_value() == Some(false) {
            is_due.set_value(true);
            request_animation_frame(move || {
                if is_due.try_get_value().is_some() {
                    measure();
                }
            });
        }
    };
    let listeners = StoredValue::new_local(Vec::<Listener>::new());

    // Moving.
    let go_to = move |index: usize| {
        let Some(last) = n_rows.get_untracked().checked_sub(1) else {
            return;
        };
        let index = index.min(last);
        let slot = Slot {
            index,
            key: untrack(|| key.run(index)),
        };
        let wanted = slot.key.clone();
        has_focus.set(true);
        active.set(Some(slot));
        request_animation_frame(move || {
            let row = body
                .try_get_untracked()
                .flatten()
                .and_then(|body| row_element(&body, &wanted));
            if let Some(row) = row {
                reveal(&row);
                if let Some(link) = dom::find(&row, ".data-table__link") {
                    let options = FocusOptions::new();
                    options.set_prevent_scroll(true);
                    let _ = link.focus_with_options(&options);
                }
            }
        });
    };
    let step = move |forward: bool| {
        let here = active.get_untracked().filter(|slot| {
            slots
                .read_untracked()
                .iter()
                .any(|other| other.key == slot.key)
        });
        match here.and_then(|slot| index_of(&slot.key)) {
            Some(index) if forward => go_to(index + 1),
            Some(index) => go_to(index.saturating_sub(1)),
            None => go_to(first_in_view(body)),
        }
    };
    Effect::new(move |_| {
        let Some(table) = table.get() else { return };
        let window = window();
        let mut kept = vec![
            Listener::new(&window, "scroll", true, Box::new(move |_| measure_soon())),
            Listener::new(&window, "resize", true, Box::new(move |_| measure_soon())),
        ];
        // `j` and `k` work from anywhere in the panel where nothing else listens to letters.
        if let Ok(Some(panel)) = table.closest(".rollcall") {
            let table: Element = table.clone().into();
            let on_key = move |event: Event| {
                let is_ours = dom::target_of(&event)
                    .is_some_and(|target| table.contains(Some::<&Node>(&target)));
                let is_taken = is_ours
                    || has_modifier(&event)
                    || dom::is_typing(&event)
                    || dom::is_within(&event, "dialog, [popover]");
                if is_taken {
                    return;
                }
                match key_of(&event).as_deref() {
                    Some("j") => step(true),
                    Some("k") => step(false),
                    _ => {}
                }
            };
            kept.push(Listener::new(&panel, "keydown", true, Box::new(on_key)));
        }
        listeners.set_value(kept);
        measure();
    });
    Effect::new(move |_| {
        n_rows.track();
        measure_soon();
    });

    // The row's menu: one for the whole table.
    let menu_id = fresh(Id::Popup);
    let menu_row = RwSignal::new(None::<String>);
    let menu_anchor = RwSignal::new(None::<Anchor>);
    let menu_items = Signal::derive(move || {
        let row = menu_row.get().and_then(|key| index_of(&key));
        row.zip(row_menu)
            .map(|(index, row_menu)| row_menu.run(index))
            .unwrap_or_default()
    });
    let menu_label = Signal::derive(move || {
        let row = menu_row.get().and_then(|key| index_of(&key));
        row.zip(row_menu_label)
            .map(|(index, label)| label.run(index))
            .unwrap_or_default()
    });
    let close_menu = move || menu_anchor.set(None);
    let open_menu = move |row: &HtmlElement, at: Option<Anchor>| {
        let Some(key) = row.get_attribute("data-row").filter(|_| has_menus) else {
            return;
        };
        let Some(button) = dom::find(row, ".data-table__menu") else {
            return;
        };
        let is_same = menu_row.read_untracked().as_deref() == Some(&key);
        if menu_anchor.get_untracked().is_some() && is_same && at.is_none() {
            return close_menu();
        }
        dom::focus(&button);
        menu_anchor.set(None);
        menu_row.set(Some(key));
        menu_anchor.set(Some(at.unwrap_or_else(|| Anchor::of(&button))));
    };
    let on_select = move |act: String| {
        let row = menu_row.get_untracked().and_then(|key| index_of(&key));
        if let Some((index, on_row_act)) = row.zip(on_row_act) {
            on_row_act.run((index, act));
        }
    };

    // What a row hears, heard once for all of them.
    let toggle = move |row: &HtmlElement, shift: bool| {
        let index = row.get_attribute("data-row").and_then(|key| index_of(&key));
        let Some((index, on_toggle)) = index.zip(on_toggle) else {
            return;
        };
        on_toggle.run((index, shift));
        if let (Some(input), Some(is_selected)) =
            (dom::find(row, "input[type=checkbox]"), is_selected)
            && let Some(input) = input.dyn_ref::<HtmlInputElement>()
        {
            input.set_checked(untrack(|| is_selected.run(index)));
        }
    };
    let on_click = move |event: MouseEvent| {
        let Some(row) = row_of(&event) else { return };
        if dom::is_within(&event, ".data-table__menu") {
            open_menu(&row, None);
        } else if dom::is_within(&event, "input[type=checkbox]") {
            toggle(&row, event.shift_key());
        } else if dom::is_within(&event, ".data-table__check") {
            // The label's own click; the box's follows.
        } else if event.shift_key() && on_toggle.is_some() {
            event.prevent_default();
            toggle(&row, true);
        } else if !dom::is_within(&event, "a, button, input, select, label, summary")
            && !has_selection()
        {
            open_row(&row, &event);
        }
    };
    let on_mousedown = move |event: MouseEvent| {
        if event.shift_key() && on_toggle.is_some() {
            // Else Shift would select text.
            event.prevent_default();
        }
    };
    let on_contextmenu = move |event: MouseEvent| {
        let Some(row) = row_of(&event).filter(|_| has_menus && !event.shift_key()) else {
            return;
        };
        event.prevent_default();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        open_menu(&row, Some(Anchor::at(x, y)));
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let event: &Event = &event;
        let (Some(key), Some(row)) = (key_of(event), row_of(event)) else {
            return;
        };
        if dom::is_typing(event) || has_modifier(event) {
            return;
        }
        match key.as_str() {
            "j" | "ArrowDown" => step(true),
            "k" | "ArrowUp" => step(false),
            "Home" => go_to(0),
            "End" => go_to(usize::MAX),
            "x" | "X" => toggle(&row, has_shift(event)),
            "m" | "ContextMenu" => open_menu(&row, None),
            "F10" if has_shift(event) => open_menu(&row, None),
            "Enter" if !dom::is_within(event, "a, button") => {
                if let Some(link) = dom::find(&row, ".data-table__link") {
                    link.click();
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_focusin = move |event: leptos::ev::FocusEvent| {
        let key = row_of(&event).and_then(|row| row.get_attribute("data-row"));
        let slot = key.and_then(|key| index_of(&key).map(|index| Slot { index, key }));
        if let Some(slot) = slot {
            has_focus.set(true);
            if active.read_untracked().as_ref() != Some(&slot) {
                active.set(Some(slot));
            }
        }
    };
    let on_focusout = move |event: leptos::ev::FocusEvent| {
        let stays = event
            .related_target()
            .and_then(|to| to.dyn_into::<Node>().ok())
            .is_some_and(|to| {
                body.get_untracked()
                    .is_some_and(|body| body.contains(Some(&to)))
            });
        // An open menu has the focus on behalf of its row.
        if !stays && menu_anchor.get_untracked().is_none() {
            has_focus.try_set(false);
        }
    };

    // Columns.
    let priorities = Memo::new(move |_| {
        columns
            .read()
            .iter()
            .skip(1)
            .map(|column| column.priority)
            .collect::<Vec<_>>()
    });
    let tracks = move |least: u8| tracks(&columns.read(), least, has_boxes, has_menus);
    let heading = move |column: Column| {
        let Column {
            id,
            label,
            sort,
            sortable,
            priority,
            ..
        } = column;
        let sorted = match sort {
            Some(SortState::Ascending) => Some("ascending"),
            Some(SortState::Descending) => Some("descending"),
            None => sortable.then_some("none"),
        };
        let arrow = match sort {
            Some(SortState::Ascending) => Some(IconName::ArrowUp),
            Some(SortState::Descending) => Some(IconName::ArrowDown),
            None => None,
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
    };
    let headings = move || {
        let mut columns = columns.get();
        if let Some(name) = columns.first_mut() {
            name.priority = 0;
        }
        columns.into_iter().map(heading).collect_view()
    };

    let row = move |slot: Slot| {
        let row_key = slot.key.clone();
        let account = slot.key.clone();
        let start = slot.index;
        let index = Memo::new(move |previous: Option<&usize>| {
            let slots = slots.read();
            let found = slots
                .iter()
                .find(|slot| slot.key == row_key)
                .map(|slot| slot.index);
            found.or_else(|| previous.copied()).unwrap_or(start)
        });
        let tab_key = slot.key.clone();
        let tab_index = Memo::new(move |_| {
            if tab_stop.read().as_ref() == Some(&tab_key) {
                "0"
            } else {
                "-1"
            }
        });
        let menu_key = slot.key.clone();
        let has_menu_open =
            move || menu_anchor.read().is_some() && menu_row.read().as_ref() == Some(&menu_key);
        let exists = move || index.get() < n_rows.get();
        let name = Memo::new(move |_| {
            if exists() {
                row_label.run(index.get())
            } else {
                String::new()
            }
        });
        let selected = is_selected
            .map(|is_selected| Memo::new(move |_| exists() && is_selected.run(index.get())));
        let cells = move || {
            if !exists() {
                return Vec::new();
            }
            cells
                .run(index.get())
                .into_iter()
                .zip(priorities.get())
                .map(|(cell, priority)| {
                    view! {
                        <div class="data-table__cell" role="cell" data-priority=priority.to_string()>
                            {cell}
                        </div>
                    }
                })
                .collect()
        };
        let select_label = move || {
            select_row_label
                .filter(|_| exists())
                .map(|label| label.run(index.get()))
        };
        let act_label = move || {
            row_menu_label
                .filter(|_| exists())
                .map(|label| label.run(index.get()))
        };
        view! {
            <div
                class="data-table__row"
                role="row"
                data-row=slot.key
                aria-rowindex=move || (index.get() + 2).to_string()
                data-selected=move || selected.is_some_and(|selected| selected.get()).then_some("")
                style:--index=move || index.get().to_string()
            >
                {selected
                    .map(|selected| {
                        view! {
                            <div class="data-table__check" role="cell">
                                <label class="checkbox" data-hide-label="">
                                    <span class="checkbox__box">
                                        <input
                                            class="checkbox__input"
                                            type="checkbox"
                                            prop:checked=selected
                                            tabindex=tab_index
                                            aria-label=select_label
                                        />
                                        <Icon name=IconName::Check />
                                    </span>
                                </label>
                            </div>
                        }
                    })}
                <div class="data-table__name" role="rowheader">
                    {move || view! { <Initials name=name.get() /> }}
                    <div class="data-table__who">
                        <a
                            class="data-table__link"
                            data-account=account
                            href=move || if exists() { href.run(index.get()) } else { String::new() }
                            title=name
                            tabindex=tab_index
                        >
                            <bdi>{name}</bdi>
                        </a>
                        <div class="data-table__second">
                            {move || exists().then(|| second_line.run(index.get()))}
                        </div>
                    </div>
                </div>
                {cells}
                {has_menus
                    .then(|| {
                        view! {
                            <div class="data-table__more" role="cell">
                                <button
                                    class="button data-table__menu"
                                    type="button"
                                    data-kind="quiet"
                                    data-icon-only=""
                                    tabindex=tab_index
                                    aria-label=act_label
                                    aria-haspopup="menu"
                                    aria-expanded=move || has_menu_open().to_string()
                                >
                                    <Icon name=IconName::More />
                                </button>
                            </div>
                        }
                    })}
            </div>
        }
    };

    view! {
        <div class="data-table" data-busy=move || busy.get().then_some("")>
            <div
                node_ref=table
                class="data-table__table"
                role="table"
                aria-label=label
                aria-rowcount=move || (n_rows.get() + 1).to_string()
                aria-busy=move || busy.get().then_some("true")
                style:--columns=move || tracks(5)
                style:--columns-4=move || tracks(4)
                style:--columns-3=move || tracks(3)
                style:--columns-2=move || tracks(2)
                style:--columns-1=move || tracks(1)
                style:--columns-0=move || tracks(0)
            >
                <div class="data-table__head" role="rowgroup">
                    <div class="data-table__row" role="row" aria-rowindex="1">
                        {has_boxes
                            .then(|| {
                                view! {
                                    <div class="data-table__check" role="columnheader">
                                        <label class="checkbox" data-hide-label="">
                                            <span class="checkbox__box">
                                                <input
                                                    class="checkbox__input"
                                                    type="checkbox"
                                                    aria-label=select_all_label
                                                    prop:checked=move || all_selected.get() == Tri::All
                                                    prop:indeterminate=move || {
                                                        all_selected.get() == Tri::Some
                                                    }
                                                    on:click=move |event| {
                                                        if let Some(on_toggle_all) = on_toggle_all {
                                                            on_toggle_all.run(());
                                                        }
                                                        sync_box(&event, all_selected.get_untracked());
                                                    }
                                                />
                                                <Icon name=IconName::Check />
                                                <Icon name=IconName::Minus />
                                            </span>
                                        </label>
                                    </div>
                                }
                            })}
                        {headings}
                        {has_menus
                            .then(|| view! { <div class="data-table__more" role="cell"></div> })}
                    </div>
                    <StaleBar busy />
                </div>
                <div
                    node_ref=body
                    class="data-table__body"
                    role="rowgroup"
                    style:--rows=move || n_rows.get().to_string()
                    on:click=on_click
                    on:mousedown=on_mousedown
                    on:contextmenu=on_contextmenu
                    on:keydown=on_keydown
                    on:focusin=on_focusin
                    on:focusout=on_focusout
                >
                    <For each=move || slots.get() key=|slot| slot.key.clone() children=row />
                </div>
            </div>
            <div node_ref=sizer class="data-table__sizer" aria-hidden="true"></div>
            <MenuPopup
                id=menu_id
                label=menu_label
                items=menu_items
                anchor=menu_anchor
                on_select
                on_close=close_menu
            />
        </div>
    }
}

/// The grid tracks of the columns that are there when those above `least` gave way.
fn tracks(columns: &[Column], least: u8, has_boxes: bool, has_menus: bool) -> String {
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

/// The whole part of a number of rows, not below zero.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the only way from a float to an integer, and it saturates"
)]
fn whole(rows: f64) -> usize {
    rows.max(0.0) as usize
}

fn row_of(event: &Event) -> Option<HtmlElement> {
    let target = dom::target_of(event)?;
    target
        .closest("[data-row]")
        .ok()
        .flatten()
        .and_then(|row| row.dyn_into().ok())
}

fn row_element(body: &Element, key: &str) -> Option<HtmlElement> {
    dom::find_all(body, "[data-row]")
        .into_iter()
        .find(|row| row.get_attribute("data-row").as_deref() == Some(key))
}

/// The first row that is wholly below the top of the viewport.
fn first_in_view(body: NodeRef<html::Div>) -> usize {
    let Some(body) = body.get_untracked() else {
        return 0;
    };
    dom::find_all(&body, "[data-row]")
        .iter()
        .filter(|row| row.get_bounding_client_rect().top() >= 0.0)
        .filter_map(|row| row.get_attribute("aria-rowindex")?.parse::<usize>().ok())
        .min()
        .map_or(0, |row_index| row_index.saturating_sub(2))
}

fn reveal(row: &HtmlElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    row.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether the person is marking text: then a click is not a wish to go anywhere.
fn has_selection() -> bool {
    window()
        .get_selection()
        .ok()
        .flatten()
        .is_some_and(|selection| !selection.is_collapsed())
}

/// A click anywhere in a row is a click on its link, with the same keys held.
fn open_row(row: &HtmlElement, event: &MouseEvent) {
    let Some(link) = dom::find(row, ".data-table__link") else {
        return;
    };
    let init = MouseEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_ctrl_key(event.ctrl_key());
    init.set_meta_key(event.meta_key());
    if let Ok(click) = MouseEvent::new_with_mouse_event_init_dict("click", &init) {
        let _ = link.dispatch_event(&click);
    }
}

/// A box shows what is, not what a click would like.
fn sync_box(event: &Event, state: Tri) {
    if let Some(input) =
        dom::target_of(event).and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    {
        input.set_checked(state == Tri::All);
        input.set_indeterminate(state == Tri::Some);
    }
}
