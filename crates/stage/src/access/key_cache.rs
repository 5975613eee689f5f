//! Key sets that are fetched, and remembered for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::Full;
use serde_json::Value;
use tokio::time::timeout;

use super::jwt::{Signed, Unverified};
use crate::outgoing::{exchange, loopback_url};
use crate::settings::KeySet;

/// How long a key set is used before it is fetched again.
const AGE: Duration = Duration::from_secs(300);

/// The longest key set that is read.
const BODY: usize = 1024 * 1024;

/// How many key sets are remembered.
const SETS: usize = 64;

/// The key sets that were fetched, by URL.
#[derive(Debug, Default)]
pub(crate) struct KeyCache(Mutex<HashMap<String, (Instant, Arc<Value>)>>);

/// A key set could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotFetched;

impl KeyCache {
    /// Whether a token is signed by a key of a set. A key that is not known makes the set be fetched again.
    pub(crate) async fn check(
        &self,
        token: &Unverified<'_>,
        keys: &KeySet,
        patience: Duration,
    ) -> Result<Signed, NotFetched> {
        let url = match keys {
            KeySet::Value(set) => return Ok(token.signed_by(set)),
            KeySet::Url(url) => url,
        };
        if let Some(set) = self.remembered(url) {
            let signed = token.signed_by(&set);
            if signed != Signed::UnknownKey {
                return Ok(signed);
            }
        }
        let fetched = timeout(patience, fetch(url)).await.ok().flatten().ok_or(NotFetched)?;
        let signed = token.signed_by(&fetched);
        self.remember(url, fetched);
        Ok(signed)
    }

    fn remembered(&self, url: &str) -> Option<Arc<Value>> {
        let sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, set) = sets.get(url)?;
        (since.elapsed() < AGE).then(|| Arc::clone(set))
    }

    fn remember(&self, url: &str, set: Value) {
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sets.len() >= SETS {
            sets.clear();
        }
        sets.insert(url.to_owned(), (Instant::now(), Arc::new(set)));
    }
}

async fn fetch(url: &str) -> Option<Value> {
    let uri = loopback_url(url)?;
    let path = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let request = http::Request::get(path).header("host", uri.authority()?.as_str());
    let request = request.body(Full::new(Bytes::new())).ok()?;
    let response = exchange(&uri, request, BODY).await.ok()?;
    let set = serde_json::from_slice::<Value>(response.body()).ok()?;
    (response.status().is_success() && set["keys"].is_array()).then_some(set)
}
