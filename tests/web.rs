//! Components in a real browser, found the way a person or a screen reader finds them: by role
//! and name, never by class.
#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends at what it did not expect"
)]

use std::any::Any;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Element, Event, HtmlElement, HtmlInputElement};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use rollcall::ui::*;

wasm_bindgen_test_configure!(run_in_browser);

// ---- Dialogs ---------------------------------------------------------------------------------

#[wasm_bindgen_test]
async fn a_dialog_takes_the_focus_and_gives_it_back_on_escape() {
    let is_open = RwSignal::new(false);
    let panel = Panel::mount(move || {
        view! {
            <Button label="Rename" on_click=move || is_open.set(true) />
            <Dialog
                open=is_open
                on_close=move || is_open.set(false)
                title="Rename farah"
                close_label="Close"
            >
                <TextField label="New name" value="farah" on_input=|_| () />
            </Dialog>
        }
    });
    let opener = panel.get("button", "Rename");
    opener.focus().unwrap();
    opener.click();
    settle().await;

    let dialog = panel.get("dialog", "Rename farah");
    assert!(
        dialog.matches(":modal").unwrap(),
        "the rest of the page is out of reach"
    );
    assert_eq!(focused_name(), "New name");

    press(&dialog, "Escape", &[]);
    settle().await;
    assert!(panel.find("dialog", "Rename farah").is_none());
    assert_eq!(focused_name(), "Rename");
}

#[wasm_bindgen_test]
async fn a_dialog_that_would_lose_something_stays_and_says_why() {
    let is_open = RwSignal::new(true);
    let is_stored = RwSignal::new(false);
    let panel = Panel::mount(move || {
        view! {
            <Dialog
                open=is_open
                closable=is_stored
                on_close=move || is_open.set(false)
                hold_hint=String::from("Store it first.")
                title="Token"
                close_label="Close"
            >
                <Checkbox label="Stored" checked=is_stored on_change=move |on| is_stored.set(on) />
            </Dialog>
        }
    });
    settle().await;
    press(&panel.get("dialog", "Token"), "Escape", &[]);
    settle().await;
    assert!(panel.text().contains("Store it first."));

    panel.get("button", "Close").click();
    settle().await;
    assert!(panel.find("dialog", "Token").is_some());

    panel.get("checkbox", "Stored").click();
    panel.get("button", "Close").click();
    settle().await;
    assert!(panel.find("dialog", "Token").is_none());
}

#[wasm_bindgen_test]
async fn an_alert_starts_at_the_button_that_cancels() {
    let panel = Panel::mount(|| {
        view! {
            <Dialog
                open=true
                alert=true
                on_close=|| ()
                title="Delete 3 accounts?"
                close_label="Close"
                description=String::from("ben, hana and li lose their access.")
                footer=|| {
                    view! {
                        <Button label="Cancel" />
                        <Button label="Delete 3 accounts" kind=ButtonKind::DangerSolid />
                    }
                }
            >
                ""
            </Dialog>
        }
    });
    settle().await;
    let dialog = panel.get("alertdialog", "Delete 3 accounts?");
    assert_eq!(description(&dialog), "ben, hana and li lose their access.");
    assert_eq!(focused_name(), "Cancel");
}

#[wasm_bindgen_test]
async fn a_closed_dialog_leaves_no_secret_in_the_document() {
    const SECRET: &str = "ptr_bV4nP0v7TqkR2mYw8sDz";
    let secret = RwSignal::new(Some(String::from(SECRET)));
    let panel = Panel::mount(move || {
        view! {
            <Dialog
                open=move || secret.read().is_some()
                on_close=move || secret.set(None)
                title="Token"
                close_label="Close"
            >
                <SecretBox
                    label="Token"
                    value=move || secret.get().unwrap_or_default()
                    copy_label="Copy"
                    copied_label="Copied"
                    refused_label="Refused"
                />
            </Dialog>
        }
    });
    settle().await;
    assert!(document_text().contains(SECRET));
    press(&panel.get("dialog", "Token"), "Escape", &[]);
    settle().await;
    assert!(!document_text().contains(SECRET));
}

// ---- Buttons, fields, forms ------------------------------------------------------------------

#[wasm_bindgen_test]
async fn a_button_with_a_reason_against_it_does_nothing_and_says_why() {
    let n_clicks = RwSignal::new(0);
    let reason = RwSignal::new(Some(String::from("Portainer has no second factor.")));
    let panel = Panel::mount(move || {
        view! {
            <Button
                label="Reset"
                disabled_reason=reason
                on_click=move || n_clicks.update(|n| *n += 1)
            />
        }
    });
    let button = panel.get("button", "Reset");
    button.focus().unwrap();
    assert_eq!(focused_name(), "Reset", "it can be reached");
    assert_eq!(
        button.get_attribute("aria-disabled").as_deref(),
        Some("true")
    );
    assert_eq!(description(&button), "Portainer has no second factor.");
    assert_eq!(button.title(), "Portainer has no second factor.");
    button.click();
    assert_eq!(n_clicks.get_untracked(), 0);

    reason.set(None);
    settle().await;
    button.click();
    assert_eq!(n_clicks.get_untracked(), 1);
    assert_eq!(description(&button), "");
}

