//! A new account: name, password, role; then the password once more, to be handed over.

use leptos::prelude::*;

use crate::api::{Clash, ErrorKind, explain};
use crate::i18n::{fill, t};
use crate::page::connect::Failure;
use crate::page::new_password::{NewPassword, NewPasswordField, Once, ShownOnce};
use crate::page::parts::use_location;
use crate::page::place::Place;
use crate::platform::{Account, Role};
use crate::route::Route;
use crate::state::{use_session, use_work};
use crate::ui::{Button, ButtonKind, Dialog, Note, NoteKind, Segmented, TextField};

/// The dialog.
#[component]
#[expect(clippy::too_many_lines, reason = "one dialog, read from top to bottom")]
pub(crate) fn NewAccountDialog(
    place: Place,
    is_open: RwSignal<bool>,
    #[prop(into)] on_created: Callback<()>,
) -> impl IntoView {
    let t = t();
    let session = use_session();
    let location = use_location();
    let work = use_work();
    let adapter = place.adapter();
    let scene = place.scene();
    let wanted = scene.survey.password_rule;
    let has_password = adapter.new_account_has_password(&scene);
    let name = RwSignal::new(String::new());
    let password = NewPassword::new(wanted);
    let once = Once::new();
    let role = RwSignal::new("regular".to_owned());
    let was_tried = RwSignal::new(false);
    let is_taken = RwSignal::new(false);
    let created = RwSignal::new(None::<Account>);
    let prepare = move || {
        name.set(String::new());
        role.set("regular".to_owned());
        was_tried.set(false);
        is_taken.set(false);
        created.set(None);
        once.clear();
        work.clear();
        if has_password {
            password.generate();
        }
    };
    prepare();
    // A name that was typed is work; once the account is there, the secret on screen guards itself.
    let is_dirty = Memo::new(move |_| {
        is_open.get() && created.with(Option::is_none) && !name.read().is_empty()
    });
    let guard = StoredValue::new_local(None);
    Effect::new(move |_| {
        guard.set_value(
            is_dirty
                .get()
                .then(|| location.guard(t.new_unsaved.to_owned())),
        );
    });
    let close = move || {
        is_open.set(false);
        prepare();
        // At once, not with the next effect: what comes after may lead elsewhere.
        guard.set_value(None);
    };
    let name_error = Signal::derive(move || {
        if is_taken.get() {
            return Some(t.new_name_taken.to_owned());
        }
        let has_space = name.with(|name| name.contains(' '));
        (was_tried.get() || has_space)
            .then(|| name.with(|name| adapter.check_field("name", name).err()))
            .flatten()
    });
    let create = move || {
        was_tried.set(true);
        let is_ready = !has_password || password.is_ready();
        if name_error.get_untracked().is_some() || !is_ready {
            return;
        }
        let link = session.link(&place.connection());
        let who = name.get_untracked();
        let what = if role.with_untracked(|role| role == "admin") {
            Role::Administrator
        } else {
            Role::Regular
        };
        let secret = has_password.then(|| password.secret());
        work.run(async move {
            match adapter.create(&link, &who, secret.clone(), &what).await {
                Ok(account) => {
                    if let Some(secret) = secret.filter(|_| password.is_generated()) {
                        once.show(secret);
                    }
                    password.wipe();
                    guard.set_value(None);
                    created.set(Some(account));
                    on_created.run(());
                    Ok(())
                }
                Err(error) if error.kind == ErrorKind::Conflict(Clash::Name) => {
                    is_taken.set(true);
                    Ok(())
                }
                Err(error) => Err(explain(&error)),
            }
        });
    };
    let is_created = Memo::new(move |_| created.with(Option::is_some));
    let title = Signal::derive(move || {
        created.with(|created| match created {
            Some(account) => fill(t.created_title, &[("name", &account.name)]),
            None => fill(t.new_title, &[("connection", &place.name())]),
        })
    });
    let body = move || {
        if is_created.get() {
            return if untrack(|| once.is_shown()) {
                view! {
                    <Note kind=NoteKind::Warn>{t.created_text}</Note>
                    <ShownOnce once label=t.new_password />
                }
                .into_any()
            } else {
                view! { <Note kind=NoteKind::Ok>{t.created_typed_text}</Note> }.into_any()
            };
        }
        view! {
            <TextField
                label=t.new_name
                value=name
                on_input=move |value| {
                    is_taken.set(false);
                    name.set(value);
                }
                hint=Some(t.new_name_hint.to_owned())
                error=name_error
                autofocus=true
                required=true
            />
            {if has_password {
                view! {
                    <NewPasswordField
                        password
                        label=t.new_password
                        hint=t.new_password_hint
                    />
                }
                    .into_any()
            } else {
                view! { <Note>{t.new_password_none}</Note> }.into_any()
            }}
            <Segmented
                label=t.new_role
                show_label=true
                value=role
                options=vec![
                    ("regular".to_owned(), t.role_regular.to_owned()),
                    ("admin".to_owned(), t.role_administrator.to_owned()),
                ]
                on_change=move |value| role.set(value)
            />
            <Failure problem=work.problem() />
        }
        .into_any()
    };
    let buttons = move || {
        if is_created.get() {
            let id = created
                .with_untracked(|created| created.as_ref().map(|account| account.id.clone()))
                .unwrap_or_default();
            let wait = once.wait();
            view! {
                <Button
                    label=t.created_open
                    disabled_reason=wait
                    on_click=move || {
                        close();
                        location.go(Route::account(&place.id(), &id));
                    }
                />
                <Button
                    label=t.created_done
                    kind=ButtonKind::Primary
                    disabled_reason=wait
                    on_click=close
                />
            }
            .into_any()
        } else {
            view! {
                <Button label=t.cancel on_click=close />
                <Button
                    label=t.new_act
                    kind=ButtonKind::Primary
                    submit=true
                    busy=work.is_busy()
                />
            }
            .into_any()
        }
    };
    view! {
        <Dialog
            open=is_open
            on_close=close
            closable=Signal::derive(move || {
                !work.is_busy().get() && !is_dirty.get() && once.wait().get().is_none()
            })
            hold_hint=Signal::derive(move || {
                let words = if once.is_shown() {
                    t.secret_confirm_first
                } else {
                    t.new_unsaved
                };
                Some(words.to_owned())
            })
            title
            close_label=t.close
            on_submit=move || if !is_created.get_untracked() { create() }
            busy=work.is_busy()
            footer=move || view! { {buttons} }
        >
            {body}
        </Dialog>
    }
}
