//! `SFTPGo` as `contracts/sftpgo.md` describes it.

use serde_json::Value as Json;

use crate::clock::Clock;
use crate::http::{Request, Response};
use crate::imitation::Imitation;
use crate::random::Random;
use crate::world::{Account, Plan};

/// One server.
#[derive(Debug, Default)]
pub(crate) struct Sftpgo {}

/// Method and path, base included, of an operation that `operations.tsv` names.
pub(crate) fn operation_template(_name: &str) -> Option<(String, String)> {
    None
}

impl Sftpgo {
    /// An empty server.
    pub(crate) fn new(_clock: Clock, _random: &mut Random) -> Self {
        Self {}
    }
}

impl Imitation for Sftpgo {
    fn populate(&mut self, _plan: &Plan, _clock: Clock, _random: &mut Random) -> Vec<Account> {
        Vec::new()
    }

    fn answer(&mut self, _request: &Request, _clock: Clock, _random: &mut Random) -> Response {
        Response::json(404, r#"{"error":"no such platform"}"#)
    }

    fn restart(&mut self, _clock: Clock, _random: &mut Random) {}

    fn switches(&self) -> Vec<Json> {
        Vec::new()
    }

    fn set_switch(&mut self, _: &str, _: &Json, _: Clock) -> Option<Result<(), String>> {
        None
    }

    fn n_accounts(&self) -> usize {
        0
    }
}
