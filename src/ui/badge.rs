//! Words with a state: badges for exceptions, quiet dots for what is normal.

use leptos::prelude::*;

/// What a badge says about its word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadgeKind {
    /// Nothing in particular.
    #[default]
    Plain,
    /// Stands out, without being a state.
    Accent,
    /// As it should be.
    Ok,
    /// Deserves a look.
    Warn,
    /// Wrong.
    Bad,
}

impl BadgeKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Accent => "accent",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A word on a wash of its state's color.
#[component]
pub fn Badge(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
    /// What it says.
    #[prop(optional)]
    kind: BadgeKind,
    /// The whole story, on hover.
    #[prop(optional, into)]
    title: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <span class="badge" data-kind=kind.name() title=title>
            {label}
        </span>
    }
}

/// What a dot says about its word; shape and color both change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusKind {
    /// A full dot.
    #[default]
    Ok,
    /// A ring: switched off on purpose.
    Off,
    /// A triangle: deserves a look.
    Warn,
    /// A square: stopped.
    Bad,
    /// A dash: cannot be known here.
    Unknown,
}

impl StatusKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Unknown => "unknown",
        }
    }
}

/// A state in a word, with a small mark before it.
#[component]
pub fn StatusDot(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
    /// The mark.
    #[prop(optional)]
    kind: StatusKind,
    /// The whole story, on hover.
    #[prop(optional, into)]
    title: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <span class="status-dot" data-kind=kind.name() title=title>
            {label}
        </span>
    }
}