#[wasm_bindgen_test]
async fn a_form_refuses_a_second_submit_while_it_is_busy() {
    let n_submits = RwSignal::new(0);
    let is_busy = RwSignal::new(false);
    let panel = Panel::mount(move || {
        let on_submit = move || {
            n_submits.update(|n| *n += 1);
            is_busy.set(true);
        };
        view! {
            <Form on_submit busy=is_busy label="New account">
                <TextField label="Name" value="farah" on_input=|_| () />
                <Button label="Create" submit=true busy=is_busy />
            </Form>
        }
    });
    let create = panel.get("button", "Create");
    create.click();
    create.click();
    let form = panel.get("form", "New account");
    form.dispatch_event(&cancelable("submit")).unwrap();
    settle().await;
    assert_eq!(n_submits.get_untracked(), 1);

    is_busy.set(false);
    settle().await;
    create.click();
    assert_eq!(n_submits.get_untracked(), 2);
}

#[wasm_bindgen_test]
async fn a_refused_form_leads_to_its_first_error() {
    let error = RwSignal::new(None::<String>);
    let panel = Panel::mount(move || {
        view! {
            <Form on_submit=move || error.set(Some("A name is needed.".into()))>
                <TextField label="E-mail" value="" on_input=|_| () />
                <TextField label="Name" value="" on_input=|_| () error hint=String::from("As it signs in.") />
                <Button label="Create" submit=true />
            </Form>
        }
    });
    panel.get("button", "Create").click();
    settle().await;
    assert_eq!(focused_name(), "Name");
    let name = panel.get("textbox", "Name");
    assert_eq!(name.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(description(&name), "A name is needed. As it signs in.");
}

#[wasm_bindgen_test]
async fn a_keydown_that_is_no_keyboard_event_harms_nothing() {
    let value = RwSignal::new(String::new());
    let panel = Panel::mount(move || {
        view! {
            <Dialog open=true on_close=|| () title="Sign in" close_label="Close">
                <TextField label="Name" value on_input=move |text| value.set(text) />
            </Dialog>
            <Menu label="Acts" items=vec![MenuItem::new("a", "Open")] on_select=|_| () />
            <Table n_rows=3 />
        }
    });
    settle().await;
    panel.get("button", "Acts").click();
    settle().await;
    let errors = Errors::watch();
    // What password managers dispatch.
    for (role, name) in [
        ("textbox", "Name"),
        ("button", "Acts"),
        ("menuitem", "Open"),
        ("link", "account 1"),
    ] {
        panel
            .get(role, name)
            .dispatch_event(&cancelable("keydown"))
            .unwrap();
    }
    assert_eq!(errors.count(), 0);
    let name = panel.get("textbox", "Name");
    name.dyn_ref::<HtmlInputElement>()
        .unwrap()
        .set_value("farah");
    name.dispatch_event(&cancelable("input")).unwrap();
    assert_eq!(value.get_untracked(), "farah", "the panel still lives");
}

#[wasm_bindgen_test]
async fn what_has_the_focus_may_leave_with_its_screen() {
    let screen = RwSignal::new(0);
    let panel = Panel::mount(move || {
        move || {
            match screen.get() {
            0 => view! { <TextField label="Name" value="" on_input=|_| () on_blur=|| () /> }.into_any(),
            1 => view! { <Table n_rows=10 /> }.into_any(),
            2 => view! { <Popover label="Columns"><Checkbox label="Role" checked=true /></Popover> }.into_any(),
            3 => view! { <Menu label="Acts" items=vec![MenuItem::new("a", "Open")] on_select=|_| () /> }.into_any(),
            4 => view! {
                <Dialog open=true on_close=|| () title="Sign in" close_label="Close">
                    <PasswordField
                        label="Password"
                        value=""
                        on_input=|_| ()
                        show_label="Show"
                        hide_label="Hide"
                    />
                </Dialog>
            }
            .into_any(),
            _ => ().into_any(),
        }
        }
    });
    let errors = Errors::watch();
    let focusable = ["textbox", "link", "button", "button", "dialog"];
    for (index, role) in focusable.into_iter().enumerate() {
        settle().await;
        let element = panel.all(role).into_iter().next().unwrap();
        if role == "button" {
            element.click();
        } else if role != "dialog" {
            element.focus().unwrap();
        }
        settle().await;
        screen.set(index + 1);
        settle().await;
    }
    assert_eq!(errors.count(), 0);
}

#[wasm_bindgen_test]
async fn a_password_field_holds_what_was_typed_and_never_a_mask() {
    let password = RwSignal::new(String::new());
    let panel = Panel::mount(move || {
        view! {
            <PasswordField
                label="New password"
                new=true
                value=password
                on_input=move |text| password.set(text)
                show_label="Show"
                hide_label="Hide"
                on_generate=move || password.set("kT9#vpQ2-xyzzy".into())
                generate_label="Generate"
            />
        }
    });
    let field = panel.labelled("New password");
    let field = field.dyn_ref::<HtmlInputElement>().unwrap();
    assert_eq!(field.value(), "");
    assert_eq!(field.placeholder(), "");
    assert_eq!(field.type_(), "password");
    assert_eq!(
        field.get_attribute("autocomplete").as_deref(),
        Some("new-password")
    );

    panel.get("button", "Show").click();
    settle().await;
    assert_eq!(field.type_(), "text");
    panel.get("button", "Hide").click();
    settle().await;
    assert_eq!(field.type_(), "password");

    panel.get("button", "Generate").click();
    settle().await;
    assert_eq!(field.value(), "kT9#vpQ2-xyzzy");
    assert_eq!(field.type_(), "text", "a made-up password is shown");
}

#[wasm_bindgen_test]
async fn a_checkbox_shows_what_is_also_after_a_refused_click() {
    let is_on = RwSignal::new(false);
    let may = RwSignal::new(false);
    let panel = Panel::mount(move || {
        let on_change = move |on| {
            if may.get_untracked() {
                is_on.set(on);
            }
        };
        view! { <Checkbox label="Second factor" checked=is_on on_change /> }
    });
    let element = panel.get("checkbox", "Second factor");
    let input = element.dyn_ref::<HtmlInputElement>().unwrap();
    element.click();
    settle().await;
    assert!(!input.checked());
    may.set(true);
    element.click();
    settle().await;
    assert!(input.checked() && is_on.get_untracked());
}

#[wasm_bindgen_test]
async fn a_select_shows_its_value_also_when_the_options_come_late() {
    let options = RwSignal::new(Vec::<(String, String)>::new());
    let panel = Panel::mount(move || {
        view! { <SelectField label="Role" value="2" options on_change=|_| () /> }
    });
    options.set(vec![
        ("1".into(), "Administrator".into()),
        ("2".into(), "User".into()),
    ]);
    settle().await;
    let select = panel.get("combobox", "Role");
    assert_eq!(
        Reflect::get(&select, &"value".into()).unwrap(),
        JsValue::from_str("2")
    );
}

// ---- Menus -----------------------------------------------------------------------------------

#[wasm_bindgen_test]
async fn a_menu_is_worked_by_keys_and_gives_the_focus_back() {
    let chosen = RwSignal::new(String::new());
    let panel = Panel::mount(move || {
        let items = vec![
            MenuItem::new("open", "Open profile"),
            MenuItem::new("reset", "Reset password"),
            MenuItem::new("2fa", "Reset second factor").disabled(Some("Not on Harbor.".into())),
            MenuItem::new("delete", "Delete").danger().separated(),
        ];
        view! {
            <Menu
                label="Acts"
                name="Acts for farah"
                items
                on_select=move |id: String| chosen.set(id)
            />
        }
    });
    let button = panel.get("button", "Acts for farah");
    button.focus().unwrap();
    press(&button, "ArrowDown", &[]);
    settle().await;
    assert_eq!(
        button.get_attribute("aria-expanded").as_deref(),
        Some("true")
    );
    assert_eq!(focused_name(), "Open profile");

    let menu = panel.get("menu", "Acts for farah");
    press(&menu, "End", &[]);
    assert_eq!(focused_name(), "Delete");
    press(&menu, "ArrowDown", &[]);
    assert_eq!(focused_name(), "Open profile");
    press(&menu, "r", &[]);
    assert_eq!(focused_name(), "Reset password");
    press(&menu, "ArrowDown", &[]);
    assert_eq!(
        focused_name(),
        "Reset second factor",
        "also what cannot be done is reached"
    );
    assert_eq!(description(&focused()), "Not on Harbor.");
    focused().click();
    assert_eq!(chosen.get_untracked(), "");

    press(&menu, "Escape", &[]);
    settle().await;
    assert!(panel.find("menu", "Acts for farah").is_none());
    assert_eq!(focused_name(), "Acts for farah");

    button.click();
    settle().await;
    panel.get("menuitem", "Delete").click();
    settle().await;
    assert_eq!(chosen.get_untracked(), "delete");
    assert!(panel.find("menu", "Acts for farah").is_none());
}

#[wasm_bindgen_test]
async fn a_filter_shows_its_value_and_can_be_cleared() {
    let source = RwSignal::new(None::<String>);
    let panel = Panel::mount(move || {
        view! {
            <FilterChip
                label="Source"
                options=vec![("local".into(), "Local".into()), ("ldap".into(), "LDAP".into())]
                value=source
                on_change=move |value| source.set(value)
                clear_label="Clear Source"
            />
        }
    });
    panel.get("button", "Source").click();
    settle().await;
    panel.get("menuitemradio", "LDAP").click();
    settle().await;
    assert_eq!(source.get_untracked().as_deref(), Some("ldap"));
    panel.get("button", "Source LDAP");
    panel.get("button", "Clear Source").click();
    settle().await;
    assert_eq!(source.get_untracked(), None);
    assert!(panel.find("button", "Clear Source").is_none());
}

// ---- The table -------------------------------------------------------------------------------

#[wasm_bindgen_test]
async fn a_table_of_100_000_rows_draws_only_what_is_seen() {
    let panel = Panel::mount(|| view! { <Table n_rows=100_000 /> });
    settle().await;
    let table = panel.get("table", "Accounts");
    assert_eq!(
        table.get_attribute("aria-rowcount").as_deref(),
        Some("100001")
    );
    panel.get("link", "account 0");
    assert!(
        panel.n_rows() < 100,
        "{} rows are in the document",
        panel.n_rows()
    );

    window().scroll_to_with_x_and_y(0.0, 1e9);
    settle().await;
    panel.get("link", "account 99999");
    assert!(panel.find("link", "account 0").is_none());
    assert!(panel.n_rows() < 100);

    window().scroll_to_with_x_and_y(0.0, 40.0 * 50_000.0);
    settle().await;
    panel.get("link", "account 50005");
    let row = panel
        .get("link", "account 50005")
        .closest("[role=row]")
        .unwrap()
        .unwrap();
    assert_eq!(row.get_attribute("aria-rowindex").as_deref(), Some("50007"));
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

#[wasm_bindgen_test]
async fn keys_move_in_the_table_and_the_focus_survives_scrolling() {
    let panel = Panel::mount(|| view! { <Table n_rows=1_000 /> });
    settle().await;
    let first = panel.get("link", "account 0");
    assert_eq!(first.tab_index(), 0);
    assert_eq!(
        panel.get("link", "account 1").tab_index(),
        -1,
        "Tab leaves the table at once"
    );
    first.focus().unwrap();

    for key in ["j", "ArrowDown", "j", "k"] {
        press(&focused(), key, &[]);
        settle().await;
    }
    assert_eq!(focused_name(), "account 2");
    press(&focused(), "End", &[]);
    settle().await;
    assert_eq!(focused_name(), "account 999");
    let rect = focused().get_bounding_client_rect();
    let height = window().inner_height().unwrap().as_f64().unwrap();
    assert!(
        rect.top() >= 0.0 && rect.bottom() <= height,
        "it is in view"
    );

    window().scroll_to_with_x_and_y(0.0, 0.0);
    settle().await;
    assert_eq!(
        focused_name(),
        "account 999",
        "the row with the focus stays in the document"
    );
    press(&focused(), "Home", &[]);
    settle().await;
    assert_eq!(focused_name(), "account 0");
    press(&focused(), "j", &["ctrlKey"]);
    settle().await;
    assert_eq!(
        focused_name(),
        "account 0",
        "keys with Control are the browser's"
    );
}

#[wasm_bindgen_test]
async fn a_letter_typed_into_a_field_moves_nothing() {
    let panel = Panel::mount(|| {
        view! {
            <TextField label="Search" value="" on_input=|_| () />
            <Table n_rows=10 />
        }
    });
    settle().await;
    let search = panel.get("textbox", "Search");
    search.focus().unwrap();
    press(&search, "j", &[]);
    settle().await;
    assert_eq!(focused_name(), "Search");

    // From elsewhere in the panel it enters the table.
    panel.root.set_tab_index(-1);
    panel.root.focus().unwrap();
    press(&panel.root, "j", &[]);
    settle().await;
    assert_eq!(focused_name(), "account 0");
}

#[wasm_bindgen_test]
async fn shift_extends_the_selection_by_pointer_and_by_key() {
    let toggles = RwSignal::new(Vec::<(usize, bool)>::new());
    let panel = Panel::mount(move || view! { <Table n_rows=20 toggles /> });
    settle().await;
    panel.get("checkbox", "Select account 1").click();
    click_with(&panel.get("checkbox", "Select account 4"), &["shiftKey"]);
    click_with(&panel.get("link", "account 6"), &["shiftKey"]);
    let link = panel.get("link", "account 7");
    link.focus().unwrap();
    press(&link, "x", &[]);
    press(&link, "X", &["shiftKey"]);
    settle().await;
    assert_eq!(
        toggles.get_untracked(),
        [(1, false), (4, true), (6, true), (7, false), (7, true)]
    );
    let is_checked = |name: &str| {
        panel
            .get("checkbox", name)
            .dyn_ref::<HtmlInputElement>()
            .unwrap()
            .checked()
    };
    assert!(is_checked("Select account 1") && is_checked("Select account 4"));
    assert!(!is_checked("Select account 7"), "twice toggled");
}

#[wasm_bindgen_test]
async fn a_heading_sorts_and_says_how() {
    let sorted_by = RwSignal::new(None::<&'static str>);
    let panel = Panel::mount(move || view! { <Table n_rows=3 sorted_by /> });
    settle().await;
    let heading = panel.get("columnheader", "Role");
    assert_eq!(heading.get_attribute("aria-sort").as_deref(), Some("none"));
    panel.get("button", "Role").click();
    settle().await;
    assert_eq!(sorted_by.get_untracked(), Some("role"));
    let heading = panel.get("columnheader", "Role");
    assert_eq!(
        heading.get_attribute("aria-sort").as_deref(),
        Some("ascending")
    );
}

#[wasm_bindgen_test]
async fn a_row_has_one_menu_by_button_key_and_pointer() {
    let acts = RwSignal::new(Vec::<(usize, String)>::new());
    let panel = Panel::mount(move || view! { <Table n_rows=20 acts /> });
    settle().await;
    panel.get("button", "Acts for account 2").click();
    settle().await;
    panel.get("menu", "Acts for account 2");
    panel.get("menuitem", "Disable account 2").click();
    settle().await;

    let link = panel.get("link", "account 3");
    link.focus().unwrap();
    press(&link, "m", &[]);
    settle().await;
    press(&panel.get("menu", "Acts for account 3"), "Escape", &[]);
    settle().await;
    assert_eq!(focused_name(), "Acts for account 3");

    panel
        .get("link", "account 5")
        .dispatch_event(&mouse("contextmenu", &[]))
        .unwrap();
    settle().await;
    panel.get("menuitem", "Disable account 5").click();
    settle().await;
    assert_eq!(acts.get_untracked(), [(2, "off".into()), (5, "off".into())]);
}

#[wasm_bindgen_test]
async fn a_click_anywhere_in_a_row_follows_its_link() {
    let panel = Panel::mount(|| view! { <Table n_rows=5 /> });
    settle().await;
    let link = panel.get("link", "account 2");
    let followed = RwSignal::new(0);
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        event.prevent_default();
        followed.update(|n| *n += 1);
    });
    link.add_event_listener_with_callback("click", listener.as_ref().unchecked_ref())
        .unwrap();
    let row = link.closest("[role=row]").unwrap().unwrap();
    let cell = row
        .query_selector("[role=cell]:last-child")
        .unwrap()
        .unwrap();
    let role = row
        .query_selector_all("[role=cell]")
        .unwrap()
        .get(1)
        .unwrap();
    click_with(role.dyn_ref().unwrap(), &[]);
    settle().await;
    assert_eq!(followed.get_untracked(), 1);
    cell.dyn_ref::<HtmlElement>().unwrap().click();
    settle().await;
    assert_eq!(
        followed.get_untracked(),
        2,
        "the room beside a row's button is the row's"
    );
}

#[wasm_bindgen_test]
async fn rows_keep_their_elements_when_others_come_and_go() {
    let keys = RwSignal::new(vec!["a", "b", "c", "d"]);
    let panel = Panel::mount(move || view! { <Keyed keys /> });
    settle().await;
    let row = panel.get("link", "c");
    row.focus().unwrap();
    keys.set(vec!["d", "c", "x"]);
    settle().await;
    assert!(
        row.is_same_node(Some(&panel.get("link", "c"))),
        "the same element"
    );
    assert_eq!(focused_name(), "c");
    let names: Vec<String> = panel.all("link").iter().map(accessible_name).collect();
    assert_eq!(names.len(), 3);
    let index = row
        .closest("[role=row]")
        .unwrap()
        .unwrap()
        .get_attribute("aria-rowindex");
    assert_eq!(index.as_deref(), Some("3"));
}

#[wasm_bindgen_test]
async fn the_focus_moves_on_when_its_row_goes() {
    let keys = RwSignal::new(vec!["a", "b", "c"]);
    let panel = Panel::mount(move || view! { <Keyed keys /> });
    settle().await;
    panel.get("link", "b").focus().unwrap();
    keys.set(vec!["a", "c"]);
    settle().await;
    settle().await;
    assert_eq!(focused_name(), "c");
    keys.set(vec!["a"]);
    settle().await;
    settle().await;
    assert_eq!(focused_name(), "a");
}

// ---- Text ------------------------------------------------------------------------------------

#[wasm_bindgen_test]
async fn text_from_a_server_stays_text() {
    const TEXT: &str = "<img src=x onerror=\"window.broken=1\">";
    let panel = Panel::mount(|| {
        view! {
            <Name text=TEXT />
            <Mono text=TEXT middle=true />
            <Badge label=TEXT />
            <Facts items=vec![Fact::text("Name", TEXT)] />
            <PageHeader title=TEXT crumbs=vec![Crumb { label: TEXT.into(), href: None }] />
            <Menu label="Acts" name=TEXT items=vec![MenuItem::new("a", TEXT)] on_select=|_| () />
            <RowItem title=TEXT detail=String::from(TEXT) />
            <Initials name=TEXT />
        }
    });
    panel.get("button", TEXT).click();
    settle().await;
    assert!(panel.root.query_selector("img").unwrap().is_none());
    assert!(
        Reflect::get(&window(), &"broken".into())
            .unwrap()
            .is_undefined()
    );
    assert_eq!(
        panel.get("heading", TEXT).text_content().as_deref(),
        Some(TEXT)
    );
}

#[wasm_bindgen_test]
fn initials_are_whole_letters() {
    for (name, letters) in [
        ("amelia.ho", "AH"),
        ("build-bot", "BB"),
        ("farah", "F"),
        ("elena.garcía-márquez", "EG"),
        ("ops@example.com", "O"),
        ("user-0042", "U"),
        (
            "e\u{301}lodie \u{1f469}\u{200d}\u{1f680}",
            "E\u{301}\u{1f469}\u{200d}\u{1f680}",
        ),
        ("\u{1f1e9}\u{1f1ea}\u{1f1eb}\u{1f1f7}", "\u{1f1e9}\u{1f1ea}"),
        ("ßeta", "ß"),
        ("...", "."),
    ] {
        let panel = Panel::mount(move || view! { <Initials name /> });
        assert_eq!(panel.text(), letters, "{name}");
    }
}

#[wasm_bindgen_test]
async fn the_content_stays_in_place_when_a_refresh_fails() {
    let load = RwSignal::new(Load::<u8>::First);
    let panel = Panel::mount(move || {
        view! {
            <Loaded
                face=move || load.read().face()
                label="Loading accounts"
                on_retry=move || load.update(|load| *load = load.clone().restarted())
                retry_label="Try again"
            >
                <p>{move || load.read().data().copied()}</p>
            </Loaded>
        }
    });
    panel.get("status", "");
    load.set(Load::Ready(1));
    settle().await;
    let content = panel.root.query_selector("p").unwrap().unwrap();
    let problem = Problem {
        title: "It is down".into(),
        retry_is_safe: true,
        ..Problem::default()
    };
    load.update(|load| *load = load.clone().restarted().settled(Err(problem)));
    settle().await;
    assert!(
        panel
            .get("alert", "")
            .text_content()
            .unwrap()
            .contains("It is down")
    );
    assert!(content.is_connected(), "the old data is still there");
    panel.get("button", "Try again").click();
    settle().await;
    assert_eq!(load.get_untracked(), Load::Refreshing(1));
    assert!(panel.find("alert", "").is_none());
    assert!(content.is_connected());
}

#[wasm_bindgen_test]
fn two_panels_share_no_id() {
    let view = || {
        view! {
            <TextField label="Name" value="" on_input=|_| () hint=String::from("x") />
            <Segmented
                label="Mode"
                value="a"
                options=vec![("a".into(), "A".into()), ("b".into(), "B".into())]
                on_change=|_| ()
            />
        }
    };
    let (one, other) = (Panel::mount(view), Panel::mount(view));
    let mut ids: Vec<String> = [&one, &other]
        .into_iter()
        .flat_map(|panel| elements(&panel.root, "[id]"))
        .map(|element| element.id())
        .collect();
    let n_ids = ids.len();
    ids.sort();
    ids.dedup();
    assert!(n_ids >= 4);
    assert_eq!(ids.len(), n_ids);
}

// ---- A table to test with --------------------------------------------------------------------

fn columns(sorted_by: Option<&'static str>) -> Vec<Column> {
    let column = |id: &'static str, label: &str, priority| Column {
        id,
        label: label.into(),
        width: "minmax(8em, 1fr)",
        sort: (sorted_by == Some(id)).then_some(SortState::Ascending),
        sortable: true,
        priority,
    };
    vec![column("name", "Name", 0), column("role", "Role", 1)]
}

