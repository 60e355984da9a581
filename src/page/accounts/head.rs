//! The head of the list: whose it is, how much of it was read, and what can be done with the whole of it.

use leptos::prelude::*;

use super::export::export;
use super::state::ListState;
use crate::i18n::{distance, fill, number, t};
use crate::page::parts::role_in_sentence;
use crate::platform::Act;
use crate::route::Route;
use crate::state::{use_clock, use_notices};
use crate::ui::{Button, ButtonKind, Crumb, IconName, LinkButton, PageHeader};

/// The head.
#[component]
pub(super) fn Head(list: ListState) -> impl IntoView {
    let t = t();
    let crumbs = vec![
        Crumb {
            label: list.place.name(),
            href: None,
        },
        Crumb {
            label: t.list_title.to_owned(),
            href: None,
        },
    ];
    view! {
        <PageHeader
            title=t.list_title
            crumbs
            crumbs_label=t.breadcrumbs
            meta=move || view! { <Meta list /> }
            actions=move || view! { <Actions list /> }
            focus=true
        />
    }
}

/// How many there are, who asks, and how old that is.
#[component]
fn Meta(list: ListState) -> impl IntoView {
    let t = t();
    let clock = use_clock();
    let ListState {
        place,
        location,
        listing,
        ..
    } = list;
    let me = place.me();
    let my_role = if place.scene().is_team_leader {
        Some(t.role_leader_small.to_owned())
    } else {
        place
            .adapter()
            .tells("role")
            .then(|| role_in_sentence(&me.role))
    };
    let counts = move || {
        let (all, shown) = (list.n_all(), list.n_shown());
        let is_part =
            listing.with(|listing| listing.as_ref().is_some_and(|listing| listing.is_part));
        let total = fill(
            if is_part {
                t.list_meta_so_far
            } else if all == 1 {
                t.list_meta_count_one
            } else {
                t.list_meta_count_many
            },
            &[("n", &number(all)), ("connection", &place.name())],
        );
        if shown == all {
            total
        } else {
            fill(
                t.list_meta_shown,
                &[("shown", &number(shown)), ("n", &total)],
            )
        }
    };
    let as_of = move || {
        listing.with(|listing| {
            listing.as_ref().map(|listing| {
                fill(
                    t.list_as_of,
                    &[("when", &distance(listing.read_at, clock.now()))],
                )
            })
        })
    };
    view! {
        {move || {
            listing
                .with(Option::is_some)
                .then(|| view! { <span class="num">{counts}</span> <span aria-hidden="true">" · "</span> })
        }}
        {t.list_meta_you}
        " "
        <a href=location.href(&Route::me(&place.id()))>
            <bdi>{me.name}</bdi>
        </a>
        {my_role.map(|role| [", ", &role].concat())}
        {move || {
            as_of()
                .map(|words| {
                    view! {
                        <span aria-hidden="true">" · "</span>
                        <span class="faint num">{words}</span>
                    }
                })
        }}
        {move || {
            list.groups_problem.get()
                .map(|_| view! { <span class="dim">" · " {t.list_groups_failed}</span> })
        }}
    }
}

/// What can be done with the whole list.
#[component]
fn Actions(list: ListState) -> impl IntoView {
    let t = t();
    let notices = use_notices();
    let ListState {
        place, location, ..
    } = list;
    view! {
        // One's name in the line below the heading leads there too.
        <div class="roomy">
            <LinkButton
                href=location.href(&Route::me(&place.id()))
                label=t.nav_me
                icon=IconName::User
                kind=ButtonKind::Quiet
            />
        </div>
        <Button
            label=t.refresh
            icon=IconName::Refresh
            icon_only=true
            kind=ButtonKind::Quiet
            busy=list.reading.is_busy()
            on_click=move || list.read.run(())
        />
        <Button
            label=t.list_export
            icon=IconName::Download
            kind=ButtonKind::Quiet
            disabled_reason=Signal::derive(move || {
                (list.n_shown() == 0).then(|| t.list_export_nothing.to_owned())
            })
            on_click=move || export(list, notices, false)
        />
        <Button
            label=t.list_new
            icon=IconName::Plus
            kind=ButtonKind::Primary
            disabled_reason=place.can(Act::Create, None).reason()
            on_click=move || list.asked.is_new_open.set(true)
        />
    }
}
