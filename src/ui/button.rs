//! Buttons, and links that look like them.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, IconName};
use super::ids::{Id, fresh};
use super::spinner::Spinner;

/// How loud a button is. A screen has one primary button; solid red is for the last step only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Outlined.
    #[default]
    Plain,
    /// The primary act of a screen or dialog.
    Primary,
    /// Leads to something destructive.
    Danger,
    /// Does something destructive.
    DangerSolid,
    /// No outline.
    Quiet,
}

impl ButtonKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Primary => "primary",
            Self::Danger => "danger",
            Self::DangerSolid => "danger-solid",
            Self::Quiet => "quiet",
        }
    }
}

/// A button. With a reason against it, it stays reachable, says the reason and does nothing.
#[component]
pub fn Button(
    /// What it does, in words; with `icon_only` for assistive technology and as a tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// A longer name for assistive technology, where many buttons share a label.
    #[prop(optional, into)]
    name: Option<Signal<String>>,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the label.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Whether the icon stands alone.
    #[prop(optional)]
    icon_only: bool,
    /// Why it cannot be used now.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// Whether what it does is under way; then it does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it submits its form.
    #[prop(optional)]
    submit: bool,
    /// Runs on a click, by pointer or key.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// Whether what it opens is open.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    /// What it opens: `menu` or `dialog`.
    #[prop(optional)]
    haspopup: Option<&'static str>,
    /// The id of what it opens.
    #[prop(optional, into)]
    controls: Option<String>,
    /// Whether it gets the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// The element itself.
    #[prop(optional)]
    node_ref: NodeRef<html::Button>,
) -> impl IntoView {
    let reason_id = fresh(Id::Reason);
    let described_by = {
        let reason_id = reason_id.clone();
        move || disabled_reason.read().is_some().then(|| reason_id.clone())
    };
    let aria_label = move || match name {
        Some(name) => Some(name.get()),
        None if icon_only => Some(label.get()),
        None => None,
    };
    let title = move || {
        disabled_reason
            .get()
            .or_else(|| icon_only.then(|| label.get()))
    };
    let on_click = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() || disabled_reason.read_untracked().is_some() {
            event.prevent_default();
            event.stop_propagation();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            node_ref=node_ref
            class="button"
            type=if submit { "submit" } else { "button" }
            data-kind=kind.name()
            data-icon-only=icon_only.then_some("")
            data-busy=move || busy.get().then_some("")
            autofocus=autofocus
            aria-label=aria_label
            aria-disabled=move || (busy.get() || disabled_reason.read().is_some()).then_some("true")
            aria-describedby=described_by
            aria-expanded=move || expanded.map(|expanded| expanded.get().to_string())
            aria-haspopup=haspopup
            aria-controls=controls
            title=title
            on:click=on_click
        >
            {icon.map(|name| view! { <Icon name /> })}
            {(!icon_only).then(|| view! { <span class="button__label">{label}</span> })}
            {move || busy.get().then(|| view! { <Spinner /> })}
            {move || {
                disabled_reason.get().map(|reason| view! { <span id=reason_id.clone() hidden>{reason}</span> })
            }}
        </button>
    }
}

/// A link that looks like a button: for going somewhere, not for doing something.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: Signal<String>,
    /// What is there, in words.
    #[prop(into)]
    label: Signal<String>,
    /// A longer name for assistive technology.
    #[prop(optional, into)]
    name: Option<Signal<String>>,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the label.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Whether the icon stands alone.
    #[prop(optional)]
    icon_only: bool,
) -> impl IntoView {
    let aria_label = move || match name {
        Some(name) => Some(name.get()),
        None if icon_only => Some(label.get()),
        None => None,
    };
    view! {
        <a
            class="button"
            href=href
            data-kind=kind.name()
            data-icon-only=icon_only.then_some("")
            aria-label=aria_label
            title=move || icon_only.then(|| label.get())
        >
            {icon.map(|name| view! { <Icon name /> })}
            {(!icon_only).then(|| view! { <span class="button__label">{label}</span> })}
        </a>
    }
}
