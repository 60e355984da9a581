//! Sign-in to one connection, its first administrator, and what can be found out about it.

use leptos::prelude::*;

use super::later::{Later, LaterScreen, first_administrator};
use super::parts::{to_problem, use_location};
use crate::api::{Explanation, Secret, explain};
use crate::i18n::{count, fill, t};
use crate::platform::{Adapter, FirstRun, PasswordRule, Scheme, Survey, initials};
use crate::route::Route;
use crate::state::{SignIn, SignedOutBecause, Standing, use_connections, use_session, use_work};
use crate::transport::Connection;
use crate::ui::{
    Badge, BadgeKind, Button, ButtonKind, Card, Dialog, ErrorPanel, Form, Glyph, IconName, Note,
    NoteKind, PageHeader, PasswordField, RowItem, Rows, Segmented, TextField,
};

/// The sign-in screen.
#[component]
#[expect(clippy::too_many_lines, reason = "one screen, read from top to bottom")]
pub(crate) fn ConnectPage(connection: Connection, adapter: Adapter) -> impl IntoView {
    let t = t();
    let session = use_session();
    let location = use_location();
    let id = connection.id.as_str().to_owned();
    let name = connection.name.clone();
    let platform = connection.platform;
    let survey = RwSignal::new(None::<Survey>);
    let first_done = RwSignal::new(None::<String>);
    let asking = use_work();
    let ask = {
        let connection = connection.clone();
        Callback::new(move |()| {
            let connection = connection.clone();
            asking.restart(async move {
                let found = session
                    .survey(&connection)
                    .await
                    .map_err(|error| explain(&error))?;
                let _ = survey.try_set(Some(found));
                Ok(())
            });
        })
    };
    if adapter.known_survey().is_none() {
        ask.run(());
    }
    let because = {
        let (id, name) = (id.clone(), name.clone());
        move || match session.standing(&id) {
            Standing::SignedOut(Some(because)) => Some(match because {
                SignedOutBecause::Asked => t.connect_because_asked.to_owned(),
                SignedOutBecause::Refused => fill(t.connect_because_refused, &[("name", &name)]),
                SignedOutBecause::Reloaded => t.connect_because_reloaded.to_owned(),
                SignedOutBecause::OwnChange => t.connect_because_own_change.to_owned(),
                SignedOutBecause::Idle(minutes) => because_idle(minutes),
            }),
            _ => None,
        }
    };
    let on_done = {
        let id = id.clone();
        Callback::new(move |()| {
            // A deep link keeps its place; the sign-in screen itself leads to the list.
            let is_connect = location
                .route()
                .with_untracked(|route| matches!(route, Route::Connect { .. }));
            if is_connect {
                location.go(Route::accounts(&id));
            }
        })
    };
    let title = fill(t.connect_title, &[("name", &name)]);
    let address = connection.base_url.clone();
    let meta = move || {
        let address = address.clone();
        view! {
            {platform.name()}
            " · "
            <code>{address}</code>
        }
    };
    // The form is drawn anew only when another form is due, not when the same answer comes again.
    let due = Memo::new(move |_| {
        let created = first_done.get();
        survey.with(|found| match found {
            Some(found) if found.first_run == FirstRun::TimedOut => Due::Nothing,
            Some(found) if found.first_run == FirstRun::Due && created.is_none() => {
                Due::FirstAdministrator(found.password_rule)
            }
            found => Due::SignIn {
                name: created.unwrap_or_default(),
                mode: found
                    .as_ref()
                    .and_then(|found| adapter.sources_note(&found.sources)),
            },
        })
    });
    let on_created = Callback::new(move |name| {
        first_done.set(Some(name));
        ask.run(());
    });
    let form = move || {
        let connection = connection.clone();
        match due.get() {
            Due::Nothing => view! {
                <Note kind=NoteKind::Bad>
                    <b>{t.first_timed_out_title}</b>
                    <br />
                    {fill(t.first_timed_out_text, &[("platform", platform.name())])}
                </Note>
            }
            .into_any(),
            Due::FirstAdministrator(rule) => view! {
                <LaterScreen
                    part=Later::Acts
                    draw=move || first_administrator(connection.clone(), adapter, rule, on_created)
                />
            }
            .into_any(),
            Due::SignIn { name, mode } => view! {
                {mode.map(|words| view! { <Note>{words}</Note> })}
                <Card>
                    <SignInForm connection adapter name on_done />
                </Card>
            }
            .into_any(),
        }
    };
    view! {
        <div class="stack centered">
            <PageHeader
                title
                meta
                focus=true
                lead=move || view! { <Glyph text=initials(platform) large=true /> }
            />
            {move || because().map(|why| view! { <Note live=true>{why}</Note> })}
            {move || {
                first_done
                    .get()
                    .map(|name| {
                        view! {
                            <Note kind=NoteKind::Ok live=true>
                                {fill(t.first_done, &[("name", &name)])}
                            </Note>
                        }
                    })
            }}
            {form}
            <Found
                name
                survey=survey.into()
                asking
                platform_name=platform.name()
                on_test=ask
            />
        </div>
    }
}

