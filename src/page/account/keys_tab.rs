//! API keys: seen, made, shown once, revoked.

use leptos::prelude::*;
use zeroize::Zeroize;

use super::Shown;
use crate::api::{ErrorKind, Reason, Secret, explain};
use crate::i18n::{fill, t};
use crate::page::connect::Failure;
use crate::page::new_password::{Once, ShownOnce};
use crate::page::parts::{When, face, read_again_after_sign_in, utc};
use crate::platform::{Act, Key};
use crate::state::{now_secs, use_clock, use_notices, use_session, use_work};
use crate::ui::{
    Badge, BadgeKind, Button, ButtonKind, Card, Dialog, EmptyState, Icon, IconName, Loaded, Mono,
    Note, PasswordField, RowItem, Rows, TextField,
};

/// Keys.
#[component]
#[expect(clippy::too_many_lines, reason = "one screen, read from top to bottom")]
pub(super) fn KeysTab(shown: Shown) -> impl IntoView {
    let t = t();
    let session = use_session();
    let Shown {
        place,
        is_me,
        keys,
        is_new_key_open,
        ..
    } = shown;
    let reading = use_work();
    let account = Memo::new(move |_| {
        shown
            .profile
            .with(|profile| profile.as_ref().map(|profile| profile.account.clone()))
    });
    let denied = Memo::new(move |_| {
        account.with(|account| place.can(Act::ListKeys, account.as_ref()).reason())
    });
    let read = Callback::new(move |()| {
        let Some(id) = account.with_untracked(|account| account.as_ref().map(|a| a.id.clone()))
        else {
            return;
        };
        let link = session.link(&place.connection());
        reading.restart(async move {
            let found = place
                .adapter()
                .keys(&link, &id)
                .await
                .map_err(|error| explain(&error))?;
            let _ = keys.try_set(Some(found));
            Ok(())
        });
    });
    if denied.get_untracked().is_none() {
        read.run(());
        read_again_after_sign_in(read);
    }
    let to_revoke = RwSignal::new(None::<Key>);
    let has_keys = Signal::derive(move || keys.with(Option::is_some));
    let create_reason = Signal::derive(move || {
        account.with(|account| place.can(Act::CreateKey, account.as_ref()).reason())
    });
    let is_empty = Memo::new(move |_| keys.with(|keys| keys.as_ref().is_some_and(Vec::is_empty)));
    let list = move || {
        if is_empty.get() {
            let words = if is_me {
                t.keys_empty_own
            } else {
                t.keys_empty_other
            };
            view! { <EmptyState icon=IconName::Key title=t.keys_empty_title text=Some(words.to_owned()) /> }
                .into_any()
        } else {
            view! {
                <Rows label=t.keys_title>
                    <For
                        each=move || keys.get().unwrap_or_default()
                        key=|key| (key.id.clone(), key.last_used)
                        children=move |key| {
                            let name = keys.with_untracked(|keys| name_of(&key, keys.as_deref()));
                            view! { <KeyRow key_=key name on_revoke=move |key| to_revoke.set(Some(key)) /> }
                        }
                    />
                </Rows>
            }
            .into_any()
        }
    };
    let body = move || match denied.get() {
        Some(reason) => view! { <Note>{reason}</Note> }.into_any(),
        None => view! {
            <Card
                title=t.keys_title
                flush=true
                actions=move || {
                    is_me
                        .then(|| {
                            view! {
                                <Button
                                    label=t.keys_new
                                    icon=IconName::Plus
                                    kind=ButtonKind::Primary
                                    disabled_reason=create_reason
                                    on_click=move || is_new_key_open.set(true)
                                />
                            }
                        })
                }
            >
                <Loaded
                    face=face(reading, has_keys)
                    label=t.loading
                    on_retry=read
                    retry_label=t.retry
                    rows=3
                >
                    {list}
                </Loaded>
            </Card>
            {move || {
                if is_me {
                    create_reason.get().map(|reason| view! { <Note>{reason}</Note> }.into_any())
                } else {
                    let values = [("platform", place.platform_name())];
                    let words = fill(t.keys_only_owner, &values);
                    Some(view! { <Note>{words}</Note> }.into_any())
                }
            }}
        }
        .into_any(),
    };
    view! {
        <div class="stack" class:measure=move || denied.get().is_some()>
            {body}
        </div>
        <RevokeDialog shown to_revoke on_done=move |()| read.run(()) />
    }
}

