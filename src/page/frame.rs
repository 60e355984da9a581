//! What stands around every screen of a connection: is there such a connection, is somebody signed in, does the
//! session still hold.

use leptos::prelude::*;

use super::later::{Later, LaterDialog, LaterScreen, account, connect, list, me, sign_in_again};
use super::leave_guard::LeaveGuard;
use super::nowhere::NowherePage;
use super::parts::use_location;
use super::place::Place;
use crate::i18n::{count, fill, t};
use crate::platform::Adapter;
use crate::route::Route;
use crate::state::{Standing, use_clock, use_connections, use_session, use_work};
use crate::transport::Connection;
use crate::ui::{Button, EmptyState, IconName, LinkButton, Note, NoteKind, Skeleton};

/// From when on the end of a session is announced, in seconds.
const ANNOUNCE_SECS: i64 = 600;

/// The screens of one connection, and what may ask a question on top of them.
#[component]
pub(super) fn ConnectionScreen(
    /// The connection's id, as the address has it.
    id: String,
) -> impl IntoView {
    view! {
        <Again id=id.clone() />
        <LeaveGuard />
        <ConnectionFrame id />
    }
}

/// Asks to sign in again on top of a screen whose session has ended; the screen stays as it is.
#[component]
fn Again(
    /// The connection's id.
    id: String,
) -> impl IntoView {
    let session = use_session();
    let id = StoredValue::new(id);
    let is_asked = Signal::derive(move || id.with_value(|id| session.asks_again(id).is_some()));
    view! {
        <LaterDialog
            part=Later::SignIn
            open=is_asked
            on_give_up=move || id.with_value(|id| session.give_up(id))
            draw=move || sign_in_again(id.get_value())
        />
    }
}

#[component]
fn ConnectionFrame(
    /// The connection's id, as the address has it.
    id: String,
) -> impl IntoView {
    let t = t();
    let connections = use_connections();
    let location = use_location();
    let known = {
        let id = id.clone();
        Memo::new(move |_| connections.get(&id))
    };
    move || match known.get() {
        None => view! {
            <EmptyState
                icon=IconName::Plug
                screen=true
                title=t.connect_unknown_title
                text=Some(fill(t.connect_unknown_text, &[("id", &id)]))
                actions=move || {
                    view! {
                        <LinkButton href=location.href(&Route::Overview) label=t.nowhere_act />
                    }
                }
            />
        }
        .into_any(),
        Some(connection) => {
            let adapter = Adapter::of(connection.platform);
            view! { <Ready connection adapter /> }.into_any()
        }
    }
}

/// A connection that exists.
#[component]
fn Ready(connection: Connection, adapter: Adapter) -> impl IntoView {
    let session = use_session();
    let route = use_location().route();
    let id = connection.id.as_str().to_owned();
    let arrival = use_work();
    let arriving = session.take_handed_over(&id);
    let is_arriving = RwSignal::new(arriving.is_some());
    if let Some(credential) = arriving {
        let connection = connection.clone();
        arrival.run(async move {
            session.arrive(&connection, adapter, credential).await;
            let _ = is_arriving.try_set(false);
            Ok(())
        });
    }
    // A screen lives as long as the same account asks with the same rights and the same kind of credential; a lapsed
    // session keeps it.
    let who = {
        let id = id.clone();
        Memo::new(move |_| {
            let scene = session.identity(&id)?.scene;
            Some((
                scene.me.id,
                scene.me.role,
                scene.is_team_leader,
                scene.is_api_key,
            ))
        })
    };
    let is_connect = Memo::new(move |_| matches!(&*route.read(), Route::Connect { .. }));
    move || {
        if is_arriving.get() {
            return view! { <Skeleton label=t().loading /> }.into_any();
        }
        let identity = who.get().and_then(|_| untrack(|| session.identity(&id)));
        match identity {
            Some(identity) if !is_connect.get() => {
                let place = Place::new(connection.clone(), adapter, identity);
                let id = id.clone();
                view! {
                    <div class="kept" hidden=move || session.is_locked(&id)>
                        <ExpiryNote place />
                        <Within place />
                    </div>
                }
                .into_any()
            }
            _ => {
                let connection = connection.clone();
                let draw = move || {
                    // What comes next is fetched while somebody types.
                    Later::List.fetch_ahead();
                    connect(connection.clone(), adapter)
                };
                view! { <LaterScreen part=Later::SignIn draw /> }.into_any()
            }
        }
    }
}

#[derive(Clone, PartialEq)]
enum Which {
    Accounts,
    Account(String),
    Me,
    Nowhere,
}

/// The screen of a connection that the address asks for.
#[component]
fn Within(place: Place) -> impl IntoView {
    let route = use_location().route();
    let screen = Memo::new(move |_| match &*route.read() {
        Route::Accounts { .. } => Which::Accounts,
        Route::Account { account, .. } => Which::Account(account.clone()),
        Route::Me { .. } => Which::Me,
        _ => Which::Nowhere,
    });
    move || match screen.get() {
        Which::Accounts => {
            view! { <LaterScreen part=Later::List draw=move || list(place) /> }.into_any()
        }
        Which::Account(id) => view! {
            <LaterScreen part=Later::Account draw=move || account(place, id.clone()) />
        }
        .into_any(),
        Which::Me => {
            view! { <LaterScreen part=Later::Account draw=move || me(place) /> }.into_any()
        }
        Which::Nowhere => view! { <NowherePage /> }.into_any(),
    }
}

/// A word before the session's end.
#[component]
fn ExpiryNote(place: Place) -> impl IntoView {
    let t = t();
    let session = use_session();
    let clock = use_clock();
    let id = StoredValue::new(place.id());
    let left = Memo::new(move |_| match session.standing(&id.get_value()) {
        Standing::SignedIn(identity) => {
            let left = identity.expires_at? - clock.now();
            (left < ANNOUNCE_SECS).then_some(left.max(0) / 60)
        }
        _ => None,
    });
    let words = move |minutes: i64| {
        let left = match usize::try_from(minutes) {
            Ok(n) if n > 0 => count(n, t.expiry_minutes_one, t.expiry_minutes_many),
            _ => t.expiry_less.to_owned(),
        };
        fill(t.expiry_soon, &[("name", &place.name()), ("left", &left)])
    };
    move || {
        left.get().map(|minutes| {
            view! {
                <Note
                    kind=NoteKind::Warn
                    live=true
                    actions=move || {
                        view! {
                            <Button
                                label=t.expiry_act
                                on_click=move || session.ask_again(&id.get_value())
                            />
                        }
                    }
                >
                    {words(minutes)}
                </Note>
            }
        })
    }
}
