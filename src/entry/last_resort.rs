//! The screen of last resort: what stands where the panel stood when a panic stopped it.
//!
//! Drawn with plain DOM calls: after a panic nothing of the reactive system may be asked.

use std::cell::RefCell;
use std::sync::Once;

use leptos::prelude::document;
use web_sys::{Element, HtmlElement};

use crate::i18n::{fill, t};

thread_local! {
    static ELEMENTS: RefCell<Vec<HtmlElement>> = const { RefCell::new(Vec::new()) };
}

/// Draws the screen into this element if the panel stops.
pub(super) fn watch(element: &HtmlElement) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            // The place only: a message could repeat what was on screen.
            let place = info.location().map_or_else(String::new, |location| {
                format!("{}:{}", location.file(), location.line())
            });
            web_sys::console::error_1(&format!("Rollcall stopped at {place}").into());
            ELEMENTS.with_borrow(|elements| {
                for element in elements {
                    draw(element, &place);
                }
            });
        }));
    });
    ELEMENTS.with_borrow_mut(|elements| elements.push(element.clone()));
}

/// Forgets an element whose panel was taken down.
pub(super) fn leave(element: &HtmlElement) {
    ELEMENTS.with_borrow_mut(|elements| elements.retain(|other| other != element));
}

fn draw(root: &HtmlElement, place: &str) {
    let t = t();
    let Some(screen) = part("div", "last-resort", "") else {
        return;
    };
    let parts = [
        part("h1", "last-resort__title", t.broken_title),
        part("p", "last-resort__text", t.broken_text),
        part(
            "p",
            "last-resort__place",
            &fill(t.reload_hint, &[("place", place)]),
        ),
        part("a", "last-resort__act", t.broken_reload),
    ];
    for part in parts.into_iter().flatten() {
        if part.tag_name() == "A" {
            // A link to this very address loads the page again without any code of ours.
            let _ = part.set_attribute("href", "");
        }
        let _ = screen.append_child(&part);
    }
    let _ = screen.set_attribute("role", "alert");
    // The panel's own root stays as it is, because its styles hang on it; what it holds goes.
    let inner = root
        .query_selector(".rollcall")
        .ok()
        .flatten()
        .unwrap_or_else(|| root.clone().into());
    inner.replace_children_with_node_1(&screen);
}

fn part(tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_class_name(class);
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    Some(element)
}
