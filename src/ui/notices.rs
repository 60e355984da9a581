//! What ended elsewhere, told in the corner.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::icon::{Icon, IconName};
pub use super::note::NoteKind as NoticeKind;

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeItem {
    /// Tells it from the others.
    pub id: u64,
    /// What it says.
    pub kind: NoticeKind,
    /// What ended.
    pub text: String,
    /// More about it.
    pub detail: Option<String>,
}

/// The corner. It is there from the start, so that assistive technology hears what comes.
#[component]
pub fn Notices(
    /// What is told now, oldest first.
    #[prop(into)]
    items: Signal<Vec<NoticeItem>>,
    /// Runs when the person has read one.
    #[prop(into)]
    on_dismiss: Callback<u64>,
    /// The word for that.
    #[prop(into)]
    dismiss_label: Signal<String>,
    /// The corner's name for assistive technology.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let notice = move |notice: NoticeItem| {
        let id = notice.id;
        view! {
            <li class="notice" data-kind=notice.kind.name()>
                <Icon name=notice.kind.icon() />
                <div class="notice__text">
                    <p class="notice__title">{notice.text}</p>
                    {notice.detail.map(|detail| view! { <p class="notice__detail">{detail}</p> })}
                </div>
                <Button
                    label=dismiss_label
                    icon=IconName::Close
                    icon_only=true
                    kind=ButtonKind::Quiet
                    on_click=move || on_dismiss.run(id)
                />
            </li>
        }
    };
    view! {
        <section class="notices" aria-label=label>
            <ul class="notices__list" role="list" aria-live="polite" aria-relevant="additions">
                <For each=move || items.get() key=|item| item.id children=notice />
            </ul>
        </section>
    }
}
