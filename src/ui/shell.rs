//! The frame: a rail with the ways to go, and the screen beside it.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Event;

use super::button::{Button, ButtonKind};
use super::dialog::Drawer;
use super::dom;
use super::icon::{Brand, Icon, IconName};
use super::ids::{Id, fresh};

/// The frame. Where the panel is narrow, the rail waits behind a button.
#[component]
pub fn Shell(
    /// The panel's name.
    #[prop(into)]
    title: Signal<String>,
    /// Where the person is, for the bar of a narrow panel.
    #[prop(into)]
    place: Signal<String>,
    /// Name of the rail for assistive technology.
    #[prop(into)]
    nav_label: Signal<String>,
    /// Name of the button that opens the rail.
    #[prop(into)]
    menu_label: Signal<String>,
    /// Name of the button that closes it.
    #[prop(into)]
    close_label: Signal<String>,
    /// The link past the rail.
    #[prop(into)]
    skip_label: Signal<String>,
    /// What is in the rail: `NavGroup`s, and what else leads somewhere.
    #[prop(into)]
    nav: ViewFn,
    /// What is at the rail's foot.
    #[prop(optional, into)]
    nav_footer: Option<ViewFn>,
    /// What is at the end of the bar of a narrow panel.
    #[prop(optional, into)]
    bar_actions: Option<ViewFn>,
    /// Whether the panel is a part of a page that has a main region of its own.
    #[prop(optional)]
    embedded: bool,
    /// The screen.
    children: Children,
) -> impl IntoView {
    let main = NodeRef::<html::Div>::new();
    let main_id = fresh(Id::Main);
    let mut skip_href = String::from("#");
    skip_href.push_str(&main_id);
    let is_open = RwSignal::new(false);
    let to_main = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(main) = main.get_untracked() {
            dom::focus(&main);
        }
    };
    let close_after_a_step = move |event: leptos::ev::MouseEvent| {
        let event: &Event = &event;
        if dom::is_within(event, "a[href]") {
            is_open.set(false);
        }
    };
    let rail = ViewFn::from(move || {
        view! {
            <div class="shell__brand">
                <Brand />
                <span>{title}</span>
            </div>
            <div class="shell__nav">{nav.run()}</div>
            {nav_footer.clone().map(|footer| view! { <div class="shell__foot">{footer.run()}</div> })}
        }
    });
    let drawer_rail = rail.clone();
    view! {
        <div class="shell">
            <a class="shell__skip" href=skip_href on:click=to_main>
                {skip_label}
            </a>
            <div class="shell__side">
                <nav class="shell__rail" aria-label=nav_label>
                    {rail.run()}
                </nav>
            </div>
            <div
                class="shell__bar"
                role=if embedded { "region" } else { "banner" }
                aria-label=move || embedded.then(|| title.get())
            >
                <Button
                    label=menu_label
                    icon=IconName::Menu
                    icon_only=true
                    kind=ButtonKind::Quiet
                    haspopup="dialog"
                    expanded=is_open
                    on_click=move || is_open.set(true)
                />
                <span class="shell__place">
                    <bdi>{place}</bdi>
                </span>
                {bar_actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
            </div>
            <div
                class="shell__main"
                node_ref=main
                id=main_id
                tabindex="-1"
                role=if embedded { "region" } else { "main" }
                aria-label=move || embedded.then(|| place.get())
            >
                {children()}
            </div>
            <Drawer
                open=is_open
                on_close=move || is_open.set(false)
                title=nav_label
                close_label=close_label
            >
                <nav class="shell__rail" aria-label=nav_label on:click=close_after_a_step>
                    {drawer_rail.run()}
                </nav>
            </Drawer>
        </div>
    }
}

/// Links that belong together, with a word above them.
#[component]
pub fn NavGroup(
    /// The word.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// `NavLink`s.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="nav-group">
            {label
                .map(|label| {
                    view! { <p class="nav-group__label" aria-hidden="true">{label}</p> }
                })} <ul class="nav-group__list" role="list" aria-label=move || label.map(|label| label.get())>
                {children()}
            </ul>
        </div>
    }
}

/// One way to go.
#[component]
pub fn NavLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the person is there.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// A mark.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// What stands there instead of an icon, such as a glyph.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// How many things are there.
    #[prop(optional, into)]
    count: Signal<Option<String>>,
    /// More about it, on hover.
    #[prop(optional, into)]
    title: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <li>
            <a
                class="nav-link"
                href=href
                aria-current=move || current.get().then_some("page")
                title=title
            >
                {icon.map(|name| view! { <Icon name /> })}
                {lead.map(|lead| lead.run())}
                <bdi class="nav-link__label">{label}</bdi>
                {move || count.get().map(|count| view! { <span class="nav-link__count">{count}</span> })}
            </a>
        </li>
    }
}
