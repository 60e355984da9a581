//! Two letters that stand for a platform, with the state of the connection to it.

use leptos::prelude::*;

/// The state in the corner of a glyph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GlyphState {
    /// Says nothing.
    #[default]
    None,
    /// Signed in.
    On,
    /// Refused or unreachable.
    Bad,
    /// Not signed in.
    Off,
}

impl GlyphState {
    const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::On => "on",
            Self::Bad => "bad",
            Self::Off => "off",
        }
    }
}

/// Two letters on a tile. Words beside it carry the meaning.
#[component]
pub fn Glyph(
    /// The letters.
    #[prop(into)]
    text: Signal<String>,
    /// The state in its corner.
    #[prop(optional, into)]
    state: Signal<GlyphState>,
    /// Whether it stands beside a heading.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <span
            class="glyph"
            aria-hidden="true"
            data-state=move || state.get().name()
            data-large=large.then_some("")
        >
            {text}
        </span>
    }
}
