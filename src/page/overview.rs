//! All connections and how one stands with each.

use leptos::prelude::*;

use super::parts::{glyph_state, role_in_sentence, use_location};
use crate::i18n::{count, fill, t};
use crate::platform::{Adapter, initials};
use crate::route::Route;
use crate::state::{Entry, Standing, use_connections, use_session};
use crate::ui::{
    ButtonKind, Card, EmptyState, Glyph, IconName, LinkButton, PageHeader, RowItem, Rows,
};

/// The start.
#[component]
pub(crate) fn OverviewPage() -> impl IntoView {
    let t = t();
    let connections = use_connections();
    let session = use_session();
    let location = use_location();
    let add = move || location.href(&Route::AddConnection);
    let is_empty = Memo::new(move |_| connections.all().is_empty());
    let meta = move || match session.signed_in().len() {
        0 => t.overview_meta_none.to_owned(),
        n => count(n, t.overview_meta_one, t.overview_meta_many),
    };
    view! {
        <PageHeader title=t.overview_title focus=true meta=move || view! { {meta} } />
        {move || {
            if is_empty.get() {
                view! {
                    <EmptyState
                        icon=IconName::Plug
                        title=t.overview_empty_title
                        text=Some(t.overview_empty_text.to_owned())
                        actions=move || {
                            view! {
                                <LinkButton
                                    href=add()
                                    label=t.nav_add_connection
                                    icon=IconName::Plus
                                    kind=ButtonKind::Primary
                                />
                            }
                        }
                    />
                }
                    .into_any()
            } else {
                view! {
                    <Card
                        title=t.settings_connections
                        flush=true
                        actions=move || {
                            view! {
                                <LinkButton
                                    href=add()
                                    label=t.nav_add_connection
                                    icon=IconName::Plus
                                    kind=ButtonKind::Quiet
                                />
                            }
                        }
                    >
                        <Rows label=t.settings_connections>
                            <For
                                each=move || connections.all()
                                key=|entry| entry.connection.id.as_str().to_owned()
                                children=|entry| view! { <ConnectionRow entry /> }
                            />
                        </Rows>
                    </Card>
                }
                    .into_any()
            }
        }}
    }
}

/// One connection: what it is, who one is there, how many accounts were read, and the way in.
#[component]
fn ConnectionRow(entry: Entry) -> impl IntoView {
    let t = t();
    let session = use_session();
    let location = use_location();
    let platform = entry.connection.platform;
    let id = StoredValue::new(entry.connection.id.as_str().to_owned());
    let standing = Memo::new(move |_| id.with_value(|id| session.standing(id)));
    let state = Signal::derive(move || glyph_state(&standing.read()));
    let detail = move || {
        let who = match standing.get() {
            Standing::SignedIn(identity) => {
                let me = identity.scene.me;
                let role = if identity.scene.is_team_leader {
                    t.role_leader_small.to_owned()
                } else {
                    role_in_sentence(&me.role)
                };
                let words = if Adapter::of(platform).tells("role") {
                    t.overview_you_are
                } else {
                    t.overview_you_are_only
                };
                fill(words, &[("name", &me.name), ("role", &role)])
            }
            Standing::Lapsed(..) => t.state_lapsed.to_owned(),
            Standing::SignedOut(_) => t.state_signed_out.to_owned(),
        };
        let listing = id.with_value(|id| session.listing(id));
        // The beginning of a list does not tell how long it is.
        let accounts = listing.filter(|listing| !listing.is_part).map(|listing| {
            count(
                listing.accounts.len(),
                t.overview_accounts_one,
                t.overview_accounts_many,
            )
        });
        Some(match accounts {
            Some(accounts) => format!("{} · {who} · {accounts}", platform.name()),
            None => format!("{} · {who}", platform.name()),
        })
    };
    let actions = move || {
        let is_in = matches!(standing.get(), Standing::SignedIn(_));
        let (route, label) = id.with_value(|id| {
            if is_in {
                (Route::accounts(id), t.overview_open)
            } else {
                (Route::connect(id), t.overview_sign_in)
            }
        });
        view! { <LinkButton href=location.href(&route) label=label /> }
    };
    view! {
        <RowItem
            title=entry.connection.name
            detail=Signal::derive(detail)
            href=location.href(&id.with_value(|id| Route::accounts(id)))
            lead=move || view! { <Glyph text=initials(platform) state /> }
            actions=move || view! { {actions} }
        />
    }
}
