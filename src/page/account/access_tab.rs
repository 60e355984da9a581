//! Teams: where an account is, where it could be.

use leptos::prelude::*;

use super::Shown;
use super::profile_tab::Sections;
use crate::api::{ApiError, explain};
use crate::i18n::{fill, t};
use crate::page::connect::Failure;
use crate::page::parts::{face, read_again_after_sign_in};
use crate::platform::{Access, Act, Membership, Topic};
use crate::state::{use_notices, use_session, use_work};
use crate::ui::{
    Button, ButtonKind, Card, EmptyState, Form, IconName, Loaded, RowItem, Rows, SelectField,
};

/// Access.
#[component]
pub(super) fn AccessTab(shown: Shown) -> impl IntoView {
    let t = t();
    let Shown { place, profile, .. } = shown;
    let account = Memo::new(move |_| {
        profile.with(|profile| profile.as_ref().map(|profile| profile.account.clone()))
    });
    let why_not = move |act| {
        let reason = account.with(|account| place.can(act, account.as_ref()).reason());
        reason.map(|reason| (act, reason))
    };
    let has_teams = Memo::new(move |_| why_not(Act::ShowTeams).is_none());
    // Where the platform tells more about them, they have a section.
    let has_groups = Memo::new(move |_| {
        let has_section = profile.with(|profile| {
            let sections = profile.as_ref().map(|profile| profile.sections.as_slice());
            let mut titles = sections.unwrap_or_default().iter().map(|it| it.title);
            titles.any(|title| title == t.access_groups)
        });
        !has_section && why_not(Act::ShowGroups).is_none()
    });
    let not_shown = Memo::new(move |_| {
        let acts = [Act::ShowGroups, Act::ShowTeams, Act::ShowPermissions];
        acts.into_iter().filter_map(why_not).collect::<Vec<_>>()
    });
    let reasons = move || {
        let row = |(act, reason)| {
            let title = match act {
                Act::ShowGroups => t.access_groups,
                Act::ShowTeams => t.access_title,
                _ => t.access_permissions,
            };
            view! { <RowItem title detail=Some(reason) /> }
        };
        let reasons = not_shown.get();
        (!reasons.is_empty()).then(|| {
            view! {
                <Card title=t.access_not_shown flush=true>
                    <Rows>{reasons.into_iter().map(row).collect_view()}</Rows>
                </Card>
            }
        })
    };
    view! {
        <div class="stack measure">
            {move || has_teams.get().then(|| view! { <Teams shown /> })}
            {move || has_groups.get().then(|| view! { <Groups shown /> })}
            <Sections shown topic=Topic::Access />
            {reasons}
        </div>
    }
}

/// The groups of an account, where they come with it.
#[component]
fn Groups(shown: Shown) -> impl IntoView {
    let t = t();
    let rows = move || {
        shown.profile.with(|profile| {
            let groups = profile.as_ref().map(|profile| &profile.account.groups);
            groups
                .into_iter()
                .flatten()
                .map(|group| view! { <RowItem title=group.clone() /> })
                .collect::<Vec<_>>()
        })
    };
    let list = move || {
        let rows = rows();
        if rows.is_empty() {
            view! { <EmptyState icon=IconName::Users title=t.access_no_groups /> }.into_any()
        } else {
            view! { <Rows label=t.access_groups>{rows}</Rows> }.into_any()
        }
    };
    view! {
        <Card title=t.access_groups flush=true>{list}</Card>
    }
}