/// Why nobody is signed in any more, after so many minutes without use.
fn because_idle(minutes: i64) -> String {
    let t = t();
    let minutes = usize::try_from(minutes).unwrap_or_default();
    count(
        minutes,
        t.connect_because_idle_one,
        t.connect_because_idle_many,
    )
}

/// The form that is due.
#[derive(Clone, PartialEq)]
enum Due {
    /// Sign-in, with the name to start with and a word about where passwords are looked up.
    SignIn { name: String, mode: Option<String> },
    /// The first administrator of a new server.
    FirstAdministrator(PasswordRule),
    /// None: the server must be restarted.
    Nothing,
}

/// What asking the server has shown.
#[component]
fn Found(
    name: String,
    survey: Signal<Option<Survey>>,
    asking: crate::state::Work,
    platform_name: &'static str,
    on_test: Callback<()>,
) -> impl IntoView {
    let t = t();
    let (is_busy, problem) = (asking.is_busy(), asking.problem());
    let rows = move || {
        if is_busy.get() {
            let words = fill(t.connect_checking, &[("name", &name)]);
            return view! { <RowItem title=words /> }.into_any();
        }
        match (problem.get(), survey.get()) {
            (Some(problem), _) => view! {
                <li>
                    <ErrorPanel problem=to_problem(problem) compact=true />
                </li>
            }
            .into_any(),
            (None, Some(found)) => {
                let what = match &found.version {
                    Some(version) => fill(
                        t.connect_found_platform,
                        &[("platform", platform_name), ("version", version)],
                    ),
                    None => fill(
                        t.connect_found_platform_unnamed,
                        &[("platform", platform_name)],
                    ),
                };
                view! {
                    <FoundRow words=t.connect_found_answers.to_owned() is_good=true />
                    <FoundRow words=what is_good=true />
                    {(found.first_run != FirstRun::Untold)
                        .then(|| {
                            let is_done = found.first_run == FirstRun::Done;
                            let words = if is_done {
                                t.connect_found_admin
                            } else {
                                t.connect_found_no_admin
                            };
                            view! { <FoundRow words=words.to_owned() is_good=is_done /> }
                        })}
                }
                .into_any()
            }
            (None, None) => {
                let words = fill(t.connect_not_asked, &[("platform", platform_name)]);
                view! { <RowItem detail=Some(words) /> }.into_any()
            }
        }
    };
    view! {
        <Card
            title=t.connect_found
            flush=true
            actions=move || {
                view! {
                    <Button
                        label=t.connect_test
                        icon=IconName::Refresh
                        icon_only=true
                        kind=ButtonKind::Quiet
                        busy=is_busy
                        on_click=on_test
                    />
                }
            }
        >
            <div aria-live="polite">
                <Rows>{rows}</Rows>
            </div>
        </Card>
    }
}

#[component]
fn FoundRow(words: String, is_good: bool) -> impl IntoView {
    let (kind, sign) = if is_good {
        (BadgeKind::Ok, "✓")
    } else {
        (BadgeKind::Warn, "!")
    };
    view! { <RowItem lead=move || view! { <Badge label=sign kind /> }>{words}</RowItem> }
}

