//! The five faces of something that is loaded: first time, ready, refreshing, stale, failed.

use leptos::prelude::*;

use super::error_panel::ErrorPanel;
use super::load::{LoadFace, Problem};
use super::skeleton::Skeleton;

/// Draws the face. The content stays in place through refreshes and failures; it reads the data
/// itself and is only there while there is data.
#[component]
pub fn Loaded(
    /// `Load::face` of what is loaded.
    #[prop(into)]
    face: Signal<LoadFace>,
    /// What is being loaded, for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
    /// The word for that.
    #[prop(into)]
    retry_label: Signal<String>,
    /// How many rows are expected, at first.
    #[prop(default = 8)]
    rows: usize,
    /// What to draw at first, instead of grey rows.
    #[prop(optional, into)]
    first: Option<ViewFn>,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    #[derive(Clone, Copy, PartialEq)]
    enum Part {
        First,
        Data,
        Failed,
    }
    let face = Memo::new(move |_| face.get());
    let part = Memo::new(move |_| match &*face.read() {
        LoadFace::First => Part::First,
        LoadFace::Failed(_) => Part::Failed,
        LoadFace::Ready | LoadFace::Refreshing | LoadFace::Stale(_) => Part::Data,
    });
    let problem = Signal::derive(move || match face.get() {
        LoadFace::Stale(problem) | LoadFace::Failed(problem) => problem,
        _ => Problem::default(),
    });
    let is_stale = Memo::new(move |_| matches!(&*face.read(), LoadFace::Stale(_)));
    let is_refreshing = Memo::new(move |_| *face.read() == LoadFace::Refreshing);
    move || match part.get() {
        Part::First => match &first {
            Some(first) => first.run(),
            None => view! { <Skeleton rows label /> }.into_any(),
        },
        Part::Failed => view! { <ErrorPanel problem on_retry retry_label /> }.into_any(),
        Part::Data => {
            let children = children.clone();
            view! {
                <div class="loaded" aria-busy=move || is_refreshing.get().then_some("true")>
                    <StaleBar busy=is_refreshing />
                    {move || {
                        is_stale
                            .get()
                            .then(|| view! { <ErrorPanel problem on_retry retry_label compact=true /> })
                    }}
                    {children()}
                </div>
            }
                .into_any()
        }
    }
}

/// A thin bar above what is being refreshed. It takes no room.
#[component]
pub fn StaleBar(
    /// Whether newer data is on its way.
    #[prop(into)]
    busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="stale-bar" aria-hidden="true" data-busy=move || busy.get().then_some("")></div>
    }
}
