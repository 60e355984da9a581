//! Parts of the program that are fetched when they are asked for, so that the first screens come sooner.
//!
//! A release is cut at the functions that `part!` makes: what is reached through them alone goes into files of its
//! own (`cargo xtask dist`). Everywhere else the program is whole, and every part is there at once.

use std::cell::OnceCell;
use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::account::AccountPage;
use super::accounts::{
    AccountsPage, DeleteDialog, NewAccountDialog, RoleDialog, SetPasswordDialog,
};
use super::activity::ActivityPage;
use super::add_connection::AddConnectionPage;
use super::connect::{ConnectPage, SignInAgain};
use super::first_administrator::FirstAdministrator;
use super::frame::ConnectionScreen;
use super::me::MePage;
use super::parts::to_problem;
use super::place::Place;
use super::settings::SettingsPage;
use crate::api::{Explanation, part_missing};
use crate::i18n::t;
use crate::platform::{Account, Adapter, PasswordRule, Role};
use crate::state::{cross, cut, use_work};
use crate::transport::Connection;
use crate::ui::{Dialog, ErrorPanel, Skeleton};

/// A part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Later {
    /// What stands around every screen of a connection.
    Connection,
    /// Sign-in.
    SignIn,
    /// The account list.
    List,
    /// The profile, of others and one's own.
    Account,
    /// What changes accounts: its dialogs, and the first administrator.
    Acts,
    /// What stands beside the connections: activity, settings, a new connection.
    Aside,
}

/// What [`Later::Connection`] brings.
struct ConnectionPart {
    connection: fn(String) -> AnyView,
}

/// What [`Later::SignIn`] brings.
struct SignInPart {
    connect: fn(Connection, Adapter) -> AnyView,
    again: fn(String) -> AnyView,
}

/// What [`Later::List`] brings.
struct ListPart {
    list: fn(Place) -> AnyView,
}

/// What [`Later::Account`] brings.
struct AccountPart {
    account: fn(Place, String) -> AnyView,
    me: fn(Place) -> AnyView,
}

/// Whom a dialog is asked for, and the role that it is to give.
type AskedRole = RwSignal<Option<(Account, Role)>>;

/// Whom the dialog that deletes is asked for.
type AskedDeletion = RwSignal<Option<Vec<Account>>>;

/// What [`Later::Acts`] brings.
struct ActsPart {
    new_account: fn(Place, RwSignal<bool>, Callback<()>) -> AnyView,
    set_password: fn(Place, RwSignal<Option<Account>>, Callback<()>) -> AnyView,
    role: fn(Place, AskedRole, Callback<Account>) -> AnyView,
    delete: fn(Place, AskedDeletion, Callback<usize>) -> AnyView,
    first_administrator: fn(Connection, Adapter, PasswordRule, Callback<String>) -> AnyView,
}

/// What [`Later::Aside`] brings.
struct AsidePart {
    activity: fn() -> AnyView,
    settings: fn() -> AnyView,
    add_connection: fn() -> AnyView,
}

/// Makes a part: where it is kept once it is here, and the function at which the release is cut.
macro_rules! part {
    ($kept:ident, $name:ident: $table:ident { $($member:ident: $made:expr,)* }) => {
        thread_local! {
            static $kept: OnceCell<$table> = const { OnceCell::new() };
        }

        cut!($name -> $table { $table { $($member: $made,)* } });
    };
}

part!(CONNECTION, connection_part: ConnectionPart {
    connection: |id| view! { <ConnectionScreen id /> }.into_any(),
});

part!(SIGN_IN, sign_in_part: SignInPart {
    connect: |connection, adapter| view! { <ConnectPage connection adapter /> }.into_any(),
    again: |id| view! { <SignInAgain id /> }.into_any(),
});

part!(LIST, list_part: ListPart {
    list: |place| view! { <AccountsPage place /> }.into_any(),
});

part!(ACCOUNT, account_part: AccountPart {
    account: |place, id| view! { <AccountPage place id /> }.into_any(),
    me: |place| view! { <MePage place /> }.into_any(),
});