/// Name and password, key or token.
#[component]
fn SignInForm(
    connection: Connection,
    adapter: Adapter,
    /// The name to start with.
    #[prop(into)]
    name: String,
    /// Runs when the sign-in is complete.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let t = t();
    let session = use_session();
    let work = use_work();
    let schemes = adapter.schemes();
    let scheme = RwSignal::new(schemes.first().copied().unwrap_or(Scheme::Password));
    let has_name = !name.is_empty();
    let name = RwSignal::new(name);
    let secret = RwSignal::new(String::new());
    let passcode = RwSignal::new(String::new());
    let tenant = RwSignal::new(String::new());
    let typed_tenant = move || {
        let typed = tenant.with_untracked(|tenant| tenant.trim().to_owned());
        (!typed.is_empty()).then_some(typed)
    };
    let was_tried = RwSignal::new(false);
    let options: Vec<(String, String)> = schemes
        .iter()
        .map(|scheme| {
            let words = match scheme {
                Scheme::Password | Scheme::Passcode => t.scheme_password,
                Scheme::ApiKey => t.scheme_api_key,
                Scheme::Token => t.scheme_token,
            };
            (scheme.id().to_owned(), words.to_owned())
        })
        .collect();
    let name_error = Signal::derive(move || {
        (was_tried.get() && is_by_name(scheme.get()) && name.with(String::is_empty))
            .then(|| t.connect_empty_name.to_owned())
    });
    let secret_error = Signal::derive(move || {
        if !was_tried.get() {
            return None;
        }
        secret.with(|secret| check_secret(scheme.get(), secret).err().map(str::to_owned))
    });
    let submit = move || {
        was_tried.set(true);
        if name_error.get_untracked().is_some() || secret_error.get_untracked().is_some() {
            return;
        }
        let value =
            secret.with_untracked(|secret| Secret::from(secret.trim_end_matches('\n').to_owned()));
        let with = match scheme.get_untracked() {
            Scheme::Password => SignIn::Password(name.get_untracked(), value, None),
            Scheme::Passcode => {
                let code = passcode.with_untracked(|code| code.trim().to_owned());
                let code = (!code.is_empty()).then(|| Secret::from(code));
                SignIn::Password(name.get_untracked(), value, code)
            }
            Scheme::ApiKey => SignIn::ApiKey(trimmed(&value), typed_tenant()),
            Scheme::Token => SignIn::Token(trimmed(&value), typed_tenant()),
        };
        let connection = connection.clone();
        work.run(async move {
            session.sign_in(&connection, adapter, with).await?;
            secret.set(String::new());
            passcode.set(String::new());
            on_done.run(());
            Ok(())
        });
    };
    let kept = move |scheme: Scheme| {
        let words = format!("{} {}", t.connect_kept, adapter.credential_hint(scheme));
        Some(words.trim_end().to_owned())
    };
    // The first field takes the focus on arrival, not while somebody chooses between the schemes.
    let is_arrival = StoredValue::new(true);
    let fields = move || {
        let takes_focus = is_arrival.get_value();
        is_arrival.set_value(false);
        match scheme.get() {
            Scheme::Password | Scheme::Passcode => view! {
                <TextField
                    label=t.connect_name
                    value=name
                    on_input=move |value| name.set(value)
                    error=name_error
                    autocomplete="username"
                    autofocus=takes_focus && !has_name
                    required=true
                />
                <PasswordField
                    label=t.connect_password
                    value=secret
                    on_input=move |value| secret.set(value)
                    error=secret_error
                    autocomplete="current-password"
                    show_label=t.show_password
                    hide_label=t.hide_password
                    autofocus=takes_focus && has_name
                    required=true
                />
                {(scheme.get() == Scheme::Passcode)
                    .then(|| {
                        view! {
                            <TextField
                                label=t.connect_passcode
                                value=passcode
                                on_input=move |value| passcode.set(value)
                                hint=Some(t.connect_passcode_hint.to_owned())
                                autocomplete="one-time-code"
                                mono=true
                            />
                        }
                    })}
            }
            .into_any(),
            secret_alone @ (Scheme::ApiKey | Scheme::Token) => view! {
                <PasswordField
                    label=if secret_alone == Scheme::ApiKey { t.connect_api_key } else { t.connect_token }
                    value=secret
                    on_input=move |value| secret.set(value)
                    error=secret_error
                    hint=kept(secret_alone)
                    autocomplete="off"
                    autofocus=takes_focus
                    show_label=t.show_password
                    hide_label=t.hide_password
                    required=true
                />
            }
            .into_any(),
        }
    };
    let choose = move |id: String| {
        let chosen = schemes.iter().find(|scheme| scheme.id() == id);
        if let Some(chosen) = chosen {
            // A secret never moves from one field to another.
            secret.set(String::new());
            was_tried.set(false);
            work.clear();
            scheme.set(*chosen);
        }
    };
    view! {
        <Form on_submit=submit busy=work.is_busy() label=t.connect_act>
            {(schemes.len() > 1)
                .then(|| {
                    view! {
                        <Segmented
                            label=t.connect_how
                            value=Signal::derive(move || scheme.get().id().to_owned())
                            options
                            on_change=choose
                        />
                    }
                })}
            {fields}
            {adapter
                .tenant_label()
                .map(|label| {
                    view! {
                        <TextField
                            label
                            value=tenant
                            on_input=move |value| tenant.set(value)
                            hint=Some(t.harness_account_id_hint.to_owned())
                            mono=true
                        />
                    }
                })}
            <Failure problem=work.problem() />
            <div class="form__acts">
                <Button
                    label=t.connect_act
                    kind=ButtonKind::Primary
                    submit=true
                    busy=work.is_busy()
                />
            </div>
        </Form>
    }
}

