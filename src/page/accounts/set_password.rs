//! Sets somebody's password: ready generated, shown once, with the word that keys go on working.

use leptos::prelude::*;

use crate::api::explain;
use crate::i18n::{fill, t};
use crate::page::connect::Failure;
use crate::page::new_password::{NewPassword, NewPasswordField, Once, ShownOnce};
use crate::page::parts::use_location;
use crate::page::place::Place;
use crate::platform::{Account, Act};
use crate::route::{Route, Tab};
use crate::state::{SignedOutBecause, use_session, use_work};
use crate::ui::{Button, ButtonKind, Dialog, Note, NoteKind};

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
    let password = NewPassword::new(rule);
    let once = Once::new();
    let is_done = RwSignal::new(false);
    let is_open = Signal::derive(move || asked.with(Option::is_some));
    let prepare = move || {
        password.generate();
        is_done.set(false);
        once.clear();
        work.clear();
    };
    prepare();
    let close = move || {
        asked.set(None);
        prepare();
    };
    let submit = move || {
        let Some(account) = asked.get_untracked() else {
            return;
        };
        if is_done.get_untracked() || !password.is_ready() {
            return;
        }
        let link = session.link(&place.connection());
        let secret = password.secret();
        let is_me = account.id == place.me().id;
        work.run(async move {
            adapter
                .set_password(&link, &account.id, secret.clone())
                .await
                .map_err(|error| explain(&error))?;
            if password.is_generated() {
                once.show(secret);
            }
            password.wipe();
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
    let body = move || {
        if is_done.get() {
            return view! {
                <Note kind=NoteKind::Warn live=true>{t.set_password_keys}</Note>
                {untrack(|| once.is_shown())
                    .then(|| view! { <ShownOnce once label=t.new_password /> })}
            }
            .into_any();
        }
        view! {
            <NewPasswordField
                password
                label=t.new_password
                hint=t.new_password_hint
                autofocus=true
            />
            <Note>{t.set_password_keys}</Note>
            <Failure problem=work.problem() />
        }
        .into_any()
    };
    let buttons = move || {
        if is_done.get() {
            let account = asked.get_untracked();
            let wait = once.wait();
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
                !work.is_busy().get() && once.wait().get().is_none()
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
