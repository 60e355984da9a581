//! Theme and density, remembered in the browser.

use leptos::prelude::*;

use super::storage;

/// Which colors the panel wears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How close the rows of a list stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Density {
    /// Room to breathe.
    #[default]
    Normal,
    /// More rows on the screen.
    Dense,
}

impl Theme {
    /// All themes, in the order they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its word in storage and markup.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads its word.
    pub(crate) fn from_id(id: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.id() == id)
            .unwrap_or_default()
    }
}

impl Density {
    /// Both densities.
    pub(crate) const ALL: [Self; 2] = [Self::Normal, Self::Dense];

    /// Its word in storage and markup.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Dense => "dense",
        }
    }

    /// Reads its word.
    pub(crate) fn from_id(id: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|density| density.id() == id)
            .unwrap_or_default()
    }
}

/// How the panel looks for this person.
#[derive(Clone, Copy)]
pub(crate) struct Preferences {
    theme: RwSignal<Theme>,
    density: RwSignal<Density>,
}

impl Preferences {
    /// Reads what is remembered and stands in context.
    pub(crate) fn provide() -> Self {
        let preferences = Self {
            theme: RwSignal::new(Theme::from_id(&storage::read("theme").unwrap_or_default())),
            density: RwSignal::new(Density::from_id(
                &storage::read("density").unwrap_or_default(),
            )),
        };
        provide_context(preferences);
        preferences
    }

    /// The chosen theme.
    pub(crate) fn theme(self) -> Theme {
        self.theme.get()
    }

    /// The chosen density.
    pub(crate) fn density(self) -> Density {
        self.density.get()
    }

    /// Chooses a theme.
    pub(crate) fn set_theme(self, theme: Theme) {
        storage::write("theme", theme.id());
        self.theme.set(theme);
    }

    /// Chooses a density.
    pub(crate) fn set_density(self, density: Density) {
        storage::write("density", density.id());
        self.density.set(density);
    }
}

/// The person's preferences.
#[expect(
    clippy::expect_used,
    reason = "the root provides them before anything is drawn"
)]
pub(crate) fn use_preferences() -> Preferences {
    use_context().expect("preferences stand in context")
}
