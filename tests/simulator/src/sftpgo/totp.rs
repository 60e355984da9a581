//! The second factor: TOTP and recovery codes (contract 1.3, 2.3, 2.6).

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use serde_json::json;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::Call;
use super::answer::{Answer, api, done, error, invalid, list, ok, said};
use super::schema::{TOTP_GENERATE, TOTP_OF_ADMIN, TOTP_OF_USER, TOTP_VALIDATE};
use super::shape::{read, string};
use super::signing::letters;
use super::state::{Factor, Person, Sealed, Sftpgo, flag, seal, strings, text};
use super::validate::quote;
use crate::http::Response;
use crate::random::Random;

/// How a passcode fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passcode {
    Good,
    Wrong,
    Used,
    /// There is no configuration of that name.
    Unknown,
}

/// Name, issuer and digest of each configuration.
const CONFIGS: [(&str, &str, &str); 3] = [
    ("Default", "SFTPGo", "sha1"),
    ("Strong", "Lab", "sha256"),
    ("Strongest", "Lab", "sha512"),
];

const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_S: u64 = 30;
const REMEMBERED_MS: u64 = 120_000;
const N_CODES: usize = 12;

/// The bytes of a base32 text without padding; the error is the place of the first bad letter.
pub(crate) fn base32(text: &str) -> Result<Vec<u8>, usize> {
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for (at, letter) in text.bytes().enumerate() {
        let value = BASE32.iter().position(|known| *known == letter).ok_or(at)?;
        buffer = ((buffer << 5) | u32::try_from(value).unwrap_or(0)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((buffer >> bits) & 0xff).unwrap_or(0));
        }
    }
    if matches!(text.len() % 8, 1 | 3 | 6) {
        return Err(text.len());
    }
    Ok(bytes)
}

fn digest<M: Mac + KeyInit>(key: &[u8], step: u64) -> Option<Vec<u8>> {
    let mut mac = <M as Mac>::new_from_slice(key).ok()?;
    mac.update(&step.to_be_bytes());
    Some(mac.finalize().into_bytes().to_vec())
}

/// The passcode of a secret in a step of half a minute.
fn passcode(algorithm: &str, secret: &str, step: u64) -> Option<String> {
    let key = base32(secret).ok()?;
    let digest = match algorithm {
        "sha256" => digest::<Hmac<Sha256>>(&key, step),
        "sha512" => digest::<Hmac<Sha512>>(&key, step),
        _ => digest::<Hmac<Sha1>>(&key, step),
    }?;
    let offset = usize::from(digest.last()? & 0xf);
    let four: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000;
    Some(format!("{number:06}"))
}

/// The passcode of the usual configuration at an instant.
#[cfg(test)]
pub(crate) fn passcode_at(secret: &str, now_s: u64) -> String {
    passcode("sha1", secret, now_s / STEP_S).unwrap_or_default()
}

fn new_codes(owner: &str, random: &mut Random) -> Vec<(Sealed, bool)> {
    const LETTERS: &[u8] = b"23456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    (0..N_CODES)
        .map(|_| {
            let code = format!("RC-{}", letters(random, 22, LETTERS));
            (seal(&code, owner, random), false)
        })
        .collect()
}

/// A second factor that is set up, for accounts that begin with one.
pub(crate) fn enrolled(
    owner: &str,
    secret: &str,
    protocols: &[&str],
    random: &mut Random,
) -> Factor {
    Factor {
        enabled: true,
        config: "Default".to_owned(),
        secret: Some(seal(secret, owner, random)),
        protocols: protocols
            .iter()
            .map(|protocol| (*protocol).to_owned())
            .collect(),
        codes: new_codes(owner, random),
    }
}