#[component]
fn Table(
    n_rows: usize,
    #[prop(optional)] toggles: RwSignal<Vec<(usize, bool)>>,
    #[prop(optional)] sorted_by: RwSignal<Option<&'static str>>,
    #[prop(optional)] acts: RwSignal<Vec<(usize, String)>>,
) -> impl IntoView {
    let is_selected = move |index: usize| {
        toggles
            .read()
            .iter()
            .filter(|(toggled, _)| *toggled == index)
            .count()
            % 2
            == 1
    };
    view! {
        <DataTable
            label="Accounts"
            columns=move || columns(sorted_by.get())
            n_rows
            key=|index: usize| format!("key {index}")
            row_label=|index: usize| format!("account {index}")
            href=|index: usize| format!("#account-{index}")
            cells=|_: usize| vec!["User".into_any()]
            second_line=|_: usize| "".into_any()
            is_selected
            on_toggle=move |toggle| toggles.update(|toggles| toggles.push(toggle))
            select_all_label="Select all"
            select_row_label=|index: usize| format!("Select account {index}")
            row_menu=|index: usize| vec![MenuItem::new("off", format!("Disable account {index}"))]
            row_menu_label=|index: usize| format!("Acts for account {index}")
            on_row_act=move |act| acts.update(|acts| acts.push(act))
            on_sort=move |column: &'static str| sorted_by.set(Some(column))
        />
    }
}

