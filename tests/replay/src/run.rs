//! Sends the requests of a flow in order and compares the answers.

use std::time::Duration;

use serde_json::json;

use crate::bind::Bindings;
use crate::compare::{Leave, differences};
use crate::excuse::Rules;
use crate::flow::{Exchange, Flow, Got, Sent};
use crate::moment;
use crate::peer::{Peer, admin_of};
use crate::report::{Outcome, Report};
use crate::unseen::{self, Deed};

/// Worlds whose flows continue one another, by platform.
const CONTINUED: [(&str, &str); 1] = [("harbor", "oidc")];

fn is_continued(flow: &Flow) -> bool {
    CONTINUED.contains(&(flow.platform.as_str(), flow.world.as_str()))
}

/// Where a flow stands in a replay: those that continue another come last, behind the one that sets their world up.
fn place(flow: &Flow) -> u8 {
    match (is_continued(flow), flow.begins_with_set_up()) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2,
    }
}

/// Replays all flows, each in a fresh world, but for those that continue another.
pub fn replay(flows: &[Flow], rules: &Rules, peer: &mut dyn Peer) -> Result<Report, String> {
    let mut report = Report::default();
    let mut ordered: Vec<&Flow> = flows.iter().collect();
    ordered.sort_by_key(|flow| place(flow));
    let mut before: Option<(&Flow, Bindings)> = None;
    for flow in ordered {
        let kept = before.take().filter(|(other, _)| {
            place(flow) == 2 && other.platform == flow.platform && other.world == flow.world
        });
        let bindings = replay_flow(flow, kept.map(|(_, kept)| kept), rules, peer, &mut report)?;
        before = Some((flow, bindings));
    }
    Ok(report)
}

fn replay_flow(
    flow: &Flow,
    kept: Option<Bindings>,
    rules: &Rules,
    peer: &mut dyn Peer,
    report: &mut Report,
) -> Result<Bindings, String> {
    let is_known = kept.is_some() || peer.begin(flow)?;
    let fresh = Bindings::new(
        admin_of(&flow.platform),
        &peer.admin_password(),
        &peer.origin(),
    );
    let mut bindings = match kept {
        Some(kept) => kept.continued(fresh),
        None => fresh,
    };
    // Once a set-up call fails, what follows proves nothing.
    let mut broken: Option<String> = None;
    let mut told = Told::default();
    let deeds = unseen::deeds(flow);
    let suspect = unseen::suspect(flow);
    for (index, exchange) in flow.exchanges.iter().enumerate() {
        for (_, deed) in deeds.iter().filter(|(at, _)| is_known && *at == index) {
            if let Err(problem) = carry_out(deed, exchange, &mut bindings, peer) {
                broken.get_or_insert(problem);
            }
        }
        match pause_of(&exchange.note) {
            Some(Pause::NextSecond) => peer.next_second(),
            Some(Pause::Ms(ms)) => peer.wait_ms(ms),
            Some(Pause::AfterExpiry(seconds)) => {
                let left = told.expires_s.saturating_sub(peer.now_s());
                peer.wait_ms((left + seconds) * 1000);
            }
            Some(Pause::AsTold) => peer.wait_ms(told.retry_s * 1000),
            None => {}
        }
        let listener = unseen::listener(flow, exchange).filter(|_| is_known);
        let is_out_of_reach =
            listener.is_some_and(|switches| !peer.switch(&switches) && !unseen::is_main(&switches));
        peer.come_from(suspect.filter(|_| unseen::is_of_suspect(exchange)));
        let excuse = rules.whole(flow, &exchange.request);
        let outcome = if !is_known {
            Outcome::NotImitated
        } else if let Some(reason) = &broken {
            Outcome::Different(vec![reason.clone()])
        } else if is_out_of_reach {
            Outcome::Different(vec!["only one listener can be asked from here".to_owned()])
        } else {
            match send(&mut bindings, &exchange.request, peer) {
                Err(problem) => Outcome::Different(vec![problem]),
                Ok(found) => {
                    told.note(&found);
                    bindings.note_owners(&exchange.response.body);
                    bindings.note_totp_secret(&found.body);
                    judge(flow, exchange, &found, rules, &mut bindings)
                }
            }
        };
        if exchange.is_aside {
            if let Outcome::Different(problems) = &outcome {
                broken = Some(format!(
                    "the set-up call of step {} failed: {}",
                    exchange.step,
                    problems.join("; ")
                ));
            }
            continue;
        }
        match excuse {
            _ if !exchange.is_replayable => {}
            Some(rule) => report.excuse(&flow.platform, rule),
            None => report.count(flow, exchange, outcome),
        }
    }
    Ok(bindings)
}

