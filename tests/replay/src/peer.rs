//! Who answers a replay: the simulator in process, or a server on loopback.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rollcall_simulator::{Ending, Request, World, handle};
use serde_json::json;
use socket2::{Domain, Socket, Type};

use crate::flow::{Exchange, Flow, Got, Sent};
use crate::setup;

/// The password that the first administrator gets.
///
/// Harbor's rule wants a capital, a small letter and a digit.
pub const ADMIN_PASSWORD: &str = "Replayed horse 1";

/// Something that answers requests.
pub trait Peer {
    /// Begins a flow in a fresh world; `false` when this peer does not know that platform or world.
    fn begin(&mut self, flow: &Flow) -> Result<bool, String>;

    /// Answers a request whose placeholders are filled in.
    fn send(&mut self, request: &Sent) -> Result<Got, String>;

    /// Lets this time pass.
    fn wait_ms(&mut self, ms: u64);

    /// Waits for the beginning of the next second.
    fn next_second(&mut self);

    /// From where the next requests come; nothing for the usual place.
    fn come_from(&mut self, address: Option<Ipv4Addr>);

    /// Sets switches of the simulator; `false` for any other server, and for what it does not take.
    fn switch(&mut self, switches: &serde_json::Value) -> bool;

    /// Its clock, in seconds since 1970.
    fn now_s(&mut self) -> u64;

    /// Scheme, host and port.
    fn origin(&self) -> String;

    /// The password of the first administrator.
    fn admin_password(&self) -> String {
        ADMIN_PASSWORD.to_owned()
    }

    /// The value of a placeholder that no answer showed: what an identity provider of this peer's would give.
    fn placeholder(&mut self, _name: &str) -> Option<String> {
        None
    }
}

/// What a `reset` of the simulator takes to give the world of a flow.
fn reset_of(flow: &Flow) -> Option<serde_json::Value> {
    let admin = json!({"name": admin_of(&flow.platform), "password": ADMIN_PASSWORD});
    match (flow.platform.as_str(), flow.world.as_str()) {
        ("portainer", "default") => Some(json!({"seed": 1, "users": 0, "admin": admin})),
        ("portainer", "no-admin") => Some(json!({"seed": 1, "users": 0, "admin": null})),
        ("portainer", "timed-out") => Some(json!({
            "seed": 1, "users": 0, "admin": null, "switches": {"first_run": "timed-out"}
        })),
        ("portainer", "backup-stuck") => Some(json!({
            "seed": 1, "users": 0, "admin": admin, "switches": {"backup": true}
        })),
        ("harbor", _) => Some(json!({
            "seed": 1, "users": 0, "admin": admin, "platform": "harbor", "switches": harbor_switches(flow)
        })),
        ("sftpgo", _) => Some(json!({
            "seed": 1, "users": 0, "admin": admin, "platform": "sftpgo", "switches": sftpgo_switches(flow)?
        })),
        _ => None,
    }
}

/// What makes a world of Harbor. Mostly the flows themselves switch it on.
fn harbor_switches(flow: &Flow) -> serde_json::Value {
    let mut switches = if flow.world == "oidc" && !flow.begins_with_set_up() {
        // Set up by the flow that comes first; without that one, by what `setup` says of it.
        json!({
            "oidc_name": "Corp login", "oidc_endpoint": PROVIDER, "oidc_client_id": "panel",
            "oidc_auto_onboard": true, "oidc_admin_group": "bosses", "auth_mode": "oidc_auth",
        })
    } else {
        json!({})
    };
    if let Some(email) = left_behind(flow)
        && let Some(members) = switches.as_object_mut()
    {
        members.insert("admin_email".to_owned(), json!(email));
    }
    switches
}