#[component]
fn Keyed(keys: RwSignal<Vec<&'static str>>) -> impl IntoView {
    let key = move |index: usize| String::from(keys.read()[index]);
    view! {
        <DataTable
            label="Accounts"
            columns=columns(None)
            n_rows=move || keys.read().len()
            key
            row_label=key
            href=|_: usize| String::from("#")
            cells=|_: usize| vec!["User".into_any()]
            second_line=|_: usize| "".into_any()
        />
    }
}

// ---- Finding and doing -----------------------------------------------------------------------

struct Panel {
    root: HtmlElement,
    _mounted: Box<dyn Any>,
}

impl Panel {
    fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        dress();
        let root: HtmlElement = document()
            .create_element("div")
            .unwrap()
            .dyn_into()
            .unwrap();
        root.set_class_name("rollcall");
        document().body().unwrap().append_child(&root).unwrap();
        let mounted = Box::new(mount_to(root.clone(), view));
        Self {
            root,
            _mounted: mounted,
        }
    }

    fn all(&self, role: &str) -> Vec<HtmlElement> {
        elements(&self.root, "*")
            .into_iter()
            .filter(|element| role_of(element) == role)
            .collect()
    }

    fn find(&self, role: &str, name: &str) -> Option<HtmlElement> {
        self.all(role)
            .into_iter()
            .find(|element| accessible_name(element) == name)
    }

    fn get(&self, role: &str, name: &str) -> HtmlElement {
        let found = self.find(role, name);
        let there = || -> Vec<String> { self.all(role).iter().map(accessible_name).collect() };
        found.unwrap_or_else(|| panic!("no {role} named {name:?}; there are {:?}", there()))
    }

    /// A field whose role depends on what it holds, such as a password's.
    fn labelled(&self, name: &str) -> HtmlElement {
        let fields = elements(&self.root, "input, select, textarea");
        fields
            .into_iter()
            .find(|field| accessible_name(field) == name)
            .unwrap()
    }

    fn n_rows(&self) -> usize {
        self.all("row").len()
    }

    fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Counts what the page reports as errors, a panic in a listener among them.
