//! One account: head, tabs, and the acts that belong to the whole of it.

mod access_tab;
mod keys_tab;
mod profile_tab;
mod security_tab;

use leptos::prelude::*;

use self::access_tab::AccessTab;
use self::keys_tab::KeysTab;
use self::profile_tab::ProfileTab;
use self::security_tab::SecurityTab;
use super::parts::{
    face, read_again_after_sign_in, role_label, status_label, use_location, use_title,
};
use super::place::Place;
use crate::api::{ErrorKind, explain};
use crate::i18n::{fill, t};
use crate::platform::{Act, Key, Profile, Role, Status};
use crate::route::{Route, Tab};
use crate::state::{use_session, use_work};
use crate::ui::{
    Badge, BadgeKind, Button, ButtonKind, Crumb, IconName, Loaded, PageHeader, Tab as TabLink, Tabs,
};

/// Whose account a screen is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Somebody's, reached from the list.
    Somebody,
    /// One's own.
    Me,
}

/// The profile screen.
#[component]
pub(crate) fn AccountPage(place: Place, id: String) -> impl IntoView {
    view! { <AccountScreen place id subject=Subject::Somebody /> }
}

/// What the tabs share: the account as it was read, and how to read it again.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    /// Where it is.
    pub(crate) place: Place,
    /// Whether it is one's own.
    pub(crate) is_me: bool,
    /// The account.
    pub(crate) profile: RwSignal<Option<Profile>>,
    /// Its keys, once they were read.
    pub(crate) keys: RwSignal<Option<Vec<Key>>>,
    /// Reads the account again.
    pub(crate) reload: Callback<()>,
    /// Whether the dialog for a new key is open.
    pub(crate) is_new_key_open: RwSignal<bool>,
}