/// The built-in administrator's e-mail where a flow did not begin right after an installation: what it shows of it
/// before it writes there itself.
fn left_behind(flow: &Flow) -> Option<String> {
    if flow.world == "default" {
        return None;
    }
    let is_write = |exchange: &&Exchange| {
        let path = exchange.request.path().trim_end_matches('/');
        exchange.request.method == "PUT" && path.ends_with("/users/1")
    };
    flow.exchanges
        .iter()
        .take_while(|exchange| !is_write(exchange))
        .filter_map(|exchange| serde_json::from_str(&exchange.response.body).ok())
        .find(|shown: &serde_json::Value| shown.get("user_id").is_some_and(|id| *id == 1))
        .and_then(|shown| Some(shown.get("email")?.as_str()?.to_owned()))
}

/// What makes a world of `SFTPGo`: what `setup` says of it, else what its word stands for.
fn sftpgo_switches(flow: &Flow) -> Option<serde_json::Value> {
    let Some(mut switches) = setup::sftpgo(&flow.setup) else {
        return known_sftpgo(flow);
    };
    if switches.get("cors").is_some_and(|cors| cors == "panel") {
        switches.insert("cors_origin".to_owned(), json!(allowed_origin(flow)));
    }
    Some(serde_json::Value::Object(switches))
}

/// What the word of a world stands for.
fn known_sftpgo(flow: &Flow) -> Option<serde_json::Value> {
    Some(match flow.world.as_str() {
        "default" => json!({}),
        "memory" => json!({
            "store": "memory", "base_dir": "/srv/base", "password_hash": "argon2id", "naming_rules": 7,
            "token_minutes": 1, "mail": "off"
        }),
        "bolt-strict" => json!({
            "store": "bolt", "naming_rules": 0, "user_entropy": 60, "admin_entropy": 70, "token_validation": 2,
            "totp_configs": 3
        }),
        "limiter" => json!({"rate_limit": 3, "rate_burst": 5, "mail": "off"}),
        "cors" => json!({"cors": "panel", "cors_origin": allowed_origin(flow), "mail": "off"}),
        "cors-bare" => json!({"cors": "bare", "mail": "off"}),
        "defender" => json!({"defender": 8, "ban_minutes": 1, "mail": "off"}),
        "listeners" => json!({
            "server_version": "short", "totp_configs": 0, "track_quota": 0, "token_validation": 1, "mail": "off"
        }),
        _ => return None,
    })
}

/// The origin that a server of a flow lets in: the one that it names in an answer.
fn allowed_origin(flow: &Flow) -> &str {
    flow.exchanges
        .iter()
        .flat_map(|exchange| exchange.response.all("access-control-allow-origin"))
        .find(|origin| *origin != "*")
        .unwrap_or("https://panel.example")
}

/// The first administrator's name on a platform.
pub fn admin_of(platform: &str) -> &'static str {
    if platform == "sftpgo" {
        "root"
    } else {
        "admin"
    }
}

/// The addresses from which a flow's requests come.
///
/// The recordings came from many addresses, so that no limiter was met; only the flows that are about a limiter
/// came from one. What is recorded tells which they are.
#[derive(Debug, Default)]
struct Clients {
    is_one: bool,
    sent: u32,
    elsewhere: Option<Ipv4Addr>,
}

impl Clients {
    fn of(flow: &Flow) -> Self {
        Self {
            // Tokens of this platform are bound to an address.
            is_one: flow.platform == "sftpgo"
                || flow
                    .exchanges
                    .iter()
                    .any(|exchange| shows_a_limit(&exchange.response)),
            sent: 0,
            elsewhere: None,
        }
    }

    /// The address of the next request, somewhere in the loopback network.
    fn next(&mut self) -> Ipv4Addr {
        if let Some(elsewhere) = self.elsewhere {
            return elsewhere;
        }
        if !self.is_one {
            self.sent += 1;
        }
        Ipv4Addr::from_bits(Ipv4Addr::LOCALHOST.to_bits() + self.sent)
    }
}

/// Whether an answer is a limiter's: 429, or what Portainer says instead.
fn shows_a_limit(got: &Got) -> bool {
    let is_portainers = || {
        let body: serde_json::Value = serde_json::from_str(&got.body).unwrap_or_default();
        body.get("message")
            .is_some_and(|message| message == "Access denied")
            && body
                .get("details")
                .is_some_and(|details| details == "Access denied to resource")
    };
    got.status == 429 || (got.status == 403 && is_portainers())
}