struct Errors {
    n_errors: ArcRwSignal<usize>,
    listener: Closure<dyn Fn(Event)>,
}

impl Errors {
    fn watch() -> Self {
        let n_errors = ArcRwSignal::new(0);
        let counter = n_errors.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |_| counter.update(|n| *n += 1));
        let callback = listener.as_ref().unchecked_ref();
        window()
            .add_event_listener_with_callback("error", callback)
            .unwrap();
        Self { n_errors, listener }
    }

    fn count(&self) -> usize {
        self.n_errors.get_untracked()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        let callback = self.listener.as_ref().unchecked_ref();
        window()
            .remove_event_listener_with_callback("error", callback)
            .unwrap();
    }
}

/// The styles that give rows their height, once.
fn dress() {
    const STYLES: &str = concat!(
        include_str!("../style/tokens.css"),
        include_str!("../style/base.css"),
        include_str!("../style/ui/data_table.css"),
    );
    if document().get_element_by_id("styles").is_none() {
        let style = document().create_element("style").unwrap();
        style.set_id("styles");
        style.set_text_content(Some(STYLES));
        document().head().unwrap().append_child(&style).unwrap();
    }
}

fn elements(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let list = root.query_selector_all(selector).unwrap();
    (0..list.length())
        .filter_map(|index| list.get(index)?.dyn_into().ok())
        .collect()
}

