//! Sets somebody's password: ready generated, shown once, with the word that keys go on working.

use leptos::prelude::*;

use crate::api::{Secret, explain};
use crate::i18n::{fill, number, t};
use crate::page::connect::Failure;
use crate::page::parts::{new_password, use_location};
use crate::page::place::Place;
use crate::platform::{Account, Act};
use crate::route::{Route, Tab};
use crate::state::{SignedOutBecause, use_session, use_work};
use crate::ui::{Button, ButtonKind, Checkbox, Dialog, Note, NoteKind, PasswordField, SecretBox};

/// The dialog; it is open while `asked` holds an account.
#[component]
#[expect(clippy::too_many_lines, reason = "one dialog, read from top to bottom")]
pub(crate) fn SetPasswordDialog(
    place: Place,
    asked: RwSignal<Option<Account>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let t = t();
    let session = use_session();
    let location = use_location();
    let work = use_work();
    let adapter = place.adapter();
    let rule = place.scene().survey.password_rule;
    let password = RwSignal::new(String::new());
    let is_generated = RwSignal::new(true);
    let was_tried = RwSignal::new(false);
    let is_done = RwSignal::new(false);
    let shown = RwSignal::new(None::<Secret>);
    let is_stored = RwSignal::new(false);
    let is_open = Signal::derive(move || asked.with(Option::is_some));
    let prepare = move || {
        password.set(if rule.is_possible() {
            new_password(rule)
        } else {
            String::new()
        });
        is_generated.set(true);
        was_tried.set(false);
        is_done.set(false);
        shown.set(None);
        is_stored.set(false);
        work.clear();
    };
    prepare();
    let guard = StoredValue::new_local(None);
    Effect::new(move |_| {
        let is_unstored = shown.with(Option::is_some);
        guard.set_value(is_unstored.then(|| location.guard(t.secret_leave.to_owned())));
    });
    let close = move || {
        asked.set(None);
        prepare();
        // At once, not with the next effect: what comes after may lead elsewhere.
        guard.set_value(None);
    };
    on_cleanup(move || {
        let _ = shown.try_set(None);
        let _ = password.try_set(String::new());
    });
    let password_error = Signal::derive(move || {
        was_tried
            .get()
            .then(|| password.with(|password| rule.check(password).err()))
            .flatten()
    });
    let submit = move || {
        was_tried.set(true);
        let Some(account) = asked.get_untracked() else {
            return;
        };
        if is_done.get_untracked() || password_error.get_untracked().is_some() {
            return;
        }
        let link = session.link(&place.connection());
        let secret = Secret::from(password.get_untracked());
        let is_me = account.id == place.me().id;
        work.run(async move {
            adapter
                .set_password(&link, &account.id, secret.clone())
                .await
                .map_err(|error| explain(&error))?;
            password.set(String::new());
            if is_generated.get_untracked() {
                shown.set(Some(secret));
            }
            is_done.set(true);
            on_done.run(());
            if is_me && !place.scene().is_api_key {
                session.lapse(&place.id(), SignedOutBecause::OwnChange);
            }
            Ok(())
        });
    };
    let name = move || {
        asked
            .with(|asked| asked.as_ref().map(|account| account.name.clone()))
            .unwrap_or_default()
    };
    let title = Signal::derive(move || {
        let words = if is_done.get() {
            t.set_password_done
        } else {
            t.set_password_title
        };
        fill(words, &[("name", &name())])
    });
    let hint = StoredValue::new(fill(
        t.new_password_hint,
        &[
            ("min", &number(rule.min_bytes)),
            ("max", &number(rule.max_bytes)),
        ],
    ));
    let body = move || {
        if is_done.get() {
            let has_secret = shown.with_untracked(Option::is_some);
            return view! {
                {has_secret
                    .then(|| {
                        view! {
                            <SecretBox
                                label=t.new_password
                                value=Signal::derive(move || {
                                    shown.with(|secret| {
                                        secret
                                            .as_ref()
                                            .map(|secret| secret.expose().to_owned())
                                            .unwrap_or_default()
                                    })
                                })
                                copy_label=t.copy
                                copied_label=t.copied
                                refused_label=t.copy_refused
                            />
                        }
                    })}
                <Note kind=NoteKind::Warn live=true>{t.set_password_keys}</Note>
                {has_secret
                    .then(|| {
                        view! {
                            <Checkbox
                                label=t.secret_stored
                                checked=is_stored
                                on_change=move |is_on| is_stored.set(is_on)
                            />
                        }
                    })}
            }
            .into_any();
        }
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
                    password.set(new_password(rule));
                    is_generated.set(true);
                }
                generate_label=t.generate_password
                autofocus=true
                required=true
            />
            {(!rule.is_possible())
                .then(|| view! { <Note kind=NoteKind::Bad>{t.password_impossible}</Note> })}
            <Note>{t.set_password_keys}</Note>
            <Failure problem=work.problem() />
        }
        .into_any()
    };
    let buttons = move || {
        if is_done.get() {
            let account = asked.get_untracked();
            let wait = Signal::derive(move || {
                (shown.with(Option::is_some) && !is_stored.get())
                    .then(|| t.secret_confirm_first.to_owned())
            });
            let keys_reason = account
                .as_ref()
                .and_then(|account| place.can(Act::ListKeys, Some(account)).reason());
            let keys_reason = Signal::derive(move || wait.get().or_else(|| keys_reason.clone()));
            view! {
                <Button
                    label=t.set_password_show_keys
                    disabled_reason=keys_reason
                    on_click=move || {
                        let id = account.as_ref().map(|account| account.id.clone());
                        close();
                        if let Some(account) = id {
                            location
                                .go(Route::Account {
                                    connection: place.id(),
                                    account,
                                    tab: Tab::Keys,
                                });
                        }
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
                    label=t.set_password_act
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
                !work.is_busy().get() && (shown.with(Option::is_none) || is_stored.get())
            })
            hold_hint=Some(t.secret_confirm_first.to_owned())
            title
            description=Signal::derive(move || {
                (!is_done.get()).then(|| t.set_password_text.to_owned())
            })
            close_label=t.close
            on_submit=submit
            busy=work.is_busy()
            footer=move || view! { {buttons} }
        >
            {body}
        </Dialog>
    }
}
