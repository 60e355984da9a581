//! The first administrator of a server that has none.

use leptos::prelude::*;

use super::connect::Failure;
use super::new_password::{NewPassword, NewPasswordField};
use crate::api::{ApiError, explain};
use crate::i18n::{fill, t};
use crate::platform::{Adapter, PasswordRule};
use crate::state::{use_session, use_work};
use crate::transport::Connection;
use crate::ui::{Button, ButtonKind, Card, Form, Note, NoteKind, TextField};

/// Creates the first administrator of a server that has none.
#[component]
pub(super) fn FirstAdministrator(
    connection: Connection,
    adapter: Adapter,
    rule: PasswordRule,
    #[prop(into)] on_done: Callback<String>,
) -> impl IntoView {
    let t = t();
    let session = use_session();
    let work = use_work();
    let name = RwSignal::new("admin".to_owned());
    let password = NewPassword::new(rule);
    let was_tried = RwSignal::new(false);
    let name_error = Signal::derive(move || {
        was_tried
            .get()
            .then(|| name.with(|name| adapter.check_field("name", name).err()))
            .flatten()
    });
    let title = fill(t.first_title, &[("name", &connection.name)]);
    let submit = move || {
        was_tried.set(true);
        let is_ready = password.is_ready();
        if name_error.get_untracked().is_some() || !is_ready {
            return;
        }
        let connection = connection.clone();
        let link = session.link(&connection);
        let (who, secret) = (name.get_untracked(), password.secret());
        work.run(async move {
            adapter
                .create_first_administrator(&link, &who, secret)
                .await
                .map_err(|error: ApiError| explain(&error))?;
            password.wipe();
            on_done.run(who);
            Ok(())
        });
    };
    view! {
        <Card title>
            <Form on_submit=submit busy=work.is_busy() label=t.first_act>
                <Note kind=NoteKind::Warn>{t.first_text}</Note>
                <TextField
                    label=t.connect_name
                    value=name
                    on_input=move |value| name.set(value)
                    error=name_error
                    autocomplete="username"
                    required=true
                />
                <NewPasswordField
                    password
                    label=t.connect_password
                    hint=t.new_password_hint_own
                />
                <Failure problem=work.problem() />
                <div class="form__acts">
                    <Button
                        label=t.first_act
                        kind=ButtonKind::Primary
                        submit=true
                        busy=work.is_busy()
                    />
                </div>
            </Form>
        </Card>
    }
}
