//! Runs comparisons on a thread of its own, within a limit of time.
//!
//! `gatepact-matching` catches panics, but only a clock ends a pattern that backtracks for hours. The
//! run goes on after [`TIME_LIMIT`]: it leaves that thread behind and starts another.

use std::sync::mpsc;
use std::thread;

use gatepact_matching::{Comparison, MatchError, MatchResult, TIME_LIMIT};
use pact_models::v4::http_parts::HttpResponse;
use tokio::sync::{Mutex, oneshot};

/// The name of the matcher's thread. A hook that reports panics can leave this thread out: its
/// panics are caught and become findings.
pub const MATCHER: &str = "matcher";

/// One thread for all: matching is a pure function and never waits for anything.
static WORKER: Mutex<Option<mpsc::Sender<Job>>> = Mutex::const_new(None);

struct Job {
    comparison: Comparison,
    reply: oneshot::Sender<MatchResult>,
}

/// What in `actual` is not as promised.
pub(crate) async fn mismatches(promised: HttpResponse, actual: HttpResponse) -> MatchResult {
    let comparison = Comparison::new(promised, actual)?;
    // Held while one answer is matched, so that the limit does not count the time of others.
    let mut worker = WORKER.lock().await;
    let (reply, result) = oneshot::channel();
    let jobs = worker.get_or_insert_with(start);
    let sent = jobs.send(Job { comparison, reply });
    let result = match sent {
        Ok(()) => tokio::time::timeout(TIME_LIMIT, result).await,
        Err(mpsc::SendError(_)) => Ok(result.await),
    };
    match result {
        Ok(Ok(result)) => result,
        // The thread could not be started, or is busy for ever: the next comparison starts another.
        Ok(Err(_)) => {
            *worker = None;
            Err(MatchError::Aborted)
        }
        Err(_) => {
            *worker = None;
            Err(MatchError::TimedOut { limit: TIME_LIMIT })
        }
    }
}

fn start() -> mpsc::Sender<Job> {
    let (jobs, queue) = mpsc::channel();
    // Without a thread the queue is dropped, and sending fails.
    let _ = thread::Builder::new().name(MATCHER.to_owned()).spawn(move || work(&queue));
    jobs
}

fn work(queue: &mpsc::Receiver<Job>) {
    while let Ok(Job { comparison, reply }) = queue.recv() {
        // The caller may have been interrupted.
        let _ = reply.send(comparison.run());
    }
}
