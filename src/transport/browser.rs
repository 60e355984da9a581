//! How a request travels in the browser: fetch, through gloo-net.
//!
//! Sends what it is given and reads the answer; credentials were attached before, retries are decided elsewhere.
//! Cookies never travel (`credentials: "omit"`), nothing is cached, no redirect is followed and no referrer is sent.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use gloo_net::http::{Method as WireMethod, RequestBuilder};
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect,
    SecurityPolicyViolationEvent, Window,
};

use super::{BoxFuture, Failure, Outgoing, Transport};
use crate::api::{Method, Response};

/// The browser's fetch.
pub struct BrowserTransport {
    window: Window,
    /// What the page's own policy has blocked: the only way to tell that from a missing CORS header.
    blocked: Rc<RefCell<Vec<String>>>,
    on_violation: Closure<dyn FnMut(SecurityPolicyViolationEvent)>,
}

impl BrowserTransport {
    /// The fetch of a window.
    pub fn new(window: Window) -> Self {
        let blocked = Rc::new(RefCell::new(Vec::new()));
        let seen = Rc::clone(&blocked);
        let on_violation = Closure::new(move |event: SecurityPolicyViolationEvent| {
            if event.effective_directive() == "connect-src" {
                let mut seen = seen.borrow_mut();
                let uri = event.blocked_uri();
                if !seen.contains(&uri) {
                    seen.push(uri);
                }
            }
        });
        if let Some(document) = window.document() {
            let _ = document.add_event_listener_with_callback(
                "securitypolicyviolation",
                on_violation.as_ref().unchecked_ref(),
            );
        }
        Self {
            window,
            blocked,
            on_violation,
        }
    }
}

impl Drop for BrowserTransport {
    fn drop(&mut self) {
        if let Some(document) = self.window.document() {
            let _ = document.remove_event_listener_with_callback(
                "securitypolicyviolation",
                self.on_violation.as_ref().unchecked_ref(),
            );
        }
    }
}

impl Transport for BrowserTransport {
    fn fetch(&self, outgoing: Outgoing) -> BoxFuture<Result<Response, Failure>> {
        let window = self.window.clone();
        let blocked = Rc::clone(&self.blocked);
        Box::pin(async move { fetch(&window, &blocked, outgoing).await })
    }

    fn sleep_ms(&self, ms: u32) -> BoxFuture<()> {
        let window = self.window.clone();
        Box::pin(async move { sleep(&window, ms).await })
    }

    fn now_ms(&self) -> f64 {
        js_sys::Date::now()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }

    fn origin(&self) -> String {
        self.window.location().origin().unwrap_or_default()
    }
}

async fn fetch(
    window: &Window,
    blocked: &RefCell<Vec<String>>,
    outgoing: Outgoing,
) -> Result<Response, Failure> {
    let guard = AbortGuard::start(window, outgoing.time_limit_ms());
    let signal = guard.controller.as_ref().map(AbortController::signal);
    let mut builder = RequestBuilder::new(outgoing.url())
        .method(wire_method(outgoing.method()))
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(signal.as_ref());
    for (name, value) in outgoing.headers() {
        builder = builder.header(name, value);
    }
    let body = outgoing.body_bytes().map(Uint8Array::from);
    let request = match &body {
        Some(bytes) => builder.body(JsValue::from(bytes)),
        None => builder.build(),
    };
    let answer = match request {
        Ok(request) => request.send().await,
        Err(error) => Err(error),
    };
    // The copy that was handed to fetch may hold a password; fetch has taken its own by now.
    if let Some(bytes) = body {
        bytes.fill(0, 0, bytes.length());
    }
    let Ok(answer) = answer else {
        return Err(guard.failure_or(why_unreachable(window, blocked, outgoing.url()).await));
    };
    let headers = answer.headers().entries().collect();
    match answer.binary().await {
        Ok(bytes) => {
            guard.finish();
            Ok(Response::new(answer.status(), headers, bytes))
        }
        Err(_) => Err(guard.failure_or(Failure::CutShort)),
    }
}

/// The page's own policy names what it blocked, but only after fetch has failed: in a task of its own.
async fn why_unreachable(window: &Window, blocked: &RefCell<Vec<String>>, url: &str) -> Failure {
    let absolute = web_sys::Url::new_with_base(url, &window.location().href().unwrap_or_default())
        .map_or_else(|_| url.to_owned(), |url| url.href());
    for _ in 0..3 {
        let is_blocked = blocked
            .borrow()
            .iter()
            .any(|uri| !uri.is_empty() && absolute.starts_with(uri.as_str()));
        if is_blocked {
            return Failure::BlockedByPolicy;
        }
        sleep(window, 0).await;
    }
    Failure::Unreachable
}

fn wire_method(method: Method) -> WireMethod {
    match method {
        Method::Get => WireMethod::GET,
        Method::Post => WireMethod::POST,
        Method::Put => WireMethod::PUT,
        Method::Patch => WireMethod::PATCH,
        Method::Delete => WireMethod::DELETE,
    }
}

/// Aborts its request when the time is up, and when it is dropped before the answer was read to its end.
struct AbortGuard {
    window: Window,
    controller: Option<AbortController>,
    timer: Option<i32>,
    is_late: Rc<Cell<bool>>,
    _on_late: Closure<dyn FnMut()>,
    is_finished: Cell<bool>,
}

impl AbortGuard {
    fn start(window: &Window, time_limit_ms: u32) -> Self {
        let controller = AbortController::new().ok();
        let is_late = Rc::new(Cell::new(false));
        let (late, late_controller) = (Rc::clone(&is_late), controller.clone());
        let on_late = Closure::new(move || {
            late.set(true);
            if let Some(controller) = &late_controller {
                controller.abort();
            }
        });
        let timer = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                on_late.as_ref().unchecked_ref(),
                i32::try_from(time_limit_ms).unwrap_or(i32::MAX),
            )
            .ok();
        Self {
            window: window.clone(),
            controller,
            timer,
            is_late,
            _on_late: on_late,
            is_finished: Cell::new(false),
        }
    }

    fn failure_or(&self, other: Failure) -> Failure {
        if self.is_late.get() {
            Failure::TimedOut
        } else {
            other
        }
    }

    fn finish(&self) {
        self.is_finished.set(true);
    }
}

impl Drop for AbortGuard {
    fn drop(&mut self) {
        if let Some(timer) = self.timer {
            self.window.clear_timeout_with_handle(timer);
        }
        if let (false, Some(controller)) = (self.is_finished.get(), &self.controller) {
            controller.abort();
        }
    }
}

/// Waits; the timer goes when the future is dropped.
fn sleep(window: &Window, ms: u32) -> impl Future<Output = ()> + use<> {
    struct Timer(Window, Rc<Cell<Option<i32>>>);
    impl Drop for Timer {
        fn drop(&mut self) {
            if let Some(timer) = self.1.get() {
                self.0.clear_timeout_with_handle(timer);
            }
        }
    }

    let handle = Rc::new(Cell::new(None));
    let timer = Timer(window.clone(), Rc::clone(&handle));
    let clock = window.clone();
    let promise = Promise::new(&mut |resolve: Function, _reject| {
        handle.set(
            clock
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    &resolve,
                    i32::try_from(ms).unwrap_or(i32::MAX),
                )
                .ok(),
        );
    });
    async move {
        let _timer = timer;
        let _ = JsFuture::from(promise).await;
    }
}