/// A key's description, with the key's beginning when another has the same one.
fn name_of(key: &Key, all: Option<&[Key]>) -> String {
    let has_namesake = all.is_some_and(|all| {
        all.iter()
            .any(|it| it.label == key.label && it.id != key.id)
    });
    match &key.prefix {
        Some(prefix) if has_namesake => format!("{} ({prefix}…)", key.label),
        _ => key.label.clone(),
    }
}

#[component]
fn KeyRow(key_: Key, name: String, #[prop(into)] on_revoke: Callback<Key>) -> impl IntoView {
    let t = t();
    let clock = use_clock();
    let key = StoredValue::new(key_);
    let (label, prefix, created, last_used) = key.with_value(|key| {
        (
            key.label.clone(),
            key.prefix.clone(),
            key.created,
            key.last_used,
        )
    });
    let is_old = Memo::new(move |_| key.with_value(|key| key.is_old(clock.now())));
    let name = fill(t.keys_revoke_of, &[("name", &name)]);
    view! {
        <RowItem
            title=label
            lead=|| view! { <Icon name=IconName::Key /> }
            actions=move || {
                let name = name.clone();
                view! {
                    {move || {
                        is_old.get().then(|| view! { <Badge label=t.keys_old kind=BadgeKind::Warn /> })
                    }}
                    {last_used
                        .is_none()
                        .then(|| view! { <Badge label=t.keys_never_used kind=BadgeKind::Warn /> })}
                    <Button
                        label=t.keys_revoke
                        name
                        kind=ButtonKind::Danger
                        on_click=move || on_revoke.run(key.get_value())
                    />
                }
            }
        >
            <span class="key-facts">
                {prefix.map(|prefix| view! { <Mono text=format!("{prefix}…") /> })}
                {created
                    .map(|at| {
                        view! {
                            <span>{t.keys_created_label} " " <When at=Some(at) /></span>
                        }
                    })}
                {last_used
                    .map(|at| {
                        view! {
                            <span>{t.keys_last_used_label} " " <When at=Some(at) /></span>
                        }
                    })}
            </span>
        </RowItem>
    }
}

/// Asks before a key goes.
#[component]
fn RevokeDialog(
    shown: Shown,
    to_revoke: RwSignal<Option<Key>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let t = t();
    let session = use_session();
    let notices = use_notices();
    let work = use_work();
    let Shown {
        place,
        profile,
        keys,
        ..
    } = shown;
    let name = move || {
        to_revoke.with(|key| {
            key.as_ref()
                .map(|key| keys.with_untracked(|keys| name_of(key, keys.as_deref())))
                .unwrap_or_default()
        })
    };
    let close = move || {
        work.clear();
        to_revoke.set(None);
    };
    let revoke = move || {
        let (Some(key), Some(owner)) = (
            to_revoke.get_untracked(),
            profile.with_untracked(|profile| {
                profile.as_ref().map(|profile| profile.account.id.clone())
            }),
        ) else {
            return;
        };
        let link = session.link(&place.connection());
        work.run(async move {
            place
                .adapter()
                .revoke_key(&link, &owner, &key.id)
                .await
                .map_err(|error| explain(&error))?;
            to_revoke.set(None);
            notices.done(fill(t.keys_revoked, &[("name", &key.label)]));
            on_done.run(());
            Ok(())
        });
    };
    view! {
        <Dialog
            open=Signal::derive(move || to_revoke.with(Option::is_some))
            on_close=close
            closable=Signal::derive(move || !work.is_busy().get())
            title=Signal::derive(move || fill(t.keys_revoke_title, &[("name", &name())]))
            description=Some(t.keys_revoke_text.to_owned())
            close_label=t.close
            alert=true
            footer=move || {
                view! {
                    <Button label=t.cancel on_click=close />
                    <Button
                        label=t.keys_revoke_act
                        kind=ButtonKind::DangerSolid
                        busy=work.is_busy()
                        on_click=revoke
                    />
                }
            }
        >
            <Failure problem=work.problem() />
        </Dialog>
    }
}