/// Asks to sign in again on top of a screen whose session has ended; the screen stays as it is.
#[component]
pub(crate) fn SignInAgain(
    /// The connection's id.
    id: String,
) -> impl IntoView {
    let t = t();
    let session = use_session();
    let connections = use_connections();
    let id = StoredValue::new(id);
    let because = Memo::new(move |_| id.with_value(|id| session.asks_again(id)));
    let is_open = Signal::derive(move || because.get().is_some());
    let name = move || {
        id.with_value(|id| {
            connections
                .get(id)
                .map_or_else(|| id.clone(), |connection| connection.name)
        })
    };
    let title = Signal::derive(move || fill(t.connect_again_title, &[("name", &name())]));
    let words = Signal::derive(move || {
        let why = match because.get() {
            Some(SignedOutBecause::OwnChange) => t.connect_because_own_change.to_owned(),
            Some(SignedOutBecause::Idle(minutes)) => {
                return format!("{} {}", because_idle(minutes), t.connect_again_hidden);
            }
            Some(SignedOutBecause::Refused) => {
                fill(t.connect_because_refused, &[("name", &name())])
            }
            _ => String::new(),
        };
        format!("{why} {}", t.connect_again_text)
    });
    let form = move || {
        let connection = id.with_value(|id| connections.get(id))?;
        let adapter = Adapter::of(connection.platform);
        let who = untrack(|| id.with_value(|id| session.identity(id)))
            .map(|identity| identity.scene.me.name)
            .unwrap_or_default();
        Some(view! {
            <SignInForm
                connection
                adapter
                name=who
                on_done=move || session.stop_asking()
            />
        })
    };
    view! {
        <Dialog
            open=is_open
            on_close=move || id.with_value(|id| session.give_up(id))
            title
            description=words
            close_label=t.close
        >
            {form}
        </Dialog>
    }
}

/// What was pasted, without the blanks around it.
fn trimmed(secret: &Secret) -> Secret {
    Secret::from(secret.expose().trim().to_owned())
}

fn is_by_name(scheme: Scheme) -> bool {
    matches!(scheme, Scheme::Password | Scheme::Passcode)
}

fn check_secret(scheme: Scheme, secret: &str) -> Result<(), &'static str> {
    let t = t();
    match scheme {
        Scheme::Password | Scheme::Passcode if secret.is_empty() => Err(t.connect_empty_password),
        Scheme::ApiKey if secret.trim().is_empty() => Err(t.connect_empty_key),
        Scheme::Token if secret.trim().is_empty() => Err(t.connect_empty_token),
        Scheme::ApiKey | Scheme::Token
            if secret
                .trim()
                .chars()
                .any(|c| c.is_whitespace() || c.is_control()) =>
        {
            Err(t.connect_newline)
        }
        _ => Ok(()),
    }
}

/// What went wrong with a form, inside the form.
#[component]
pub(crate) fn Failure(problem: Signal<Option<Explanation>>) -> impl IntoView {
    move || {
        problem.get().map(|problem| {
            view! {
                <div role="alert">
                    <ErrorPanel problem=to_problem(problem) compact=true />
                </div>
            }
        })
    }
}
