//! What stands around a control: label, badge, hint, error, and the ids that tie them together.

use std::sync::Arc;

use leptos::prelude::*;

use super::badge::{Badge, BadgeKind};
use super::ids::{Id, fresh};

/// The ids and sentences of one field; a control takes its `id` and `described_by` from here.
#[derive(Clone)]
pub struct FieldParts {
    /// The control's id.
    pub id: Arc<str>,
    hint_id: Arc<str>,
    error_id: Arc<str>,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
}

impl FieldParts {
    /// A field with fresh ids. A reason against using it takes the hint's place.
    pub fn new(
        hint: Signal<Option<String>>,
        error: Signal<Option<String>>,
        disabled_reason: Signal<Option<String>>,
    ) -> Self {
        Self {
            id: fresh(Id::Field).into(),
            hint_id: fresh(Id::Hint).into(),
            error_id: fresh(Id::Error).into(),
            hint: Signal::derive(move || disabled_reason.get().or_else(|| hint.get())),
            error,
        }
    }

    /// The ids of the sentences that are there now, for `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        let mut ids = String::new();
        if self.error.read().is_some() {
            ids.push_str(&self.error_id);
        }
        if self.hint.read().is_some() {
            if !ids.is_empty() {
                ids.push(' ');
            }
            ids.push_str(&self.hint_id);
        }
        (!ids.is_empty()).then_some(ids)
    }

    /// Whether the field is in error, for `aria-invalid`.
    pub fn invalid(&self) -> Option<&'static str> {
        self.error.read().is_some().then_some("true")
    }
}

/// Label, control, error and hint, one below the other.
#[component]
pub fn Field(
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// Ids and sentences; the control inside uses the same.
    parts: FieldParts,
    /// A word beside the label, such as "changed".
    #[prop(optional, into)]
    badge: Signal<Option<String>>,
    /// Whether the label is for assistive technology only.
    #[prop(optional)]
    hide_label: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let FieldParts {
        id,
        hint_id,
        error_id,
        hint,
        error,
    } = parts;
    view! {
        <div class="field">
            <div class="field__head" data-hidden=hide_label.then_some("")>
                <label class="field__label" for=id>
                    {label}
                </label>
                {move || badge.get().map(|word| view! { <Badge kind=BadgeKind::Accent label=word /> })}
            </div>
            {children()}
            {move || {
                error
                    .get()
                    .map(|text| view! { <p class="field__error" id=error_id.clone()>{text}</p> })
            }}
            {move || {
                hint.get().map(|text| view! { <p class="field__hint" id=hint_id.clone()>{text}</p> })
            }}
        </div>
    }
}
