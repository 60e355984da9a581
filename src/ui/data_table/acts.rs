//! What the pointer and the keys do to a table's rows, heard once for all of them.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{
    Event, FocusEvent, HtmlElement, HtmlInputElement, MouseEvent, MouseEventInit, Node,
};

use super::super::dom;
use super::super::ids::{Id, fresh};
use super::super::keys::{has_modifier, has_shift, key_of};
use super::super::menu::{MenuItem, MenuPopup};
use super::super::popup::Anchor;
use super::window::RowWindow;

/// The menu of whichever row it is open for.
#[derive(Clone, Copy)]
pub(super) struct RowMenu {
    rows: RowWindow,
    items: Option<Callback<usize, Vec<MenuItem>>>,
    label: Option<Callback<usize, String>>,
    row: RwSignal<Option<String>>,
    anchor: RwSignal<Option<Anchor>>,
}

impl RowMenu {
    pub(super) fn new(
        rows: RowWindow,
        items: Option<Callback<usize, Vec<MenuItem>>>,
        label: Option<Callback<usize, String>>,
    ) -> Self {
        Self {
            rows,
            items,
            label,
            row: RwSignal::new(None),
            anchor: RwSignal::new(None),
        }
    }

    /// The key of the row that it is open for.
    pub(super) fn open_row(self) -> Signal<Option<String>> {
        Signal::derive(move || self.anchor.get().and_then(|_| self.row.get()))
    }

    /// The menu itself.
    pub(super) fn popup(self, on_row_act: Option<Callback<(usize, String)>>) -> impl IntoView {
        let index = move || self.row.get().and_then(|key| self.rows.index_of(&key));
        let items = move || index().zip(self.items).map(|(index, of)| of.run(index));
        let label = move || index().zip(self.label).map(|(index, of)| of.run(index));
        let on_select = move |act: String| {
            if let Some((index, on_row_act)) = untrack(index).zip(on_row_act) {
                on_row_act.run((index, act));
            }
        };
        view! {
            <MenuPopup
                id=fresh(Id::Popup)
                label=move || label().unwrap_or_default()
                items=move || items().unwrap_or_default()
                anchor=self.anchor
                on_select
                on_close=move || self.anchor.set(None)
            />
        }
    }

    /// Opens at a place, or else at the row's button, where a second time closes it.
    fn open(self, row: &HtmlElement, at: Option<Anchor>) {
        let Some(button) = dom::find(row, ".data-table__menu") else {
            return;
        };
        let key = row.get_attribute("data-row");
        let is_open = self.anchor.get_untracked().is_some() && self.row.get_untracked() == key;
        self.anchor.set(None);
        if is_open && at.is_none() {
            return;
        }
        dom::focus(&button);
        self.row.set(key);
        self.anchor
            .set(Some(at.unwrap_or_else(|| Anchor::of(&button))));
    }
}

/// What the pointer and the keys do to a row.
#[derive(Clone, Copy)]
pub(super) struct RowActs {
    pub(super) rows: RowWindow,
    pub(super) menu: RowMenu,
    pub(super) body: NodeRef<html::Div>,
    pub(super) is_selected: Option<Callback<usize, bool>>,
    pub(super) on_toggle: Option<Callback<(usize, bool)>>,
}

impl RowActs {
    pub(super) fn on_click(self, event: &MouseEvent) {
        let Some(row) = row_of(event) else { return };
        if dom::is_within(event, ".data-table__menu") {
            self.menu.open(&row, None);
        } else if dom::is_within(event, "input[type=checkbox]") {
            self.toggle(&row, event.shift_key());
        } else if dom::is_within(event, ".data-table__check") {
            // The label's own click; the box's follows.
        } else if event.shift_key() && self.on_toggle.is_some() {
            event.prevent_default();
            self.toggle(&row, true);
        } else if !dom::is_within(event, "a, button, input, select, label, summary")
            && !is_marking_text()
        {
            open_row(&row, event);
        }
    }

