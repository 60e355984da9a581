//! Appearance, connections and sessions.

use leptos::prelude::*;

use super::parts::{glyph_state, use_location};
use crate::i18n::{fill, t};
use crate::platform::initials;
use crate::route::Route;
use crate::state::{
    Density, Entry, SignedOutBecause, Standing, Theme, use_connections, use_notices,
    use_preferences, use_session,
};
use crate::ui::{
    Button, ButtonKind, Card, Dialog, Glyph, IconName, LinkButton, PageHeader, RowItem, Rows,
    Segmented,
};

/// The settings of this browser.
#[component]
#[expect(clippy::too_many_lines, reason = "one screen, read from top to bottom")]
pub(crate) fn SettingsPage() -> impl IntoView {
    let t = t();
    let preferences = use_preferences();
    let connections = use_connections();
    let session = use_session();
    let notices = use_notices();
    let location = use_location();
    let to_remove = RwSignal::new(None::<Entry>);
    let themes: Vec<(String, String)> = Theme::ALL
        .into_iter()
        .map(|theme| {
            let words = match theme {
                Theme::System => t.theme_system,
                Theme::Light => t.theme_light,
                Theme::Dark => t.theme_dark,
            };
            (theme.id().to_owned(), words.to_owned())
        })
        .collect();
    let densities: Vec<(String, String)> = Density::ALL
        .into_iter()
        .map(|density| {
            let words = match density {
                Density::Normal => t.density_normal,
                Density::Dense => t.density_dense,
            };
            (density.id().to_owned(), words.to_owned())
        })
        .collect();
    let nobody = Memo::new(move |_| session.signed_in().is_empty());
    let removal_title = Signal::derive(move || {
        let name = to_remove
            .get()
            .map(|entry| entry.connection.name)
            .unwrap_or_default();
        fill(t.settings_remove_title, &[("name", &name)])
    });
    let remove = move || {
        if let Some(entry) = to_remove.get_untracked() {
            let id = entry.connection.id.as_str();
            session.forget(id);
            connections.remove(id);
            notices.done(fill(
                t.settings_removed,
                &[("name", &entry.connection.name)],
            ));
        }
        to_remove.set(None);
    };
    view! {
        <PageHeader title=t.settings_title focus=true />
        <div class="stack measure">
            <Card title=t.settings_look>
                <Segmented
                    label=t.settings_theme
                    show_label=true
                    value=Signal::derive(move || preferences.theme().id().to_owned())
                    options=themes
                    on_change=move |id: String| preferences.set_theme(Theme::from_id(&id))
                />
                <Segmented
                    label=t.settings_density
                    show_label=true
                    value=Signal::derive(move || preferences.density().id().to_owned())
                    options=densities
                    on_change=move |id: String| preferences.set_density(Density::from_id(&id))
                />
            </Card>
            <Card
                title=t.settings_connections
                flush=true
                actions=move || {
                    view! {
                        <LinkButton
                            href=location.href(&Route::AddConnection)
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
                        children=move |entry| {
                            view! { <ConnectionRow entry on_remove=move |entry| to_remove.set(Some(entry)) /> }
                        }
                    />
                </Rows>
            </Card>
            <Card title=t.settings_sessions>
                <p>{t.settings_sessions_text}</p>
                <div class="form__acts">
                    <Button
                        label=t.sign_out_all
                        icon=IconName::SignOut
                        disabled_reason=Signal::derive(move || {
                            nobody.get().then(|| t.settings_sessions_none.to_owned())
                        })
                        on_click=move || {
                            session.sign_out_all();
                            notices.done(t.signed_out_of_all.to_owned());
                        }
                    />
                </div>
            </Card>
        </div>
        <Dialog
            open=Signal::derive(move || to_remove.with(Option::is_some))
            on_close=move || to_remove.set(None)
            title=removal_title
            description=Some(t.settings_remove_text.to_owned())
            close_label=t.close
            alert=true
            footer=move || {
                view! {
                    <Button label=t.cancel on_click=move || to_remove.set(None) />
                    <Button
                        label=t.settings_remove_act
                        kind=ButtonKind::DangerSolid
                        on_click=remove
                    />
                }
            }
        >
            ""
        </Dialog>
    }
}

#[component]
fn ConnectionRow(entry: Entry, #[prop(into)] on_remove: Callback<Entry>) -> impl IntoView {
    let t = t();
    let session = use_session();
    let notices = use_notices();
    let platform = entry.connection.platform;
    let id = StoredValue::new(entry.connection.id.as_str().to_owned());
    let name = StoredValue::new(entry.connection.name.clone());
    let standing = Memo::new(move |_| id.with_value(|id| session.standing(id)));
    let state = Signal::derive(move || glyph_state(&standing.read()));
    let detail = format!("{} · {}", platform.name(), entry.connection.base_url);
    let is_own = entry.is_own;
    let entry = StoredValue::new(entry);
    let sign_out = move || {
        id.with_value(|id| session.sign_out(id, SignedOutBecause::Asked));
        notices.done(name.with_value(|name| fill(t.signed_out_of, &[("name", name)])));
    };
    let actions = move || {
        let is_in = matches!(standing.get(), Standing::SignedIn(_));
        view! {
            {is_in
                .then(|| {
                    view! {
                        <Button
                            label=t.nav_sign_out
                            name=name.with_value(|name| format!("{}: {name}", t.nav_sign_out))
                            kind=ButtonKind::Quiet
                            on_click=sign_out
                        />
                    }
                })}
            <Button
                label=t.remove
                name=name.with_value(|name| format!("{}: {name}", t.remove))
                kind=ButtonKind::Danger
                disabled_reason=(!is_own).then(|| t.settings_from_config.to_owned())
                on_click=move || on_remove.run(entry.get_value())
            />
        }
    };
    view! {
        <RowItem
            title=name.get_value()
            detail=Some(detail)
            lead=move || view! { <Glyph text=initials(platform) state /> }
            actions=move || view! { {actions} }
        />
    }
}
