//! Dialogs: a question or a form on top of everything, in the browser's top layer.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::{Element, Event, HtmlElement};

use super::button::{Button, ButtonKind};
use super::dom;
use super::form::Form;
use super::icon::IconName;
use super::ids::{Id, fresh};
use super::keys::key_of;

/// A dialog. What is in it is in the document only while it is open.
///
/// Escape, a press beside it and its cross ask for `on_close`, as long as it is closable.
/// When it goes, the focus goes back to what had it before.
#[component]
pub fn Dialog(
    /// Whether it is there.
    #[prop(into)]
    open: Signal<bool>,
    /// Runs when the person wants it gone.
    #[prop(into)]
    on_close: Callback<()>,
    /// The heading: the act and its object.
    #[prop(into)]
    title: Signal<String>,
    /// Name of the cross.
    #[prop(into)]
    close_label: Signal<String>,
    /// A sentence below the heading.
    #[prop(optional, into)]
    description: Signal<Option<String>>,
    /// Whether it can be closed without losing something.
    #[prop(default = true.into(), into)]
    closable: Signal<bool>,
    /// Said when the person tries to close it and cannot.
    #[prop(optional, into)]
    hold_hint: Signal<Option<String>>,
    /// Whether it needs room, for a list or table.
    #[prop(optional)]
    wide: bool,
    /// Whether it asks before something destructive: no cross, and the first button of the footer
    /// (the one that cancels) gets the focus.
    #[prop(optional)]
    alert: bool,
    /// Makes the whole dialog a form: runs when it is submitted.
    #[prop(optional, into)]
    on_submit: Option<Callback<()>>,
    /// Whether a submit is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Buttons; the one that cancels first, the one that acts last.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let open = Memo::new(move |_| open.get());
    let held = RwSignal::new(false);
    let dismiss = Callback::new(move |()| {
        if closable.get_untracked() {
            on_close.run(());
        } else {
            held.set(true);
        }
    });
    let footer = StoredValue::new(footer);
    let children = StoredValue::new(children);
    let frame = move |title_id: String, description_id: String| {
        view! {
            <div class="dialog__header">
                <h2 class="dialog__title" id=title_id>
                    {title}
                </h2>
                {(!alert)
                    .then(|| {
                        view! {
                            <Button
                                label=close_label
                                icon=IconName::Close
                                icon_only=true
                                kind=ButtonKind::Quiet
                                on_click=dismiss
                            />
                        }
                    })}
            </div>
            <div class="dialog__body">
                {move || {
                    description
                        .get()
                        .map(|text| {
                            view! {
                                <p class="dialog__description" id=description_id.clone()>
                                    {text}
                                </p>
                            }
                        })
                }}
                {children.get_value()()}
                <p class="dialog__hold" role="status">
                    {move || (held.get() && !closable.get()).then(|| hold_hint.get())}
                </p>
            </div>
            {footer
                .get_value()
                .map(|footer| view! { <div class="dialog__footer">{footer.run()}</div> })}
        }
    };
    move || {
        open.get().then(|| {
            held.set(false);
            let (title_id, description_id) = (fresh(Id::Title), fresh(Id::Description));
            let (labelled, described) = (title_id.clone(), description_id.clone());
            let content = match on_submit {
                Some(on_submit) => view! {
                    <Form on_submit busy>
                        {frame(title_id, description_id)}
                    </Form>
                }
                .into_any(),
                None => {
                    view! { <div class="form">{frame(title_id, description_id)}</div> }.into_any()
                }
            };
            view! {
                <Modal
                    class="dialog"
                    labelled
                    described=Signal::derive(move || {
                        description.read().is_some().then(|| described.clone())
                    })
                    alert
                    wide
                    on_dismiss=dismiss
                >
                    {content}
                </Modal>
            }
        })
    }
}