/// Does what was done unseen before an exchange.
fn carry_out(
    deed: &Deed,
    exchange: &Exchange,
    bindings: &mut Bindings,
    peer: &mut dyn Peer,
) -> Result<(), String> {
    let Deed::Accounts(names) = deed else {
        return match deed.switches() {
            Some(switches) if peer.switch(&switches) => Ok(()),
            _ => Err(format!(
                "done unseen, and not to be done from here: {deed:?}"
            )),
        };
    };
    for name in names {
        let mut headers = exchange.request.headers.clone();
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        let body = json!({
            "username": name, "status": 1, "home_dir": format!("/srv/{name}"), "permissions": {"/": ["*"]}
        });
        let request = Sent {
            method: "POST".to_owned(),
            target: exchange.request.path().to_owned(),
            headers,
            body: Some(body.to_string()),
        };
        let made = send(bindings, &request, peer)?;
        if made.status != 201 {
            return Err(format!(
                "{name}, made unseen, was refused with {}",
                made.status
            ));
        }
    }
    Ok(())
}

/// What answers told about time.
#[derive(Debug, Default)]
struct Told {
    /// When the last token ends.
    expires_s: u64,
    /// How long to wait before the next try.
    retry_s: u64,
}

impl Told {
    fn note(&mut self, got: &Got) {
        if let Some(seconds) = got.all("retry-after").find_map(|value| value.parse().ok()) {
            self.retry_s = seconds;
        }
        let body: serde_json::Value = serde_json::from_str(&got.body).unwrap_or_default();
        let expires = body.get("expires_at").and_then(serde_json::Value::as_str);
        if let Some(seconds) = expires.and_then(moment::seconds) {
            self.expires_s = seconds;
        }
    }
}

/// The text of a body, where the recording only says how large it was.
fn whole_body(recorded: &str) -> Option<String> {
    let number = recorded
        .strip_prefix('(')?
        .strip_suffix(" MiB and a bit)")?;
    let letters = number.parse::<usize>().ok()? * 1_048_576;
    Some(format!("{{\"username\": \"{}\"}}", "x".repeat(letters)))
}

fn fill_body(bindings: &Bindings, recorded: &str) -> Result<String, String> {
    if let Some(whole) = whole_body(recorded) {
        return Ok(whole);
    }
    let filled = bindings.follow_body(&bindings.fill(recorded)?);
    Ok(bindings.follow_literals(&filled))
}

fn send(bindings: &mut Bindings, recorded: &Sent, peer: &mut dyn Peer) -> Result<Got, String> {
    let values = recorded.headers.iter().map(|(_, value)| value.as_str());
    let texts = values
        .chain([recorded.target.as_str()])
        .chain(recorded.body.as_deref());
    let mut wanted = bindings.unknown(texts.clone());
    // What is good now was not before.
    wanted.extend(moment::PASSCODES.iter().filter_map(|name| {
        let mark = format!("{{{{{name}}}}}");
        let is_sent = texts.clone().any(|text| text.contains(&mark));
        is_sent.then(|| (*name).to_owned())
    }));
    for name in wanted {
        let now_s = peer.now_s();
        let passcode = bindings
            .totp_secret()
            .and_then(|secret| moment::passcode(&name, &secret, now_s));
        if let Some(value) = passcode.or_else(|| peer.placeholder(&name)) {
            bindings.set(&name, &value);
        }
    }
    let target = bindings.follow_target(&bindings.fill(&recorded.target)?);
    let target = bindings.follow_literals(&target);
    let headers = recorded
        .headers
        .iter()
        .map(|(name, value)| {
            Ok((
                name.clone(),
                bindings.follow_literals(&bindings.fill(value)?),
            ))
        })
        .collect::<Result<_, String>>()?;
    let body = match &recorded.body {
        Some(body) => Some(fill_body(bindings, body)?),
        None => None,
    };
    peer.send(&Sent {
        method: recorded.method.clone(),
        target,
        headers,
        body,
    })
}