/// The simulator in this process.
#[derive(Debug)]
pub struct Simulated {
    world: World,
    platform: String,
    clients: Clients,
}

impl Simulated {
    /// A simulator without a flow yet.
    pub fn new() -> Self {
        Self {
            world: World::new(1, 0),
            platform: String::new(),
            clients: Clients::default(),
        }
    }
}

impl Default for Simulated {
    fn default() -> Self {
        Self::new()
    }
}

impl Peer for Simulated {
    fn begin(&mut self, flow: &Flow) -> Result<bool, String> {
        let Some(reset) = reset_of(flow) else {
            return Ok(false);
        };
        let call = Request::new("POST", "/__sim/reset").body(reset.to_string());
        let answer = handle(&mut self.world, &call);
        // A world that takes what the simulator has not is not imitated, and the others are.
        if answer.status != 200 {
            return Ok(false);
        }
        self.platform.clone_from(&flow.platform);
        self.clients = Clients::of(flow);
        Ok(true)
    }

    fn send(&mut self, request: &Sent) -> Result<Got, String> {
        let call = Request {
            method: request.method.clone(),
            target: format!("/platforms/{}{}", self.platform, request.target),
            headers: std::iter::once(("Host".to_owned(), "127.0.0.1:9000".to_owned()))
                .chain(request.headers.iter().cloned())
                .collect(),
            body: request.body.clone().unwrap_or_default().into_bytes(),
            peer: self.clients.next().to_string(),
        };
        let answer = handle(&mut self.world, &call);
        if answer.ending != Ending::Complete {
            return Ok(Got::default());
        }
        Ok(Got {
            status: answer.status,
            body: answer.text(),
            headers: answer.headers,
        })
    }

    fn wait_ms(&mut self, ms: u64) {
        self.world.advance_ms(ms);
    }

    fn next_second(&mut self) {
        self.world.next_second();
    }

    fn come_from(&mut self, address: Option<Ipv4Addr>) {
        self.clients.elsewhere = address;
    }

    fn switch(&mut self, switches: &serde_json::Value) -> bool {
        let call = Request::new("POST", SWITCHES).body(of_platform(&self.platform, switches));
        handle(&mut self.world, &call).status == 200
    }

    fn origin(&self) -> String {
        "http://127.0.0.1:9000".to_owned()
    }

    fn now_s(&mut self) -> u64 {
        self.world.clock().now_s()
    }

    fn placeholder(&mut self, name: &str) -> Option<String> {
        let mut get = |path: &str| handle(&mut self.world, &Request::new("GET", path)).text();
        mailed(name, &mut get).or_else(|| provided(name, || get(SWITCHES)))
    }
}

/// The code that came with the mail of a number.
fn mailed(name: &str, get: &mut dyn FnMut(&str) -> String) -> Option<String> {
    let number: usize = name.strip_prefix("code_")?.parse().ok()?;
    let mail: serde_json::Value = serde_json::from_str(&get("/__sim/mail")).ok()?;
    let message = mail.get(number.checked_sub(1)?)?;
    message.get("code")?.as_str().map(str::to_owned)
}

/// The address of the simulator's identity provider.
const PROVIDER: &str = "http://id.example";
/// Where the simulator shows its switches.
const SWITCHES: &str = "/__sim/switches";

/// Switches of one platform.
fn of_platform(platform: &str, switches: &serde_json::Value) -> String {
    json!({platform: switches}).to_string()
}

/// What the identity provider of the simulator would give: it has any address, and its tokens are for the people
/// who have an account, in order.
fn provided(name: &str, switches: impl FnOnce() -> String) -> Option<String> {
    if name == "idp" {
        return Some(PROVIDER.to_owned());
    }
    let number: usize = name.strip_prefix("id_token_")?.parse().ok()?;
    let switches: serde_json::Value = serde_json::from_str(&switches()).ok()?;
    let mut all = switches.as_array()?.iter();
    let tokens = all.find(|switch| switch.get("name").is_some_and(|name| name == "id_tokens"))?;
    let token = tokens.get("value")?.get(number.checked_sub(1)?)?;
    token.as_str().map(str::to_owned)
}

