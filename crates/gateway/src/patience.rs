//! Waiting for a busy control plane, out loud.
//!
//! All control-plane calls of an account share 10 requests a second (API Gateway quotas), deployments
//! included, so a release pipeline meets `TooManyRequestsException` on a good day.

use std::future::Future;
use std::time::Duration;

use crate::GatewayError;

/// The first pause; each further one is twice as long.
const FIRST: Duration = Duration::from_millis(500);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(10);

/// How long a call may be repeated, and who is told about it.
pub struct Patience<'a> {
    budget: Duration,
    on_wait: &'a dyn Fn(Wait),
}

/// A pause before a call is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// How long.
    pub pause: Duration,
    /// How often the call was made so far.
    pub attempts: u32,
}

impl<'a> Patience<'a> {
    /// Pauses of at most `budget` in all, each told to `on_wait` before it begins.
    pub fn new(budget: Duration, on_wait: &'a dyn Fn(Wait)) -> Self {
        Self { budget, on_wait }
    }

    /// Makes a call until it answers, fails for good, or the budget is used up.
    pub(crate) async fn call<T, F>(&self, mut call: impl FnMut() -> F) -> Result<T, GatewayError>
    where
        F: Future<Output = Result<T, GatewayError>>,
    {
        let mut left = self.budget;
        let mut pause = FIRST;
        let mut attempts = 0;
        loop {
            attempts += 1;
            match call().await {
                Err(error) if attempts < error.most_attempts() && !left.is_zero() => {
                    let now = pause.min(left);
                    (self.on_wait)(Wait { pause: now, attempts });
                    tokio::time::sleep(now).await;
                    left -= now;
                    pause = (pause * 2).min(LONGEST);
                }
                result => return result,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn busy() -> GatewayError {
        GatewayError::Busy { operation: "GetExport", message: "Too Many Requests".to_owned() }
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_double_and_end_with_the_budget() {
        let pauses = RefCell::new(Vec::new());
        let on_wait = |wait: Wait| pauses.borrow_mut().push(wait.pause.as_millis());
        let patience = Patience::new(Duration::from_secs(4), &on_wait);
        let result: Result<(), _> = patience.call(async || Err(busy())).await;
        assert!(matches!(result, Err(GatewayError::Busy { .. })));
        assert_eq!(*pauses.borrow(), [500, 1000, 2000, 500]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_wrong_address_is_given_up_on_early() {
        let waits = RefCell::new(0);
        let on_wait = |_: Wait| *waits.borrow_mut() += 1;
        let patience = Patience::new(Duration::from_secs(60), &on_wait);
        let refused = || GatewayError::Unreachable {
            operation: "GetExport",
            endpoint: "http://127.0.0.1:9".to_owned(),
            causes: crate::Causes::of(std::io::Error::other("connection refused")),
            may_pass: true,
        };
        let result: Result<(), _> = patience.call(async || Err(refused())).await;
        assert!(matches!(result, Err(GatewayError::Unreachable { .. })));
        assert_eq!(*waits.borrow(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn what_cannot_pass_is_not_repeated() {
        let patience = Patience::new(Duration::from_secs(4), &|_| panic!("no pause"));
        let fatal = || GatewayError::NoRegion;
        let result: Result<(), _> = patience.call(async || Err(fatal())).await;
        assert!(matches!(result, Err(GatewayError::NoRegion)));
    }
}
