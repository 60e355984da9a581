//! The panel: what stands in context, the frame, and which screen the address asks for.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement};

use crate::config::Config;
use crate::i18n::{number, t};
use crate::idle::Idle;
use crate::page::{
    Later, LaterScreen, NowherePage, OverviewPage, Title, activity, add_connection, connection,
    glyph_state, settings, use_location,
};
use crate::platform::{Adapter, initials};
use crate::route::Route;
use crate::route::history::Location;
use crate::state::{
    Clock, Connections, Density, Entry, Notices as NoticeState, Preferences, Session, Theme,
    fetch_calls_ahead, now_secs, use_clock, use_connections, use_notices, use_preferences,
    use_session,
};
use crate::transport::{BrowserTransport, Client};
use crate::ui::{
    Button, EmptyState, Glyph, IconName, NavGroup, NavLink, NoticeItem, NoticeKind, Notices, Shell,
};

/// A panel with a usable configuration.
#[component]
pub(crate) fn App(
    /// What the panel was told at start.
    config: Config,
) -> impl IntoView {
    let Config {
        title,
        base,
        connections,
        credentials,
        owns_page,
        idle_lock_minutes,
    } = config;
    Clock::provide();
    NoticeState::provide();
    Preferences::provide();
    let transport = std::rc::Rc::new(BrowserTransport::new(window()));
    let session = Session::provide(Client::new(transport));
    for (id, credential) in credentials {
        session.hand_over(id.as_str(), credential);
    }
    // The vault is wiped when the panel goes, whoever still holds a client.
    on_cleanup(move || session.wipe());
    Connections::provide(connections);
    if owns_page {
        provide_context(Title(title.clone()));
    }
    let location = Location::start(&base);
    provide_context(location);
    view! {
        <Root idle_lock_minutes>
            <Frame title=title />
            <NoticeCorner />
        </Root>
    }
}

/// Ends every session once nobody has used the panel for a while; what is answered says that it is used.
///
/// Whoever comes back too late does nothing by it: what they pressed or clicked goes no further.
fn idle_lock(limit_minutes: u32) -> impl Fn(&web_sys::Event) + Copy + 'static {
    let (clock, session, location) = (use_clock(), use_session(), use_location());
    let idle = StoredValue::new(Idle::new(limit_minutes, now_secs()));
    let lock = move |is_over: fn(&mut Idle, i64, u64) -> bool| {
        let n_requests = session.record_version().get_untracked();
        let after = idle.try_update_value(|idle| {
            let idle = idle.as_mut()?;
            is_over(idle, now_secs(), n_requests).then(|| idle.limit_minutes())
        });
        let Some(minutes) = after.flatten() else {
            return false;
        };
        let route = location.route();
        session.lock(route.read_untracked().connection(), minutes)
    };
    Effect::new(move |_| {
        let _ = clock.now();
        lock(Idle::passes);
    });
    move |event| {
        if lock(|idle, now_secs, _| idle.is_used(now_secs)) {
            event.stop_propagation();
            event.prevent_default();
        }
    }
}

/// The panel's root element: theme, density, the idle lock, and the one place where clicks on links are taken.
#[component]
fn Root(idle_lock_minutes: u32, children: Children) -> impl IntoView {
    let preferences = use_preferences();
    let location = use_location();
    let is_used = idle_lock(idle_lock_minutes);
    let on_click = move |event: leptos::ev::MouseEvent| {
        let is_plain = event.button() == 0
            && !event.ctrl_key()
            && !event.meta_key()
            && !event.shift_key()
            && !event.alt_key();
        if !is_plain || event.default_prevented() {
            return;
        }
        let link = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("a[href]").ok().flatten())
            .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
        if let Some(link) = link
            && link.target().is_empty()
            && !link.has_attribute("download")
            && location.follow_link(&link.href())
        {
            event.prevent_default();
        }
    };
    let theme = move || match preferences.theme() {
        Theme::System => None,
        theme @ (Theme::Light | Theme::Dark) => Some(theme.id()),
    };
    let density = move || match preferences.density() {
        Density::Normal => None,
        Density::Dense => Some(Density::Dense.id()),
    };
    view! {
        <div class="rollcall" data-theme=theme data-density=density
            on:keydown:capture=move |event| is_used(&event)
            on:pointerdown:capture=move |event| is_used(&event)
            on:wheel:capture=move |event| is_used(&event)
            on:click=on_click
        >
            {children()}
        </div>
    }
}

/// Rail and screen.
#[component]
fn Frame(title: String) -> impl IntoView {
    let t = t();
    let location = use_location();
    let connections = use_connections();
    let route = location.route();
    let is_embedded = use_context::<Title>().is_none();
    let brand = title.clone();
    let place = Signal::derive(move || place_name(&route.read(), connections, &brand));
    view! {
        <Shell
            title=title
            place
            nav_label=t.nav_main
            menu_label=t.nav_menu
            close_label=t.close
            skip_label=t.skip_to_content
            nav=Rail
            embedded=is_embedded
        >
            <div class="screen">
                <Screen />
            </div>
        </Shell>
    }
}

fn place_name(route: &Route, connections: Connections, title: &str) -> String {
    let t = t();
    match route.connection() {
        Some(id) => connections
            .get(id)
            .map_or_else(|| id.to_owned(), |connection| connection.name),
        None => match route {
            Route::Activity => t.nav_activity.to_owned(),
            Route::Settings => t.nav_settings.to_owned(),
            Route::AddConnection => t.nav_add_connection.to_owned(),
            _ => title.to_owned(),
        },
    }
}

