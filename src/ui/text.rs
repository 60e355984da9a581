//! Text from elsewhere: names, ids and times.

use leptos::prelude::*;

/// A name: isolated from the direction of the text around it, cut with an ellipsis where there is
/// no room, whole on hover.
#[component]
pub fn Name(
    /// The name.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <bdi class="name" title=text>{text}</bdi> }
}

/// An id, key or path, in a fixed-width face.
#[component]
pub fn Mono(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// Whether it is cut in the middle, where its end matters as much as its start.
    #[prop(optional)]
    middle: bool,
) -> impl IntoView {
    let split = move || {
        let text = text.get();
        if !middle {
            return (text, String::new());
        }
        let at = text
            .char_indices()
            .rev()
            .nth(5)
            .map_or(0, |(index, _)| index);
        match text.split_at_checked(at) {
            Some((head, tail)) if at > 0 => (head.to_owned(), tail.to_owned()),
            _ => (text, String::new()),
        }
    };
    view! {
        <bdi class="mono" dir="ltr" title=text>
            <span class="mono__head">{move || split().0}</span>
            <span class="mono__tail">{move || split().1}</span>
        </bdi>
    }
}

/// A point in time: how long ago, and exactly on hover.
#[component]
pub fn Time(
    /// "2 h ago".
    #[prop(into)]
    relative: Signal<String>,
    /// Local time and UTC.
    #[prop(into)]
    exact: Signal<String>,
    /// For machines: RFC 3339.
    #[prop(optional, into)]
    datetime: Signal<Option<String>>,
) -> impl IntoView {
    view! { <time class="time" title=exact datetime=datetime>{relative}</time> }
}