    pub(super) fn on_keydown(self, event: &Event) {
        let (Some(key), Some(row)) = (key_of(event), row_of(event)) else {
            return;
        };
        if dom::is_typing(event) || has_modifier(event) {
            return;
        }
        match key.as_str() {
            "j" | "ArrowDown" => self.rows.step(true),
            "k" | "ArrowUp" => self.rows.step(false),
            "Home" => self.rows.go_to(0),
            "End" => self.rows.go_to(usize::MAX),
            "x" | "X" => self.toggle(&row, has_shift(event)),
            "m" | "ContextMenu" => self.menu.open(&row, None),
            "F10" if has_shift(event) => self.menu.open(&row, None),
            "Enter" if !dom::is_within(event, "a, button") => {
                if let Some(link) = dom::find(&row, "[data-account]") {
                    link.click();
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    pub(super) fn on_mousedown(self, event: &MouseEvent) {
        if event.shift_key() && self.on_toggle.is_some() {
            // Else Shift would mark text.
            event.prevent_default();
        }
    }

    /// With Shift held, the browser's own menu comes.
    pub(super) fn on_contextmenu(self, event: &MouseEvent) {
        let has_menu = self.menu.items.is_some() && !event.shift_key();
        if let Some(row) = row_of(event).filter(|_| has_menu) {
            event.prevent_default();
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            self.menu.open(&row, Some(Anchor::at(x, y)));
        }
    }

    pub(super) fn on_focusin(self, event: &Event) {
        if let Some(key) = row_of(event).and_then(|row| row.get_attribute("data-row")) {
            self.rows.enter(key);
        }
    }

    pub(super) fn on_focusout(self, event: &FocusEvent) {
        let to = event
            .related_target()
            .and_then(|to| to.dyn_into::<Node>().ok());
        // A focused row that leaves with its screen tells so too, when the signals are gone already.
        let Some(body) = self.body.try_get_untracked() else {
            return;
        };
        let stays = body.is_some_and(|body| to.is_some() && body.contains(to.as_ref()));
        // An open menu has the focus on behalf of its row.
        if !stays
            && self
                .menu
                .anchor
                .try_get_untracked()
                .is_some_and(|at| at.is_none())
        {
            self.rows.check_focus_soon();
        }
    }

    fn toggle(self, row: &HtmlElement, shift: bool) {
        let index = row
            .get_attribute("data-row")
            .and_then(|key| self.rows.index_of(&key));
        let Some((index, on_toggle)) = index.zip(self.on_toggle) else {
            return;
        };
        on_toggle.run((index, shift));
        // The box shows what is, not what the click would like.
        let input = dom::find(row, "input[type=checkbox]")
            .and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        if let Some((input, is_selected)) = input.zip(self.is_selected) {
            input.set_checked(untrack(|| is_selected.run(index)));
        }
    }
}

fn row_of(event: &Event) -> Option<HtmlElement> {
    let target = dom::target_of(event)?;
    target
        .closest("[data-row]")
        .ok()
        .flatten()
        .and_then(|row| row.dyn_into().ok())
}

/// Whether the person is marking text: then a click is not a wish to go anywhere.
fn is_marking_text() -> bool {
    window()
        .get_selection()
        .ok()
        .flatten()
        .is_some_and(|selection| !selection.is_collapsed())
}

/// A click anywhere in a row is a click on its link, with the same keys held.
fn open_row(row: &HtmlElement, event: &MouseEvent) {
    let Some(link) = dom::find(row, "[data-account]") else {
        return;
    };
    let init = MouseEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_ctrl_key(event.ctrl_key());
    init.set_meta_key(event.meta_key());
    if let Ok(click) = MouseEvent::new_with_mouse_event_init_dict("click", &init) {
        // Once the present click is done with: its handler would meet itself.
        queue_microtask(move || {
            let _ = link.dispatch_event(&click);
        });
    }
}
