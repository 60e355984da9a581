//! Filters, as chips: dashed while off, filled while on.

use leptos::html;
use leptos::prelude::*;

use super::dom;
use super::icon::{Icon, IconName};
use super::ids::{Id, fresh};
use super::menu::{MenuItem, MenuPopup};
use super::popup::Anchor;

/// A filter with a few values. Off, it opens a menu of them; on, it shows the value and a cross.
#[component]
pub fn FilterChip(
    /// What is filtered by.
    #[prop(into)]
    label: Signal<String>,
    /// Values and the words for them.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen value; nothing when the filter is off.
    #[prop(into)]
    value: Signal<Option<String>>,
    /// Runs with the new value.
    #[prop(into)]
    on_change: Callback<Option<String>>,
    /// Name of the cross, such as "Clear Source".
    #[prop(into)]
    clear_label: Signal<String>,
) -> impl IntoView {
    let id = fresh(Id::Popup);
    let button = NodeRef::<html::Button>::new();
    let anchor = RwSignal::new(None::<Anchor>);
    let toggle = move |_| {
        if anchor.get_untracked().is_some() {
            anchor.set(None);
        } else if let Some(button) = button.get_untracked() {
            dom::focus(&button);
            anchor.set(Some(Anchor::of(&button)));
        }
    };
    let clear = move |_| {
        if let Some(button) = button.get_untracked() {
            dom::focus(&button);
        }
        on_change.run(None);
    };
    let items = Signal::derive(move || {
        let chosen = value.get();
        options
            .get()
            .into_iter()
            .map(|(key, words)| {
                let checked = chosen.as_deref() == Some(key.as_str());
                MenuItem::new(key, words).checked(checked)
            })
            .collect::<Vec<_>>()
    });
    let words = Memo::new(move |_| {
        let chosen = value.get()?;
        let known = options
            .read()
            .iter()
            .find(|(key, _)| *key == chosen)
            .map(|(_, words)| words.clone());
        Some(known.unwrap_or(chosen))
    });
    let is_on = Memo::new(move |_| value.read().is_some());
    view! {
        <span class="chip" data-on=move || is_on.get().then_some("")>
            <button
                node_ref=button
                class="chip__button"
                type="button"
                aria-haspopup="menu"
                aria-expanded=move || anchor.get().is_some().to_string()
                aria-controls=id.clone()
                on:click=toggle
            >
                {move || (!is_on.get()).then(|| view! { <Icon name=IconName::Plus /> })}
                <span>{label}</span>
                {move || words.get().map(|words| view! { <b class="chip__value">{words}</b> })}
            </button>
            {move || {
                is_on
                    .get()
                    .then(|| {
                        view! {
                            <button
                                class="chip__clear"
                                type="button"
                                aria-label=clear_label
                                title=clear_label
                                on:click=clear
                            >
                                <Icon name=IconName::Close />
                            </button>
                        }
                    })
            }}
            <MenuPopup
                id
                label
                items
                anchor
                on_select=move |key| on_change.run(Some(key))
                on_close=move || anchor.set(None)
            />
        </span>
    }
}
