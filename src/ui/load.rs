//! What is known about something that comes over the network. Nothing here draws.

/// A failure in words: what happened, why, and what to do next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// What happened, to which object.
    pub title: String,
    /// Why.
    pub reason: String,
    /// What to do next.
    pub next_step: String,
    /// Whether the same can be tried again without harm.
    pub retry_is_safe: bool,
}

/// Data on its way. The last good data stays next to a new error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Load<T> {
    /// Nothing came yet.
    #[default]
    First,
    /// It is here.
    Ready(T),
    /// It is here, and newer is on its way.
    Refreshing(T),
    /// The last attempt failed.
    Failed {
        /// What an earlier attempt brought.
        last: Option<T>,
        /// Why the last one failed.
        error: Problem,
    },
}

/// The outside of a `Load`: what to draw, without the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadFace {
    /// Nothing came yet.
    First,
    /// It is here.
    Ready,
    /// It is here, and newer is on its way.
    Refreshing,
    /// Old data is here, and newer could not be had.
    Stale(Problem),
    /// Nothing could be had.
    Failed(Problem),
}

impl<T> Load<T> {
    /// The data, however old.
    pub const fn data(&self) -> Option<&T> {
        match self {
            Self::Ready(data) | Self::Refreshing(data) => Some(data),
            Self::Failed { last, .. } => last.as_ref(),
            Self::First => None,
        }
    }

    /// The data, however old, by value.
    pub fn into_data(self) -> Option<T> {
        match self {
            Self::Ready(data) | Self::Refreshing(data) => Some(data),
            Self::Failed { last, .. } => last,
            Self::First => None,
        }
    }

    /// Why the last attempt failed.
    pub const fn error(&self) -> Option<&Problem> {
        match self {
            Self::Failed { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Whether something is on its way.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::First | Self::Refreshing(_))
    }

    /// The same state of something derived from the data.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Load<U> {
        match self {
            Self::First => Load::First,
            Self::Ready(data) => Load::Ready(change(data)),
            Self::Refreshing(data) => Load::Refreshing(change(data)),
            Self::Failed { last, error } => Load::Failed {
                last: last.map(change),
                error,
            },
        }
    }

    /// The state when a new attempt starts: what is here stays.
    #[must_use]
    pub fn restarted(self) -> Self {
        self.into_data().map_or(Self::First, Self::Refreshing)
    }

    /// The state when an attempt ends.
    #[must_use]
    pub fn settled(self, outcome: Result<T, Problem>) -> Self {
        match outcome {
            Ok(data) => Self::Ready(data),
            Err(error) => Self::Failed {
                last: self.into_data(),
                error,
            },
        }
    }

    /// What to draw.
    pub fn face(&self) -> LoadFace {
        match self {
            Self::First => LoadFace::First,
            Self::Ready(_) => LoadFace::Ready,
            Self::Refreshing(_) => LoadFace::Refreshing,
            Self::Failed {
                last: Some(_),
                error,
            } => LoadFace::Stale(error.clone()),
            Self::Failed { last: None, error } => LoadFace::Failed(error.clone()),
        }
    }
}