fn role_of(element: &HtmlElement) -> String {
    if let Some(role) = element.get_attribute("role") {
        return role;
    }
    let input_type = element.get_attribute("type").unwrap_or_default();
    let role = match (element.tag_name().as_str(), input_type.as_str()) {
        ("BUTTON", _) => "button",
        ("A", _) if element.has_attribute("href") => "link",
        ("DIALOG", _) => "dialog",
        ("FORM", _) => "form",
        ("H1" | "H2", _) => "heading",
        ("INPUT", "checkbox") => "checkbox",
        ("INPUT", "radio") => "radio",
        ("INPUT", "text" | "email" | "url") | ("TEXTAREA", _) => "textbox",
        ("INPUT", "search") => "searchbox",
        ("SELECT", _) => "combobox",
        _ => "",
    };
    role.to_owned()
}

/// The name that assistive technology would say; enough of the rules for these components.
fn accessible_name(element: &HtmlElement) -> String {
    if let Some(label) = element.get_attribute("aria-label") {
        return label;
    }
    if let Some(ids) = element.get_attribute("aria-labelledby") {
        return texts_of(&ids);
    }
    let labels = Reflect::get(element, &"labels".into()).unwrap_or_default();
    if let Some(label) = js_sys::try_iter(&labels)
        .ok()
        .flatten()
        .and_then(|mut all| all.next())
    {
        let label: HtmlElement = label.unwrap().dyn_into().unwrap();
        return seen_text(&label);
    }
    let from_content = [
        "button",
        "link",
        "heading",
        "menuitem",
        "menuitemradio",
        "columnheader",
    ];
    if from_content.contains(&role_of(element).as_str()) {
        seen_text(element)
    } else {
        String::new()
    }
}

