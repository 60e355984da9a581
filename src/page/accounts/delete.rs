//! Deletes one account or many: names them, asks, says the truth for each, and goes on from the failures.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::api::{ErrorKind, explain};
use crate::i18n::{count, fill, number, t};
use crate::page::connect::Failure;
use crate::page::place::Place;
use crate::platform::{Account, Act, Stopped};
use crate::state::{use_session, use_work};
use crate::ui::{Badge, BadgeKind, Button, ButtonKind, Dialog, Progress, RowItem, Rows};

/// How one deletion stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    Waiting,
    Running,
    Deleted,
    WasGone,
    CameBack,
    Failed(String),
    /// The answer was lost, and so far the list has not told.
    Unclear(String),
    Stopped,
}

impl Fate {
    fn is_failure(&self) -> bool {
        matches!(
            self,
            Self::Failed(_) | Self::Unclear(_) | Self::Stopped | Self::CameBack
        )
    }
}

/// The dialog; it is open while `asked` holds accounts.
///
/// `on_done` gets the number of accounts that are gone, when the dialog closes.
#[component]
#[expect(clippy::too_many_lines, reason = "one dialog, read from top to bottom")]
pub(crate) fn DeleteDialog(
    place: Place,
    asked: RwSignal<Option<Vec<Account>>>,
    #[prop(into)] on_done: Callback<usize>,
) -> impl IntoView {
    let t = t();
    let session = use_session();
    let work = use_work();
    let adapter = place.adapter();
    let fates = RwSignal::new(BTreeMap::<String, Fate>::new());
    let is_stopping = RwSignal::new(false);
    let is_open = Signal::derive(move || asked.with(Option::is_some));
    // What can be deleted, and what is left out with its reason.
    let split = Memo::new(move |_| {
        let mut victims = Vec::new();
        let mut left_out = Vec::new();
        for account in asked.get().unwrap_or_default() {
            match place.can(Act::Delete, Some(&account)).reason() {
                None => victims.push(account),
                Some(reason) => left_out.push((account, reason)),
            }
        }
        (victims, left_out)
    });
    let has_started = Memo::new(move |_| fates.with(|fates| !fates.is_empty()));
    let is_busy = work.is_busy();
    let tally = Memo::new(move |_| {
        fates.with(|fates| {
            let n_gone = fates
                .values()
                .filter(|fate| matches!(fate, Fate::Deleted | Fate::WasGone))
                .count();
            let n_failed = fates.values().filter(|fate| fate.is_failure()).count();
            (n_gone, n_failed)
        })
    });
    let close = move || {
        let n_gone = tally.get_untracked().0;
        asked.set(None);
        fates.set(BTreeMap::new());
        is_stopping.set(false);
        work.clear();
        on_done.run(n_gone);
    };
    let run = move || {
        let victims: Vec<Account> = split.with_untracked(|(victims, _)| {
            fates.with_untracked(|fates| {
                victims
                    .iter()
                    .filter(|account| fates.get(&account.id).is_none_or(Fate::is_failure))
                    .cloned()
                    .collect()
            })
        });
        fates.update(|fates| {
            for account in &victims {
                fates.insert(account.id.clone(), Fate::Waiting);
            }
        });
        is_stopping.set(false);
        let link = session.link(&place.connection());
        let me = place.me();
        let is_single = split.with_untracked(|(victims, _)| victims.len() == 1);
        work.run(async move {
            let set = |id: &str, fate: Fate| {
                let id = id.to_owned();
                let _ = fates.try_update(|fates| fates.insert(id, fate));
            };
            // Read once just before, for the guards that the server lacks.
            let accounts = link
                .list(Some(&place.scene()), &mut |_| ())
                .await
                .map_err(|error| {
                    for account in &victims {
                        set(&account.id, Fate::Stopped);
                    }
                    explain(&error)
                })?;
            for account in &victims {
                if is_stopping.try_get_untracked().unwrap_or(true) {
                    set(&account.id, Fate::Stopped);
                    continue;
                }
                set(&account.id, Fate::Running);
                let fate = match adapter.delete(&link, &me, account, &accounts).await {
                    Ok(()) => Fate::Deleted,
                    Err(Stopped::Api(error)) if error.kind == ErrorKind::NotFound => Fate::WasGone,
                    Err(Stopped::Api(error)) => {
                        let words = explain(&error);
                        // Nothing that follows could fare better.
                        if matches!(error.kind, ErrorKind::SignedOut | ErrorKind::OtherAddress) {
                            is_stopping.set(true);
                        }
                        let reason = words.reason;
                        if error.may_have_happened() {
                            Fate::Unclear(reason)
                        } else {
                            Fate::Failed(reason)
                        }
                    }
                    Err(Stopped::Guarded(reason)) => Fate::Failed(reason),
                    Err(Stopped::Changed { .. }) => Fate::Stopped,
                };
                set(&account.id, fate);
            }
            // The list tells what became of a deletion whose answer was lost, and of one that fell into a running
            // password reset, which undoes it (contract, 5.5).
            if let Ok(now) = link.list(Some(&place.scene()), &mut |_| ()).await {
                let _ = fates.try_update(|fates| {
                    for (id, fate) in fates.iter_mut() {
                        let is_there = now.iter().any(|account| account.id == *id);
                        match fate {
                            Fate::Deleted if is_there => *fate = Fate::CameBack,
                            Fate::Unclear(reason) if is_there => {
                                *fate = Fate::Failed(std::mem::take(reason));
                            }
                            Fate::Unclear(_) => *fate = Fate::Deleted,
                            _ => {}
                        }
                    }
                });
            }
            // One account that is gone needs no report.
            if is_single && tally.try_get_untracked() == Some((1, 0)) {
                close();
            }
            Ok(())
        });
    };
    let n_victims = Memo::new(move |_| split.with(|(victims, _)| victims.len()));
    let single = Memo::new(move |_| {
        asked.with(|asked| match asked.as_deref() {
            Some([only]) => Some(only.name.clone()),
            _ => None,
        })
    });
    let title = Signal::derive(move || match single.get() {
        Some(name) => fill(t.delete_title, &[("name", &name)]),
        None => count(n_victims.get(), t.delete_title_one, t.delete_title_many),
    });
    let consequences = adapter.deletion_consequences().join(" ");
    let act = Signal::derive(move || match single.get() {
        Some(name) => fill(t.delete_act, &[("name", &name)]),
        None => count(n_victims.get(), t.delete_act_one, t.delete_act_many),
    });
    let again =
        Signal::derive(move || count(tally.get().1, t.delete_again_one, t.delete_again_many));
    let rows = move || {
        split.with(|(victims, left_out)| {
            let victims = victims
                .iter()
                .map(|account| {
                    let id = account.id.clone();
                    let fate = Memo::new(move |_| fates.with(|fates| fates.get(&id).cloned()));
                    view! { <VictimRow account=account.clone() fate /> }
                })
                .collect_view();
            let left_out = left_out
                .iter()
                .map(|(account, reason)| {
                    view! {
                        <RowItem
                            title=account.name.clone()
                            detail=Some(reason.clone())
                            actions=move || view! { <Badge label=t.delete_skipped kind=BadgeKind::Warn /> }
                        />
                    }
                })
                .collect_view();
            view! {
                {victims}
                {left_out}
            }
        })
    };
    let progress = move || {
        let (n_gone, n_failed) = tally.get();
        let n_over = n_gone + n_failed;
        let n = n_victims.get();
        if is_busy.get() {
            let words = fill(
                t.delete_running,
                &[("done", &number(n_over)), ("n", &number(n))],
            );
            view! {
                <Progress
                    label=words.clone()
                    value=Signal::derive(move || n_over)
                    max=Signal::derive(move || Some(n))
                    text=Some(words)
                />
            }
            .into_any()
        } else if has_started.get() {
            let words = if n_failed == 0 {
                fill(t.delete_result_all, &[("n", &number(n_gone))])
            } else {
                fill(
                    t.delete_result_some,
                    &[("ok", &number(n_gone)), ("failed", &number(n_failed))],
                )
            };
            view! { <p role="status"><b class="num">{words}</b></p> }.into_any()
        } else {
            ().into_any()
        }
    };
    let buttons = move || {
        if is_busy.get() {
            view! {
                <Button
                    label=t.delete_stop
                    disabled_reason=Signal::derive(move || {
                        is_stopping.get().then(|| t.delete_stopping.to_owned())
                    })
                    on_click=move || is_stopping.set(true)
                />
            }
            .into_any()
        } else if has_started.get() {
            let n_failed = tally.get().1;
            view! {
                {(n_failed > 0).then(|| view! { <Button label=again on_click=run /> })}
                <Button label=t.close kind=ButtonKind::Primary on_click=close />
            }
            .into_any()
        } else {
            view! {
                <Button label=t.cancel on_click=close />
                <Button
                    label=act
                    kind=ButtonKind::DangerSolid
                    disabled_reason=Signal::derive(move || {
                        (n_victims.get() == 0).then(|| t.delete_none_left.to_owned())
                    })
                    on_click=run
                />
            }
            .into_any()
        }
    };
    view! {
        <Dialog
            open=is_open
            on_close=close
            closable=Signal::derive(move || !is_busy.get())
            hold_hint=Some(t.delete_hold.to_owned())
            title
            description=Some(consequences)
            close_label=t.close
            alert=true
            wide=true
            footer=move || view! { {buttons} }
        >
            {progress}
            <Failure problem=work.problem() />
            <div class="victims">
                <Rows label=title>{rows}</Rows>
            </div>
        </Dialog>
    }
}

