//! One world: the platforms, their clock, their random source, and what tests did to them.

use serde_json::{Value as Json, json};

use crate::alauda::Alauda;
use crate::clock::Clock;
use crate::control;
use crate::faults::Faults;
use crate::harbor::Harbor;
use crate::harness::Harness;
use crate::http::{Request, Response};
use crate::imitation::{Imitation, PLATFORMS};
use crate::portainer::Portainer;
use crate::random::Random;
use crate::sftpgo::Sftpgo;

/// How a world begins; the default is the demo's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Decides every name, key and token.
    pub seed: u64,
    /// Accounts on each platform.
    pub users: usize,
    /// The first administrator.
    pub admin: Admin,
    /// The only platform that has anybody; all of them have when there is none.
    pub platform: Option<&'static str>,
}

impl Plan {
    /// Whether the world has this platform.
    pub fn has(&self, platform: &str) -> bool {
        self.platform.is_none_or(|only| only == platform)
    }
}

/// The first administrator of each platform.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Admin {
    /// The platform's usual name with the demo password.
    #[default]
    Known,
    /// This name and password, and nobody else when the plan has no users.
    Named {
        /// The account's name.
        name: String,
        /// Its password.
        password: String,
    },
    /// Nobody, where a platform knows such a state.
    Nobody,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            users: 200,
            admin: Admin::Known,
            platform: None,
        }
    }
}

/// A sign-in that exists in a world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The platform's short name.
    pub platform: &'static str,
    /// The name to sign in with.
    pub name: String,
    /// The password.
    pub password: String,
    /// What the platform calls its role.
    pub role: &'static str,
    /// What a person would use it for.
    pub purpose: &'static str,
}

/// A request that a platform saw.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) platform: String,
    pub(crate) request: Request,
    pub(crate) status: u16,
    pub(crate) at_ms: u64,
}

/// Requests kept for `GET /__sim/log`; older ones are forgotten.
const LOG_LENGTH: usize = 5000;

/// Everything that the simulator remembers.
#[derive(Debug)]
pub struct World {
    pub(crate) plan: Plan,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) portainer: Portainer,
    pub(crate) harbor: Harbor,
    pub(crate) sftpgo: Sftpgo,
    pub(crate) harness: Harness,
    pub(crate) alauda: Alauda,
    /// One for each platform but Portainer, so that none disturbs another.
    randoms: [Random; 5],
    pub(crate) accounts: Vec<Account>,
    pub(crate) faults: Faults,
    pub(crate) log: Vec<Seen>,
    pub(crate) tampered: Vec<(String, usize)>,
}

impl World {
    /// A world with so many accounts on each platform.
    pub fn new(seed: u64, users: usize) -> Self {
        Self::begun(seed, users, Admin::Known)
    }

    fn begun(seed: u64, users: usize, admin: Admin) -> Self {
        let plan = Plan {
            seed,
            users,
            admin,
            platform: None,
        };
        Self::planned(plan, Clock::default())
    }

    /// The world right after an installation: the first administrator and nobody else.
    pub fn installed(seed: u64, name: &str, password: &str) -> Self {
        let admin = Admin::Named {
            name: name.to_owned(),
            password: password.to_owned(),
        };
        Self::begun(seed, 0, admin)
    }

    /// The world before the first administrator.
    pub fn first_run(seed: u64) -> Self {
        Self::begun(seed, 0, Admin::Nobody)
    }

    /// A world after a plan, at this time.
    pub fn planned(plan: Plan, clock: Clock) -> Self {
        let mut random = Random::new(plan.seed);
        let mut randoms = [1, 2, 3, 4, 5].map(|n: u64| Random::new(plan.seed ^ n << 32));
        let [of_harbor, _, of_sftpgo, of_harness, of_alauda] = &mut randoms;
        let mut world = Self {
            portainer: Portainer::new(clock, &mut random),
            harbor: Harbor::new(clock, of_harbor),
            sftpgo: Sftpgo::new(clock, of_sftpgo),
            harness: Harness::new(clock, of_harness),
            alauda: Alauda::new(clock, of_alauda),
            plan,
            clock,
            random,
            randoms,
            accounts: Vec::new(),
            faults: Faults::default(),
            log: Vec::new(),
            tampered: Vec::new(),
        };
        let plan = world.plan.clone();
        for platform in PLATFORMS {
            if plan.has(platform)
                && let Some((imitation, random)) = world.seat(platform)
            {
                let known = imitation.populate(&plan, clock, random);
                world.accounts.extend(known);
            }
        }
        world
    }

