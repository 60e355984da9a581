//! Which rows of a table are in the document, and which one the keys are at.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{
    Element, Event, FocusOptions, HtmlElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::super::dom::{self, Listener};
use super::super::keys::{has_modifier, key_of};

/// A row that is in the document.
#[derive(Clone, PartialEq)]
pub(super) struct Slot {
    pub(super) index: usize,
    pub(super) key: String,
}

/// How many rows beyond the visible ones are drawn, on either side.
const OVERSCAN: usize = 8;

/// The rows in view, and the one that has the focus wherever it is.
#[derive(Clone, Copy)]
pub(super) struct RowWindow {
    n_rows: Signal<usize>,
    key: Callback<usize, String>,
    body: NodeRef<html::Div>,
    sizer: NodeRef<html::Div>,
    range: RwSignal<(usize, usize)>,
    active: RwSignal<Option<Slot>>,
    has_focus: RwSignal<bool>,
    is_measuring: StoredValue<bool>,
    /// What is drawn.
    pub(super) slots: Memo<Vec<Slot>>,
    /// The row where Tab enters the table; arrows move from there.
    pub(super) tab_stop: Memo<Option<String>>,
}

impl RowWindow {
    /// `body` holds the rows; `sizer` is as high as one of them.
    pub(super) fn new(
        n_rows: Signal<usize>,
        key: Callback<usize, String>,
        body: NodeRef<html::Div>,
        sizer: NodeRef<html::Div>,
    ) -> Self {
        let range = RwSignal::new((0, 24));
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
                // In the order of the rows: an element that is moved in the document loses the focus.
                if active.index < first {
                    slots.insert(0, active);
                } else {
                    slots.push(active);
                }
            }
            slots
        });
        let tab_stop = Memo::new(move |_| {
            let slots = slots.read();
            let active = active.read();
            active
                .as_ref()
                .filter(|active| slots.iter().any(|slot| slot.key == active.key))
                .or_else(|| slots.first())
                .map(|slot| slot.key.clone())
        });
        let is_measuring = StoredValue::new(false);
        Self {
            n_rows,
            key,
            body,
            sizer,
            range,
            active,
            has_focus,
            is_measuring,
            slots,
            tab_stop,
        }
    }

    /// Starts to follow the page's scrolling, and `j` and `k` wherever in the panel nothing else
    /// listens to letters. It ends with the component.
    pub(super) fn follow(self, table: NodeRef<html::Div>) {
        let listeners = StoredValue::new_local(Vec::<Listener>::new());
        Effect::new(move |_| {
            let Some(table) = table.get() else { return };
            let window = window();
            let mut kept = vec![
                Listener::new(
                    &window,
                    "scroll",
                    true,
                    Box::new(move |_| self.measure_soon()),
                ),
                Listener::new(
                    &window,
                    "resize",
                    true,
                    Box::new(move |_| self.measure_soon()),
                ),
            ];
            if let Ok(Some(panel)) = table.closest(".rollcall") {
                let table: Element = table.into();
                let on_key = move |event: Event| self.hear_from_afar(&table, &event);
                kept.push(Listener::new(&panel, "keydown", true, Box::new(on_key)));
            }
            listeners.set_value(kept);
            self.measure();
        });
        Effect::new(move |_| {
            self.n_rows.track();
            self.measure_soon();
        });
        Effect::new(move |_| {
            self.slots.track();
            if self.has_focus.get_untracked() {
                self.check_focus_soon();
            }
        });
    }

    /// Where a row stands now, if it is in the document.
    pub(super) fn index_of(self, key: &str) -> Option<usize> {
        self.slots
            .read_untracked()
            .iter()
            .find(|slot| slot.key == key)
            .map(|slot| slot.index)
    }

    /// One row on, or back.
    pub(super) fn step(self, forward: bool) {
        let here = self
            .active
            .get_untracked()
            .and_then(|slot| self.index_of(&slot.key));
        match here {
            Some(index) if forward => self.go_to(index.saturating_add(1)),
            Some(index) => self.go_to(index.saturating_sub(1)),
            None => self.go_to(self.first_in_view()),
        }
    }

    /// Brings a row into view and gives it the focus; beyond the last one means the last one.
    pub(super) fn go_to(self, index: usize) {
        let Some(last) = self.n_rows.get_untracked().checked_sub(1) else {
            return;
        };
        let index = index.min(last);
        let key = untrack(|| self.key.run(index));
        self.has_focus.set(true);
        self.active.set(Some(Slot {
            index,
            key: key.clone(),
        }));
        request_animation_frame(move || {
            let body = self.body.try_get_untracked().flatten();
            let row = body.and_then(|body| {
                let rows = dom::find_all(&body, "[data-row]");
                rows.into_iter()
                    .find(|row| row.get_attribute("data-row").as_ref() == Some(&key))
            });
            if let Some(row) = row {
                reveal(&row);
            }
        });
    }

    /// A row got the focus, by whatever way.
    pub(super) fn enter(self, key: String) {
        let Some(index) = self.index_of(&key) else {
            return;
        };
        let slot = Slot { index, key };
        self.has_focus.set(true);
        if self.active.read_untracked().as_ref() != Some(&slot) {
            self.active.set(Some(slot));
        }
    }

    /// The focus left a row. Where its row is gone, the one that took its place gets it.
    pub(super) fn check_focus_soon(self) {
        request_animation_frame(move || {
            let Some(body) = self.body.try_get_untracked().flatten() else {
                return;
            };
            let focused = dom::focused();
            if focused
                .as_ref()
                .is_some_and(|focused| body.contains(Some::<&Node>(focused)))
            {
                return;
            }
            let gone = self.active.get_untracked().filter(|slot| {
                slot.index >= self.n_rows.get_untracked()
                    || untrack(|| self.key.run(slot.index)) != slot.key
            });
            match gone {
                Some(slot) if focused.is_none() && self.has_focus.get_untracked() => {
                    self.go_to(slot.index);
                }
                _ => self.has_focus.set(false),
            }
        });
    }

    fn measure_soon(self) {
        if self.is_measuring.try_get_value() == Some(false) {
            self.is_measuring.set_value(true);
            request_animation_frame(move || self.measure());
        }
    }

    fn measure(self) {
        if self.is_measuring.try_get_value().is_none() {
            return;
        }
        self.is_measuring.set_value(false);
        let (Some(body), Some(sizer)) = (self.body.get_untracked(), self.sizer.get_untracked())
        else {
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
        let range = (first - first % 4, end + 3 - end % 4);
        if self.range.get_untracked() != range {
            self.range.set(range);
        }
    }

    fn hear_from_afar(self, table: &Element, event: &Event) {
        let is_ours =
            dom::target_of(event).is_some_and(|target| table.contains(Some::<&Node>(&target)));
        if is_ours
            || has_modifier(event)
            || dom::is_typing(event)
            || dom::is_within(event, "dialog, [popover]")
        {
            return;
        }
        match key_of(event).as_deref() {
            Some("j") => self.step(true),
            Some("k") => self.step(false),
            _ => {}
        }
    }

    /// The first row that is wholly below the top of the viewport.
    fn first_in_view(self) -> usize {
        let Some(body) = self.body.get_untracked() else {
            return 0;
        };
        dom::find_all(&body, "[data-row]")
            .iter()
            .filter(|row| row.get_bounding_client_rect().top() >= 0.0)
            .filter_map(|row| self.index_of(&row.get_attribute("data-row")?))
            .min()
            .unwrap_or(0)
    }
}

/// As little scrolling as possible, then the focus without any more.
fn reveal(row: &HtmlElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    row.scroll_into_view_with_scroll_into_view_options(&options);
    if let Some(link) = dom::find(row, "[data-account]") {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = link.focus_with_options(&options);
    }
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
