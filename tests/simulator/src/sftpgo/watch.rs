//! Limits: parallel requests, the rate limiter, the defender (contract 5.11).

use serde_json::json;

use super::Call;
use super::answer::{Answer, api, done, error, list, missing, ok, said};
use super::signing::rfc3339;
use super::state::{Sftpgo, Suspect};
use crate::clock::Clock;
use crate::http::{Request, Response};

const OBSERVED_MS: u64 = 30 * 60_000;
const LIMIT_POINTS: u64 = 3;

impl Suspect {
    fn score(&self, now: u64) -> u64 {
        self.events
            .iter()
            .filter(|(at, _)| at + OBSERVED_MS > now)
            .map(|(_, points)| points)
            .sum()
    }
}

impl Sftpgo {
    /// Remembers a request until the server has worked it off.
    pub(crate) fn note_open(&mut self, request: &Request, clock: Clock, spent_ms: u64) {
        if spent_ms > 0 {
            self.open
                .push((request.peer.clone(), clock.now_ms() + spent_ms));
        }
    }

    /// What stands before every path.
    pub(crate) fn admit(&mut self, call: &mut Call) -> Result<(), Response> {
        let now = call.clock.now_ms();
        let peer = call.request.peer.clone();
        if self.is_banned(&peer, now) {
            return Err(error(403, "your IP address is blocked"));
        }
        self.open.retain(|(_, until)| *until > now);
        let open = self.open.iter().filter(|(of, _)| *of == peer).count();
        let most = self.toggles.number("parallel_requests").unwrap_or(20);
        if most > 0 && u64::try_from(open).unwrap_or(u64::MAX) >= most {
            self.suspect(call, LIMIT_POINTS);
            return Err(error(403, "you are not allowed to connect"));
        }
        self.limit_rate(call, &peer, now)
    }

    fn limit_rate(&mut self, call: &mut Call, peer: &str, now: u64) -> Result<(), Response> {
        let Some(rate) = self.toggles.number("rate_limit").filter(|rate| *rate > 0) else {
            return Ok(());
        };
        let as_float = |number: u64| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        let rate = as_float(rate);
        let burst = as_float(self.toggles.number("rate_burst").unwrap_or(5));
        let (left, counted_at) = self.buckets.get(peer).copied().unwrap_or((burst, now));
        let since_s = as_float(now.saturating_sub(counted_at)) / 1000.0;
        let left = (left + since_s * rate).min(burst);
        let wait_s = ((1.0 - left) / rate).max(0.0);
        let most_s = 1.0 / (rate * 2.0);
        if wait_s > most_s {
            self.buckets.insert(peer.to_owned(), (left, now));
            self.suspect(call, LIMIT_POINTS);
            let told_s = wait_s + 0.5;
            let text = format!(
                "rate limit exceed, wait time to respect rate {}, max wait time allowed {}",
                duration(wait_s),
                duration(most_s)
            );
            return Err(api(429, &text, "Too Many Requests")
                .header("Retry-After", format!("{:.0}", told_s.ceil()))
                .header("X-Retry-In", duration(told_s)));
        }
        self.buckets.insert(peer.to_owned(), (left - 1.0, now));
        call.spent_ms += std::time::Duration::try_from_secs_f64(wait_s)
            .map_or(0, |wait| u64::try_from(wait.as_millis()).unwrap_or(0));
        Ok(())
    }

    fn is_banned(&self, peer: &str, now: u64) -> bool {
        self.toggles.number("defender").is_some()
            && self
                .suspects
                .get(peer)
                .is_some_and(|suspect| suspect.banned_until > now)
    }

    /// Gives an address points; `false` while the defender is off.
    pub(crate) fn suspect(&mut self, call: &Call, points: u64) -> bool {
        let Some(threshold) = self.toggles.number("defender") else {
            return false;
        };
        let now = call.clock.now_ms();
        let ban_ms = self.toggles.number("ban_minutes").unwrap_or(30) * 60_000;
        let suspect = self.suspects.entry(call.request.peer.clone()).or_default();
        suspect.events.push((now, points));
        if suspect.score(now) >= threshold {
            suspect.events.clear();
            suspect.banned_until = now + ban_ms;
        }
        true
    }

    /// D1.
    pub(crate) fn list_hosts(&self, call: &Call) -> Answer {
        let now = call.clock.now_ms();
        if self.toggles.number("defender").is_none() {
            return list(&[]);
        }
        let items: Vec<String> = self
            .suspects
            .iter()
            .filter(|(_, suspect)| suspect.banned_until > now || suspect.score(now) > 0)
            .map(|(ip, suspect)| {
                let id = id_of(ip);
                if suspect.banned_until > now {
                    let until = rfc3339(suspect.banned_until / 1000);
                    json!({"id": id, "ip": ip, "ban_time": until}).to_string()
                } else {
                    json!({"id": id, "ip": ip, "score": suspect.score(now)}).to_string()
                }
            })
            .collect();
        list(&items)
    }

    /// D2.
    pub(crate) fn read_host(&self, call: &Call, id: &str) -> Answer {
        let ip = ip_of(id)?;
        if self.toggles.number("defender").is_none() {
            return Err(error(500, "defender is disabled"));
        }
        let now = call.clock.now_ms();
        let suspect = self
            .suspects
            .get(&ip)
            .filter(|suspect| suspect.banned_until > now || suspect.score(now) > 0)
            .ok_or_else(missing)?;
        let body = if suspect.banned_until > now {
            json!({"ip": ip, "ban_time": rfc3339(suspect.banned_until / 1000)})
        } else {
            // The year 1 is Go's instant that is none.
            json!({"ip": ip, "score": suspect.score(now), "ban_time": "0001-01-01T00:00:00Z"})
        };
        ok(body.to_string())
    }

    /// D2.
    pub(crate) fn free_host(&mut self, call: &Call, id: &str) -> Answer {
        let ip = ip_of(id)?;
        let now = call.clock.now_ms();
        let is_known = self.toggles.number("defender").is_some()
            && self
                .suspects
                .get(&ip)
                .is_some_and(|suspect| suspect.banned_until > now || suspect.score(now) > 0);
        if !is_known {
            return Err(said(404, "Not found"));
        }
        self.suspects.remove(&ip);
        done("OK")
    }
}

fn id_of(ip: &str) -> String {
    super::state::hex(ip.as_bytes())
}

fn ip_of(id: &str) -> Result<String, Response> {
    let digits: Option<Vec<u8>> = id
        .as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
            }
            _ => None,
        })
        .collect();
    let bytes = digits.ok_or_else(|| error(400, "invalid host id"))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if text.parse::<std::net::IpAddr>().is_err() {
        return Err(error(400, &format!("ip address \"{text}\" is not valid")));
    }
    Ok(text)
}

/// A duration as Go writes it: `814.74503ms`, `1.5s`.
fn duration(seconds: f64) -> String {
    let (value, unit) = if seconds < 1.0 {
        (seconds * 1000.0, "ms")
    } else {
        (seconds, "s")
    };
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}{unit}")
}