    /// A platform and its random source.
    pub(crate) fn seat(&mut self, platform: &str) -> Option<(&mut dyn Imitation, &mut Random)> {
        let [of_harbor, _, of_sftpgo, of_harness, of_alauda] = &mut self.randoms;
        let seat: (&mut dyn Imitation, _) = match platform {
            "harbor" => (&mut self.harbor, of_harbor),
            "portainer" => (&mut self.portainer, &mut self.random),
            "sftpgo" => (&mut self.sftpgo, of_sftpgo),
            "harness" => (&mut self.harness, of_harness),
            "alauda" => (&mut self.alauda, of_alauda),
            _ => return None,
        };
        Some(seat)
    }

    /// A new world after a plan; the clock goes on where the wall is.
    pub(crate) fn anew(&self, plan: Plan) -> Self {
        let mut clock = self.clock;
        clock.forget_advances();
        Self::planned(plan, clock)
    }

    /// The simulator's time.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Moves the simulator's time on.
    pub fn advance_ms(&mut self, ms: u64) {
        self.clock.advance_ms(ms);
    }

    /// Moves the simulator's time to the beginning of the next second.
    pub fn next_second(&mut self) {
        self.clock.next_second();
    }

    /// Lets the simulator's time follow the wall, as a server does.
    pub fn follow(&mut self, wall_ms: u64) {
        self.clock.follow(wall_ms);
    }

    /// The sign-ins that exist in this world.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The byte that a test wants changed in a served file.
    pub fn tampered(&self, path: &str) -> Option<usize> {
        self.tampered
            .iter()
            .find(|(found, _)| found == path)
            .map(|(_, byte)| *byte)
    }

    /// What a restart of a server does.
    pub fn restart(&mut self, platform: &str) {
        let clock = self.clock;
        if let Some((imitation, random)) = self.seat(platform) {
            imitation.restart(clock, random);
        }
    }

    fn platform(&mut self, platform: &str, request: &Request) -> Response {
        let fault = self.faults.take(platform, request);
        let clock = self.clock;
        let is_there = self.plan.has(platform);
        let Some((imitation, random)) = self.seat(platform).filter(|_| is_there) else {
            return Response::json(404, json!({"error": "no such platform"}).to_string());
        };
        if let Some(fault) = fault {
            return fault.apply(|| imitation.answer(request, clock, random));
        }
        let response = imitation.answer(request, clock, random);
        #[cfg(test)]
        crate::notes::exchange(platform, request, &response);
        response
    }
}

/// Id and name of the connection that leads to each platform.
const CONNECTIONS: [(&str, &str, &str); 5] = [
    ("harbor", "registry", "Registry"),
    ("portainer", "operations", "Operations"),
    ("sftpgo", "files", "File transfer"),
    ("harness", "delivery", "Delivery"),
    ("alauda", "clusters", "Clusters"),
];

/// The configuration that the simulator serves to a panel: the platforms of this world.
fn configuration(plan: &Plan) -> Json {
    let connections: Vec<Json> = CONNECTIONS
        .iter()
        .filter(|(platform, ..)| plan.has(platform))
        .map(|(platform, id, name)| {
            json!({
                "id": id,
                "platform": platform,
                "name": name,
                "base_url": format!("/platforms/{platform}")
            })
        })
        .collect();
    json!({"title": "Rollcall", "connections": connections, "idle_lock_minutes": 15})
}

/// Answers a request as if its client had waited for the answer: the clock moves on by the time the platform takes.
pub fn handle(world: &mut World, request: &Request) -> Response {
    let response = start(world, request);
    world.clock.advance_ms(response.delay_ms);
    response
}

/// Begins a request without waiting: a password change, for example, is written only when its `delay_ms` is over.
///
/// A server that answers many clients at once calls this, lets the time pass, and sends the answer then.
pub fn start(world: &mut World, request: &Request) -> Response {
    let path = request.path();
    if path == "/config.json" {
        return Response::json(200, configuration(&world.plan).to_string())
            .header("Cache-Control", "no-store");
    }
    if path.starts_with("/__sim/") {
        return control::answer(world, request);
    }
    let Some((platform, _)) = request
        .target
        .strip_prefix("/platforms/")
        .map(|rest| rest.split_once(['/', '?']).unwrap_or((rest, "")))
    else {
        return Response::json(404, json!({"error": "nothing here"}).to_string());
    };
    let platform = platform.to_owned();
    // Proxies hand on what stands behind the prefix, as it is.
    let rest = request
        .target
        .get("/platforms/".len() + platform.len()..)
        .unwrap_or_default();
    let inner = Request {
        target: if rest.starts_with('/') {
            rest.to_owned()
        } else {
            format!("/{rest}")
        },
        ..request.clone()
    };
    let response = world.platform(&platform, &inner);
    if world.log.len() >= LOG_LENGTH {
        world.log.remove(0);
    }
    world.log.push(Seen {
        platform,
        request: inner,
        status: response.status,
        at_ms: world.clock.now_ms(),
    });
    response
}