/// A profile with its tabs.
#[component]
#[expect(clippy::too_many_lines, reason = "one screen, read from top to bottom")]
pub(crate) fn AccountScreen(place: Place, id: String, subject: Subject) -> impl IntoView {
    let t = t();
    let session = use_session();
    let location = use_location();
    let is_me = id == place.me().id;
    let id = StoredValue::new(id);
    let profile = RwSignal::new(None::<Profile>);
    let keys = RwSignal::new(None::<Vec<Key>>);
    let is_new_key_open = RwSignal::new(false);
    let reading = use_work();
    let read = Callback::new(move |()| {
        let link = session.link(&place.connection());
        reading.restart(async move {
            let found = link
                .profile(&place.scene(), &id.get_value())
                .await
                .map_err(|error| {
                    let mut explanation = explain(&error);
                    if matches!(error.kind, ErrorKind::NotFound) {
                        t.profile_missing_title.clone_into(&mut explanation.title);
                    }
                    explanation
                })?;
            let _ = profile.try_set(Some(found));
            Ok(())
        });
    });
    read.run(());
    read_again_after_sign_in(read);
    let shown = Shown {
        place,
        is_me,
        profile,
        keys,
        reload: read,
        is_new_key_open,
    };
    let has_profile = Memo::new(move |_| profile.with(Option::is_some));
    let name = Memo::new(move |_| {
        profile
            .with(|profile| profile.as_ref().map(|profile| profile.account.name.clone()))
            .or_else(|| {
                // The list knows the name before the profile has answered.
                let listing = session.listing(&place.id())?;
                listing
                    .accounts
                    .iter()
                    .find(|account| id.with_value(|id| account.id == *id))
                    .map(|account| account.name.clone())
            })
            .unwrap_or_else(|| fill(t.list_same_name, &[("id", &id.get_value())]))
    });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb {
            label: place.name(),
            href: None,
        }];
        if place.can(Act::List, None).is_yes() {
            crumbs.push(Crumb {
                label: t.nav_accounts.to_owned(),
                href: Some(location.href(&Route::accounts(&place.id()))),
            });
        }
        if subject == Subject::Me {
            crumbs.push(Crumb {
                label: t.me_title.to_owned(),
                href: None,
            });
        }
        crumbs
    });
    let tab = Memo::new(move |_| match &*location.route().read() {
        Route::Account { tab, .. } | Route::Me { tab, .. } => *tab,
        _ => Tab::Profile,
    });
    let tabs = Signal::derive(move || {
        Tab::ALL
            .into_iter()
            .map(|which| {
                let route = match subject {
                    Subject::Somebody => Route::Account {
                        connection: place.id(),
                        account: id.get_value(),
                        tab: which,
                    },
                    Subject::Me => Route::Me {
                        connection: place.id(),
                        tab: which,
                    },
                };
                TabLink {
                    label: match which {
                        Tab::Profile => t.tab_profile,
                        Tab::Security => t.tab_security,
                        Tab::Keys => t.tab_keys,
                        Tab::Access => t.tab_access,
                    }
                    .to_owned(),
                    href: location.href(&route),
                    current: which == tab.get(),
                    count: (which == Tab::Keys)
                        .then(|| keys.with(|keys| keys.as_ref().map(|keys| keys.len().to_string())))
                        .flatten(),
                }
            })
            .collect::<Vec<_>>()
    });
    let meta = move || {
        let account = profile.with(|profile| {
            let account = profile.as_ref().map(|profile| &profile.account);
            account.map(|account| (account.role.clone(), account.status.clone()))
        });
        let dot = || view! { <span aria-hidden="true">" · "</span> };
        let of_account = account.map(|(role, status)| {
            let role = place.adapter().tells("role").then(|| {
                let words = role_label(&role);
                if role == Role::Administrator {
                    view! { <Badge label=words kind=BadgeKind::Accent /> {dot()} }.into_any()
                } else {
                    view! { <span>{words}</span> {dot()} }.into_any()
                }
            });
            // The normal is quiet.
            let status = (status != Status::Active).then(|| {
                let words = status_label(&status);
                view! { <Badge label=words kind=BadgeKind::Warn /> {dot()} }
            });
            (role, status)
        });
        view! {
            {is_me.then(|| view! { <span>{t.me_this_is_you}</span> {dot()} })}
            {of_account}
            <span>{place.name()}</span>
        }
    };
    let new_key_reason = Signal::derive(move || {
        profile.with(|profile| {
            let account = profile.as_ref().map(|profile| &profile.account);
            place
                .can(Act::CreateKey, account.or(Some(&place.me())))
                .reason()
        })
    });
    let actions = move || {
        // The keys' own card has the button already.
        let has_button = is_me && place.offers(Act::CreateKey) && tab.get() != Tab::Keys;
        has_button.then(|| {
            view! {
                <Button
                    label=t.keys_new
                    icon=IconName::Key
                    kind=ButtonKind::Plain
                    disabled_reason=new_key_reason
                    on_click=move || is_new_key_open.set(true)
                />
            }
        })
    };
    let body = move || match tab.get() {
        Tab::Profile => view! { <ProfileTab shown /> }.into_any(),
        Tab::Security => view! { <SecurityTab shown /> }.into_any(),
        Tab::Keys => view! { <KeysTab shown /> }.into_any(),
        Tab::Access => view! { <AccessTab shown /> }.into_any(),
    };
    use_title(Signal::derive(move || {
        format!("{} · {}", name.get(), place.name())
    }));
    view! {
        <PageHeader
            title=name
            crumbs
            crumbs_label=t.breadcrumbs
            initials=Signal::derive(move || Some(name.get()))
            meta=move || view! { {meta} }
            actions=move || view! { {actions} }
            focus=true
        />
        <Tabs label=t.profile_sections items=tabs />
        <Loaded
            face=face(reading, has_profile.into())
            label=t.loading
            on_retry=read
            retry_label=t.retry
        >
            {body}
        </Loaded>
        <keys_tab::NewKeyDialog shown />
    }
}
