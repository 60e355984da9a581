//! Adds a connection in this browser.

use leptos::prelude::*;

use super::parts::use_location;
use crate::api::Platform;
use crate::i18n::{fill, t};
use crate::route::Route;
use crate::state::use_connections;
use crate::ui::{
    Button, ButtonKind, Card, Form, InputKind, Note, NoteKind, PageHeader, SelectField, TextField,
};

/// Name, platform and address.
#[component]
pub(crate) fn AddConnectionPage() -> impl IntoView {
    let t = t();
    let connections = use_connections();
    let location = use_location();
    let platforms: Vec<(String, String)> = Platform::all()
        .into_iter()
        .map(|platform| (platform.id().to_owned(), platform.name().to_owned()))
        .collect();
    let first = platforms
        .first()
        .map(|(id, _)| id.clone())
        .unwrap_or_default();
    let name = RwSignal::new(String::new());
    let platform = RwSignal::new(first);
    let address = RwSignal::new(String::new());
    let name_error = RwSignal::new(None::<String>);
    let address_error = RwSignal::new(None::<String>);
    let is_plain = Signal::derive(move || {
        address.with(|address| {
            let address = address.trim();
            address.starts_with("http://")
                && !address.starts_with("http://127.0.0.1")
                && !address.starts_with("http://localhost")
        })
    });
    let submit = move || {
        name_error.set(name.with_untracked(|name| {
            name.trim()
                .is_empty()
                .then(|| t.connection_name_empty.to_owned())
        }));
        address_error.set(None);
        let Some(platform) = platform.with_untracked(|id| Platform::from_id(id)) else {
            return;
        };
        if name_error.with_untracked(Option::is_some) {
            return;
        }
        match connections.add(&name.get_untracked(), platform, &address.get_untracked()) {
            Ok(connection) => location.go(Route::connect(connection.id.as_str())),
            Err(reason) => address_error.set(Some(reason)),
        }
    };
    view! {
        <div class="stack centered">
            <PageHeader title=t.add_title focus=true meta=move || t.add_meta />
            <Card>
                <Form on_submit=submit label=t.add_title>
                    <TextField
                        label=t.add_name
                        value=name
                        on_input=move |value| name.set(value)
                        hint=Some(t.add_name_hint.to_owned())
                        error=name_error
                        required=true
                    />
                    <SelectField
                        label=t.add_platform
                        value=platform
                        options=platforms
                        on_change=move |value| platform.set(value)
                    />
                    <TextField
                        label=t.add_address
                        value=address
                        on_input=move |value| address.set(value)
                        hint=Signal::derive(move || {
                            let id = platform.get();
                            Some(fill(t.add_address_hint, &[("platform", &id)]))
                        })
                        error=address_error
                        kind=InputKind::Url
                        mono=true
                        required=true
                    />
                    {move || {
                        is_plain
                            .get()
                            .then(|| view! { <Note kind=NoteKind::Warn>{t.add_plain_http}</Note> })
                    }}
                    <div class="form__acts">
                        <Button label=t.add_act kind=ButtonKind::Primary submit=true />
                    </div>
                </Form>
            </Card>
        </div>
    }
}
