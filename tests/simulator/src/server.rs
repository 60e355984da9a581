//! The native server around the core: sockets, real time, files of the panel.

mod files;
mod wire;

pub use files::CONTENT_SECURITY_POLICY;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::http::{Ending, Request, Response};
use crate::world::{Admin, Plan, World, start};
use wire::{Answer, Fate, Socket};

/// What the server is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port on loopback; 0 takes a free one.
    pub port: u16,
    /// The folder of the built panel, served at `/`.
    pub dist: Option<PathBuf>,
    /// Accounts on each platform.
    pub users: usize,
    /// Decides the world.
    pub seed: u64,
    /// The only platform of the world; all of them when there is none.
    pub platform: Option<&'static str>,
    /// Whether pages of other origins may call the platforms.
    pub has_cors: bool,
}

impl Default for Options {
    fn default() -> Self {
        let plan = Plan::default();
        Self {
            port: 0,
            dist: None,
            users: plan.users,
            seed: plan.seed,
            platform: None,
            has_cors: false,
        }
    }
}

/// A server on a thread of its own; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address for a browser, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Waits until the server ends, which it does only when it is stopped from outside.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic on that thread has been printed already.
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The thread may be gone already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Room for bodies that nest as deep as the platforms allow: ten thousand levels.
const STACK_BYTES: usize = 256 * 1024 * 1024;

/// Starts a server on loopback; fails when the port is taken.
pub fn spawn(options: Options) -> io::Result<Running> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)))?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::Builder::new()
        .name("simulator".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, Shared::new(options)) => {}
                    _ = stopped => {}
                }
            });
        })?;
    Ok(Running {
        address,
        stop: Some(stop),
        thread: Some(thread),
    })
}

/// What all connections share.
#[derive(Debug, Clone)]
struct Shared {
    world: Arc<Mutex<World>>,
    options: Arc<Options>,
}

impl Shared {
    fn new(options: Options) -> Self {
        let plan = Plan {
            seed: options.seed,
            users: options.users,
            admin: Admin::Known,
            platform: options.platform,
        };
        let world = World::planned(plan, crate::clock::Clock::at(wall_ms()));
        Self {
            world: Arc::new(Mutex::new(world)),
            options: Arc::new(options),
        }
    }

    /// The world at the present time.
    fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.follow(wall_ms());
        world
    }
}

fn wall_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| u64::try_from(since.as_millis()).ok())
        .unwrap_or(0)
}

async fn accept(listener: TcpListener, shared: Shared) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                tokio::spawn(talk(stream, peer, shared.clone()));
            }
            // Out of descriptors, most likely: give the others time to end.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn talk(stream: TcpStream, peer: SocketAddr, shared: Shared) {
    // Small answers must not wait for more.
    let _ = stream.set_nodelay(true);
    let fate = Fate::default();
    let socket = Socket::new(stream, fate.clone());
    let service = service_fn(move |request| {
        let (shared, fate) = (shared.clone(), fate.clone());
        async move { respond(request, peer, &shared, &fate).await }
    });
    // An error here is a connection that was cut, by us on purpose or by the client.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .title_case_headers(true)
        .serve_connection(TokioIo::new(socket), service)
        .await;
}

/// The largest body that is read.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

async fn respond(
    request: hyper::Request<Incoming>,
    peer: SocketAddr,
    shared: &Shared,
    fate: &Fate,
) -> io::Result<hyper::Response<Answer>> {
    let (head, body) = request.into_parts();
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str())
        .to_owned();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    let body = Limited::new(body, BODY_LIMIT)
        .collect()
        .await
        .map_err(io::Error::other)?
        .to_bytes();
    let request = Request {
        method: head.method.as_str().to_owned(),
        target,
        headers,
        body: body.to_vec(),
        peer: peer.ip().to_string(),
    };
    let response = answer(&request, shared);
    if response.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(response.delay_ms)).await;
    }
    match response.ending {
        Ending::Complete | Ending::Truncated => wire::convert(response),
        Ending::Closed => Err(io::Error::other("closed without an answer")),
        Ending::Reset => {
            fate.reset();
            Err(io::Error::other("reset"))
        }
        Ending::Never => std::future::pending().await,
    }
}

fn answer(request: &Request, shared: &Shared) -> Response {
    let path = request.path();
    // Neither of these is ever the panel's page, not even without a slash behind it.
    let is_ours = path == "/config.json"
        || ["/platforms", "/__sim"].iter().any(|prefix| {
            path.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
    if !is_ours {
        let tampered = shared.world().tampered(path);
        return files::serve(request, shared.options.dist.as_deref(), tampered);
    }
    if !shared.options.has_cors {
        return start(&mut shared.world(), request);
    }
    let is_preflight =
        request.method == "OPTIONS" && request.find("Access-Control-Request-Method").is_some();
    if is_preflight {
        return Response::new(204)
            .header("Access-Control-Allow-Origin", "*")
            .header(
                "Access-Control-Allow-Methods",
                "GET, HEAD, POST, PUT, PATCH, DELETE",
            )
            .header(
                "Access-Control-Allow-Headers",
                "accept, authorization, content-type, x-api-key, x-csrf-token, x-harbor-csrf-token, x-sftpgo-api-key, x-sftpgo-otp",
            )
            .header("Access-Control-Max-Age", "600");
    }
    let mut response = start(&mut shared.world(), request);
    // A platform that lets other origins in by itself would say it a second time, and browsers refuse that.
    response.headers.retain(|(name, _)| {
        ![
            "access-control-allow-origin",
            "access-control-expose-headers",
        ]
        .iter()
        .any(|ours| name.eq_ignore_ascii_case(ours))
    });
    response
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Expose-Headers", "*")
}
