//! Holds the typed client against exchanges recorded from real servers.
//!
//! Every recorded answer of a call that the panel has must decode into the outcome that its status and texts imply, and
//! every recorded request that the panel can make must come out of typed values as it was recorded.
//! `ROLLCALL_RECORDINGS` names another folder; nothing here knows a file, a step or a recorded value.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends at what it did not expect"
)]

#[path = "held/body.rs"]
mod body;
#[path = "held/client.rs"]
mod client;
#[path = "held/core.rs"]
mod core;
#[path = "held/expected.rs"]
mod expected;
#[path = "held/harbor.rs"]
mod harbor;
#[path = "held/portainer.rs"]
mod portainer;
#[path = "held/sftpgo.rs"]
mod sftpgo;
#[path = "held/tally.rs"]
mod tally;

use std::path::PathBuf;

use rollcall::api::Platform;
use rollcall_replay::{Flow, load};

use tally::Tally;

fn own_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/recordings")
}

/// The folder, and whether it is the project's own.
fn folder() -> (PathBuf, bool) {
    if let Some(folder) = std::env::var_os("ROLLCALL_RECORDINGS") {
        (folder.into(), false)
    } else {
        (own_folder(), true)
    }
}

fn hold(flow: &Flow, tally: &mut Tally) {
    match Platform::from_id(&flow.platform) {
        Some(Platform::Harbor) => harbor::hold(flow, tally),
        Some(Platform::Portainer) => portainer::hold(flow, tally),
        Some(Platform::Sftpgo) => sftpgo::hold(flow, tally),
        Some(_) => tally.n_other_platforms += flow.exchanges.len(),
        None => tally.faults.push(format!(
            "{}: there is no platform {}",
            flow.path.display(),
            flow.platform
        )),
    }
}

#[test]
fn recorded_exchanges_and_typed_values_agree() {
    let (folder, is_own) = folder();
    let mut tally = Tally::default();
    for flow in &load(&folder).unwrap() {
        hold(flow, &mut tally);
    }
    println!("{tally}");
    assert!(tally.faults.is_empty(), "\n{}", tally.faults.join("\n"));
    if is_own {
        tally.assert_covers(&rollcall::api::harbor::ENDPOINTS);
        tally.assert_covers(&rollcall::api::portainer::ENDPOINTS);
        let sftpgo = rollcall::api::sftpgo::ENDPOINTS.into_iter();
        let sftpgo: Vec<_> = sftpgo
            .filter(|facts| !sftpgo::NOT_RECORDED.contains(&facts.operation))
            .collect();
        tally.assert_covers(&sftpgo);
    }
}

/// The checks are checked too: an answer that was changed must be noticed.
#[test]
fn what_differs_is_noticed() {
    let folder = own_folder();
    for change in [wrong_type, no_refusal] {
        let mut n_changed = 0;
        for mut flow in load(&folder).unwrap() {
            if change(&mut flow) {
                n_changed += 1;
                let mut tally = Tally::default();
                hold(&flow, &mut tally);
                assert!(!tally.faults.is_empty(), "{}", flow.path.display());
            }
        }
        assert!(n_changed > 0);
    }
}

fn first_list(flow: &mut Flow, status: u16) -> Option<&mut String> {
    let list = flow.exchanges.iter_mut().find(|exchange| {
        matches!(
            exchange.request.target.as_str(),
            "/api/users" | "/api/v2.0/users" | "/api/v2/users"
        ) && exchange.request.method == "GET"
            && exchange.response.status == status
    })?;
    list.response.status = 200;
    Some(&mut list.response.body)
}

fn wrong_type(flow: &mut Flow) -> bool {
    let Some(body) = first_list(flow, 200) else {
        return false;
    };
    let changed = ["Username", "username"]
        .into_iter()
        .fold(body.clone(), |body, name| {
            body.replacen(
                &format!("\"{name}\":\""),
                &format!("\"{name}\":7,\"x\":\""),
                1,
            )
        });
    std::mem::replace(body, changed.clone()) != changed
}

fn no_refusal(flow: &mut Flow) -> bool {
    first_list(flow, 403).is_some()
}
