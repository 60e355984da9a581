//! A table of any length: only the rows that can be seen are in the document.
//!
//! The page itself scrolls. Rows stand at their place in a body of the full height, so that a row
//! keeps its element, its state and the focus while others come and go around it.

mod acts;
mod head;
mod row;
mod window;

use leptos::html;
use leptos::prelude::*;

use self::acts::{RowActs, RowMenu};
use self::head::{all_box, heading, tracks};
use self::row::{Source, row};
use self::window::RowWindow;
use super::loaded::StaleBar;
use super::menu::MenuItem;

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
    let (has_boxes, has_menus) = (is_selected.is_some(), row_menu.is_some());
    let table = NodeRef::<html::Div>::new();
    let body = NodeRef::<html::Div>::new();
    let sizer = NodeRef::<html::Div>::new();
    let rows = RowWindow::new(n_rows, key, body, sizer);
    rows.follow(table);

    let menu = RowMenu::new(rows, row_menu, row_menu_label);
    let acts = RowActs {
        rows,
        menu,
        body,
        is_selected,
        on_toggle,
    };
    let priorities = Memo::new(move |_| {
        columns
            .read()
            .iter()
            .skip(1)
            .map(|column| column.priority)
            .collect::<Vec<_>>()
    });
    let headings = move || {
        let mut columns = columns.get();
        if let Some(name) = columns.first_mut() {
            name.priority = 0;
        }
        columns
            .into_iter()
            .map(|column| heading(column, on_sort))
            .collect_view()
    };
    let tracks = move |least: u8| tracks(&columns.read(), least, has_boxes, has_menus);
    let source = Source {
        n_rows,
        label: row_label,
        href,
        cells,
        second_line,
        is_selected,
        select_label: select_row_label,
        menu: row_menu,
        menu_label: row_menu_label,
        priorities,
        open_menu: menu.open_row(),
    };
    view! {
        <div class="data-table">
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
                        {has_boxes.then(|| all_box(select_all_label, all_selected, on_toggle_all))}
                        {headings}
                        {has_menus.then(|| view! { <div class="data-table__more" role="cell"></div> })}
                    </div>
                    <StaleBar busy />
                </div>
                <div
                    node_ref=body
                    class="data-table__body"
                    role="rowgroup"
                    style:--rows=move || n_rows.get().to_string()
                    on:click=move |event| acts.on_click(&event)
                    on:mousedown=move |event| acts.on_mousedown(&event)
                    on:contextmenu=move |event| acts.on_contextmenu(&event)
                    on:keydown=move |event| acts.on_keydown(&event)
                    on:focusin=move |event| acts.on_focusin(&event)
                    on:focusout=move |event| acts.on_focusout(&event)
                >
                    <For
                        each=move || rows.slots.get()
                        key=|slot| slot.key.clone()
                        children=move |slot| row(slot, source, rows)
                    />
                </div>
            </div>
            <div node_ref=sizer class="data-table__sizer" aria-hidden="true"></div>
            {menu.popup(on_row_act)}
        </div>
    }
}
