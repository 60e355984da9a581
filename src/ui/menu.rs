//! Acts in a list that opens from a button or at the pointer.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Event, HtmlElement};

use super::button::{Button, ButtonKind};
use super::dom;
use super::icon::{Icon, IconName};
use super::ids::{Id, fresh};
use super::keys::{has_modifier, key_of};
use super::popup::{Anchor, use_popup};

/// One act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuItem {
    /// What `on_select` gets.
    pub id: String,
    /// The act in words.
    pub label: String,
    /// A mark.
    pub icon: Option<IconName>,
    /// Whether it is destructive.
    pub danger: bool,
    /// Why it cannot be done; it stays reachable and says so.
    pub disabled_reason: Option<String>,
    /// Whether a line stands before it.
    pub separator_before: bool,
    /// For a choice, not an act: whether it is the chosen one.
    pub checked: Option<bool>,
}

impl MenuItem {
    /// A plain act.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// With an icon.
    #[must_use]
    pub fn icon(mut self, icon: IconName) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Destructive.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Not possible, if there is a reason.
    #[must_use]
    pub fn disabled(mut self, reason: Option<String>) -> Self {
        self.disabled_reason = reason;
        self
    }

    /// With a line before it.
    #[must_use]
    pub fn separated(mut self) -> Self {
        self.separator_before = true;
        self
    }

    /// One of several choices.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }
}

/// A button and the menu it opens.
#[component]
pub fn Menu(
    /// The button's label.
    #[prop(into)]
    label: Signal<String>,
    /// A longer name for assistive technology, such as "Acts for amelia.ho".
    #[prop(optional, into)]
    name: Option<Signal<String>>,
    /// What is in the menu; read when it opens.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// Runs with the id of the chosen act, after the focus went back to the button.
    #[prop(into)]
    on_select: Callback<String>,
    /// The button's icon; alone unless `icon_only` is off.
    #[prop(default = IconName::More)]
    icon: IconName,
    /// Whether the icon stands alone.
    #[prop(default = true)]
    icon_only: bool,
    /// How loud the button is.
    #[prop(optional)]
    kind: ButtonKind,
    /// Why it cannot be used.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
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
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let event: &Event = &event;
        let down = key_of(event).as_deref() == Some("ArrowDown");
        if down && anchor.get_untracked().is_none() && dom::is_within(event, "[aria-haspopup=menu]")
        {
            event.prevent_default();
            toggle();
        }
    };
    view! {
        <span class="menu-button" on:keydown=on_keydown>
            <Button
                label
                name=Signal::derive(move || name.map_or_else(|| label.get(), |name| name.get()))
                icon
                icon_only
                kind
                disabled_reason
                haspopup="menu"
                expanded=move || anchor.get().is_some()
                controls=id.clone()
                node_ref=button
                on_click=toggle
            />
            <MenuPopup
                id
                label=Signal::derive(move || name.map_or_else(|| label.get(), |name| name.get()))
                items
                anchor
                on_select
                on_close=move || anchor.set(None)
            />
        </span>
    }
}

/// A menu without its button: open while there is an anchor.
#[component]
pub fn MenuPopup(
    /// The popup's id, for the `aria-controls` of what opens it.
    #[prop(into)]
    id: String,
    /// The menu's name for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// What is in it.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// Where it is open.
    #[prop(into)]
    anchor: Signal<Option<Anchor>>,
    /// Runs with the id of the chosen act, after the menu closed.
    #[prop(into)]
    on_select: Callback<String>,
    /// Runs when the menu is to close.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    move || {
        let id = id.clone();
        anchor
            .get()
            .map(|anchor| view! { <MenuList id label items anchor on_select on_close /> })
    }
}

