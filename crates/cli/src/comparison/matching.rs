//! Pact's matching with a clock: a thread of its own, and a limit of time.

use std::cell::RefCell;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use gatepact_compat::{MatchError, MatchResult, Matching, TIME_LIMIT};
use gatepact_verifier::MATCHER;

/// After so many comparisons that took too long no further one is begun.
const MOST_LATE: usize = 3;

/// Runs comparisons one after another, each within [`TIME_LIMIT`].
#[derive(Default)]
pub(super) struct Matcher {
    worker: RefCell<Option<Worker>>,
    late: RefCell<usize>,
}

struct Worker {
    jobs: Sender<Matching>,
    results: Receiver<MatchResult>,
}

impl Matcher {
    /// What is not as expected.
    pub(super) fn run(&self, comparison: Matching) -> MatchResult {
        if *self.late.borrow() >= MOST_LATE {
            return Err(MatchError::TimedOut { limit: TIME_LIMIT });
        }
        let mut worker = self.worker.borrow_mut();
        let Worker { jobs, results } = worker.get_or_insert_with(Worker::start);
        let sent = jobs.send(comparison);
        match sent.map_err(|_| None).and_then(|()| results.recv_timeout(TIME_LIMIT).map_err(Some)) {
            Ok(result) => result,
            Err(Some(mpsc::RecvTimeoutError::Timeout)) => {
                // The thread is left behind: nothing but a clock ends a pattern that backtracks for hours.
                *worker = None;
                *self.late.borrow_mut() += 1;
                Err(MatchError::TimedOut { limit: TIME_LIMIT })
            }
            // The thread could not be started.
            Err(_) => {
                *worker = None;
                Err(MatchError::Aborted)
            }
        }
    }
}

impl Worker {
    fn start() -> Self {
        let (jobs, queue) = mpsc::channel::<Matching>();
        let (sender, results) = mpsc::channel();
        // Without a thread the queue is dropped, and sending fails.
        let _ = thread::Builder::new().name(MATCHER.to_owned()).spawn(move || {
            while let Ok(comparison) = queue.recv() {
                if sender.send(comparison.run()).is_err() {
                    break;
                }
            }
        });
        Self { jobs, results }
    }
}
