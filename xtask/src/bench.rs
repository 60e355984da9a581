//! `cargo xtask bench`: how long a cold start takes, beside a plain page that does the same.

use crate::flags::Flags;
use crate::process::{Result, command, fail, remove_folder, root, run as run_program};
use crate::test::with_pages;
use crate::tools::{self, For};
use crate::{dist, simulator};

/// How many accounts the measured list holds.
const USERS: &str = "200";

/// Runs the benchmarks that are named, all by default.
pub(crate) fn run(flags: &Flags) -> Result<()> {
    if let Some(other) = flags.words.iter().find(|word| *word != "startup") {
        return fail(format!("there is no benchmark {other:?}; there is startup"));
    }
    let tools = tools::set_up(For::Everything)?;
    let release = dist::build(&tools)?;
    let program = simulator::build()?;
    let folder = root().join("target/bench-dist");
    with_pages(&release, &root().join("tests/bench/pages"), &folder)?;

    let prepare = |script: &str| {
        let mut node = command("node");
        tools.on(&mut node);
        node.arg(script).arg(&folder);
        node
    };
    run_program(&mut prepare("tests/bench/prepare.mjs"))?;

    let mut served = simulator::serve(&program, Some(&folder), 0);
    served.args(["--users", USERS]);
    let simulator = simulator::start(served)?;
    let measured = run_program(prepare("tests/bench/startup.mjs").arg(&simulator.address));
    drop(simulator);
    measured?;
    remove_folder(&folder)
}
