//! What leaves the page as a file, and randomness that comes from the browser.

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Hands a text to the browser as a file.
pub(crate) fn download_text(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let parts = Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}

/// Random bytes of cryptographic quality; empty when the browser has none.
pub(crate) fn random_bytes(n: u32) -> Vec<u8> {
    let bytes = Uint8Array::new_with_length(n);
    match window().crypto() {
        Ok(crypto) if crypto.get_random_values_with_js_u8_array(&bytes).is_ok() => bytes.to_vec(),
        _ => Vec::new(),
    }
}
