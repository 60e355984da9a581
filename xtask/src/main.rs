//! Developer commands: `cargo xtask`.
//!
//! Every command sets up what it needs and is missing, then does its work. What runs in Node
//! (sealing a release, browser flows, benchmarks) lives in files of its own; this crate calls them.

mod bench;
mod conformance;
mod demo;
mod dist;
mod flags;
mod operations;
mod parts;
mod process;
mod replay;
mod simulator;
mod test;
mod tools;
mod weight;

use std::process::ExitCode;

use flags::Flags;
use process::{Result, fail};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  demo [--port 8080] [--users N] [--seed N]
                      build the release panel and serve it with simulated platforms
  test [unit|web|e2e|conformance] [--specs DIR] [-- ARGUMENTS]
                      run all tests, or one part; ARGUMENTS go to that part's runner;
                      DIR has the platforms' OpenAPI documents, for conformance
  setup [--check]     install the tools; with --check only say what is missing
  dist [--public-url /] [--why]
                      build a release into dist/, print its sizes, hold it to the budget;
                      with --why also print which crates the program's code comes from
  replay [--recordings DIR] [--against URL --platform NAME [--admin-password P]]
                      hold recorded exchanges against client and simulator, or against a server
                      on loopback, whose first administrator has that password
  operations          list the operations in the panel's scope with their endpoints and tests
  bench [startup]     measure a cold start in a slowed browser
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    match dispatch(&command, arguments.collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // An empty text means that everything has been said already.
            if !failure.0.is_empty() {
                eprintln!("\nerror: {failure}");
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, arguments: Vec<String>) -> Result<()> {
    match command {
        "demo" => demo::run(&Flags::parse(
            arguments,
            &["--port", "--users", "--seed"],
            &[],
        )?),
        "test" => test::run(&Flags::parse(arguments, &["--specs"], &[])?),
        "setup" => {
            let flags = Flags::parse(arguments, &[], &["--check"])?;
            if flags.has("--check") {
                tools::check()
            } else {
                tools::set_up(tools::For::Everything).map(|_| ())
            }
        }
        "dist" => dist::run(&Flags::parse(arguments, &["--public-url"], &["--why"])?),
        "replay" => replay::run(&Flags::parse(
            arguments,
            &[
                "--recordings",
                "--against",
                "--platform",
                "--admin-password",
            ],
            &[],
        )?),
        "operations" => {
            Flags::parse(arguments, &[], &[])?;
            operations::run()
        }
        "bench" => bench::run(&Flags::parse(arguments, &[], &[])?),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        "" => fail(format!("name a command\n\n{USAGE}")),
        other => fail(format!("there is no command {other:?}\n\n{USAGE}")),
    }
}
