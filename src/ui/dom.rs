//! Small steps that components take in the document. Nothing here draws.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{AddEventListenerOptions, Element, Event, EventTarget, HtmlElement};

/// A listener on something outside the component; it ends when this is dropped.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens in the capture phase, passively unless the listener has to prevent a default.
    pub(crate) fn new(
        target: &EventTarget,
        name: &'static str,
        passive: bool,
        on_event: Box<dyn FnMut(Event)>,
    ) -> Self {
        let callback = Closure::wrap(on_event);
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        options.set_passive(passive);
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            name,
            callback.as_ref().unchecked_ref(),
            &options,
        );
        Self {
            target: target.clone(),
            name,
            callback,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.name,
            self.callback.as_ref().unchecked_ref(),
            true,
        );
    }
}

/// What has the focus, unless that is the page as such.
pub(crate) fn focused() -> Option<HtmlElement> {
    document()
        .active_element()
        .filter(|element| element.tag_name() != "BODY")
        .and_then(|element| element.dyn_into().ok())
}

/// The first match below an element.
pub(crate) fn find(root: &Element, selector: &str) -> Option<HtmlElement> {
    root.query_selector(selector)
        .ok()
        .flatten()
        .and_then(|element| element.dyn_into().ok())
}

/// All matches below an element, in document order.
pub(crate) fn find_all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.get(index).and_then(|node| node.dyn_into().ok()))
        .collect()
}

/// The element that an event happened on.
pub(crate) fn target_of(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Whether an event happened on or in something that matches.
pub(crate) fn is_within(event: &Event, selector: &str) -> bool {
    target_of(event).is_some_and(|target| target.closest(selector).ok().flatten().is_some())
}

/// Whether typing goes into the element that the event happened on.
pub(crate) fn is_typing(event: &Event) -> bool {
    is_within(
        event,
        "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]",
    )
}

/// Moves the focus, and scrolls as little as possible.
pub(crate) fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// The size of the viewport in pixels, without scroll bars.
pub(crate) fn viewport() -> (f64, f64) {
    document().document_element().map_or((0.0, 0.0), |root| {
        (
            f64::from(root.client_width()),
            f64::from(root.client_height()),
        )
    })
}
