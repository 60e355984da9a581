//! A transport that answers from a script, on a clock that moves only when nothing else can go on.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::executor::{LocalPool, LocalSpawner};
use futures::future::{AbortHandle, Abortable};
use futures::task::LocalSpawnExt;

use crate::api::Response;
use crate::transport::{BoxFuture, Failure, Outgoing, Transport};

/// Status, headers and body.
type Answer = (u16, Vec<(String, String)>, String);

/// One scripted answer.
#[derive(Clone)]
pub(super) struct Step {
    after_ms: Option<u32>,
    outcome: Result<Answer, Failure>,
}

impl Step {
    pub(super) fn fails(failure: Failure) -> Self {
        Self {
            after_ms: Some(1),
            outcome: Err(failure),
        }
    }

    pub(super) fn status(status: u16) -> Self {
        Self {
            after_ms: Some(1),
            outcome: Ok((status, Vec::new(), String::new())),
        }
    }

    pub(super) fn json(status: u16, body: &str) -> Self {
        Self {
            after_ms: Some(1),
            outcome: Ok((status, Vec::new(), body.to_owned())),
        }
        .with_header("Content-Type", "application/json")
    }

    pub(super) fn never() -> Self {
        Self {
            after_ms: None,
            outcome: Err(Failure::Unreachable),
        }
    }

    pub(super) fn after_ms(mut self, ms: u32) -> Self {
        self.after_ms = Some(ms);
        self
    }

    pub(super) fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Ok((_, headers, _)) = &mut self.outcome {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// What was sent.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) method: &'static str,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) debug: String,
}

#[derive(Clone)]
pub(super) struct Fake(Rc<State>);

struct State {
    now_ms: Cell<f64>,
    script: RefCell<VecDeque<Step>>,
    seen: RefCell<Vec<Seen>>,
    timers: RefCell<Vec<Rc<Timer>>>,
    n_open: Cell<usize>,
    max_open: Cell<usize>,
    n_aborted: Cell<usize>,
    pool: RefCell<LocalPool>,
    spawner: LocalSpawner,
}

struct Timer {
    at_ms: f64,
    waker: RefCell<Option<Waker>>,
}

/// A task under way. Dropping it drops the future.
pub(super) struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Fake {
    pub(super) fn new(steps: Vec<Step>) -> Self {
        let pool = LocalPool::new();
        Self(Rc::new(State {
            now_ms: Cell::new(0.0),
            script: RefCell::new(steps.into()),
            seen: RefCell::default(),
            timers: RefCell::default(),
            n_open: Cell::new(0),
            max_open: Cell::new(0),
            n_aborted: Cell::new(0),
            spawner: pool.spawner(),
            pool: RefCell::new(pool),
        }))
    }

    pub(super) fn now(&self) -> f64 {
        self.0.now_ms.get()
    }

    pub(super) fn n_sent(&self) -> usize {
        self.0.seen.borrow().len()
    }

    pub(super) fn n_open(&self) -> usize {
        self.0.n_open.get()
    }

    pub(super) fn max_open(&self) -> usize {
        self.0.max_open.get()
    }

    pub(super) fn n_aborted(&self) -> usize {
        self.0.n_aborted.get()
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.0.seen.borrow().clone()
    }

    pub(super) fn targets_of(&self, path: &str) -> Vec<&'static str> {
        let seen = self.0.seen.borrow();
        let of_path = seen.iter().filter(|seen| seen.url.ends_with(path));
        of_path.map(|seen| seen.method).collect()
    }