part!(ACTS, acts_part: ActsPart {
    new_account: |place, is_open, on_created| {
        view! { <NewAccountDialog place is_open on_created /> }.into_any()
    },
    set_password: |place, asked, on_done| {
        view! { <SetPasswordDialog place asked on_done /> }.into_any()
    },
    role: |place, asked, on_done| view! { <RoleDialog place asked on_done /> }.into_any(),
    delete: |place, asked, on_done| view! { <DeleteDialog place asked on_done /> }.into_any(),
    first_administrator: |connection, adapter, rule, on_done| {
        view! { <FirstAdministrator connection adapter rule on_done /> }.into_any()
    },
});

part!(ASIDE, aside_part: AsidePart {
    activity: || view! { <ActivityPage /> }.into_any(),
    settings: || view! { <SettingsPage /> }.into_any(),
    add_connection: || view! { <AddConnectionPage /> }.into_any(),
});

/// Fetches a part and keeps it.
macro_rules! arrive {
    ($kept:ident, $name:ident) => {{
        let table = cross!($name)?;
        // Two screens may have asked at once; both got the same.
        $kept.with(|kept| drop(kept.set(table)));
    }};
}

impl Later {
    fn is_here(self) -> bool {
        match self {
            Self::Connection => CONNECTION.with(|kept| kept.get().is_some()),
            Self::SignIn => SIGN_IN.with(|kept| kept.get().is_some()),
            Self::List => LIST.with(|kept| kept.get().is_some()),
            Self::Account => ACCOUNT.with(|kept| kept.get().is_some()),
            Self::Acts => ACTS.with(|kept| kept.get().is_some()),
            Self::Aside => ASIDE.with(|kept| kept.get().is_some()),
        }
    }

    async fn fetch(self) -> Result<(), SplitLoaderError> {
        match self {
            Self::Connection => arrive!(CONNECTION, connection_part),
            Self::SignIn => arrive!(SIGN_IN, sign_in_part),
            Self::List => arrive!(LIST, list_part),
            Self::Account => arrive!(ACCOUNT, account_part),
            Self::Acts => arrive!(ACTS, acts_part),
            Self::Aside => arrive!(ASIDE, aside_part),
        }
        Ok(())
    }

    /// Fetches the part before it is asked for. What fails is tried again then.
    pub(crate) fn fetch_ahead(self) {
        spawn_local(async move { drop(self.fetch().await) });
    }
}

/// Draws with what a part brought; nothing when it is not here, which [`LaterScreen`] and [`LaterDialog`] rule out.
macro_rules! draw {
    ($kept:ident, |$part:ident| $draw:expr) => {
        $kept.with(|kept| kept.get().map(|$part| $draw)).into_any()
    };
}

/// The screens of a connection.
pub(crate) fn connection(id: String) -> AnyView {
    draw!(CONNECTION, |part| (part.connection)(id))
}

/// The sign-in screen.
pub(crate) fn connect(connection: Connection, adapter: Adapter) -> AnyView {
    draw!(SIGN_IN, |part| (part.connect)(connection, adapter))
}

/// The dialog that asks to sign in again.
pub(crate) fn sign_in_again(id: String) -> AnyView {
    draw!(SIGN_IN, |part| (part.again)(id))
}

/// The account list.
pub(crate) fn list(place: Place) -> AnyView {
    draw!(LIST, |part| (part.list)(place))
}

/// Somebody's profile.
pub(crate) fn account(place: Place, id: String) -> AnyView {
    draw!(ACCOUNT, |part| (part.account)(place, id))
}

/// One's own profile.
pub(crate) fn me(place: Place) -> AnyView {
    draw!(ACCOUNT, |part| (part.me)(place))
}

/// The dialog for a new account.
pub(crate) fn new_account(
    place: Place,
    is_open: RwSignal<bool>,
    on_created: Callback<()>,
) -> AnyView {
    draw!(ACTS, |part| (part.new_account)(place, is_open, on_created))
}

/// The dialog that sets a password.
pub(crate) fn set_password(
    place: Place,
    asked: RwSignal<Option<Account>>,
    on_done: Callback<()>,
) -> AnyView {
    draw!(ACTS, |part| (part.set_password)(place, asked, on_done))
}

/// The dialog that changes a role.
pub(crate) fn role(place: Place, asked: AskedRole, on_done: Callback<Account>) -> AnyView {
    draw!(ACTS, |part| (part.role)(place, asked, on_done))
}

