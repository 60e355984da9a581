//! The browser's history: the only code that reads or writes the address bar.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::Route;

/// Where the person is, and how to go elsewhere.
///
/// A screen with unsaved work raises a guard; while one stands, leaving the screen asks first.
#[derive(Clone, Copy)]
pub struct Location {
    route: RwSignal<Route>,
    base: StoredValue<String>,
    guards: RwSignal<Vec<(u32, String)>>,
    pending: RwSignal<Option<Route>>,
}

/// Takes a guard down when it is dropped.
pub struct Guard {
    id: u32,
    guards: RwSignal<Vec<(u32, String)>>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        let id = self.id;
        // The panel may be gone already when a screen of it is dropped.
        let _ = self
            .guards
            .try_update(|guards| guards.retain(|(other, _)| *other != id));
    }
}

impl Location {
    /// Starts to follow the page's history, for routes below `base`.
    pub fn start(base: &str) -> Self {
        let location = Self {
            route: RwSignal::new(read(base)),
            base: StoredValue::new(base.to_owned()),
            guards: RwSignal::new(Vec::new()),
            pending: RwSignal::new(None),
        };
        let back = window_event_listener(ev::popstate, move |_| location.follow());
        let unload = window_event_listener(ev::beforeunload, move |event| {
            if !location.guards.read_untracked().is_empty() {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            back.remove();
            unload.remove();
        });
        location
    }

    /// The present route.
    pub fn route(self) -> Signal<Route> {
        self.route.into()
    }

    /// The address of a route, for a link.
    pub fn href(self, route: &Route) -> String {
        self.base
            .with_value(|base| format!("{base}{}", route.to_path()))
    }

    /// Goes to a route, unless a guard asks first.
    pub fn go(self, route: Route) {
        if self.is_held_back(&route) {
            self.pending.set(Some(route));
        } else {
            self.enter(route);
        }
    }

    /// Changes the address without a new entry in the history: for the state of the screen one is on.
    pub fn replace(self, route: Route) {
        if *self.route.read_untracked() == route {
            return;
        }
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&self.href(&route)));
        }
        self.route.set(route);
    }

    /// Follows a clicked link when it leads to a route of this panel; says whether it did.
    pub fn follow_link(self, href: &str) -> bool {
        let Ok(url) = web_sys::Url::new(href) else {
            return false;
        };
        if Some(url.origin()) != window().location().origin().ok() {
            return false;
        }
        let path = url.pathname();
        let below = self.base.with_value(|base| {
            path.strip_prefix(base.as_str())
                .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                .map(str::to_owned)
        });
        let Some(below) = below else { return false };
        self.go(Route::parse(&below, url.search().trim_start_matches('?')));
        true
    }

    /// Raises a guard with the sentence that says what would be lost.
    pub fn guard(self, what: String) -> Guard {
        let id = self
            .guards
            .with_untracked(|guards| guards.iter().map(|(id, _)| *id).max().unwrap_or(0) + 1);
        self.guards.update(|guards| guards.push((id, what)));
        Guard {
            id,
            guards: self.guards,
        }
    }

    /// What would be lost by the departure that waits for an answer.
    pub fn held_back(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.pending.with(Option::is_some).then(|| {
                self.guards
                    .with(|guards| guards.first().map(|(_, what)| what.clone()))
                    .unwrap_or_default()
            })
        })
    }

    /// The person's answer to a guard.
    pub fn answer(self, leave: bool) {
        let pending = self.pending.get_untracked();
        self.pending.set(None);
        if let (true, Some(route)) = (leave, pending) {
            self.guards.update(Vec::clear);
            self.enter(route);
        }
    }

    fn is_held_back(self, route: &Route) -> bool {
        !self.guards.read_untracked().is_empty() && *self.route.read_untracked() != *route
    }

    fn enter(self, route: Route) {
        if *self.route.read_untracked() == route {
            return;
        }
        self.push(&route);
        let is_same_screen = self.route.read_untracked().is_same_screen(&route);
        self.route.set(route);
        if !is_same_screen {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Back or Forward was pressed: the address has changed already.
    fn follow(self) {
        let route = self.base.with_value(|base| read(base));
        if self.is_held_back(&route) {
            // The address goes back to the screen that is still shown.
            let stays = self.route.get_untracked();
            self.push(&stays);
            self.pending.set(Some(route));
        } else if *self.route.read_untracked() != route {
            self.route.set(route);
        }
    }

    fn push(self, route: &Route) {
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&self.href(route)));
        }
    }
}

/// Reads the address bar.
///
/// An address outside the base belongs to the host page: there the panel shows its start.
fn read(base: &str) -> Route {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    match path.strip_prefix(base) {
        Some(below) if below.is_empty() || below.starts_with('/') => {
            Route::parse(below, query.trim_start_matches('?'))
        }
        _ => Route::Overview,
    }
}