fn description(element: &HtmlElement) -> String {
    texts_of(
        &element
            .get_attribute("aria-describedby")
            .unwrap_or_default(),
    )
}

fn texts_of(ids: &str) -> String {
    let texts: Vec<String> = ids
        .split_whitespace()
        .filter_map(|id| document().get_element_by_id(id)?.text_content())
        .collect();
    texts.join(" ")
}

/// The text without what is hidden from assistive technology, words apart.
fn seen_text(element: &Element) -> String {
    let mut words = Vec::new();
    let children = element.child_nodes();
    for index in 0..children.length() {
        let child = children.get(index).unwrap();
        match child.dyn_ref::<Element>() {
            Some(child) if child.has_attribute("hidden") => {}
            Some(child) if child.get_attribute("aria-hidden").as_deref() == Some("true") => {}
            Some(child) => words.push(seen_text(child)),
            None if child.node_type() == 3 => words.push(child.text_content().unwrap_or_default()),
            None => {}
        }
    }
    words
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn focused() -> HtmlElement {
    document().active_element().unwrap().dyn_into().unwrap()
}

fn focused_name() -> String {
    accessible_name(&focused())
}

fn document_text() -> String {
    document().document_element().unwrap().outer_html()
}

/// An event of the browser, with these members of its init set to true.
fn event(class: &str, name: &str, flags: &[&str], key: Option<&str>) -> Event {
    let init = Object::new();
    for flag in ["bubbles", "cancelable"].iter().chain(flags) {
        Reflect::set(&init, &JsValue::from_str(flag), &JsValue::TRUE).unwrap();
    }
    if let Some(key) = key {
        Reflect::set(&init, &"key".into(), &key.into()).unwrap();
    }
    let class: Function = Reflect::get(&window(), &class.into())
        .unwrap()
        .dyn_into()
        .unwrap();
    Reflect::construct(&class, &Array::of2(&name.into(), &init))
        .unwrap()
        .dyn_into()
        .unwrap()
}

fn cancelable(name: &str) -> Event {
    event("Event", name, &[], None)
}

fn mouse(name: &str, flags: &[&str]) -> Event {
    event("MouseEvent", name, flags, None)
}

fn press(element: &HtmlElement, key: &str, flags: &[&str]) {
    element
        .dispatch_event(&event("KeyboardEvent", "keydown", flags, Some(key)))
        .unwrap();
}

fn click_with(element: &HtmlElement, flags: &[&str]) {
    element.dispatch_event(&mouse("click", flags)).unwrap();
}

/// Until effects have run and what they asked of the next frame is done.
async fn settle() {
    for _ in 0..3 {
        let frame = Promise::new(&mut |resolve, _| {
            window().request_animation_frame(&resolve).unwrap();
        });
        JsFuture::from(frame).await.unwrap();
    }
}