/// The dialog that deletes.
pub(crate) fn delete(place: Place, asked: AskedDeletion, on_done: Callback<usize>) -> AnyView {
    draw!(ACTS, |part| (part.delete)(place, asked, on_done))
}

/// The form for the first administrator of a server.
pub(crate) fn first_administrator(
    connection: Connection,
    adapter: Adapter,
    rule: PasswordRule,
    on_done: Callback<String>,
) -> AnyView {
    draw!(ACTS, |part| (part.first_administrator)(
        connection, adapter, rule, on_done
    ))
}

/// What was sent since the page was opened.
pub(crate) fn activity() -> AnyView {
    draw!(ASIDE, |part| (part.activity)())
}

/// The settings.
pub(crate) fn settings() -> AnyView {
    draw!(ASIDE, |part| (part.settings)())
}

/// The form for a new connection.
pub(crate) fn add_connection() -> AnyView {
    draw!(ASIDE, |part| (part.add_connection)())
}

/// How the fetching of a part stands.
#[derive(Clone, Copy)]
struct Arrival {
    is_here: RwSignal<bool>,
    problem: Signal<Option<Explanation>>,
    is_busy: Signal<bool>,
    fetch: Callback<()>,
}

fn use_arrival(part: Later) -> Arrival {
    let work = use_work();
    let is_here = RwSignal::new(part.is_here());
    // Boxed here: `Work` is compiled once.
    let task = move || -> Pin<Box<dyn Future<Output = Result<(), Explanation>>>> {
        Box::pin(async move {
            part.fetch().await.map_err(|_| part_missing())?;
            let _ = is_here.try_set(true);
            Ok(())
        })
    };
    Arrival {
        is_here,
        problem: work.problem(),
        is_busy: work.is_busy(),
        fetch: Callback::new(move |()| work.restart(task())),
    }
}

impl Arrival {
    /// What stands in for the part: that it comes, or why it does not.
    fn stand_in(self, is_compact: bool) -> AnyView {
        let t = t();
        let Self {
            problem,
            is_busy,
            fetch,
            ..
        } = self;
        let has_failed = Memo::new(move |_| problem.with(Option::is_some));
        (move || {
            if has_failed.get() {
                let problem =
                    Signal::derive(move || problem.get().map(to_problem).unwrap_or_default());
                view! {
                    <ErrorPanel
                        problem
                        on_retry=fetch
                        retry_label=t.retry
                        busy=is_busy
                        compact=is_compact
                    />
                }
                .into_any()
            } else {
                view! { <Skeleton rows=if is_compact { 3 } else { 8 } label=t.loading /> }
                    .into_any()
            }
        })
        .into_any()
    }
}

/// A screen of a part.
#[component]
pub(crate) fn LaterScreen(
    part: Later,
    /// Draws it, once the part is here.
    #[prop(into)]
    draw: ViewFn,
) -> impl IntoView {
    let arrival = use_arrival(part);
    if !arrival.is_here.get_untracked() {
        arrival.fetch.run(());
    }
    move || {
        if arrival.is_here.get() {
            draw.run()
        } else {
            arrival.stand_in(false)
        }
    }
}

/// A dialog of a part. The part is fetched when the dialog is opened for the first time.
#[component]
pub(crate) fn LaterDialog(
    part: Later,
    /// Whether it is asked for.
    #[prop(into)]
    open: Signal<bool>,
    /// Runs when the person gives up waiting.
    #[prop(into)]
    on_give_up: Callback<()>,
    /// Draws the dialog, open or not, once the part is here.
    #[prop(into)]
    draw: ViewFn,
) -> impl IntoView {
    let t = t();
    let arrival = use_arrival(part);
    let is_open = Memo::new(move |_| open.get());
    Effect::new(move |_| {
        if is_open.get() && !arrival.is_here.get_untracked() {
            arrival.fetch.run(());
        }
    });
    move || {
        if arrival.is_here.get() {
            draw.run()
        } else {
            view! {
                <Dialog open=is_open on_close=on_give_up title=t.loading close_label=t.close>
                    {arrival.stand_in(true)}
                </Dialog>
            }
            .into_any()
        }
    }
}

/// Whether a dialog is asked for.
pub(crate) fn is_asked<T: Send + Sync + 'static>(asked: RwSignal<Option<T>>) -> Signal<bool> {
    Signal::derive(move || asked.with(Option::is_some))
}
