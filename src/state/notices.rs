//! Notices: what ended somewhere else than where the person is looking.

use leptos::prelude::*;

/// How many notices stand at once; older ones go.
const MAX: usize = 4;

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Tells it from the others.
    pub(crate) id: u64,
    /// Whether something went wrong.
    pub(crate) is_bad: bool,
    /// What ended.
    pub(crate) text: String,
    /// More about it.
    pub(crate) detail: Option<String>,
}

/// The notices on screen, oldest first.
#[derive(Clone, Copy)]
pub(crate) struct Notices {
    items: RwSignal<Vec<Notice>>,
    last_id: StoredValue<u64>,
}

impl Notices {
    /// Stands in context.
    pub(crate) fn provide() -> Self {
        let notices = Self {
            items: RwSignal::new(Vec::new()),
            last_id: StoredValue::new(0),
        };
        provide_context(notices);
        notices
    }

    /// What is on screen; tracked.
    pub(crate) fn items(self) -> Vec<Notice> {
        self.items.get()
    }

    /// Says that something worked.
    pub(crate) fn done(self, text: String) {
        self.push(false, text, None);
    }

    /// Says that something failed.
    pub(crate) fn failed(self, text: String, detail: String) {
        self.push(true, text, Some(detail));
    }

    /// Takes one away.
    pub(crate) fn dismiss(self, id: u64) {
        self.items
            .update(|items| items.retain(|item| item.id != id));
    }

    fn push(self, is_bad: bool, text: String, detail: Option<String>) {
        let id = self
            .last_id
            .try_update_value(|last| {
                *last += 1;
                *last
            })
            .unwrap_or(0);
        let _ = self.items.try_update(|items| {
            if items.len() == MAX {
                items.remove(0);
            }
            items.push(Notice {
                id,
                is_bad,
                text,
                detail,
            });
        });
    }
}

/// The notices.
#[expect(
    clippy::expect_used,
    reason = "the root provides them before anything is drawn"
)]
pub(crate) fn use_notices() -> Notices {
    use_context().expect("notices stand in context")
}
