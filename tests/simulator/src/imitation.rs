//! What every imitated platform can do for its world.

use serde_json::{Value as Json, json};

use crate::clock::Clock;
use crate::http::{Request, Response};
use crate::random::Random;
use crate::world::{Account, Plan};

/// One platform in a world.
pub(crate) trait Imitation {
    /// Fills an empty server after a plan and gives the sign-ins that are known.
    fn populate(&mut self, plan: &Plan, clock: Clock, random: &mut Random) -> Vec<Account>;

    /// Answers a request whose target begins behind the proxy's prefix.
    fn answer(&mut self, request: &Request, clock: Clock, random: &mut Random) -> Response;

    /// What a restart of the server does.
    fn restart(&mut self, clock: Clock, random: &mut Random);

    /// Every switch with its present value and what it takes: see [`switch`].
    fn switches(&self) -> Vec<Json>;

    /// Sets one switch: `None` when there is none of that name, else whether the value fits.
    fn set_switch(&mut self, name: &str, value: &Json, clock: Clock) -> Option<Result<(), String>>;

    /// Messages sent, oldest first, each with `to`, `subject` and `body`, and `code` where it holds one.
    fn mail(&self) -> Vec<Json> {
        Vec::new()
    }

    /// Accounts that exist.
    fn n_accounts(&self) -> usize;
}

/// One switch as `GET /__sim/switches` shows it.
pub(crate) fn switch(platform: &str, name: &str, value: &Json, values: &str) -> Json {
    json!({"platform": platform, "name": name, "value": value, "values": values})
}

/// The platforms by their short names, in the order in which they are offered.
pub const PLATFORMS: [&str; 5] = ["harbor", "portainer", "sftpgo", "harness", "alauda"];

/// Method and path, base included, of an operation that `operations.tsv` names.
pub(crate) fn operation_template(platform: &str, name: &str) -> Option<(String, String)> {
    match platform {
        "harbor" => crate::harbor::operation_template(name),
        "portainer" => crate::portainer::operation_template(name),
        "sftpgo" => crate::sftpgo::operation_template(name),
        "harness" => crate::harness::operation_template(name),
        "alauda" => crate::alauda::operation_template(name),
        _ => None,
    }
}

/// What stands before the paths of a platform's document.
pub(crate) fn base(platform: &str) -> &'static str {
    match platform {
        "harbor" => "/api/v2.0",
        "portainer" => "/api",
        "sftpgo" => "/api/v2",
        _ => "",
    }
}