/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most that is read of an answer, in bytes.
const LARGEST_ANSWER: u64 = 256 * 1024 * 1024;

/// A server on loopback.
#[derive(Debug)]
pub struct Loopback {
    address: SocketAddr,
    host: String,
    prefix: String,
    platform: String,
    password: String,
    is_simulator: bool,
    clients: Clients,
}

impl Loopback {
    /// Takes an address such as `http://127.0.0.1:9000`; any other machine is refused.
    pub fn new(url: &str, platform: &str, password: &str) -> Result<Self, String> {
        let rest = url
            .strip_prefix("http://")
            .ok_or("the address must begin with http://")?;
        let (host, prefix) = match rest.find('/') {
            Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
            None => (rest, ""),
        };
        // An IPv6 address holds colons of its own.
        let has_port = host
            .rsplit_once(':')
            .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let with_port = if has_port {
            host.to_owned()
        } else {
            format!("{host}:80")
        };
        let addresses: Vec<SocketAddr> = with_port
            .to_socket_addrs()
            .map_err(|error| format!("{host}: {error}"))?
            .collect();
        let is_loopback = |address: &SocketAddr| match address.ip() {
            IpAddr::V4(ip) => ip.is_loopback(),
            IpAddr::V6(ip) => ip.is_loopback(),
        };
        if !addresses.iter().all(is_loopback) {
            return Err(format!(
                "{host} is not this machine: recorded requests delete accounts and change passwords, so they are sent to loopback only"
            ));
        }
        // A name may stand for several addresses, of which the server listens at one.
        let address = addresses
            .into_iter()
            .find(|address| TcpStream::connect_timeout(address, PATIENCE).is_ok())
            .ok_or_else(|| format!("no server answers at {url}"))?;
        let mut peer = Self {
            address,
            host: host.to_owned(),
            prefix: prefix.trim_end_matches('/').to_owned(),
            platform: platform.to_owned(),
            password: password.to_owned(),
            is_simulator: false,
            clients: Clients::default(),
        };
        peer.is_simulator = peer
            .call(Ipv4Addr::LOCALHOST, "GET", "/__sim/switches", &[], None)
            .is_ok_and(|got| got.status == 200 && got.body.starts_with("[{"));
        if peer.is_simulator && peer.prefix.is_empty() {
            peer.prefix = format!("/platforms/{platform}");
        }
        Ok(peer)
    }

    /// Whether the other side is our own simulator, which gives each flow a world of its own.
    pub fn is_simulator(&self) -> bool {
        self.is_simulator
    }

    fn connect(&self, client: Ipv4Addr) -> io::Result<TcpStream> {
        if self.address.is_ipv6() {
            return TcpStream::connect(self.address);
        }
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        // Where only one loopback address may be used, limiters count everything together.
        if socket.bind(&SocketAddr::from((client, 0)).into()).is_err() {
            return TcpStream::connect(self.address);
        }
        socket.connect(&self.address.into())?;
        Ok(socket.into())
    }

    /// The server's clock: a simulator's may have been moved on; any other server shares this machine's.
    fn now_ms(&self) -> u64 {
        let told = || {
            let got = self
                .call(Ipv4Addr::LOCALHOST, "GET", "/__sim/clock", &[], None)
                .ok()?;
            let clock: serde_json::Value = serde_json::from_str(&got.body).ok()?;
            clock.get("now_ms")?.as_u64()
        };
        let here = || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            u64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
        };
        let told = if self.is_simulator { told() } else { None };
        told.unwrap_or_else(here)
    }

    fn call(
        &self,
        client: Ipv4Addr,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: Option<&str>,
    ) -> io::Result<Got> {
        let mut stream = self.connect(client)?;
        stream.set_read_timeout(Some(Duration::from_secs(90)))?;
        let mut head = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.host
        );
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if let Some(body) = body {
            head.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.unwrap_or_default().as_bytes())?;
        let mut answer = Vec::new();
        // A connection that breaks off has still said something, or nothing; one that never ends is left.
        let _ = stream.take(LARGEST_ANSWER).read_to_end(&mut answer);
        Ok(parse(&answer).unwrap_or_default())
    }
}

