//! Every recorded flow of this repository, replayed against the simulator.

use std::path::Path;

use rollcall_replay::excuse::Rules;
use rollcall_replay::peer::Simulated;
use rollcall_replay::{load, run};

#[test]
fn the_simulator_answers_as_the_real_servers_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../recordings");
    let flows = load(&folder).unwrap();
    let report = run::replay(&flows, &Rules::reviewed().unwrap(), &mut Simulated::new()).unwrap();
    assert!(report.is_good(), "{report}");
    assert!(
        report.excused() * 10 <= report.excused() + report.counted(),
        "more than one in ten is excused: {report}"
    );
}

#[test]
fn a_folder_without_a_flow_is_an_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert!(load(&folder).unwrap_err().contains("no flow found"));
}
