//! Limits: how fast, and how many.

use std::collections::HashMap;
use std::time::Instant;

use gatepact_gateway_responses::ResponseType;

use crate::Throttle;
use crate::own::Own;
use crate::shared::{Shared, lock};

/// A token bucket.
#[derive(Debug)]
pub(crate) struct Bucket {
    throttle: Throttle,
    tokens: f64,
    filled: Instant,
}

impl Bucket {
    pub(crate) fn new(throttle: Throttle) -> Self {
        Self { throttle, tokens: f64::from(throttle.burst), filled: Instant::now() }
    }

    fn take(&mut self, now: Instant) -> bool {
        let elapsed = now.saturating_duration_since(self.filled).as_secs_f64();
        self.filled = now;
        let burst = f64::from(self.throttle.burst);
        self.tokens = (self.tokens + elapsed * self.throttle.rate.max(0.0)).min(burst);
        let enough = self.tokens >= 1.0;
        if enough {
            self.tokens -= 1.0;
        }
        enough
    }
}

/// How many calls each API key has made.
#[derive(Debug)]
pub(crate) struct Quotas {
    quota: Option<u32>,
    used: HashMap<String, u32>,
}

impl Quotas {
    pub(crate) fn new(quota: Option<u32>) -> Self {
        Self { quota, used: HashMap::new() }
    }

    fn take(&mut self, key_id: &str) -> bool {
        let Some(quota) = self.quota else { return true };
        let used = self.used.entry(key_id.to_owned()).or_default();
        let left = *used < quota;
        *used = used.saturating_add(1);
        left
    }
}

/// Takes one request from the limits. `key_id` is the API key of the caller, if the method asks for one.
pub(super) fn check(shared: &Shared, key_id: Option<&str>) -> Result<(), Own> {
    if key_id.is_some_and(|id| !lock(&shared.quotas).take(id)) {
        return Err(ResponseType::QuotaExceeded.into());
    }
    let mut bucket = lock(&shared.bucket);
    match bucket.as_mut().is_none_or(|bucket| bucket.take(Instant::now())) {
        true => Ok(()),
        false => Err(ResponseType::Throttled.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_at_once_and_then_its_rate() {
        let mut bucket = Bucket::new(Throttle { rate: 2.0, burst: 3 });
        let start = bucket.filled;
        let taken =
            |bucket: &mut Bucket, millis| bucket.take(start + Duration::from_millis(millis));
        assert_eq!([0, 0, 0, 0].map(|at| taken(&mut bucket, at)), [true, true, true, false]);
        assert_eq!([500, 500, 1000].map(|at| taken(&mut bucket, at)), [true, false, true]);
        assert_eq!([60_000; 4].map(|at| taken(&mut bucket, at)), [true, true, true, false]);
    }
}
