//! Every recorded flow of this repository, replayed against the simulator.

use std::path::Path;

use rollcall_replay::excuse::Rules;
use rollcall_replay::peer::Simulated;
use rollcall_replay::{load, run};

/// The platforms that are held.
const HELD: [&str; 3] = ["harbor", "portainer", "sftpgo"];

#[test]
fn the_simulator_answers_as_the_real_servers_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../recordings");
    let mut flows = load(&folder).unwrap();
    flows.retain(|flow| HELD.contains(&flow.platform.as_str()));
    let report = run::replay(&flows, &Rules::reviewed().unwrap(), &mut Simulated::new()).unwrap();
    assert!(report.is_good(), "{report}");
}

#[test]
fn a_folder_without_a_flow_is_an_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert!(load(&folder).unwrap_err().contains("no flow found"));
}
