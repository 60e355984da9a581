//! A bar that floats at the foot of a list while something is selected or under way.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::icon::IconName;

/// The bar: how many, what to do with them, and the way out. It keeps within the panel's width,
/// takes no room, and covers nothing at the list's end.
#[component]
pub fn Dock(
    /// The bar's name for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// How many things it is about: "3 selected".
    #[prop(into)]
    count: Signal<String>,
    /// Ends the selection.
    #[prop(optional, into)]
    on_clear: Option<Callback<()>>,
    /// The word for that.
    #[prop(optional, into)]
    clear_label: Signal<String>,
    /// Buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="dock">
            <div class="dock__bar" role="region" aria-label=label>
                <span class="dock__count" role="status">
                    {count}
                </span>
                <div class="dock__acts">{children()}</div>
                {on_clear
                    .map(|on_clear| {
                        view! {
                            <div class="dock__clear">
                                <Button
                                    label=clear_label
                                    icon=IconName::Close
                                    icon_only=true
                                    kind=ButtonKind::Quiet
                                    on_click=on_clear
                                />
                            </div>
                        }
                    })}
            </div>
        </div>
    }
}
