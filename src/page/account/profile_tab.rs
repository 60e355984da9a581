//! The form of an account, its facts, its role, and the danger zone.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Shown;
use crate::i18n::{count, fill, t};
use crate::page::connect::Failure;
use crate::page::later::{Later, LaterDialog, delete, is_asked, role};
use crate::page::parts::{fact, role_in_sentence, stopped, use_location};
use crate::platform::{Act, Field, FieldKind, Profile, Role, Stopped, Topic};
use crate::route::Route;
use crate::state::{use_notices, use_session, use_work};
use crate::ui::{
    Button, ButtonKind, Card, Checkbox, Fact as FactItem, Facts, Form, Note, NoteKind, RowItem,
    Rows, SelectField, TextField,
};

/// Profile.
#[component]
pub(super) fn ProfileTab(shown: Shown) -> impl IntoView {
    let t = t();
    let facts = Signal::derive(move || {
        shown.profile.with(|profile| {
            profile
                .as_ref()
                .map(|profile| profile.facts.iter().map(fact).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    // The form is drawn anew when another account is shown, not when the same one was read again.
    let id = Memo::new(move |_| {
        shown
            .profile
            .with(|profile| profile.as_ref().map(|profile| profile.account.id.clone()))
    });
    move || {
        let _ = id.read();
        let opened = shown
            .profile
            .get_untracked()
            .filter(|profile| !profile.fields.is_empty());
        match opened {
            Some(opened) => view! {
                <div class="split">
                    <div class="stack">
                        <EditForm shown opened />
                        <Sections shown topic=Topic::Account />
                        <Consequential shown />
                    </div>
                    <aside class="stack" aria-label=t.profile_facts>
                        <Card title=t.profile_facts>
                            <Facts items=facts />
                        </Card>
                    </aside>
                </div>
            }
            .into_any(),
            // Where there is nothing to edit, the facts are the main matter.
            None => view! {
                <div class="stack measure">
                    <Card title=t.profile_facts>
                        <Facts items=facts />
                    </Card>
                    <Sections shown topic=Topic::Account />
                    <Consequential shown />
                </div>
            }
            .into_any(),
        }
    }
}

/// The profile's sections of one topic.
#[component]
pub(super) fn Sections(shown: Shown, topic: Topic) -> impl IntoView {
    move || {
        shown.profile.with(|profile| {
            let sections = profile.as_ref().map(|profile| profile.sections.as_slice());
            sections
                .unwrap_or_default()
                .iter()
                .filter(|section| section.topic == topic)
                .map(|section| {
                    let items: Vec<FactItem> = section.facts.iter().map(fact).collect();
                    view! {
                        <Card title=section.title>
                            <Facts items />
                        </Card>
                    }
                })
                .collect_view()
        })
    }
}

/// The danger zone, or a word where the panel has none on this platform.
#[component]
fn Consequential(shown: Shown) -> impl IntoView {
    let Shown { place, .. } = shown;
    if place.offers(Act::ChangeRole) || place.offers(Act::Delete) {
        return view! { <DangerZone shown /> }.into_any();
    }
    let values = [("platform", place.platform_name())];
    view! { <Note>{fill(t().profile_read_only, &values)}</Note> }.into_any()
}

/// What the person has typed, by field.
type Draft = BTreeMap<&'static str, String>;

#[component]
fn EditForm(shown: Shown, opened: Profile) -> impl IntoView {
    let t = t();
    let session = use_session();
    let notices = use_notices();
    let location = use_location();
    let work = use_work();
    let Shown { place, .. } = shown;
    let adapter = place.adapter();
    let opened = RwSignal::new(opened);
    let draft = RwSignal::new(Draft::new());
    let conflict = RwSignal::new(None::<(Profile, Vec<&'static str>)>);
    let not_stored = RwSignal::new(Vec::<&'static str>::new());
    let changes = Memo::new(move |_| {
        opened.with(|opened| {
            draft.with(|draft| {
                draft
                    .iter()
                    .filter(|(id, value)| opened.value(id) != Some(value.as_str()))
                    .map(|(id, value)| (*id, value.clone()))
                    .collect::<Draft>()
            })
        })
    });
    let errors = Memo::new(move |_| {
        changes.with(|changes| {
            changes
                .iter()
                .filter_map(|(id, value)| {
                    adapter
                        .check_field(id, value)
                        .err()
                        .map(|error| (*id, error))
                })
                .collect::<BTreeMap<_, _>>()
        })
    });
    // Reading again without changes of one's own takes over what is stored now.
    Effect::new(move |_| {
        if let Some(now) = shown.profile.get()
            && changes.with_untracked(BTreeMap::is_empty)
        {
            opened.set(now);
        }
    });
    let n_changes = Memo::new(move |_| changes.with(BTreeMap::len));
    let guard = StoredValue::new_local(None);
    Effect::new(move |_| {
        let raised = (n_changes.get() > 0).then(|| location.guard(t.profile_unsaved.to_owned()));
        guard.set_value(raised);
    });
    let save = Callback::new(move |overwrite: bool| {
        if errors.with_untracked(|errors| !errors.is_empty()) || n_changes.get_untracked() == 0 {
            return;
        }
        let link = session.link(&place.connection());
        let (before, sent) = (opened.get_untracked(), changes.get_untracked());
        not_stored.set(Vec::new());
        work.run(async move {
            let saved = adapter
                .save(&link, &place.scene(), &before, &sent, overwrite)
                .await;
            match saved {
                Ok(saved) => {
                    let account = saved.profile.account.clone();
                    session.amend_list(&place.id(), |accounts| {
                        if let Some(row) = accounts.iter_mut().find(|row| row.id == account.id) {
                            *row = account;
                        }
                    });
                    let is_whole = saved.not_stored.is_empty();
                    not_stored.set(saved.not_stored);
                    conflict.set(None);
                    if is_whole {
                        draft.set(Draft::new());
                        notices.done(t.profile_saved.to_owned());
                    }
                    opened.set(saved.profile.clone());
                    shown.profile.set(Some(saved.profile));
                    Ok(())
                }
                Err(Stopped::Changed { now, fields }) => {
                    conflict.set(Some((*now, fields)));
                    Ok(())
                }
                Err(other) => Err(stopped(other)),
            }
        });
    });
    let discard = move || {
        draft.set(Draft::new());
        conflict.set(None);
        not_stored.set(Vec::new());
        work.clear();
    };
    let take_theirs = move || {
        if let Some((now, _)) = conflict.get_untracked() {
            opened.set(now.clone());
            shown.profile.set(Some(now));
        }
        discard();
    };
    let fields = opened.with_untracked(|opened| opened.fields.clone());
    let n_editable = fields.iter().filter(|field| field.locked.is_none()).count();
    let fields = fields
        .into_iter()
        .map(|field| view! { <EditField field opened draft errors /> })
        .collect_view();
    let save_label = Signal::derive(move || match n_changes.get() {
        0 => t.save.to_owned(),
        n => count(n, t.profile_save_one, t.profile_save_many),
    });
    let show_conflict = move || {
        conflict.get().map(|(now, fields)| {
            let names: Vec<&str> = now
                .fields
                .iter()
                .filter(|field| fields.contains(&field.id))
                .map(|field| field.label)
                .collect();
            let theirs = now
                .fields
                .iter()
                .filter(|field| fields.contains(&field.id))
                .map(|field| {
                    let words = fill(t.profile_conflict_theirs, &[("value", &field.value)]);
                    view! { <li>{field.label} ": " <bdi>{words}</bdi></li> }
                })
                .collect_view();
            view! {
                <Note
                    kind=NoteKind::Warn
                    live=true
                    actions=move || {
                        view! {
                            <Button label=t.profile_conflict_take on_click=take_theirs />
                            <Button label=t.profile_conflict_keep on_click=move || save.run(true) />
                        }
                    }
                >
                    <b>{t.profile_conflict_title}</b>
                    " "
                    {fill(t.profile_conflict_text, &[("fields", &names.join(t.list_comma))])}
                    <ul>{theirs}</ul>
                </Note>
            }
        })
    };
    let show_not_stored = move || {
        let labels = not_stored.get();
        (!labels.is_empty()).then(|| {
            view! {
                <Note kind=NoteKind::Bad live=true>
                    {fill(t.profile_not_stored, &[("fields", &labels.join(t.list_comma))])}
                </Note>
            }
        })
    };
    view! {
        <Card title=t.profile_identity>
            <Form
                on_submit=move || save.run(false)
                busy=work.is_busy()
                label=t.profile_identity
            >
                {fields}
                {show_conflict}
                {show_not_stored}
                <Failure problem=work.problem() />
                {(n_editable > 0)
                    .then(|| {
                        view! {
                            <div class="form__acts">
                                <Button
                                    label=save_label
                                    kind=ButtonKind::Primary
                                    submit=true
                                    busy=work.is_busy()
                                    disabled_reason=Signal::derive(move || {
                                        (n_changes.get() == 0)
                                            .then(|| t.profile_nothing_changed.to_owned())
                                    })
                                />
                                <Button
                                    label=t.profile_discard
                                    kind=ButtonKind::Quiet
                                    disabled_reason=Signal::derive(move || {
                                        (n_changes.get() == 0)
                                            .then(|| t.profile_nothing_changed.to_owned())
                                    })
                                    on_click=discard
                                />
                            </div>
                        }
                    })}
            </Form>
        </Card>
    }
}

#[component]
fn EditField(
    field: Field,
    opened: RwSignal<Profile>,
    draft: RwSignal<Draft>,
    errors: Memo<BTreeMap<&'static str, String>>,
) -> impl IntoView {
    let t = t();
    let id = field.id;
    let value = Memo::new(move |_| {
        draft
            .with(|draft| draft.get(id).cloned())
            .or_else(|| opened.with(|opened| opened.value(id).map(str::to_owned)))
            .unwrap_or_default()
    });
    let set = move |value: String| draft.update(|draft| drop(draft.insert(id, value)));
    let error = Signal::derive(move || errors.with(|errors| errors.get(id).cloned()));
    let badge = Signal::derive(move || {
        let is_changed = opened.with(|opened| opened.value(id) != Some(value.read().as_str()));
        is_changed.then(|| t.profile_changed.to_owned())
    });
    let locked = field.locked.clone();
    let hint = match &locked {
        Some(reason) => Some(reason.clone()),
        None => field.hint.map(str::to_owned),
    };
    match field.kind {
        FieldKind::Text => view! {
            <TextField
                label=field.label
                value=value
                on_input=set
                error=error
                hint=hint
                badge=badge
                disabled_reason=locked
            />
        }
        .into_any(),
        FieldKind::Choice(options) => view! {
            <SelectField
                label=field.label
                value=value
                options
                on_change=set
                hint=hint
                badge=badge
                disabled_reason=locked
            />
        }
        .into_any(),
        FieldKind::Toggle => view! {
            <Checkbox
                label=field.label
                checked=Signal::derive(move || *value.read() == "true")
                on_change=move |is_on: bool| set(is_on.to_string())
                hint=hint
                disabled_reason=locked
            />
        }
        .into_any(),
    }
}

/// Role and deletion, each with its reason where it is not possible.
#[component]
fn DangerZone(shown: Shown) -> impl IntoView {
    let t = t();
    let session = use_session();
    let notices = use_notices();
    let location = use_location();
    let Shown { place, .. } = shown;
    let to_delete = RwSignal::new(None);
    let to_change = RwSignal::new(None);
    let account = Memo::new(move |_| {
        shown
            .profile
            .with(|profile| profile.as_ref().map(|profile| profile.account.clone()))
    });
    let reason = move |act: Act| {
        Signal::derive(move || account.with(|account| place.can(act, account.as_ref()).reason()))
    };
    let is_admin = move || {
        account.with(|account| {
            account
                .as_ref()
                .is_some_and(crate::platform::Account::is_administrator)
        })
    };
    let role_label = Signal::derive(move || {
        if is_admin() {
            t.act_take_admin.to_owned()
        } else {
            t.act_make_admin.to_owned()
        }
    });
    let role_words = Signal::derive(move || {
        account.with(|account| {
            account.as_ref().map(|account| {
                fill(
                    t.profile_role_text,
                    &[("role", &role_in_sentence(&account.role))],
                )
            })
        })
    });
    let consequences = place.adapter().deletion_consequences().join(" ");
    let (role_reason, delete_reason) = (reason(Act::ChangeRole), reason(Act::Delete));
    let role_detail = Signal::derive(move || role_reason.get().or_else(|| role_words.get()));
    let delete_detail =
        Signal::derive(move || delete_reason.get().or_else(|| Some(consequences.clone())));
    let ask_role = move || {
        if let Some(account) = account.get_untracked() {
            let role = if account.is_administrator() {
                Role::Regular
            } else {
                Role::Administrator
            };
            to_change.set(Some((account, role)));
        }
    };
    let after_delete = Callback::new(move |n_deleted: usize| {
        if n_deleted > 0 {
            let (id, name) = account
                .get_untracked()
                .map(|account| (account.id, account.name))
                .unwrap_or_default();
            session.amend_list(&place.id(), |rows| rows.retain(|row| row.id != id));
            notices.done(fill(t.delete_done, &[("name", &name)]));
            location.go(Route::accounts(&place.id()));
        }
    });
    view! {
        <Card title=t.profile_danger flush=true>
            <Rows label=t.profile_danger>
                <RowItem
                    title=t.list_role
                    detail=role_detail
                    actions=move || {
                        view! {
                            <Button
                                label=role_label
                                kind=ButtonKind::Plain
                                disabled_reason=role_reason
                                on_click=ask_role
                            />
                        }
                    }
                />
                <RowItem
                    title=t.profile_delete_title
                    detail=delete_detail
                    actions=move || {
                        view! {
                            <Button
                                label=t.act_delete
                                kind=ButtonKind::Danger
                                disabled_reason=delete_reason
                                on_click=move || {
                                    to_delete
                                        .set(account.get_untracked().map(|account| vec![account]));
                                }
                            />
                        }
                    }
                />
            </Rows>
        </Card>
        <LaterDialog
            part=Later::Acts
            open=is_asked(to_change)
            on_give_up=move || to_change.set(None)
            draw=move || role(place, to_change, Callback::new(move |_| shown.reload.run(())))
        />
        <LaterDialog
            part=Later::Acts
            open=is_asked(to_delete)
            on_give_up=move || to_delete.set(None)
            draw=move || delete(place, to_delete, after_delete)
        />
    }
}
