//! A sentence or two about what stands beside it.

use leptos::prelude::*;

use super::icon::{Icon, IconName};

/// What a note says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoteKind {
    /// Something to know.
    #[default]
    Info,
    /// It worked.
    Ok,
    /// Deserves a look.
    Warn,
    /// It failed, or will.
    Bad,
}

impl NoteKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// The icon of this kind.
    pub const fn icon(self) -> IconName {
        match self {
            Self::Info => IconName::Info,
            Self::Ok => IconName::Check,
            Self::Warn | Self::Bad => IconName::Warning,
        }
    }
}

/// A note. A live one is read out when it appears.
#[component]
pub fn Note(
    /// What it says.
    #[prop(optional)]
    kind: NoteKind,
    /// Whether it is the answer to something the person just did.
    #[prop(optional)]
    live: bool,
    /// What can be done about it.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let role = match kind {
        NoteKind::Bad | NoteKind::Warn => "alert",
        NoteKind::Info | NoteKind::Ok => "status",
    };
    view! {
        <div class="note" data-kind=kind.name() role=live.then_some(role)>
            <Icon name=kind.icon() />
            <div class="note__text">{children()}</div>
            {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
        </div>
    }
}
