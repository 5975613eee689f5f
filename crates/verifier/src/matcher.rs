//! Pact's matching, on a thread of its own.
//!
//! A pact may hold a pattern that backtracks for ever, and the matcher gives some of them up with a
//! panic. On its own thread neither takes the run with it: who has waited long enough leaves that
//! thread behind and starts another.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use pact_matching::{Mismatch, match_response};
use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::HttpResponse;
use pact_models::v4::pact::V4Pact;
use pact_models::v4::synch_http::SynchronousHttp;
use pact_models::{interaction::Interaction as _, pact::Pact as _};
use tokio::sync::{Mutex, oneshot};

/// The name of the matcher's thread, for whoever reports panics: one of this thread is caught here
/// and becomes a finding.
pub const MATCHER: &str = "matcher";

/// How long one answer is matched; it takes microseconds, and a second for some megabytes.
const LIMIT: Duration = Duration::from_secs(10);

/// The deepest XML that is matched, as deep as JSON is read: the matcher goes down by recursion.
const MAX_XML_DEPTH: usize = 128;

/// One thread for all: matching is a pure function and never waits for anything.
static WORKER: Mutex<Option<mpsc::Sender<Job>>> = Mutex::const_new(None);

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MatchError {
    #[error("matching took longer than {LIMIT:?}; is there a pattern that backtracks?")]
    TooLong,
    #[error("the matcher gave up; is there a pattern that backtracks?")]
    GaveUp,
    #[error("its XML is nested more than {MAX_XML_DEPTH} deep")]
    TooDeep,
    #[error("{0}")]
    Refused(String),
}

type Verdict = Result<Vec<Mismatch>, MatchError>;

struct Job {
    promised: HttpResponse,
    actual: HttpResponse,
    reply: oneshot::Sender<Verdict>,
}

/// What in `actual` is not as promised.
pub(crate) async fn mismatches(promised: HttpResponse, actual: HttpResponse) -> Verdict {
    if is_deep_xml(&promised) || is_deep_xml(&actual) {
        return Err(MatchError::TooDeep);
    }
    // Held while one answer is matched, so that the limit counts nobody else's time.
    let mut worker = WORKER.lock().await;
    let (reply, verdict) = oneshot::channel();
    let jobs = worker.get_or_insert_with(start);
    let sent = jobs.send(Job { promised, actual, reply });
    let verdict = match sent {
        Ok(()) => tokio::time::timeout(LIMIT, verdict).await,
        Err(mpsc::SendError(_)) => Ok(verdict.await),
    };
    match verdict {
        Ok(Ok(verdict)) => verdict,
        // The thread is gone, or busy for ever: the next one asks another.
        Ok(Err(_)) => {
            *worker = None;
            Err(MatchError::GaveUp)
        }
        Err(_) => {
            *worker = None;
            Err(MatchError::TooLong)
        }
    }
}

fn start() -> mpsc::Sender<Job> {
    let (jobs, queue) = mpsc::channel();
    // Without a thread the queue is dropped, and whoever sends is told.
    let _ = thread::Builder::new().name(MATCHER.to_owned()).spawn(move || work(&queue));
    jobs
}

fn work(queue: &mpsc::Receiver<Job>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return };
    // The matcher asks these two only for plugins' configuration, and we have no plugins. Empty
    // ones instead of the real ones spare deep copies.
    let (pact, interaction) = (V4Pact::default().boxed(), SynchronousHttp::default().boxed());
    while let Ok(Job { promised, actual, reply }) = queue.recv() {
        let verdict = runtime.block_on(match_response(promised, actual, &pact, &interaction));
        // Whoever asked may have been interrupted.
        let _ = reply.send(verdict.map_err(|error| MatchError::Refused(error.to_string())));
    }
}

/// Counts opening tags against closing ones. What only looks like tags, in a comment say, counts
/// as well; no document that anybody means comes near the limit.
fn is_deep_xml(response: &HttpResponse) -> bool {
    let OptionalBody::Present(bytes, _, _) = &response.body else { return false };
    if !response.content_type().is_some_and(|kind| kind.is_xml()) {
        return false;
    }
    let mut depth = 0_usize;
    bytes.windows(2).any(|pair| {
        match pair {
            [b'<', b'/'] | [b'/', b'>'] => depth = depth.saturating_sub(1),
            [b'<', b'!' | b'?'] => {}
            [b'<', _] => depth += 1,
            _ => {}
        }
        depth > MAX_XML_DEPTH
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(text: &str) -> bool {
        let body = OptionalBody::Present(text.as_bytes().to_vec().into(), None, None);
        is_deep_xml(&HttpResponse { body, ..HttpResponse::default() })
    }

    #[test]
    fn only_nesting_makes_xml_deep() {
        assert!(deep(&format!("{}{}", "<a>".repeat(129), "</a>".repeat(129))));
        assert!(!deep(&format!("{}{}", "<a>".repeat(128), "</a>".repeat(128))));
        assert!(!deep(&format!("<r>{}{}</r>", "<a/>".repeat(999), "<b></b>".repeat(999))));
        assert!(!deep(&format!("<r>{}</r>", "<!-- -->".repeat(999))));
        assert!(!deep(&format!("[\"{}\"]", "<br>".repeat(999))), "JSON is no XML");
    }
}
