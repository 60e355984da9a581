//! What a replay found, in words.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use crate::excuse::Rule;
use crate::flow::{Exchange, Flow};

/// How one exchange went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// As recorded.
    Alike,
    /// Not as recorded, in these points.
    Different(Vec<String>),
    /// The platform or the world is not imitated.
    NotImitated,
}

/// Counts of one platform.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    alike: usize,
    counted: usize,
    unknown: usize,
    excused: usize,
}

impl Count {
    /// Whether enough exchanges are alike, and few enough are excused.
    fn is_good(self, platform: &str) -> bool {
        let all = self.counted + self.excused;
        self.counted > 0
            && self.alike * 100 >= self.counted * WANTED_PERCENT
            && self.excused * excusable(platform) <= all
    }
}

/// One in so many exchanges of a platform may be excused.
fn excusable(platform: &str) -> usize {
    if platform == "portainer" { 10 } else { 6 }
}

/// The result of a replay.
#[derive(Debug, Clone, Default)]
pub struct Report {
    platforms: BTreeMap<String, Count>,
    excused: BTreeMap<(String, String, String), usize>,
    unknown_worlds: BTreeMap<(String, String), usize>,
    differences: Vec<String>,
}

/// The share that must be alike, in hundredths.
pub const WANTED_PERCENT: usize = 97;

impl Report {
    /// Exchanges that were answered as recorded: N.
    pub fn alike(&self) -> usize {
        self.platforms.values().map(|count| count.alike).sum()
    }

    /// Exchanges that count: M.
    pub fn counted(&self) -> usize {
        self.platforms.values().map(|count| count.counted).sum()
    }

    /// Exchanges that a rule excused.
    pub fn excused(&self) -> usize {
        self.excused.values().sum()
    }

    /// Whether on every platform enough exchanges are alike, and few enough are excused.
    pub fn is_good(&self) -> bool {
        let mut platforms = self.platforms.iter();
        self.counted() > 0 && platforms.all(|(name, count)| count.is_good(name))
    }

    /// Every difference in words.
    pub fn differences(&self) -> &[String] {
        &self.differences
    }

    pub(crate) fn excuse(&mut self, platform: &str, rule: &Rule) {
        let key = (platform.to_owned(), rule.name.clone(), rule.reason.clone());
        *self.excused.entry(key).or_default() += 1;
        let count = self.platforms.entry(platform.to_owned()).or_default();
        count.excused += 1;
    }

    pub(crate) fn count(&mut self, flow: &Flow, exchange: &Exchange, outcome: Outcome) {
        let count = self.platforms.entry(flow.platform.clone()).or_default();
        count.counted += 1;
        match outcome {
            Outcome::Alike => count.alike += 1,
            Outcome::NotImitated => {
                count.unknown += 1;
                let world = (flow.platform.clone(), flow.world.clone());
                *self.unknown_worlds.entry(world).or_default() += 1;
            }
            Outcome::Different(problems) => {
                let mut text = format!(
                    "{} {}, step {}: {} {}",
                    flow.platform,
                    flow.name,
                    exchange.step,
                    exchange.request.method,
                    exchange.request.target
                );
                if !exchange.note.is_empty() {
                    text.extend([" (", &exchange.note, ")"]);
                }
                for problem in problems {
                    text.push_str("\n    ");
                    text.push_str(&problem);
                }
                self.differences.push(text);
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for difference in &self.differences {
            writeln!(formatter, "different: {difference}")?;
        }
        for ((platform, world), number) in &self.unknown_worlds {
            writeln!(
                formatter,
                "not imitated yet: {platform}, world {world}: {number} exchanges count as different"
            )?;
        }
        for (platform, count) in &self.platforms {
            writeln!(
                formatter,
                "{platform}: {} of {} alike, {} excused{}{}",
                count.alike,
                count.counted,
                count.excused,
                if count.is_good(platform) {
                    ""
                } else {
                    ", which is not enough"
                },
                if count.unknown > 0 {
                    format!(", {} not imitated", count.unknown)
                } else {
                    String::new()
                }
            )?;
        }
        for ((platform, name, reason), number) in &self.excused {
            writeln!(
                formatter,
                "excused: {number} on {platform}, {name}: {reason}"
            )?;
        }
        writeln!(formatter, "excused: {} altogether", self.excused())?;
        if self.counted() == 0 {
            writeln!(
                formatter,
                "nothing was compared: each exchange is a set-up call, does not replay, or is excused"
            )?;
        }
        formatter.write_fmt(format_args!(
            "replay: {} of {} exchanges alike",
            self.alike(),
            self.counted()
        ))?;
        formatter.write_char('\n')
    }
}