fn judge(
    flow: &Flow,
    exchange: &Exchange,
    found: &Got,
    rules: &Rules,
    bindings: &mut Bindings,
) -> Outcome {
    let leave = Leave {
        headers: rules.headers(flow, &exchange.request),
        members: rules.members(flow, &exchange.request),
    };
    let problems = differences(
        bindings,
        &exchange.request,
        &exchange.response,
        found,
        &leave,
    );
    if exchange.is_aside {
        // Of a set-up call only the status counts, but its values are bound all the same.
        return if found.status == exchange.response.status {
            Outcome::Alike
        } else {
            Outcome::Different(problems)
        };
    }
    if problems.is_empty() {
        Outcome::Alike
    } else {
        Outcome::Different(problems)
    }
}

/// A pause that a note asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pause {
    /// `[in a later second …]`.
    NextSecond,
    /// `[12 seconds after …]`.
    Ms(u64),
    /// `32 seconds after exp`: so long after the last token ended.
    AfterExpiry(u64),
    /// `after Retry-After seconds`: as long as the last answer said.
    AsTold,
}

fn pause_of(note: &str) -> Option<Pause> {
    if note.starts_with("after Retry-After seconds") {
        return Some(Pause::AsTold);
    }
    let expiry = note
        .split_once(" seconds after exp")
        .and_then(|(before, _)| {
            let number = before.rsplit(' ').next()?;
            number.parse().ok().map(Pause::AfterExpiry)
        });
    // A note may hold other remarks in brackets too.
    let remarks = note.split('[').skip(1);
    let mut remarks = remarks.filter_map(|rest| rest.split_once(']'));
    expiry.or_else(|| remarks.find_map(|(remark, _)| remarked_pause(remark)))
}

fn remarked_pause(remark: &str) -> Option<Pause> {
    if remark.starts_with("in a later second") {
        return Some(Pause::NextSecond);
    }
    let mut words = remark.split(' ');
    let number: f64 = match words.next()? {
        "a" | "an" | "one" => 1.0,
        word => word.parse().ok()?,
    };
    let unit_s = match words.next()?.trim_end_matches(',') {
        "second" | "seconds" | "s" => 1.0,
        "minute" | "minutes" => 60.0,
        "hour" | "hours" => 3600.0,
        _ => return None,
    };
    let pause = Duration::try_from_secs_f64(number * unit_s).ok()?;
    Some(Pause::Ms(u64::try_from(pause.as_millis()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_may_ask_for_a_pause() {
        assert_eq!(
            pause_of("[in a later second than the call before] x"),
            Some(Pause::NextSecond)
        );
        assert_eq!(
            pause_of("[12 seconds after the call before]"),
            Some(Pause::Ms(12_000))
        );
        assert_eq!(
            pause_of("[3.4 seconds after the last]"),
            Some(Pause::Ms(3400))
        );
        assert_eq!(
            pause_of("32 seconds after exp"),
            Some(Pause::AfterExpiry(32))
        );
        assert_eq!(pause_of("after Retry-After seconds"), Some(Pause::AsTold));
        assert_eq!(
            pause_of("the second [of two] [in a later second] x"),
            Some(Pause::NextSecond)
        );
        assert_eq!(
            pause_of("refused, 32 seconds after exp"),
            Some(Pause::AfterExpiry(32))
        );
        assert_eq!(pause_of("some seconds after exp"), None);
        assert_eq!(pause_of("a list [1, 2]"), None);
        assert_eq!(pause_of("nothing"), None);
    }

    #[test]
    fn what_continues_another_flow_comes_behind_it() {
        let flow = |world: &str, is_aside: bool| Flow {
            platform: "harbor".to_owned(),
            server: String::new(),
            world: world.to_owned(),
            setup: String::new(),
            name: String::new(),
            about: String::new(),
            path: std::path::PathBuf::new(),
            exchanges: vec![Exchange {
                step: 1,
                operation: String::new(),
                note: String::new(),
                is_aside,
                is_replayable: true,
                request: Sent::default(),
                response: Got::default(),
            }],
        };
        assert_eq!(place(&flow("default", true)), 0);
        assert!(place(&flow("oidc", true)) < place(&flow("oidc", false)));
    }
}