impl Peer for Loopback {
    fn begin(&mut self, flow: &Flow) -> Result<bool, String> {
        if flow.platform != self.platform {
            return Ok(false);
        }
        self.clients = Clients::of(flow);
        if !self.is_simulator {
            return Ok(true);
        }
        let Some(reset) = reset_of(flow) else {
            return Ok(false);
        };
        let body = reset.to_string();
        self.call(
            Ipv4Addr::LOCALHOST,
            "POST",
            "/__sim/reset",
            &[],
            Some(&body),
        )
        .map(|got| got.status == 200)
        .map_err(|error| error.to_string())
    }

    fn send(&mut self, request: &Sent) -> Result<Got, String> {
        let target = format!("{}{}", self.prefix, request.target);
        let client = self.clients.next();
        self.call(
            client,
            &request.method,
            &target,
            &request.headers,
            request.body.as_deref(),
        )
        .map_err(|error| format!("{}: {error}", self.host))
    }

    fn wait_ms(&mut self, ms: u64) {
        let advance = json!({"advance_ms": ms}).to_string();
        let is_advanced = self.is_simulator
            && self
                .call(
                    Ipv4Addr::LOCALHOST,
                    "POST",
                    "/__sim/clock",
                    &[],
                    Some(&advance),
                )
                .is_ok_and(|got| got.status == 200);
        if !is_advanced {
            std::thread::sleep(Duration::from_millis(ms));
        }
    }

    fn next_second(&mut self) {
        // By the server's own clock, so that what follows has a whole second for itself.
        self.wait_ms(1000 - self.now_ms() % 1000);
    }

    fn now_s(&mut self) -> u64 {
        self.now_ms() / 1000
    }

    fn come_from(&mut self, address: Option<Ipv4Addr>) {
        self.clients.elsewhere = address;
    }

    fn switch(&mut self, switches: &serde_json::Value) -> bool {
        let body = of_platform(&self.platform, switches);
        self.is_simulator
            && self
                .call(Ipv4Addr::LOCALHOST, "POST", SWITCHES, &[], Some(&body))
                .is_ok_and(|got| got.status == 200)
    }

    fn origin(&self) -> String {
        format!("http://{}", self.host)
    }

    fn placeholder(&mut self, name: &str) -> Option<String> {
        if !self.is_simulator {
            return None;
        }
        let mut get = |path: &str| {
            self.call(Ipv4Addr::LOCALHOST, "GET", path, &[], None)
                .map_or_else(|_| String::new(), |got| got.body)
        };
        mailed(name, &mut get).or_else(|| provided(name, || get(SWITCHES)))
    }

    fn admin_password(&self) -> String {
        if self.is_simulator {
            ADMIN_PASSWORD.to_owned()
        } else {
            self.password.clone()
        }
    }
}

