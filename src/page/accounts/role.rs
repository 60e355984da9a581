//! Makes an administrator, or takes it away; asks, and names whom.

use leptos::prelude::*;

use crate::i18n::{fill, t};
use crate::page::connect::Failure;
use crate::page::parts::stopped;
use crate::page::place::Place;
use crate::platform::{Account, Role};
use crate::state::{SignedOutBecause, use_notices, use_session, use_work};
use crate::ui::{Button, ButtonKind, Dialog, Note, NoteKind};

/// The dialog; it is open while `asked` holds an account and its new role.
#[component]
#[expect(clippy::too_many_lines, reason = "one dialog, read from top to bottom")]
pub(crate) fn RoleDialog(
    place: Place,
    asked: RwSignal<Option<(Account, Role)>>,
    #[prop(into)] on_done: Callback<Account>,
) -> impl IntoView {
    let t = t();
    let session = use_session();
    let notices = use_notices();
    let work = use_work();
    let adapter = place.adapter();
    let close = move || {
        asked.set(None);
        work.clear();
    };
    let is_raise =
        Memo::new(move |_| asked.with(|asked| matches!(asked, Some((_, Role::Administrator)))));
    let is_me = Memo::new(move |_| {
        asked.with(|asked| {
            asked
                .as_ref()
                .is_some_and(|(account, _)| account.id == place.me().id)
        })
    });
    let change = move || {
        let Some((account, role)) = asked.get_untracked() else {
            return;
        };
        let link = session.link(&place.connection());
        work.run(async move {
            let stored = adapter
                .set_role(&link, &account, &role)
                .await
                .map_err(stopped)?;
            let words = if stored.is_administrator() {
                t.role_changed_admin
            } else {
                t.role_changed_regular
            };
            notices.done(fill(words, &[("name", &stored.name)]));
            session.amend_list(&place.id(), |rows| {
                if let Some(row) = rows.iter_mut().find(|row| row.id == stored.id) {
                    row.role = stored.role.clone();
                }
            });
            asked.set(None);
            if stored.id == place.me().id {
                // One's own role ends one's own session (contract, 5.7).
                session.lapse(&place.id(), SignedOutBecause::OwnChange);
            } else {
                on_done.run(stored);
            }
            Ok(())
        });
    };
    let title = Signal::derive(move || {
        let name = asked
            .with(|asked| asked.as_ref().map(|(account, _)| account.name.clone()))
            .unwrap_or_default();
        let words = if is_raise.get() {
            t.make_admin_title
        } else {
            t.take_admin_title
        };
        fill(words, &[("name", &name)])
    });
    let description = Signal::derive(move || {
        let words = if is_raise.get() {
            t.make_admin_text
        } else {
            t.take_admin_text
        };
        Some(fill(words, &[("connection", &place.name())]))
    });
    let act = Signal::derive(move || {
        if is_raise.get() {
            t.make_admin_act.to_owned()
        } else {
            t.take_admin_act.to_owned()
        }
    });
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(Option::is_some))
            on_close=close
            closable=Signal::derive(move || !work.is_busy().get())
            title
            description
            close_label=t.close
            alert=true
            footer=move || {
                view! {
                    <Button label=t.cancel on_click=close />
                    <Button
                        label=act
                        kind=ButtonKind::DangerSolid
                        busy=work.is_busy()
                        on_click=change
                    />
                }
            }
        >
            {move || {
                is_me
                    .get()
                    .then(|| view! { <Note kind=NoteKind::Warn>{t.take_admin_self}</Note> })
            }}
            <p class="dim">{t.role_ends_sessions}</p>
            <Failure problem=work.problem() />
        </Dialog>
    }
}
