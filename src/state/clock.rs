//! The panel's clock: one signal that ages every relative time and counts sessions down.

use leptos::prelude::*;

/// The present time, coarse enough to drive words.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    now_secs: RwSignal<i64>,
}

impl Clock {
    /// Starts the clock; it stops with the panel.
    pub(crate) fn provide() -> Self {
        let clock = Self {
            now_secs: RwSignal::new(now_secs()),
        };
        let tick = move || clock.now_secs.set(now_secs());
        if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_secs(10)) {
            on_cleanup(move || handle.clear());
        }
        provide_context(clock);
        clock
    }

    /// Now, in Unix seconds; tracked.
    pub(crate) fn now(self) -> i64 {
        self.now_secs.get()
    }
}

/// Now, in Unix seconds, without tracking.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit"
)]
pub(crate) fn now_secs() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// The panel's clock.
#[expect(
    clippy::expect_used,
    reason = "the root provides it before anything is drawn"
)]
pub(crate) fn use_clock() -> Clock {
    use_context().expect("the clock stands in context")
}
