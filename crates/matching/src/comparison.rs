//! One response held against the expected one.

use std::panic::{AssertUnwindSafe, RefUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pact_matching::{Mismatch, match_response};
use pact_models::interaction::Interaction;
use pact_models::pact::Pact;
use pact_models::v4::http_parts::HttpResponse;
use pact_models::v4::pact::V4Pact;
use pact_models::v4::synch_http::SynchronousHttp;

use crate::error::MatchError;
use crate::rules;
use crate::xml_depth::is_too_deep;

/// How long a runner should allow for one response: matching takes microseconds, and a second for
/// some megabytes.
pub const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The mismatches; none if the response matches.
pub type MatchResult = Result<Vec<Mismatch>, MatchError>;

/// Runs a comparison for a caller that has neither threads nor clocks, and decides how long it may
/// take.
///
/// The edge passes a closure that runs the comparison on a thread of its own, and that returns
/// [`MatchError::TimedOut`] after [`TIME_LIMIT`]. [`Comparison::run`] is the runner without a limit,
/// for pacts that the caller trusts.
pub type Runner<'a> = dyn Fn(Comparison) -> MatchResult + 'a;

/// What in `actual` is not as expected.
///
/// # Errors
/// When a body is XML that is nested too deep, when the matcher panics, or when `run` gives up.
pub fn mismatches(expected: HttpResponse, actual: HttpResponse, run: &Runner<'_>) -> MatchResult {
    run(Comparison::new(expected, actual)?)
}

/// An actual response and the expected one, ready to be compared on any thread.
#[derive(Debug)]
pub struct Comparison {
    expected: HttpResponse,
    actual: HttpResponse,
}

impl Comparison {
    /// Takes two responses that the matcher can take.
    ///
    /// # Errors
    /// When a body is XML that is nested too deep, and when a pattern cannot be understood.
    pub fn new(mut expected: HttpResponse, actual: HttpResponse) -> Result<Self, MatchError> {
        if is_too_deep(&expected) || is_too_deep(&actual) {
            return Err(MatchError::XmlTooDeep);
        }
        rules::translate(&mut expected.matching_rules)?;
        Ok(Self { expected, actual })
    }

    /// Matches on the calling thread, without a limit of time.
    ///
    /// # Errors
    /// When the matcher panics or reports a failure.
    pub fn run(self) -> MatchResult {
        // Safe to unwind: the closure owns the responses, a panic drops them, and what remains
        // visible, the two constants below, is never changed.
        catch_unwind(AssertUnwindSafe(|| self.matched())).unwrap_or(Err(MatchError::Aborted))
    }

    /// Polls once: without plugins the matcher is synchronous code behind an async signature.
    fn matched(self) -> MatchResult {
        let matching = pin!(match_response(self.expected, self.actual, &NO_PACT, &NO_INTERACTION));
        match matching.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result.map_err(|error| MatchError::Failed(error.into())),
            Poll::Pending => Err(MatchError::Suspended),
        }
    }
}

/// The matcher reads pact and interaction for the configuration of plugins only. Plugins are not
/// built in, so empty ones do, and no caller copies its own.
static NO_PACT: LazyLock<Box<dyn Pact + Send + Sync + RefUnwindSafe>> =
    LazyLock::new(|| V4Pact::default().boxed());

static NO_INTERACTION: LazyLock<Box<dyn Interaction + Send + Sync + RefUnwindSafe>> =
    LazyLock::new(|| SynchronousHttp::default().boxed());
