//! The calls of each platform, in a part of the program for each.

use std::future::Future;
use std::pin::Pin;

use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::Link;
use super::cut::{cross, cut};
use crate::platform::{Adapter, Calls, Each};

type Fetched = Result<Calls<Link>, SplitLoaderError>;

/// Makes the parts, and one table of how each is fetched.
macro_rules! parts {
    ($($platform:ident: $part:ident,)*) => {
        $(cut!($part -> Calls<Link> { Calls::$platform() });)*

        const FETCH: Each<fn() -> Pin<Box<dyn Future<Output = Fetched>>>> = Each {
            $($platform: || Box::pin(async { cross!($part) }),)*
        };
    };
}

parts! {
    harbor: harbor_part,
    portainer: portainer_part,
    sftpgo: sftpgo_part,
    harness: harness_part,
    alauda: alauda_part,
}

/// The calls of a platform, once its part is here.
pub(super) async fn calls(adapter: Adapter) -> Fetched {
    FETCH.of(adapter)().await
}

/// Fetches them before they are asked for. What fails is tried again then.
pub(crate) fn fetch_calls_ahead(adapter: Adapter) {
    spawn_local(async move { drop(calls(adapter).await) });
}