#[component]
fn MenuList(
    id: String,
    label: Signal<String>,
    items: Signal<Vec<MenuItem>>,
    anchor: Anchor,
    on_select: Callback<String>,
    on_close: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let on_open = Callback::new(move |menu: HtmlElement| {
        let first = dom::find(&menu, "[aria-checked=true]")
            .or_else(|| dom::find(&menu, "[role^=menuitem]"))
            .unwrap_or(menu);
        dom::focus(&first);
    });
    let popup = use_popup(node, &id, anchor, on_close, on_open);
    let typed = StoredValue::new((String::new(), 0.0_f64));

    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let event: &Event = &event;
        let Some(key) = key_of(event) else { return };
        let Some(menu) = node.get_untracked() else {
            return;
        };
        let entries = dom::find_all(&menu, "[role^=menuitem]");
        let here =
            dom::focused().and_then(|focused| entries.iter().position(|entry| *entry == focused));
        let last = entries.len().saturating_sub(1);
        let to = match key.as_str() {
            "ArrowDown" => Some(here.map_or(0, |here| if here == last { 0 } else { here + 1 })),
            "ArrowUp" => Some(here.map_or(last, |here| here.checked_sub(1).unwrap_or(last))),
            "Home" => Some(0),
            "End" => Some(last),
            "Escape" | "Tab" => {
                event.prevent_default();
                event.stop_propagation();
                popup.close();
                return;
            }
            " " | "Enter" => {
                event.stop_propagation();
                return;
            }
            letters if letters.chars().count() == 1 && !has_modifier(event) => {
                let text = typed.try_update_value(|(text, at)| {
                    let now = event.time_stamp();
                    if now - *at > 700.0 {
                        text.clear();
                    }
                    *at = now;
                    text.push_str(&letters.to_lowercase());
                    text.clone()
                });
                let starts = |entry: &HtmlElement| {
                    let words = entry.text_content().unwrap_or_default().to_lowercase();
                    text.as_deref()
                        .is_some_and(|text| words.trim_start().starts_with(text))
                };
                let from = here.unwrap_or(0);
                let is_new = text
                    .as_deref()
                    .is_some_and(|text| text.chars().count() == 1);
                let after = entries.iter().enumerate().skip(from + usize::from(is_new));
                let before = entries.iter().enumerate().take(from + 1);
                after
                    .chain(before)
                    .find(|(_, entry)| starts(entry))
                    .map(|(index, _)| index)
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if let Some(entry) = to.and_then(|to| entries.get(to)) {
            dom::focus(entry);
        }
    };

    let entry = move |item: MenuItem| {
        let MenuItem {
            id,
            label,
            icon,
            danger,
            disabled_reason,
            separator_before,
            checked,
        } = item;
        let is_disabled = disabled_reason.is_some();
        let role = if checked.is_some() {
            "menuitemradio"
        } else {
            "menuitem"
        };
        let reason_id = fresh(Id::Reason);
        let described = is_disabled.then(|| reason_id.clone());
        let on_click = move |_| {
            if !is_disabled {
                popup.close();
                on_select.run(id.clone());
            }
        };
        let mark = match checked {
            Some(true) => Some(IconName::Check),
            _ => icon,
        };
        view! {
            {separator_before.then(|| view! { <div class="menu__line" role="separator"></div> })}
            <button
                class="menu__item"
                type="button"
                role=role
                tabindex="-1"
                data-danger=danger.then_some("")
                aria-checked=checked.map(|checked| checked.to_string())
                aria-disabled=is_disabled.then_some("true")
                aria-describedby=described
                on:click=on_click
            >
                <span class="menu__mark">{mark.map(|name| view! { <Icon name /> })}</span>
                <span class="menu__label">{label}</span>
                {disabled_reason
                    .map(|reason| {
                        view! {
                            <span class="menu__reason" id=reason_id aria-hidden="true">
                                {reason}
                            </span>
                        }
                    })}
            </button>
        }
    };
    view! {
        <div
            node_ref=node
            class="menu"
            id=id
            popover="manual"
            role="menu"
            tabindex="-1"
            aria-label=label
            data-marks=move || {
                let items = items.read();
                items.iter().any(|item| item.icon.is_some() || item.checked.is_some()).then_some("")
            }
            on:keydown=on_keydown
        >
            {move || items.get().into_iter().map(entry).collect_view()}
        </div>
    }
}
