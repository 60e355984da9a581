//! A small panel that opens from a button: for choices that keep it open.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, HtmlElement, Node};

use super::button::{Button, ButtonKind};
use super::dom;
use super::icon::IconName;
use super::ids::{Id, fresh};
use super::keys::key_of;
use super::popup::{Anchor, use_popup};

/// A button and the panel it opens.
#[component]
pub fn Popover(
    /// The button's label, and the panel's name for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// The button's icon.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// How loud the button is.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// What is in the panel.
    children: ChildrenFn,
) -> impl IntoView {
    let id = fresh(Id::Popup);
    let button = NodeRef::<html::Button>::new();
    let anchor = RwSignal::new(None::<Anchor>);
    let toggle = move || {
        if anchor.get_untracked().is_some() {
            anchor.set(None);
        } else if let Some(button) = button.get_untracked() {
            dom::focus(&button);
            anchor.set(Some(Anchor::of(&button)));
        }
    };
    let close = Callback::new(move |()| anchor.set(None));
    let panel_id = id.clone();
    view! {
        <span class="menu-button">
            <Button
                label
                icon
                kind
                haspopup="dialog"
                expanded=move || anchor.get().is_some()
                controls=id
                node_ref=button
                on_click=toggle
            />
            {move || {
                let (id, children) = (panel_id.clone(), children.clone());
                anchor
                    .get()
                    .map(|anchor| {
                        view! {
                            <PopoverPanel id label anchor on_close=close>
                                {children()}
                            </PopoverPanel>
                        }
                    })
            }}
        </span>
    }
}

#[component]
fn PopoverPanel(
    id: String,
    label: Signal<String>,
    anchor: Anchor,
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let on_open = Callback::new(move |panel: HtmlElement| {
        let first = dom::find(&panel, "input, button, select, a[href]").unwrap_or(panel);
        dom::focus(&first);
    });
    let popup = use_popup(node, &id, anchor, on_close, on_open);
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let event: &Event = &event;
        if key_of(event).as_deref() == Some("Escape") {
            event.prevent_default();
            event.stop_propagation();
            popup.close();
        }
    };
    let on_focusout = move |event: leptos::ev::FocusEvent| {
        let to = event
            .related_target()
            .and_then(|to| to.dyn_into::<Node>().ok());
        let left = to.is_some_and(|to| {
            node.try_get_untracked()
                .flatten()
                .is_some_and(|panel| !panel.contains(Some(&to)))
        });
        if left {
            let _ = on_close.try_run(());
        }
    };
    view! {
        <div
            node_ref=node
            class="popover"
            id=id
            popover="manual"
            role="dialog"
            tabindex="-1"
            aria-label=label
            on:keydown=on_keydown
            on:focusout=on_focusout
        >
            {children()}
        </div>
    }
}
