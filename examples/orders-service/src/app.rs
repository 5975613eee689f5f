use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};

use crate::error::ApiError;
use crate::provider_states;
use crate::store::Store;
use crate::{Config, Release, orders};

/// What every operation shares.
#[derive(Clone)]
pub(crate) struct App {
    store: Arc<Mutex<Store>>,
    pub(crate) release: Release,
}

impl App {
    /// The orders, locked. A panic in another request leaves the map itself whole.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The API as a router, with an empty store.
pub fn router(config: Config) -> Router {
    let app = App { store: Arc::default(), release: config.release };
    let mut router = Router::new()
        .route("/orders", get(orders::list).post(orders::create))
        .route("/orders/{id}", get(orders::read))
        .route("/orders/{id}/cancel", post(orders::cancel));
    if config.provider_states {
        router = router.merge(provider_states::router());
    }
    router.fallback(async || ApiError::NoSuchRoute).with_state(app)
}
