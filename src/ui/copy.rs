//! Giving text to the clipboard.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys;
use wasm_bindgen_futures::JsFuture;

use super::button::{Button, ButtonKind};
use super::icon::IconName;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    None,
    Copied,
    Refused,
}

/// A button that copies, and says whether that worked.
#[component]
pub fn CopyButton(
    /// What it does, such as "Copy the token".
    #[prop(into)]
    label: Signal<String>,
    /// Said when it worked.
    #[prop(into)]
    copied_label: Signal<String>,
    /// Said when the browser refused: how to copy by hand.
    #[prop(into)]
    refused_label: Signal<String>,
    /// The text; asked for at the click, and not kept.
    #[prop(into)]
    text: Callback<(), String>,
    /// Runs with whether it worked.
    #[prop(optional, into)]
    on_copied: Option<Callback<bool>>,
    /// Whether the icon stands alone.
    #[prop(default = true)]
    icon_only: bool,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::None);
    let on_click = move || {
        let text = text.run(());
        spawn_local(async move {
            let copied = write(&text).await;
            drop(text);
            outcome.try_set(if copied {
                Outcome::Copied
            } else {
                Outcome::Refused
            });
            if let Some(on_copied) = on_copied {
                let _ = on_copied.try_run(copied);
            }
        });
    };
    let says = move || match outcome.get() {
        Outcome::None => None,
        Outcome::Copied => Some(copied_label.get()),
        Outcome::Refused => Some(refused_label.get()),
    };
    view! {
        <span class="copy-button" data-outcome=move || match outcome.get() {
            Outcome::None => None,
            Outcome::Copied => Some("copied"),
            Outcome::Refused => Some("refused"),
        }>
            {move || {
                let icon = if outcome.get() == Outcome::Copied { IconName::Check } else { IconName::Copy };
                view! { <Button label icon icon_only kind on_click /> }
            }} <span class="copy-button__says" role="status">{says}</span>
        </span>
    }
}

/// Whether the browser took the text. It refuses without a secure context or permission.
async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    has_clipboard
        && JsFuture::from(navigator.clipboard().write_text(text))
            .await
            .is_ok()
}

/// A text that is shown to be taken away: it selects itself and can be copied.
#[component]
pub fn SecretBox(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Name of the copy button.
    #[prop(into)]
    copy_label: Signal<String>,
    /// Said when copying worked.
    #[prop(into)]
    copied_label: Signal<String>,
    /// Said when the browser refused.
    #[prop(into)]
    refused_label: Signal<String>,
    /// Runs with whether copying worked.
    #[prop(optional, into)]
    on_copied: Option<Callback<bool>>,
) -> impl IntoView {
    let text = NodeRef::<html::Code>::new();
    let select = move || {
        if let (Some(text), Ok(Some(selection))) = (text.get_untracked(), window().get_selection())
        {
            let node: &web_sys::Node = &text;
            let _ = selection.select_all_children(node);
        }
    };
    let copied = Callback::new(move |copied: bool| {
        if !copied {
            select();
        }
        if let Some(on_copied) = on_copied {
            on_copied.run(copied);
        }
    });
    view! {
        <div class="secret-box">
            <code
                node_ref=text
                class="secret-box__text"
                role="textbox"
                aria-readonly="true"
                aria-multiline="true"
                aria-label=label
                tabindex="0"
                translate="no"
                on:focus=move |_| select()
            >
                {value}
            </code>
            <CopyButton
                label=copy_label
                copied_label
                refused_label
                text=move || value.get_untracked()
                on_copied=copied
            />
        </div>
    }
}
