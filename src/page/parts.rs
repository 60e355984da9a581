//! Small things that several screens share.

use leptos::prelude::*;

use crate::api::{Explanation, Timestamp, explain};
use crate::i18n::{distance, fill, t};
use crate::platform::{Fact, PasswordRule, Role, Status, Stopped, generate};
use crate::route::history::Location;
use crate::state::{Standing, Work, random_bytes, use_clock, use_session};
use crate::ui::{Fact as FactItem, GlyphState, LoadFace, Problem, Time};

/// Where the person is.
#[expect(
    clippy::expect_used,
    reason = "the root provides it before anything is drawn"
)]
pub(crate) fn use_location() -> Location {
    use_context().expect("the location stands in context")
}

/// The dot of a standing.
pub(crate) fn glyph_state(standing: &Standing) -> GlyphState {
    match standing {
        Standing::SignedIn(_) => GlyphState::On,
        Standing::Lapsed(..) => GlyphState::Bad,
        Standing::SignedOut(_) => GlyphState::Off,
    }
}

/// An explanation as the components take it.
pub(crate) fn to_problem(explanation: Explanation) -> Problem {
    Problem {
        title: explanation.title,
        reason: explanation.reason,
        next_step: explanation.next_step,
        retry_is_safe: explanation.retry_is_safe,
    }
}

/// A refusal in words, whoever refused.
pub(crate) fn stopped(stop: Stopped) -> Explanation {
    match stop {
        Stopped::Guarded(reason) => refusal(reason),
        Stopped::Changed { .. } => refusal(t().profile_conflict_title.to_owned()),
        Stopped::Api(error) => explain(&error),
    }
}

/// A refusal of our own, before anything was sent.
pub(crate) fn refusal(reason: String) -> Explanation {
    Explanation {
        title: t().not_done.to_owned(),
        reason,
        next_step: String::new(),
        retry_is_safe: false,
    }
}

/// The face of something that `work` reads into `has_data`.
pub(crate) fn face(work: Work, has_data: Signal<bool>) -> Signal<LoadFace> {
    let (is_busy, problem) = (work.is_busy(), work.problem());
    Signal::derive(
        move || match (has_data.get(), is_busy.get(), problem.get()) {
            (true, false, Some(problem)) => LoadFace::Stale(to_problem(problem)),
            (false, false, Some(problem)) => LoadFace::Failed(to_problem(problem)),
            (true, true, _) => LoadFace::Refreshing,
            (true, false, None) => LoadFace::Ready,
            (false, _, _) => LoadFace::First,
        },
    )
}

/// Reads again when somebody has signed in again on top of a screen: what failed for want of a session stands no more.
pub(crate) fn read_again_after_sign_in(read: Callback<()>) {
    let n_sign_ins = use_session().n_sign_ins();
    Effect::watch(move || n_sign_ins.get(), move |_, _, _| read.run(()), false);
}

/// A role in words, as a label.
pub(crate) fn role_label(role: &Role) -> String {
    let t = t();
    match role {
        Role::Administrator => t.role_administrator.to_owned(),
        Role::Regular => t.role_regular.to_owned(),
        Role::Other(value) => other_role(value),
    }
}

/// A role of the platform's own: its name, or a word before its number.
fn other_role(value: &str) -> String {
    if value.chars().all(|c| c.is_ascii_digit()) {
        fill(t().role_other, &[("value", value)])
    } else {
        value.to_owned()
    }
}

/// A status in words.
pub(crate) fn status_label(status: &Status) -> String {
    let t = t();
    match status {
        Status::Active => t.status_active,
        Status::Disabled => t.status_disabled,
        Status::Locked => t.status_locked,
        Status::Expired => t.status_expired,
        Status::Pending => t.status_pending,
        Status::Other(other) => return other.clone(),
    }
    .to_owned()
}

/// A role in words, inside a sentence.
pub(crate) fn role_in_sentence(role: &Role) -> String {
    let t = t();
    match role {
        Role::Administrator => t.role_administrator_small.to_owned(),
        Role::Regular => t.role_regular_small.to_owned(),
        Role::Other(value) => other_role(value),
    }
}

/// A fact as the components take it.
pub(crate) fn fact(fact: &Fact) -> FactItem {
    let t = t();
    match fact {
        Fact::Text(label, value) if value.is_empty() => nothing(label),
        Fact::List(label, values) if values.is_empty() => nothing(label),
        Fact::Text(label, value) => FactItem::text(*label, value.clone()),
        Fact::List(label, values) => FactItem::list(*label, values.clone()),
        Fact::Time(label, at) => {
            let at = *at;
            FactItem::view(*label, move || view! { <When at /> })
        }
        Fact::Unknown(label) => FactItem::view(*label, move || {
            view! { <span class="faint">{t.unknown}</span> }
        }),
    }
}

/// A fact that is known to be empty.
fn nothing(label: &'static str) -> FactItem {
    FactItem::view(label, || view! { <span class="faint">"–"</span> })
}

/// A new password that fits a rule; empty when the browser has no randomness, which the field's own check reports.
pub(crate) fn new_password(rule: PasswordRule) -> String {
    generate(rule, &random_bytes(1024)).unwrap_or_default()
}

/// An instant: how far it is from now, with the exact local time and UTC on hover.
#[component]
pub(crate) fn When(
    /// Unix seconds; `None` is never.
    at: Option<i64>,
) -> impl IntoView {
    let clock = use_clock();
    let relative = Signal::derive(move || match at {
        Some(at) => distance(at, clock.now()),
        None => t().time_never.to_owned(),
    });
    let exact = at.map(exact).unwrap_or_default();
    view! { <Time relative exact /> }
}

/// An instant in local time and in UTC.
pub(crate) fn exact(at: i64) -> String {
    fill(t().time_exact, &[("local", &local(at)), ("utc", &utc(at))])
}

/// An instant in UTC, as `2026-11-22 19:08:00`.
pub(crate) fn utc(at: i64) -> String {
    let time = Timestamp::from_unix(at).to_utc();
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        time.year, time.month, time.day, time.hour, time.minute, time.second
    )
}

/// An instant in the browser's own time zone and spelling.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "seconds since 1970 fit a float"
)]
fn local(at: i64) -> String {
    let date = js_sys::Date::new(&((at as f64) * 1000.0).into());
    String::from(date.to_locale_string("default", &wasm_bindgen::JsValue::UNDEFINED))
}

/// The time of day of an instant, in the browser's own time zone.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "seconds since 1970 fit a float"
)]
pub(crate) fn clock_time(at: i64) -> String {
    let date = js_sys::Date::new(&((at as f64) * 1000.0).into());
    format!(
        "{:02}:{:02}:{:02}",
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds()
    )
}

/// Puts a place into the tab's title, as long as the screen is there.
///
/// A panel inside another page leaves that page's title alone.
pub(crate) fn use_title(place: Signal<String>) {
    let Some(Title(title)) = use_context::<Title>() else {
        return;
    };
    Effect::new(move |_| {
        document().set_title(&format!("{} · {title}", place.get()));
    });
}

/// The panel's name, in context when the panel may set the tab's title.
#[derive(Clone)]
pub(crate) struct Title(pub(crate) String);
