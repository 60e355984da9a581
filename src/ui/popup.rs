//! Where a menu or popover stands, and what makes it go away. Drawn by `menu` and `popover`.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Element, Event, FocusOptions, HtmlElement, Node};

use super::dom::{self, Listener};

/// The place that something opens beside, in pixels of the viewport.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Anchor {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Anchor {
    /// Beside an element.
    pub fn of(element: &Element) -> Self {
        let rect = element.get_bounding_client_rect();
        Self {
            x: rect.left(),
            y: rect.top(),
            width: rect.width(),
            height: rect.height(),
        }
    }

    /// At a point, for a context menu.
    pub const fn at(x: f64, y: f64) -> Self {
        Self {
            x,
            y,
            width: 0.0,
            height: 0.0,
        }
    }
}

/// What an open popup does to close itself.
#[derive(Clone, Copy)]
pub(crate) struct Popup {
    opener: StoredValue<Option<HtmlElement>, LocalStorage>,
    on_close: Callback<()>,
}

impl Popup {
    /// Closes it; the focus goes back to what had it before.
    pub(crate) fn close(self) {
        let opener = self.opener.try_with_value(Clone::clone).flatten();
        if let Some(opener) = opener.filter(|opener| opener.is_connected()) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = opener.focus_with_options(&options);
        }
        let _ = self.on_close.try_run(());
    }
}

/// Opens `node` in the top layer beside `anchor`, and closes it on Escape, on a press elsewhere,
/// and when what it belongs to leaves the viewport. `id` is the element's: a press on what
/// `aria-controls` it is left to that control.
pub(crate) fn use_popup(
    node: NodeRef<html::Div>,
    id: &str,
    anchor: Anchor,
    on_close: Callback<()>,
    on_open: Callback<HtmlElement>,
) -> Popup {
    let opener = StoredValue::new_local(dom::focused());
    let popup = Popup { opener, on_close };
    let mut own_control = String::from("[aria-controls=\"");
    own_control.push_str(id);
    own_control.push_str("\"]");

    let listeners = StoredValue::new_local(Vec::<Listener>::new());
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let element: HtmlElement = element.into();
        let _ = element.show_popover();
        place(&element, anchor);
        on_open.run(element.clone());

        let within = {
            let element = element.clone();
            move |event: &Event| {
                dom::target_of(event).is_some_and(|target| element.contains(Some::<&Node>(&target)))
            }
        };
        let on_press = {
            let (within, own_control) = (within.clone(), own_control.clone());
            move |event: Event| {
                if !within(&event) && !dom::is_within(&event, &own_control) {
                    let _ = on_close.try_run(());
                }
            }
        };
        let start = opener
            .try_with_value(|opener| opener.as_ref().map(|o| Anchor::of(o)))
            .flatten();
        let on_scroll = move |event: Event| {
            if within(&event) {
                return;
            }
            let now = opener
                .try_with_value(|opener| opener.as_ref().map(|o| Anchor::of(o)))
                .flatten();
            let (Some(start), Some(now)) = (start, now) else {
                return popup.close();
            };
            let moved = Anchor {
                x: anchor.x + now.x - start.x,
                y: anchor.y + now.y - start.y,
                ..anchor
            };
            let (_, height) = dom::viewport();
            if moved.y + moved.height < 0.0 || moved.y > height {
                popup.close();
            } else {
                place(&element, moved);
            }
        };
        let window = window();
        listeners.set_value(vec![
            Listener::new(&window, "pointerdown", true, Box::new(on_press)),
            Listener::new(&window, "scroll", true, Box::new(on_scroll)),
            Listener::new(&window, "resize", true, Box::new(move |_| popup.close())),
        ]);
    });
    popup
}

/// Below the anchor where there is room, else above; never beyond the viewport's edge.
fn place(element: &HtmlElement, anchor: Anchor) {
    const GAP: f64 = 4.0;
    const EDGE: f64 = 8.0;
    let size = element.get_bounding_client_rect();
    let (width, height) = dom::viewport();

    let fits_start = anchor.x + size.width() <= width - EDGE;
    let x = if fits_start {
        anchor.x
    } else {
        anchor.x + anchor.width - size.width()
    };
    let x = x.min(width - EDGE - size.width()).max(EDGE);

    let below = anchor.y + anchor.height + GAP;
    let above = anchor.y - GAP - size.height();
    let fits_below = below + size.height() <= height - EDGE;
    let y = if fits_below || above < EDGE {
        below
    } else {
        above
    };
    let y = y.min(height - EDGE - size.height()).max(EDGE);

    let style = HtmlElement::style(element);
    let _ = style.set_property("--x", &pixels(x));
    let _ = style.set_property("--y", &pixels(y));
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a place on a screen; whole pixels spare the program the code that writes floats"
)]
fn pixels(value: f64) -> String {
    let mut text = (value.round() as i32).to_string();
    text.push_str("px");
    text
}