/// Makes a key, and shows its secret once.
#[component]
#[expect(clippy::too_many_lines, reason = "one dialog, read from top to bottom")]
pub(super) fn NewKeyDialog(shown: Shown) -> impl IntoView {
    let t = t();
    let session = use_session();
    let work = use_work();
    let Shown {
        place,
        keys,
        is_new_key_open,
        ..
    } = shown;
    let scene = place.scene();
    let adapter = place.adapter();
    let me = place.me().id;
    let asks_password = adapter.key_wants_password(&scene);
    let day = move || utc(now_secs()).chars().take(10).collect::<String>();
    let default = move || fill(t.key_description_default, &[("date", &day())]);
    let description = RwSignal::new(default());
    let password = RwSignal::new(String::new());
    let was_tried = RwSignal::new(false);
    let is_wrong = RwSignal::new(false);
    let once = Once::new();
    let label = RwSignal::new(String::new());
    let description_error =
        Signal::derive(move || description.with(|text| adapter.check_key_description(text).err()));
    let password_error = Signal::derive(move || {
        if is_wrong.get() {
            return Some(t.key_password_wrong.to_owned());
        }
        (asks_password && was_tried.get() && password.with(String::is_empty))
            .then(|| t.connect_empty_password.to_owned())
    });
    let reset = move || {
        is_new_key_open.set(false);
        once.clear();
        password.update(Zeroize::zeroize);
        was_tried.set(false);
        is_wrong.set(false);
        description.set(default());
        work.clear();
    };
    // What is left behind when the screen goes is wiped with it.
    on_cleanup(move || {
        let _ = password.try_update(Zeroize::zeroize);
    });
    let create = {
        let me = StoredValue::new(me);
        move || {
            was_tried.set(true);
            is_wrong.set(false);
            if description_error.get_untracked().is_some()
                || password_error.get_untracked().is_some()
            {
                return;
            }
            let link = session.link(&place.connection());
            let words = description.get_untracked();
            let proof = asks_password.then(|| Secret::from(password.get_untracked()));
            work.run(async move {
                let made = adapter
                    .create_key(&link, &me.get_value(), &words, proof)
                    .await;
                match made {
                    Ok(new) => {
                        password.update(Zeroize::zeroize);
                        label.set(new.key.label.clone());
                        keys.update(|keys| {
                            if let Some(keys) = keys {
                                keys.push(new.key);
                            }
                        });
                        once.show(new.secret);
                        Ok(())
                    }
                    Err(error)
                        if error.kind == ErrorKind::Forbidden(Reason::WrongCurrentPassword) =>
                    {
                        is_wrong.set(true);
                        Ok(())
                    }
                    Err(error) => Err(explain(&error)),
                }
            });
        }
    };
    let is_shown = Memo::new(move |_| once.is_shown());
    let title = Signal::derive(move || {
        if is_shown.get() {
            fill(t.key_shown_title, &[("name", &label.read())])
        } else {
            t.key_new_title.to_owned()
        }
    });
    let words = Signal::derive(move || {
        is_shown
            .get()
            .then(|| fill(t.key_shown_text, &[("platform", place.platform_name())]))
    });
    let body = move || {
        if is_shown.get() {
            view! { <ShownOnce once label=title /> }.into_any()
        } else {
            view! {
                <TextField
                    label=t.key_description
                    value=description
                    on_input=move |value| description.set(value)
                    hint=Some(t.key_description_hint.to_owned())
                    error=description_error
                    required=true
                />
                {asks_password
                    .then(|| {
                        view! {
                            <PasswordField
                                label=t.key_password
                                value=password
                                on_input=move |value| {
                                    is_wrong.set(false);
                                    password.set(value);
                                }
                                error=password_error
                                hint=Some(
                                    fill(
                                        t.key_password_hint,
                                        &[("platform", place.platform_name())],
                                    ),
                                )
                                autocomplete="current-password"
                                show_label=t.show_password
                                hide_label=t.hide_password
                                autofocus=true
                                required=true
                            />
                        }
                    })}
                <Failure problem=work.problem() />
            }
            .into_any()
        }
    };
    let footer = move || {
        let buttons = move || {
            if is_shown.get() {
                view! {
                    <Button
                        label=t.created_done
                        kind=ButtonKind::Primary
                        disabled_reason=once.wait()
                        on_click=reset
                    />
                }
                .into_any()
            } else {
                view! {
                    <Button label=t.cancel on_click=reset />
                    <Button
                        label=t.key_new_act
                        kind=ButtonKind::Primary
                        submit=true
                        busy=work.is_busy()
                    />
                }
                .into_any()
            }
        };
        view! { {buttons} }
    };
    view! {
        <Dialog
            open=is_new_key_open
            on_close=reset
            closable=Signal::derive(move || {
                !work.is_busy().get() && once.wait().get().is_none()
            })
            hold_hint=Some(t.secret_confirm_first.to_owned())
            title
            description=words
            close_label=t.close
            on_submit=move || if !is_shown.get_untracked() { create() }
            busy=work.is_busy()
            footer
        >
            {body}
        </Dialog>
    }
}
