//! A form: fields that are sent together.

use leptos::html;
use leptos::prelude::*;

use super::dom;

/// A form. It refuses to be submitted again while it is busy, and leads to the first field in
/// error after a submit.
#[component]
pub fn Form(
    /// Runs when the person submits.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Whether an earlier submit is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The form's name for assistive technology.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let submitted = StoredValue::new(false);
    let find_error = move || {
        request_animation_frame(move || {
            if submitted.try_get_value() != Some(true) {
                return;
            }
            let invalid = form
                .try_get_untracked()
                .flatten()
                .and_then(|form| dom::find(&form, "[aria-invalid=true]"));
            if let Some(invalid) = invalid {
                submitted.set_value(false);
                dom::focus(&invalid);
            }
        });
    };
    Effect::new(move |was_busy: Option<bool>| {
        let is_busy = busy.get();
        if was_busy == Some(true) && !is_busy {
            find_error();
        }
        is_busy
    });
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        if busy.get_untracked() {
            return;
        }
        submitted.set_value(true);
        on_submit.run(());
        if busy.try_get_untracked() == Some(false) {
            find_error();
        }
    };
    view! {
        <form
            node_ref=form
            class="form"
            novalidate
            aria-label=move || label.map(|label| label.get())
            aria-busy=move || busy.get().then_some("true")
            on:submit=on_submit
        >
            {children()}
        </form>
    }
}