/// A dialog that comes in from the side, for the rail of a narrow panel.
#[component]
pub fn Drawer(
    /// Whether it is there.
    #[prop(into)]
    open: Signal<bool>,
    /// Runs when the person wants it gone.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its name for assistive technology.
    #[prop(into)]
    title: Signal<String>,
    /// Name of the cross.
    #[prop(into)]
    close_label: Signal<String>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let open = Memo::new(move |_| open.get());
    let children = StoredValue::new(children);
    move || {
        open.get().then(|| {
            let title_id = fresh(Id::Title);
            let labelled = title_id.clone();
            view! {
                <Modal class="drawer" labelled on_dismiss=on_close>
                    <h2 class="visually-hidden" id=title_id>
                        {title}
                    </h2>
                    <div class="drawer__close">
                        <Button
                            label=close_label
                            icon=IconName::Close
                            icon_only=true
                            kind=ButtonKind::Quiet
                            on_click=on_close
                        />
                    </div>
                    {children.get_value()()}
                </Modal>
            }
        })
    }
}

#[component]
fn Modal(
    class: &'static str,
    #[prop(into)] labelled: String,
    #[prop(optional, into)] described: Signal<Option<String>>,
    #[prop(optional)] alert: bool,
    #[prop(optional)] wide: bool,
    on_dismiss: Callback<()>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let opener = StoredValue::new_local(dom::focused());
    let panel = StoredValue::new_local(None::<Element>);
    let pressed_beside = StoredValue::new(false);

    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        panel.set_value(dialog.closest(".rollcall").ok().flatten());
        if !dialog.open() {
            let _ = dialog.show_modal();
        }
        let first = dom::find(&dialog, "[autofocus]")
            .or_else(|| {
                alert
                    .then(|| dom::find(&dialog, ".dialog__footer button"))
                    .flatten()
            })
            .or_else(|| {
                dom::find(
                    &dialog,
                    ".dialog__body :is(input:not([readonly]), select, textarea)",
                )
            })
            .or_else(|| dom::find(&dialog, ".dialog__footer :is(button, a[href])"))
            .or_else(|| dom::find(&dialog, "[aria-current]"));
        if let Some(first) = first {
            dom::focus(&first);
        }
    });
    on_cleanup(move || {
        if let Some(dialog) = node.try_get_untracked().flatten() {
            dialog.close();
        }
        let opener = opener.try_get_value().flatten();
        let target = opener
            .filter(|opener: &HtmlElement| opener.is_connected())
            .or_else(|| {
                let panel = panel.try_get_value().flatten()?;
                dom::find(&panel, "h1[tabindex]")
            });
        if let Some(target) = target
            && dom::focused().is_none_or(|focused| !focused.is_connected())
        {
            dom::focus(&target);
        }
    });

    let on_own = move |event: &Event| {
        event.target().is_some_and(|target| {
            node.get_untracked().is_some_and(|dialog| {
                AsRef::<JsValue>::as_ref(&target) == AsRef::<JsValue>::as_ref(&dialog)
            })
        })
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let event: &Event = &event;
        if !event.default_prevented() && key_of(event).as_deref() == Some("Escape") {
            event.prevent_default();
            event.stop_propagation();
            on_dismiss.run(());
        }
    };
    let on_cancel = move |event: Event| {
        if on_own(&event) {
            event.prevent_default();
            on_dismiss.run(());
        }
    };
    // A browser that closes the dialog by itself, such as on a second "back", is overruled: what
    // is open follows from the signal alone.
    let on_closed = move |event: Event| {
        let dialog = node.try_get_untracked().flatten();
        if let Some(dialog) = dialog.filter(|dialog| on_own(&event) && dialog.is_connected()) {
            let _ = dialog.show_modal();
            on_dismiss.run(());
        }
    };
    view! {
        <dialog
            node_ref=node
            class=class
            role=alert.then_some("alertdialog")
            data-wide=wide.then_some("")
            aria-labelledby=labelled
            aria-describedby=described
            on:keydown=on_keydown
            on:cancel=on_cancel
            on:close=on_closed
            on:pointerdown=move |event| pressed_beside.set_value(on_own(&event))
            on:click=move |event| {
                if pressed_beside.get_value() && on_own(&event) {
                    on_dismiss.run(());
                }
            }
        >
            {children()}
        </dialog>
    }
}
