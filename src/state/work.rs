//! A piece of work that belongs to the screen that asked for it.

use std::future::Future;
use std::pin::Pin;

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Explanation;

/// One request, or several in a row, at a time.
///
/// Dropping the screen drops the future, which aborts the request: an answer that arrives afterwards changes nothing.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    is_busy: RwSignal<bool>,
    problem: RwSignal<Option<Explanation>>,
    handle: StoredValue<Option<AbortHandle>>,
}

impl Work {
    /// Whether it runs; tracked.
    pub(crate) fn is_busy(self) -> Signal<bool> {
        self.is_busy.into()
    }

    /// What went wrong the last time; tracked.
    pub(crate) fn problem(self) -> Signal<Option<Explanation>> {
        self.problem.into()
    }

    /// Forgets what went wrong.
    pub(crate) fn clear(self) {
        self.problem.set(None);
    }

    /// Runs a write; while one runs, another is refused.
    pub(crate) fn run(self, task: impl Future<Output = Result<(), Explanation>> + 'static) {
        if !self.is_busy.get_untracked() {
            self.start(Box::pin(task));
        }
    }

    /// Runs a read; one that is still running is given up.
    pub(crate) fn restart(self, task: impl Future<Output = Result<(), Explanation>> + 'static) {
        self.abort();
        self.start(Box::pin(task));
    }

    /// Gives up what runs.
    pub(crate) fn abort(self) {
        if let Some(Some(handle)) = self.handle.try_update_value(Option::take) {
            handle.abort();
        }
        let _ = self.is_busy.try_set(false);
    }

    // Boxed, so that this is compiled once and not once for each task.
    fn start(self, task: Pin<Box<dyn Future<Output = Result<(), Explanation>>>>) {
        let (handle, registration) = AbortHandle::new_pair();
        self.handle.set_value(Some(handle));
        self.problem.set(None);
        self.is_busy.set(true);
        spawn_local(async move {
            if let Ok(outcome) = Abortable::new(task, registration).await {
                let _ = self.is_busy.try_set(false);
                if let Err(problem) = outcome {
                    let _ = self.problem.try_set(Some(problem));
                }
            }
        });
    }
}

/// Work that ends with the present owner.
pub(crate) fn use_work() -> Work {
    let work = Work {
        is_busy: RwSignal::new(false),
        problem: RwSignal::new(None),
        handle: StoredValue::new(None),
    };
    let handle = work.handle;
    on_cleanup(move || {
        if let Some(Some(handle)) = handle.try_update_value(Option::take) {
            handle.abort();
        }
    });
    work
}
