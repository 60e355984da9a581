//! A new account: name, password, role; then the password once more, to be handed over.

use leptos::prelude::*;

use crate::api::{Clash, ErrorKind, Secret, explain};
use crate::i18n::{fill, number, t};
use crate::page::connect::Failure;
use crate::page::parts::{new_password, use_location};
use crate::page::place::Place;
use crate::platform::{Account, Role};
use crate::route::Route;
use crate::state::{use_session, use_work};
use crate::ui::{
    Button, ButtonKind, Checkbox, Dialog, Note, NoteKind, PasswordField, SecretBox, Segmented,
    TextField,
};

/// The dialog.
#[component]
#[expect(clippy::too_many_lines, reason = "one dialog, read from top to bottom")]
pub(super) fn NewAccountDialog(
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
    let password = RwSignal::new(String::new());
    let is_generated = RwSignal::new(false);
    let role = RwSignal::new("regular".to_owned());
    let was_tried = RwSignal::new(false);
    let is_taken = RwSignal::new(false);
    let created = RwSignal::new(None::<Account>);
    let shown = RwSignal::new(None::<Secret>);
    let is_stored = RwSignal::new(false);
    let prepare = move || {
        name.set(String::new());
        role.set("regular".to_owned());
        was_tried.set(false);
        is_taken.set(false);
        is_stored.set(false);
        created.set(None);
        shown.set(None);
        work.clear();
        if has_password && wanted.is_possible() {
            password.set(new_password(wanted));
            is_generated.set(true);
        } else {
            password.set(String::new());
        }
    };
    prepare();
    let is_dirty = Memo::new(move |_| {
        is_open.get()
            && (shown.with(Option::is_some)
                || (created.with(Option::is_none) && !name.read().is_empty()))
    });
    let guard = StoredValue::new_local(None);
    Effect::new(move |_| {
        let what = if shown.with_untracked(Option::is_some) {
            t.secret_leave
        } else {
            t.new_unsaved
        };
        guard.set_value(is_dirty.get().then(|| location.guard(what.to_owned())));
    });
    let close = move || {
        is_open.set(false);
        prepare();
        // At once, not with the next effect: what comes after may lead elsewhere.
        guard.set_value(None);
    };
    on_cleanup(move || {
        let _ = shown.try_set(None);
        let _ = password.try_set(String::new());
    });
    let name_error = Signal::derive(move || {
        if is_taken.get() {
            return Some(t.new_name_taken.to_owned());
        }
        let has_space = name.with(|name| name.contains(' '));
        (was_tried.get() || has_space)
            .then(|| name.with(|name| adapter.check_field("name", name).err()))
            .flatten()
    });
    let password_error = Signal::derive(move || {
        (has_password && was_tried.get())
            .then(|| password.with(|password| wanted.check(password).err()))
            .flatten()
    });
    let create = move || {
        was_tried.set(true);
        if name_error.get_untracked().is_some() || password_error.get_untracked().is_some() {
            return;
        }
        let link = session.link(&place.connection());
        let who = name.get_untracked();
        let what = if role.with_untracked(|role| role == "admin") {
            Role::Administrator
        } else {
            Role::Regular
        };
        let secret = has_password.then(|| Secret::from(password.get_untracked()));
        work.run(async move {
            match adapter.create(&link, &who, secret.clone(), &what).await {
                Ok(account) => {
                    password.set(String::new());
                    if is_generated.get_untracked() {
                        shown.set(secret);
                    }
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
    let hint = fill(
        t.new_password_hint,
        &[
            ("min", &number(wanted.min_bytes)),
            ("max", &number(wanted.max_bytes)),
        ],
    );
    let hint = StoredValue::new(hint);
    let body = move || {
        if is_created.get() {
            let has_secret = shown.with_untracked(Option::is_some);
            return if has_secret {
                view! {
                    <Note kind=NoteKind::Warn>{t.created_text}</Note>
                    <SecretBox
                        label=t.new_password
                        value=Signal::derive(move || {
                            shown.with(|secret| {
                                secret.as_ref().map(|secret| secret.expose().to_owned()).unwrap_or_default()
                            })
                        })
                        copy_label=t.copy
                        copied_label=t.copied
                        refused_label=t.copy_refused
                    />
                    <Checkbox
                        label=t.secret_stored
                        checked=is_stored
                        on_change=move |is_on| is_stored.set(is_on)
                    />
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
                    <PasswordField
                        label=t.new_password
                        value=password
                        on_input=move |value| {
                            is_generated.set(false);
                            password.set(value);
                        }
                        error=password_error
                        hint=Some(hint.get_value())
                        new=true
                        show_label=t.show_password
                        hide_label=t.hide_password
                        on_generate=move || {
                            password.set(new_password(wanted));
                            is_generated.set(true);
                        }
                        generate_label=t.generate_password
                        required=true
                    />
                    {(!wanted.is_possible())
                        .then(|| view! { <Note kind=NoteKind::Bad>{t.password_impossible}</Note> })}
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
            let wait = Signal::derive(move || {
                (shown.with(Option::is_some) && !is_stored.get())
                    .then(|| t.secret_confirm_first.to_owned())
            });
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
                !work.is_busy().get() && (!is_dirty.get() || is_stored.get())
            })
            hold_hint=Signal::derive(move || {
                let words = if shown.with(Option::is_some) {
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
