//! What is known about a thing, as pairs of a word and a value.

use leptos::prelude::*;

/// One pair.
#[derive(Clone)]
pub struct Fact {
    /// The word.
    pub label: String,
    /// The value.
    pub value: ViewFn,
    /// The exact value, on hover.
    pub title: Option<String>,
    /// Whether the value is an id or a path.
    pub mono: bool,
}

impl Fact {
    /// A pair of two texts. The value may come from a server: it is only ever a text node.
    pub fn text(label: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self::view(label, move || view! { <bdi>{value.clone()}</bdi> })
    }

    /// A pair of a word and any number of texts, each on its own line.
    pub fn list(label: impl Into<String>, values: Vec<String>) -> Self {
        Self::view(label, move || {
            let items = values
                .iter()
                .map(|value| view! { <li><bdi>{value.clone()}</bdi></li> })
                .collect_view();
            view! { <ul class="facts__list" role="list">{items}</ul> }
        })
    }

    /// A pair whose value is drawn.
    pub fn view(label: impl Into<String>, value: impl Into<ViewFn>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            title: None,
            mono: false,
        }
    }

    /// The same, with the exact value on hover.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The same, in a fixed-width face.
    #[must_use]
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }
}

/// The pairs, one per line.
#[component]
pub fn Facts(
    /// The pairs.
    #[prop(into)]
    items: Signal<Vec<Fact>>,
) -> impl IntoView {
    let pair = |fact: Fact| {
        view! {
            <div class="facts__pair">
                <dt class="facts__label">{fact.label}</dt>
                <dd class="facts__value" data-mono=fact.mono.then_some("") title=fact.title>
                    {fact.value.run()}
                </dd>
            </div>
        }
    };
    view! {
        <dl class="facts">{move || items.get().into_iter().map(pair).collect_view()}</dl>
    }
}