impl Sftpgo {
    fn configs(&self) -> &'static [(&'static str, &'static str, &'static str)] {
        let count = self.toggles.number("totp_configs").unwrap_or(1);
        let count = usize::try_from(count).unwrap_or(0).min(CONFIGS.len());
        CONFIGS.get(..count).unwrap_or_default()
    }

    fn config(&self, name: &str) -> Option<(&'static str, &'static str, &'static str)> {
        self.configs()
            .iter()
            .copied()
            .find(|(known, ..)| *known == name)
    }

    /// Checks a passcode and, when it is good, uses it up.
    pub(crate) fn check_passcode(
        &mut self,
        config: &str,
        secret: &str,
        given: &str,
        call: &Call,
    ) -> Passcode {
        let Some((_, _, algorithm)) = self.config(config) else {
            return Passcode::Unknown;
        };
        let now = call.now_ms();
        self.used_passcodes.retain(|(.., until)| *until > now);
        let is_used = self
            .used_passcodes
            .iter()
            .any(|(of, code, _)| of == secret && code == given);
        if is_used {
            return Passcode::Used;
        }
        let step = now / 1000 / STEP_S;
        let is_good = [step.saturating_sub(1), step, step + 1]
            .into_iter()
            .any(|step| passcode(algorithm, secret, step).as_deref() == Some(given));
        if !is_good {
            return Passcode::Wrong;
        }
        self.used_passcodes
            .push((secret.to_owned(), given.to_owned(), now + REMEMBERED_MS));
        Passcode::Good
    }

    /// M1.
    pub(crate) fn totp_configs(&self) -> Answer {
        if self.configs().is_empty() {
            return ok("null");
        }
        let items: Vec<String> = self
            .configs()
            .iter()
            .map(|(name, issuer, algo)| {
                format!("{{\"name\":\"{name}\",\"issuer\":\"{issuer}\",\"algo\":\"{algo}\"}}")
            })
            .collect();
        list(&items)
    }

    /// M2: nothing is stored.
    pub(crate) fn totp_generate(&self, call: &mut Call) -> Answer {
        self.own(call)?;
        let given = call.body(&TOTP_GENERATE)?;
        let name = text(&given, "config_name");
        let Some((name, issuer, algorithm)) = self.config(name) else {
            return Err(error(400, &no_config(name)));
        };
        let secret = letters(call.random, 32, BASE32);
        let word = if call.caller.is_user { "User" } else { "Admin" };
        let account = super::paths::segment(&format!("{word} \"{}\"", call.caller.name));
        let url = format!(
            "otpauth://totp/{issuer}:{account}?algorithm={}&digits=6&issuer={issuer}&period={STEP_S}&secret={secret}",
            algorithm.to_uppercase()
        );
        let mut shown = String::new();
        string(&mut shown, &url);
        let picture = super::picture::qr_code(&url);
        ok(format!(
            "{{\"config_name\":\"{name}\",\"issuer\":\"{issuer}\",\"secret\":\"{secret}\",\"url\":{shown},\"qr_code\":\"{picture}\"}}"
        ))
    }

    /// M3.
    pub(crate) fn totp_validate(&mut self, call: &mut Call) -> Answer {
        const WRONG: &str = "Invalid passcode";
        let given = call.body(&TOTP_VALIDATE)?;
        let (config, code, secret) = (
            text(&given, "config_name"),
            text(&given, "passcode"),
            text(&given, "secret"),
        );
        match self.check_passcode(config, secret, code, call) {
            Passcode::Good => done("Passcode successfully validated"),
            Passcode::Wrong => Err(said(400, WRONG)),
            Passcode::Used => Err(api(400, "this passcode was already used", WRONG)),
            Passcode::Unknown => Err(api(400, &no_config(config), WRONG)),
        }
    }

    /// M4: no passcode is asked for.
    pub(crate) fn totp_save(&mut self, call: &mut Call) -> Answer {
        let kind = if call.caller.is_user {
            TOTP_OF_USER
        } else {
            TOTP_OF_ADMIN
        };
        let person = self.own(call)?.clone();
        let given = super::json::parse(&call.request.body)
            .and_then(|node| read(&node, kind))
            .map_err(|mistake| invalid(&format!("unable to decode JSON body: {mistake}")))?;
        let mut factor = person.factor.clone();
        if given.contains_key("enabled") {
            factor.enabled = flag(&given, "enabled");
        }
        if given.contains_key("config_name") {
            text(&given, "config_name").clone_into(&mut factor.config);
        }
        if given.contains_key("protocols") {
            factor.protocols = strings(&given, "protocols")
                .into_iter()
                .map(str::to_owned)
                .collect();
        }
        let is_required = if call.caller.is_user {
            !self
                .effective_list(&person, "two_factor_protocols")
                .is_empty()
        } else {
            Self::is_forced_to_enrol(&person)
        };
        if is_required && !factor.enabled {
            return Err(invalid("two-factor authentication must be enabled"));
        }
        let name = call.caller.name.clone();
        if call.caller.is_user {
            self.check_required(&person, &factor)?;
            self.check_stored(&name, &person)?;
        }
        if factor.enabled {
            let new = given
                .get("secret")
                .and_then(|secret| secret.as_object())
                .filter(|secret| text(secret, "status") == "Plain")
                .map(|secret| text(secret, "payload").to_owned());
            self.check_factor(&factor, new.as_deref(), call.caller.is_user)?;
            if let Some(new) = new {
                factor.secret = Some(seal(&new, &name, call.random));
            }
            let unused = factor.codes.iter().filter(|(_, is_used)| !is_used).count();
            if unused < 5 {
                factor.codes = new_codes(&name, call.random);
            }
        } else {
            factor = Factor::default();
        }
        let now = call.now_ms();
        let person = self.own_mut(call)?;
        person.factor = factor;
        person.updated_at = now;
        if call.caller.must_enrol {
            self.revoke(call);
        }
        done("TOTP configuration saved")
    }

    fn check_factor(
        &self,
        factor: &Factor,
        new: Option<&str>,
        is_user: bool,
    ) -> Result<(), Response> {
        if factor.config.is_empty() {
            return Err(invalid("totp: config name is mandatory"));
        }
        if self.config(&factor.config).is_none() {
            let text = format!("totp: config name {} not found", quote(&factor.config));
            return Err(invalid(&text));
        }
        let kept = factor.secret.as_ref().map(|secret| secret.plain.as_str());
        let secret = new.or(kept).unwrap_or_default();
        if secret.is_empty() {
            return Err(invalid("totp: secret is mandatory"));
        }
        self.check_secret(secret)?;
        if !is_user {
            return Ok(());
        }
        if factor.protocols.is_empty() {
            return Err(invalid("totp: specify at least one protocol"));
        }
        let is_known = |protocol: &&String| ["SSH", "FTP", "HTTP"].contains(&protocol.as_str());
        if let Some(unknown) = factor.protocols.iter().find(|protocol| !is_known(protocol)) {
            return Err(invalid(&format!(
                "totp: invalid protocol {}",
                quote(unknown)
            )));
        }
        Ok(())
    }

    /// What makes a secret too poor; releases before 2.7.5 take any (contract 5.15).
    fn check_secret(&self, secret: &str) -> Result<(), Response> {
        if !self.is_since("2.7.5") {
            return Ok(());
        }
        match base32(secret) {
            Err(at) => Err(invalid(&format!(
                "totp: invalid secret encoding: illegal base32 data at input byte {at}"
            ))),
            Ok(bytes) if bytes.len() < 20 => {
                Err(invalid("totp: secret must be at least 20 bytes long"))
            }
            Ok(_) => Ok(()),
        }
    }

    /// Every protocol for which a second factor is required must be covered.
    fn check_required(&self, person: &Person, factor: &Factor) -> Result<(), Response> {
        let required = self.effective_list(person, "two_factor_protocols");
        if required
            .iter()
            .any(|protocol| !factor.protocols.contains(protocol))
        {
            return Err(invalid(&format!(
                "totp: the following protocols are required: {}",
                quote(&required.join(", "))
            )));
        }
        Ok(())
    }

    fn own_factor(&self, call: &Call) -> Result<&Factor, Response> {
        let factor = &self.own(call)?.factor;
        if factor.enabled {
            Ok(factor)
        } else {
            Err(error(
                403,
                "recovery codes are not available with two-factor authentication disabled",
            ))
        }
    }

    /// M5.
    pub(crate) fn read_codes(&self, call: &Call) -> Answer {
        let items: Vec<String> = self
            .own_factor(call)?
            .codes
            .iter()
            .map(|(code, is_used)| json!({"code": code.plain, "used": is_used}).to_string())
            .collect();
        list(&items)
    }

    /// M6.
    pub(crate) fn renew_codes(&mut self, call: &mut Call) -> Answer {
        self.own_factor(call)?;
        let name = call.caller.name.clone();
        if call.caller.is_user {
            self.check_stored(&name, self.own(call)?)?;
        }
        let codes = new_codes(&name, call.random);
        let items: Vec<String> = codes
            .iter()
            .map(|(code, _)| json!(code.plain).to_string())
            .collect();
        let now = call.now_ms();
        let person = self.own_mut(call)?;
        person.factor.codes = codes;
        person.updated_at = now;
        list(&items)
    }
}

fn no_config(name: &str) -> String {
    format!("totp: no configuration {}", quote(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The examples of RFC 6238, appendix B, shortened to six digits.
    #[test]
    fn the_examples_of_the_standard_hold() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(passcode("sha1", secret, 1).as_deref(), Some("287082"));
        assert_eq!(
            passcode("sha1", secret, 1_111_111_109 / 30).as_deref(),
            Some("081804")
        );
        let longer = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";
        assert_eq!(passcode("sha256", longer, 1).as_deref(), Some("119246"));
    }

    #[test]
    fn bad_base32_is_told_with_its_place() {
        assert_eq!(base32("not base32"), Err(0));
        assert_eq!(base32("SHORT").map(|bytes| bytes.len()), Ok(3));
        assert_eq!(
            base32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").map(|bytes| bytes.len()),
            Ok(20)
        );
    }
}
