//! The simulator's core as a transport.

use std::cell::RefCell;
use std::rc::Rc;

use rollcall::api::Response;
use rollcall::transport::{BoxFuture, Failure, Outgoing, Transport};
use rollcall_simulator::{Ending, Request, World, handle};

/// The simulator as a transport: it answers at once, and its clock moves by what the answer took.
#[derive(Clone)]
pub(crate) struct InProcess(pub(crate) Rc<RefCell<World>>);

impl InProcess {
    pub(crate) fn new(world: World) -> Self {
        Self(Rc::new(RefCell::new(world)))
    }

    /// A call under `/__sim/`.
    pub(crate) fn control(&self, path: &str, body: &str) {
        let call = Request::new("POST", path).body(body);
        let answer = handle(&mut self.0.borrow_mut(), &call);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

impl Transport for InProcess {
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>> {
        let mut call = Request::new(outgoing.method().name(), outgoing.url())
            .body(outgoing.body_bytes().unwrap_or_default());
        for (name, value) in outgoing.headers() {
            call = call.header(name, value);
        }
        let answer = handle(&mut self.0.borrow_mut(), &call);
        // A browser that must not follow redirects gives up at one that can be followed.
        let is_redirect = matches!(answer.status, 300..=399) && answer.find("location").is_some();
        let outcome = match answer.ending {
            Ending::Never => return Box::pin(std::future::pending()),
            Ending::Closed | Ending::Reset => Err(Failure::Unreachable),
            Ending::Truncated => Err(Failure::CutShort),
            Ending::Complete if is_redirect => Err(Failure::Unreachable),
            Ending::Complete => Ok(Response::new(answer.status, answer.headers, answer.body)),
        };
        Box::pin(std::future::ready(outcome))
    }

    fn sleep_ms(&self, ms: u32) -> BoxFuture<()> {
        let world = self.0.clone();
        // Only polled when nothing else can go on.
        Box::pin(async move { world.borrow_mut().advance_ms(u64::from(ms)) })
    }

    fn now_ms(&self) -> f64 {
        let now_ms = self.0.borrow().clock().now_ms();
        f64::from(u32::try_from(now_ms / 1_000).unwrap()) * 1_000.0
            + f64::from(u32::try_from(now_ms % 1_000).unwrap())
    }

    fn random(&self) -> f64 {
        0.5
    }
}