#[component]
fn VictimRow(account: Account, fate: Memo<Option<Fate>>) -> impl IntoView {
    let t = t();
    let detail = fill(t.delete_id, &[("id", &account.id)]);
    let is_admin = account.is_administrator();
    let words = Signal::derive(move || match fate.get() {
        Some(Fate::Failed(reason) | Fate::Unclear(reason)) => Some(reason),
        Some(Fate::CameBack) => Some(t.delete_came_back.to_owned()),
        _ => Some(detail.clone()),
    });
    let badge = move || {
        let (label, kind) = match fate.get()? {
            Fate::Waiting => (t.delete_waiting, BadgeKind::Plain),
            Fate::Running => (t.delete_now, BadgeKind::Accent),
            Fate::Deleted => (t.delete_ok, BadgeKind::Ok),
            Fate::WasGone => (t.delete_gone, BadgeKind::Ok),
            Fate::Unclear(_) => (t.unknown, BadgeKind::Warn),
            Fate::CameBack | Fate::Failed(_) => (t.delete_failed, BadgeKind::Bad),
            Fate::Stopped => (t.delete_stopped, BadgeKind::Warn),
        };
        Some(view! { <Badge label kind /> })
    };
    let name = account.name;
    view! {
        <RowItem
            title=name
            detail=words
            actions=move || {
                view! {
                    {is_admin
                        .then(|| view! { <Badge label=t.role_administrator kind=BadgeKind::Accent /> })}
                    {badge}
                }
            }
        />
    }
}