/// Reads an answer that was sent until the connection closed.
fn parse(bytes: &[u8]) -> Option<Got> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let rest = bytes.get(end + 4..)?;
    let mut lines = head.split("\r\n");
    let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    if (100..200).contains(&status) {
        return parse(rest);
    }
    let is_chunked = headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("transfer-encoding") && value.eq_ignore_ascii_case("chunked")
    });
    let body = if is_chunked {
        unchunk(rest)
    } else {
        rest.to_vec()
    };
    Some(Got {
        status,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = rest
            .get(..end)
            .and_then(|line| std::str::from_utf8(line).ok())
            .and_then(|line| usize::from_str_radix(line.split(';').next()?.trim(), 16).ok())
            .unwrap_or(0);
        if size == 0 {
            break;
        }
        let behind = rest.get(end + 2..).unwrap_or_default();
        // What broke off in the middle of a piece was said all the same.
        body.extend_from_slice(behind.get(..size).unwrap_or(behind));
        rest = behind.get(size.saturating_add(2)..).unwrap_or_default();
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_are_refused() {
        let refused = Loopback::new("http://192.0.2.1:9000", "portainer", "p");
        assert!(refused.unwrap_err().contains("not this machine"));
        assert!(Loopback::new("https://127.0.0.1", "portainer", "p").is_err());
    }

    #[test]
    fn an_address_where_nobody_listens_is_named() {
        for url in ["http://127.0.0.1:1", "http://[::1]:1/x", "http://[::1]"] {
            let refused = Loopback::new(url, "portainer", "p").unwrap_err();
            assert_eq!(refused, format!("no server answers at {url}"));
        }
    }

    #[test]
    fn the_built_in_administrators_e_mail_is_what_the_flow_shows_before_it_writes() {
        let exchange = |method: &str, target: &str, body: &str| Exchange {
            step: 1,
            operation: String::new(),
            note: String::new(),
            is_aside: false,
            is_replayable: true,
            request: Sent {
                method: method.to_owned(),
                target: target.to_owned(),
                ..Sent::default()
            },
            response: Got {
                body: body.to_owned(),
                ..Got::default()
            },
        };
        let shown = r#"{"email":"a@b.cc","user_id":1}"#;
        let other = exchange(
            "GET",
            "/api/v2.0/users/3",
            r#"{"email":"c@d.ee","user_id":3}"#,
        );
        let read = exchange("GET", "/api/v2.0/users/current", shown);
        let write = exchange("PUT", "/api/v2.0/users/1", "");
        let left = |world: &str, exchanges: Vec<Exchange>| {
            left_behind(&Flow {
                platform: "harbor".to_owned(),
                server: String::new(),
                world: world.to_owned(),
                setup: String::new(),
                name: String::new(),
                about: String::new(),
                path: std::path::PathBuf::new(),
                exchanges,
            })
        };
        let found = left("ldap", vec![other.clone(), read.clone(), write.clone()]);
        assert_eq!(found.as_deref(), Some("a@b.cc"));
        assert_eq!(left("ldap", vec![write, read.clone()]), None);
        assert_eq!(left("ldap", vec![other]), None);
        // Right after an installation there is none.
        assert_eq!(left("default", vec![read]), None);
    }

    #[test]
    fn the_words_of_a_setup_say_what_its_world_stands_for() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../recordings/sftpgo");
        let flows = crate::flow::load(&folder).unwrap();
        let mut worlds = std::collections::BTreeSet::new();
        for flow in &flows {
            let said = sftpgo_switches(flow).unwrap();
            let known = known_sftpgo(flow).unwrap();
            let usual = json!({"store": "sqlite", "mail": "on"});
            let all = [&usual, &known]
                .into_iter()
                .flat_map(|of| of.as_object().unwrap());
            let all: serde_json::Map<_, _> = all
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            assert_eq!(said, serde_json::Value::Object(all), "{}", flow.name);
            worlds.insert(flow.world.as_str());
        }
        assert!(worlds.len() > 5, "{worlds:?}");
    }

    #[test]
    fn a_chunked_answer_is_put_together() {
        let got = parse(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        )
        .unwrap();
        assert_eq!((got.status, got.body.as_str()), (200, "abcde"));
        assert!(parse(b"").is_none());
    }

    #[test]
    fn an_answer_that_lies_about_its_length_is_read_as_far_as_it_goes() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (tail, wanted) in [
            ("ffffffffffffffff\r\nabc", "abc"),
            ("5\r\nab", "ab"),
            ("zz\r\nabc", ""),
            ("3\r\nabc", "abc"),
        ] {
            let got = parse([head, tail].concat().as_bytes()).unwrap();
            assert_eq!(got.body, wanted, "{tail}");
        }
        let early =
            b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(parse(early).unwrap().status, 204);
    }
}