/// What the rail holds.
#[component]
fn Rail() -> impl IntoView {
    let t = t();
    let location = use_location();
    let connections = use_connections();
    let route = location.route();
    let at = move |wanted: Route| {
        Signal::derive(move || {
            std::mem::discriminant(&*route.read()) == std::mem::discriminant(&wanted)
        })
    };
    view! {
        <NavGroup>
            <NavLink
                href=location.href(&Route::Overview)
                label=t.nav_overview
                icon=IconName::Home
                current=at(Route::Overview)
            />
            <NavLink
                href=location.href(&Route::Activity)
                label=t.nav_activity
                icon=IconName::Activity
                current=at(Route::Activity)
            />
            <NavLink
                href=location.href(&Route::Settings)
                label=t.nav_settings
                icon=IconName::Settings
                current=at(Route::Settings)
            />
        </NavGroup>
        <NavGroup label=t.nav_connections>
            <For
                each=move || connections.all()
                key=|entry| entry.connection.id.as_str().to_owned()
                children=|entry| view! { <ConnectionLink entry /> }
            />
            <NavLink
                href=location.href(&Route::AddConnection)
                label=t.nav_add_connection
                icon=IconName::Plus
                current=at(Route::AddConnection)
            />
        </NavGroup>
    }
}

/// A connection in the rail: its state as a dot, the number of its accounts as far as it is known.
#[component]
fn ConnectionLink(entry: Entry) -> impl IntoView {
    let location = use_location();
    let session = use_session();
    let id = entry.connection.id.as_str().to_owned();
    let href = location.href(&Route::accounts(&id));
    let here = id.clone();
    let current =
        Signal::derive(move || location.route().read().connection() == Some(here.as_str()));
    let of_state = id.clone();
    let state = Signal::derive(move || glyph_state(&session.standing(&of_state)));
    let n_accounts = Signal::derive(move || {
        session
            .listing(&id)
            .filter(|listing| !listing.is_part)
            .map(|listing| number(listing.accounts.len()))
    });
    let platform = entry.connection.platform;
    let lead = ViewFn::from(move || view! { <Glyph text=initials(platform) state /> });
    view! {
        <NavLink
            href
            label=entry.connection.name
            current
            lead
            count=n_accounts
            title=Some(platform.name().to_owned())
        />
    }
}

/// The screen that the address asks for.
#[component]
fn Screen() -> impl IntoView {
    let connections = use_connections();
    let session = use_session();
    let route = use_location().route();
    // What decides the screen, without the state that a screen keeps in the address itself.
    let screen = Memo::new(move |_| match &*route.read() {
        Route::Overview => Which::Overview,
        Route::AddConnection => Which::AddConnection,
        Route::Activity => Which::Activity,
        Route::Settings => Which::Settings,
        Route::Unknown { .. } => Which::Nowhere,
        other => Which::Connection(other.connection().unwrap_or_default().to_owned()),
    });
    move || match screen.get() {
        Which::Overview => view! { <OverviewPage /> }.into_any(),
        Which::AddConnection => aside(add_connection),
        Which::Activity => aside(activity),
        Which::Settings => aside(settings),
        Which::Nowhere => view! { <NowherePage /> }.into_any(),
        Which::Connection(id) => {
            // What the screen will ask for travels beside it.
            if let Some(known) = untrack(|| connections.get(&id)) {
                fetch_calls_ahead(Adapter::of(known.platform));
                if session.wants_sign_in(&id) {
                    Later::SignIn.fetch_ahead();
                } else if matches!(&*route.read_untracked(), Route::Accounts { .. }) {
                    Later::List.fetch_ahead();
                }
            }
            view! { <LaterScreen part=Later::Connection draw=move || connection(id.clone()) /> }
                .into_any()
        }
    }
}

fn aside(draw: fn() -> AnyView) -> AnyView {
    view! { <LaterScreen part=Later::Aside draw /> }.into_any()
}

#[derive(Clone, PartialEq)]
enum Which {
    Overview,
    AddConnection,
    Activity,
    Settings,
    Nowhere,
    Connection(String),
}

/// The corner for what ended elsewhere.
#[component]
fn NoticeCorner() -> impl IntoView {
    let t = t();
    let notices = use_notices();
    let items = Signal::derive(move || {
        notices
            .items()
            .into_iter()
            .map(|notice| NoticeItem {
                id: notice.id,
                kind: if notice.is_bad {
                    NoticeKind::Bad
                } else {
                    NoticeKind::Ok
                },
                text: notice.text,
                detail: notice.detail,
            })
            .collect::<Vec<_>>()
    });
    view! {
        <Notices
            items
            on_dismiss=move |id| notices.dismiss(id)
            dismiss_label=t.dismiss
            label=t.notices
        />
    }
}

/// A panel that cannot start, and why.
#[component]
pub(crate) fn Unusable(
    /// What is wrong, in words.
    reason: String,
    /// Whether the page is the panel's own, so that this is what it is about.
    owns_page: bool,
) -> impl IntoView {
    let t = t();
    view! {
        <div class="rollcall">
            <div role=if owns_page { "main" } else { "region" } aria-label=t.config_title>
                <div role="alert">
                    <EmptyState
                        icon=IconName::Warning
                        screen=true
                        title=t.config_title
                        text=Some(reason)
                        actions=move || {
                            view! {
                                <Button
                                    label=t.config_reload
                                    on_click=move || {
                                        let _ = window().location().reload();
                                    }
                                />
                            }
                        }
                    />
                </div>
            </div>
        </div>
    }
}
