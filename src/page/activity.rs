//! Every request since the page was opened.

use std::sync::Arc;

use leptos::prelude::*;

use super::parts::{clock_time, exact};
use crate::i18n::{fill, number, t};
use crate::state::use_session;
use crate::transport::{Entry, Failure, Outcome, curl};
use crate::ui::{Badge, BadgeKind, Card, CopyButton, EmptyState, IconName, PageHeader};

/// The activity record.
#[component]
pub(crate) fn ActivityPage() -> impl IntoView {
    let t = t();
    let session = use_session();
    let version = session.record_version();
    let entries = move || {
        version.track();
        session.client().record().entries()
    };
    let is_empty = Memo::new(move |_| {
        version.track();
        session.client().record().is_empty()
    });
    view! {
        <PageHeader title=t.activity_title focus=true meta=move || t.activity_meta />
        {move || {
            if is_empty.get() {
                view! {
                    <EmptyState
                        icon=IconName::Activity
                        title=t.activity_empty_title
                        text=Some(t.activity_empty_text.to_owned())
                    />
                }
                    .into_any()
            } else {
                view! {
                    <Card flush=true>
                        <div class="activity" role="table" aria-label=t.activity_title>
                            <div class="activity__row activity__row--head" role="row">
                                <span role="columnheader">{t.activity_time}</span>
                                <span role="columnheader">{t.activity_operation}</span>
                                <span role="columnheader">{t.activity_connection}</span>
                                <span role="columnheader">{t.activity_status}</span>
                                <span role="columnheader">{t.activity_duration}</span>
                                <span role="columnheader">
                                    <span class="visually-hidden">{t.activity_copy}</span>
                                </span>
                            </div>
                            <For
                                each=entries
                                key=|entry| entry.id
                                children=|entry| view! { <EntryRow entry /> }
                            />
                        </div>
                    </Card>
                    <p class="faint">
                        {fill(t.activity_older, &[("n", &number(500))])}
                    </p>
                }
                    .into_any()
            }
        }}
    }
}

/// One attempt.
#[component]
fn EntryRow(entry: Arc<Entry>) -> impl IntoView {
    let t = t();
    let (status, kind) = match entry.outcome {
        Outcome::Status(status) => (
            status.to_string(),
            match status {
                200..=299 => BadgeKind::Plain,
                400..=499 => BadgeKind::Warn,
                _ => BadgeKind::Bad,
            },
        ),
        Outcome::Failed(failure) => (
            match failure {
                Failure::Unreachable => t.activity_unreachable,
                Failure::BlockedByPolicy => t.activity_blocked,
                Failure::TimedOut => t.activity_timed_out,
                Failure::Cancelled => t.activity_cancelled,
                Failure::CutShort => t.activity_cut_short,
            }
            .to_owned(),
            BadgeKind::Bad,
        ),
    };
    let started = whole(entry.started_ms / 1000.0);
    let duration = fill(
        t.activity_ms,
        &[(
            "n",
            &number(usize::try_from(whole(entry.duration_ms)).unwrap_or(0)),
        )],
    );
    let attempt =
        (entry.attempt > 1).then(|| fill(t.activity_attempt, &[("n", &entry.attempt.to_string())]));
    let label = fill(t.activity_copy_of, &[("operation", entry.operation)]);
    let method = entry.method.name();
    let full_address = format!("{method} {}", entry.url);
    // What is on the page's own origin is told apart by its path.
    let origin = window().location().origin().unwrap_or_default();
    let path = entry
        .url
        .strip_prefix(origin.as_str())
        .unwrap_or(&entry.url);
    let address = format!("{method} {path}");
    let command = Arc::clone(&entry);
    let command = StoredValue::new(command);
    view! {
        <div class="activity__row" role="row">
            <span class="activity__time num" role="cell" title=exact(started)>
                {clock_time(started)}
            </span>
            <span class="activity__what" role="cell">
                <span>{entry.operation}</span>
                <code class="activity__address" title=full_address>
                    {address}
                </code>
            </span>
            <span class="activity__where" role="cell">
                <bdi>{entry.connection_name.clone()}</bdi>
            </span>
            <span class="activity__status" role="cell">
                <Badge label=status kind />
                {attempt.map(|attempt| view! { <span class="faint">{attempt}</span> })}
            </span>
            <span class="activity__duration num" role="cell">
                {duration}
            </span>
            <span class="activity__copy" role="cell">
                <CopyButton
                    label
                    copied_label=t.copied
                    refused_label=t.copy_refused
                    text=move |()| command.with_value(|entry| curl::command(entry))
                />
            </span>
        </div>
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "times of this page fit"
)]
fn whole(value: f64) -> i64 {
    value.round() as i64
}