/// The teams of an account, and those it can be added to.
#[component]
fn Teams(shown: Shown) -> impl IntoView {
    let t = t();
    let session = use_session();
    let notices = use_notices();
    let Shown { place, .. } = shown;
    let adapter = place.adapter();
    let reading = use_work();
    let writing = use_work();
    let access = RwSignal::new(None::<Access>);
    let account = Memo::new(move |_| {
        shown
            .profile
            .with(|profile| profile.as_ref().map(|profile| profile.account.clone()))
    });
    let id = move || {
        account
            .with_untracked(|account| account.as_ref().map(|account| account.id.clone()))
            .unwrap_or_default()
    };
    let fixed = Signal::derive(move || {
        account.with(|account| place.can(Act::ChangeTeams, account.as_ref()).reason())
    });
    let read = Callback::new(move |()| {
        let link = session.link(&place.connection());
        let id = id();
        reading.restart(async move {
            let found = adapter
                .access(&link, &place.scene(), &id)
                .await
                .map_err(|error| explain(&error))?;
            let _ = access.try_set(Some(found));
            Ok(())
        });
    });
    read.run(());
    read_again_after_sign_in(read);
    let chosen = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let mut options = vec![(String::new(), t.access_choose.to_owned())];
        access.with(|access| {
            if let Some(access) = access {
                options.extend(
                    access
                        .others
                        .iter()
                        .map(|team| (team.id.clone(), team.name.clone())),
                );
            }
        });
        options
    });
    let add_reason = Signal::derive(move || {
        fixed.get().or_else(|| {
            access.with(|access| match access {
                Some(access) if access.others.is_empty() && access.memberships.is_empty() => {
                    Some(fill(t.access_no_teams, &[("connection", &place.name())]))
                }
                Some(access) if access.others.is_empty() => Some(t.access_add_none.to_owned()),
                _ if chosen.with(String::is_empty) => Some(t.access_choose_first.to_owned()),
                _ => None,
            })
        })
    });
    let after = move |outcome: Result<(), ApiError>| {
        outcome.map_err(|error| explain(&error))?;
        chosen.set(String::new());
        read.run(());
        Ok(())
    };
    let add = move || {
        let team = chosen.get_untracked();
        if team.is_empty() {
            return;
        }
        let link = session.link(&place.connection());
        let id = id();
        writing.run(async move { after(adapter.join_team(&link, &id, &team, false).await) });
    };
    let toggle = Callback::new(move |membership: Membership| {
        let link = session.link(&place.connection());
        let id = id();
        let is_leader = !membership.is_leader;
        writing.run(
            async move { after(adapter.set_leader(&link, &id, &membership, is_leader).await) },
        );
    });
    let leave = Callback::new(move |membership: Membership| {
        let link = session.link(&place.connection());
        let id = id();
        writing.run(async move {
            let outcome = adapter.leave_team(&link, &id, &membership).await;
            if outcome.is_ok() {
                notices.done(fill(t.access_removed, &[("team", &membership.team.name)]));
            }
            after(outcome)
        });
    });
    let is_empty = Memo::new(move |_| {
        access.with(|access| {
            access
                .as_ref()
                .is_some_and(|access| access.memberships.is_empty())
        })
    });
    let list = move || {
        if is_empty.get() {
            view! { <EmptyState icon=IconName::Users title=t.access_empty /> }.into_any()
        } else {
            view! {
                <Rows label=t.access_title>
                    <For
                        each=move || {
                            access.get().map(|access| access.memberships).unwrap_or_default()
                        }
                        key=|membership| (membership.id.clone(), membership.is_leader)
                        children=move |membership| {
                            view! { <TeamRow membership fixed toggle leave /> }
                        }
                    />
                </Rows>
            }
            .into_any()
        }
    };
    let has_access = Signal::derive(move || access.with(Option::is_some));
    view! {
            <Card title=t.access_title flush=true>
                <Loaded
                    face=face(reading, has_access)
                    label=t.loading
                    on_retry=read
                    retry_label=t.retry
                    rows=3
                >
                    {list}
                </Loaded>
            </Card>
            <Failure problem=writing.problem() />
            <Card title=t.access_add>
                <Form on_submit=add busy=writing.is_busy() label=t.access_add>
                    <SelectField
                        label=t.access_add_team
                        value=chosen
                        options
                        on_change=move |value| chosen.set(value)
                        disabled_reason=fixed
                        hint=fixed
                    />
                    <div class="form__acts">
                        <Button
                            label=t.access_add
                            kind=ButtonKind::Primary
                            submit=true
                            busy=writing.is_busy()
                            disabled_reason=add_reason
                        />
                    </div>
                </Form>
            </Card>
    }
}

#[component]
fn TeamRow(
    membership: Membership,
    fixed: Signal<Option<String>>,
    toggle: Callback<Membership>,
    leave: Callback<Membership>,
) -> impl IntoView {
    let t = t();
    let team = membership.team.name.clone();
    let is_leader = membership.is_leader;
    let locked = membership.locked;
    let fixed = Signal::derive(move || fixed.get().or_else(|| locked.map(str::to_owned)));
    let membership = StoredValue::new(membership);
    let name = team.clone();
    view! {
        <RowItem
            title=team
            detail=Some(if is_leader { t.access_leader } else { t.access_member }.to_owned())
            actions=move || {
                let (label, long) = if is_leader {
                    (t.access_make_member, t.access_make_member_of)
                } else {
                    (t.access_make_leader, t.access_make_leader_of)
                };
                let values = [("team", name.as_str())];
                view! {
                    <Button
                        label=label
                        name=fill(long, &values)
                        kind=ButtonKind::Quiet
                        disabled_reason=fixed
                        on_click=move || toggle.run(membership.get_value())
                    />
                    <Button
                        label=t.access_remove
                        name=fill(t.access_remove_of, &values)
                        kind=ButtonKind::Danger
                        disabled_reason=fixed
                        on_click=move || leave.run(membership.get_value())
                    />
                }
            }
        />
    }
}