    /// Starts a task; it makes its first steps in [`settle`](Self::settle).
    pub(super) fn start<T: 'static>(&self, work: impl Future<Output = T> + 'static) -> Task {
        let (handle, registration) = AbortHandle::new_pair();
        let work = Abortable::new(work, registration);
        self.0
            .spawner
            .spawn_local(async move {
                let _ = work.await;
            })
            .unwrap();
        Task(handle)
    }

    /// Lets everything go as far as it can at this instant, apart from answers that are due now.
    pub(super) fn settle(&self) {
        self.0.pool.borrow_mut().run_until_stalled();
        while self.advance(0.5 + self.now().floor() + 1.0) {}
    }

    /// Lets everything go to its end.
    pub(super) fn run_all(&self) {
        self.0.pool.borrow_mut().run_until_stalled();
        while self.advance(f64::INFINITY) {}
    }

    /// Runs one future to its end.
    pub(super) fn run<T: 'static>(&self, work: impl Future<Output = T> + 'static) -> T {
        let slot = Rc::new(RefCell::new(None));
        let result = slot.clone();
        let task = self.start(async move {
            let done = work.await;
            *result.borrow_mut() = Some(done);
        });
        self.0.pool.borrow_mut().run_until_stalled();
        while slot.borrow().is_none() {
            assert!(
                self.advance(f64::INFINITY),
                "waits for something that never comes"
            );
        }
        drop(task);
        slot.borrow_mut().take().unwrap()
    }

    /// Moves the clock to the next timer that is due before `until`, and tells whether there was one.
    fn advance(&self, until: f64) -> bool {
        let due = {
            let mut timers = self.0.timers.borrow_mut();
            // A timer that nobody waits for any more is only in this list.
            timers.retain(|timer| Rc::strong_count(timer) > 1);
            let next = timers
                .iter()
                .map(|timer| timer.at_ms)
                .fold(f64::INFINITY, f64::min);
            if !next.is_finite() || next >= until {
                return false;
            }
            self.0.now_ms.set(next.max(self.now()));
            let now = self.now();
            timers
                .extract_if(.., |timer| timer.at_ms <= now)
                .collect::<Vec<_>>()
        };
        for timer in due {
            let waker = timer.waker.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
        self.0.pool.borrow_mut().run_until_stalled();
        true
    }

    fn sleep(&self, ms: u32) -> Sleep {
        let timer = Rc::new(Timer {
            at_ms: self.now() + f64::from(ms),
            waker: RefCell::default(),
        });
        self.0.timers.borrow_mut().push(timer.clone());
        Sleep {
            state: self.0.clone(),
            timer,
        }
    }
}

struct Sleep {
    state: Rc<State>,
    timer: Rc<Timer>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.state.now_ms.get() >= self.timer.at_ms {
            return Poll::Ready(());
        }
        *self.timer.waker.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    }
}

/// Counts a request as open, and as aborted when it is dropped before its answer.
struct Open {
    state: Rc<State>,
    is_answered: bool,
}

impl Open {
    fn answered(&mut self) {
        self.is_answered = true;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.state.n_open.set(self.state.n_open.get() - 1);
        if !self.is_answered {
            self.state.n_aborted.set(self.state.n_aborted.get() + 1);
        }
    }
}

impl Transport for Fake {
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>> {
        let step = self.0.script.borrow_mut().pop_front();
        let step = step.expect("the script is over");
        self.0.seen.borrow_mut().push(Seen {
            method: outgoing.method().name(),
            url: outgoing.url().to_owned(),
            headers: outgoing
                .headers()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            debug: format!("{outgoing:?}"),
        });
        self.0.n_open.set(self.0.n_open.get() + 1);
        self.0
            .max_open
            .set(self.0.max_open.get().max(self.0.n_open.get()));
        let mut open = Open {
            state: self.0.clone(),
            is_answered: false,
        };
        let wait = step.after_ms.map(|ms| self.sleep(ms));
        Box::pin(async move {
            match wait {
                Some(wait) => wait.await,
                None => futures::future::pending().await,
            }
            open.answered();
            step.outcome
                .map(|(status, headers, body)| Response::new(status, headers, body.into_bytes()))
        })
    }

    fn sleep_ms(&self, ms: u32) -> BoxFuture<()> {
        Box::pin(self.sleep(ms))
    }

    fn now_ms(&self) -> f64 {
        self.now()
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn origin(&self) -> String {
        "https://panel.example".to_owned()
    }
}
