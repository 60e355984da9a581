//! Passwords, and what the platform's accounts do not have.

use leptos::prelude::*;
use zeroize::Zeroize;

use super::Shown;
use super::profile_tab::Sections;
use crate::api::{ErrorKind, Reason, Secret, explain};
use crate::i18n::{fill, t};
use crate::page::connect::Failure;
use crate::page::later::{Later, LaterDialog, is_asked, set_password};
use crate::page::new_password::{NewPassword, NewPasswordField};
use crate::page::parts::use_location;
use crate::platform::{Act, Topic};
use crate::state::{SignedOutBecause, use_notices, use_session, use_work};
use crate::ui::{Button, ButtonKind, Card, Form, Note, PasswordField, RowItem, Rows};

/// Security.
#[component]
pub(super) fn SecurityTab(shown: Shown) -> impl IntoView {
    let t = t();
    let Shown { place, is_me, .. } = shown;
    // What the card of passwords says of itself is not said twice.
    let said = (!is_me)
        .then(|| place.can(Act::SetPassword, None).reason())
        .flatten();
    let absences = place
        .adapter()
        .absences()
        .into_iter()
        .filter(|absence| said.as_deref() != Some(absence.reason))
        .map(|absence| view! { <RowItem title=absence.title detail=Some(absence.reason.to_owned()) /> })
        .collect_view();
    let missing = fill(t.security_missing, &[("platform", place.platform_name())]);
    view! {
        <div class="stack measure">
            {if is_me {
                view! { <OwnPassword shown /> }.into_any()
            } else {
                view! { <OtherPassword shown /> }.into_any()
            }}
            <SecondFactor shown />
            <Sections shown topic=Topic::Security />
            <Card title=missing flush=true>
                <Rows>{absences}</Rows>
            </Card>
        </div>
    }
}

/// Whether sign-in asks for a second factor, where the platform's accounts have one.
#[component]
fn SecondFactor(shown: Shown) -> impl IntoView {
    let t = t();
    let Shown { place, .. } = shown;
    if !place.adapter().tells("second_factor") {
        return ().into_any();
    }
    let account = Memo::new(move |_| {
        shown
            .profile
            .with(|profile| profile.as_ref().map(|profile| profile.account.clone()))
    });
    let words = Signal::derive(move || {
        let state = account.with(|account| account.as_ref().and_then(|it| it.second_factor));
        match state {
            Some(true) => t.security_second_factor_on,
            Some(false) => t.security_second_factor_off,
            None => t.security_second_factor_unknown,
        }
        .to_owned()
    });
    let reason = Signal::derive(move || {
        account.with(|account| place.can(Act::ResetSecondFactor, account.as_ref()).reason())
    });
    view! {
        <Card title=t.security_second_factor flush=true>
            <Rows>
                <RowItem title=words detail=reason />
            </Rows>
        </Card>
    }
    .into_any()
}

/// Sets somebody's password.
#[component]
fn OtherPassword(shown: Shown) -> impl IntoView {
    let t = t();
    let Shown { place, .. } = shown;
    let asked = RwSignal::new(None);
    let account = Memo::new(move |_| {
        shown
            .profile
            .with(|profile| profile.as_ref().map(|profile| profile.account.clone()))
    });
    let reason = Signal::derive(move || {
        account.with(|account| place.can(Act::SetPassword, account.as_ref()).reason())
    });
    view! {
        <Card title=t.security_password flush=true>
            <Rows>
                <RowItem
                    title=t.security_set_text
                    detail=Signal::derive(move || {
                        reason.get().or_else(|| Some(t.set_password_text.to_owned()))
                    })
                    actions=move || {
                        place
                            .offers(Act::SetPassword)
                            .then(|| {
                                view! {
                                    <Button
                                        label=t.act_set_password
                                        disabled_reason=reason
                                        on_click=move || asked.set(account.get_untracked())
                                    />
                                }
                            })
                    }
                />
            </Rows>
        </Card>
        <LaterDialog
            part=Later::Acts
            open=is_asked(asked)
            on_give_up=move || asked.set(None)
            draw=move || set_password(place, asked, shown.reload)
        />
    }
}

/// Changes one's own password.
#[component]
fn OwnPassword(shown: Shown) -> impl IntoView {
    let t = t();
    let session = use_session();
    let notices = use_notices();
    let location = use_location();
    let work = use_work();
    let Shown { place, .. } = shown;
    let scene = place.scene();
    let rule = scene.survey.password_rule;
    let me = place.me();
    let reason = place.can(Act::ChangeOwnPassword, Some(&me)).reason();
    if let Some(reason) = reason {
        return view! {
            <Card title=t.security_password flush=true>
                <Rows>
                    <RowItem title=t.own_password_title detail=Some(reason) />
                </Rows>
            </Card>
        }
        .into_any();
    }
    let current = RwSignal::new(String::new());
    let new = NewPassword::new(rule);
    let was_tried = RwSignal::new(false);
    let is_wrong = RwSignal::new(false);
    let current_error = Signal::derive(move || {
        if is_wrong.get() {
            return Some(t.own_password_wrong.to_owned());
        }
        (was_tried.get() && current.with(String::is_empty))
            .then(|| t.connect_empty_password.to_owned())
    });
    let guard = StoredValue::new_local(None);
    Effect::new(move |_| {
        let has_typed = !new.is_empty();
        guard.set_value(has_typed.then(|| location.guard(t.profile_unsaved.to_owned())));
    });
    let submit = move || {
        was_tried.set(true);
        is_wrong.set(false);
        let is_ready = new.is_ready();
        if current_error.get_untracked().is_some() || !is_ready {
            return;
        }
        let link = session.link(&place.connection());
        let id = me.id.clone();
        let (old, fresh) = (Secret::from(current.get_untracked()), new.secret());
        let is_api_key = scene.is_api_key;
        work.run(async move {
            match place
                .adapter()
                .change_own_password(&link, &id, old, fresh)
                .await
            {
                Ok(()) => {
                    current.update(Zeroize::zeroize);
                    new.wipe();
                    was_tried.set(false);
                    notices.done(t.own_password_done.to_owned());
                    if !is_api_key {
                        // The server ends the session, at the latest within a second (contract, 5.7).
                        session.lapse(&place.id(), SignedOutBecause::OwnChange);
                    }
                    Ok(())
                }
                Err(error) if error.kind == ErrorKind::Forbidden(Reason::WrongCurrentPassword) => {
                    is_wrong.set(true);
                    Ok(())
                }
                Err(error) => Err(explain(&error)),
            }
        });
    };
    view! {
        <Card title=t.own_password_title>
            <Form on_submit=submit busy=work.is_busy() label=t.own_password_title>
                <PasswordField
                    label=t.own_password_current
                    value=current
                    on_input=move |value| {
                        is_wrong.set(false);
                        current.set(value);
                    }
                    error=current_error
                    autocomplete="current-password"
                    show_label=t.show_password
                    hide_label=t.hide_password
                    required=true
                />
                <NewPasswordField
                    password=new
                    label=t.own_password_new
                    hint=t.new_password_hint_own
                />
                <Note>{t.own_password_text}</Note>
                <Failure problem=work.problem() />
                <div class="form__acts">
                    <Button
                        label=t.own_password_act
                        kind=ButtonKind::Primary
                        submit=true
                        busy=work.is_busy()
                    />
                </div>
            </Form>
        </Card>
    }
    .into_any()
}
