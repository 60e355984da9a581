//! The door through which a page gets a panel: [`mount`].
//!
//! Nothing here assumes that the panel owns the document: it draws into the element that it is given, and may be
//! mounted more than once.

mod last_resort;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::Mountable;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::app::{App, Unusable};
use crate::config::{Config, Source};
use crate::i18n::{fill, t};

/// A mounted panel.
#[wasm_bindgen]
pub struct Panel {
    // `None` after `unmount`.
    taken_down: Option<Box<dyn FnOnce()>>,
    element: HtmlElement,
}

#[wasm_bindgen]
impl Panel {
    /// Takes the panel down: its requests are aborted, its credentials wiped, its listeners removed.
    pub fn unmount(&mut self) {
        if let Some(take_down) = self.taken_down.take() {
            last_resort::leave(&self.element);
            take_down();
        }
    }
}

/// Mounts a panel.
///
/// `options` is an object of the start script: `config` (an object of the host page), or `configText` (the text of
/// `config.json`), or `configError` (why that could not be fetched), and `base`, the path under which the routes live.
#[wasm_bindgen]
pub fn mount(element: HtmlElement, options: &JsValue) -> Panel {
    last_resort::watch(&element);
    let config = read(options);
    let owns_page = member(options, "config").is_none();
    let taken_down: Box<dyn FnOnce()> = match config {
        Ok(config) => keep(mount_to(element.clone(), move || view! { <App config /> })),
        Err(reason) => keep(mount_to(
            element.clone(),
            move || view! { <Unusable reason owns_page /> },
        )),
    };
    Panel {
        taken_down: Some(taken_down),
        element,
    }
}

fn keep<M: Mountable + 'static>(handle: UnmountHandle<M>) -> Box<dyn FnOnce()> {
    Box::new(move || drop(handle))
}

fn member(options: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(options, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

fn read(options: &JsValue) -> Result<Config, String> {
    let t = t();
    let text = |name: &str| member(options, name).and_then(|value| value.as_string());
    if let Some(reason) = text("configError") {
        return Err(fill(t.config_missing, &[("reason", &reason)]));
    }
    let (json, source) = match (member(options, "config"), text("configText")) {
        (Some(object), _) => (
            js_sys::JSON::stringify(&object)
                .ok()
                .and_then(|text| text.as_string())
                .unwrap_or_default(),
            Source::Host,
        ),
        (None, Some(text)) => (text, Source::File),
        (None, None) => ("{}".to_owned(), Source::Host),
    };
    let mut config = Config::parse(&json, source)
        .map_err(|error| fill(t.config_title_reason, &[("reason", &error.reason)]))?;
    if let (true, Some(base)) = (config.base.is_empty(), text("base")) {
        base.trim_end_matches('/').clone_into(&mut config.base);
    }
    Ok(config)
}
