//! Work that does not wait for anybody: it has a thread of its own, so that Ctrl-C ends the run at once.

use tokio::sync::oneshot;

use crate::Context;
use crate::error::CliError;

/// Bytes of stack: documents may be nested, and schemas lead from one to the next. Only what is used is taken.
const STACK: usize = 64 * 1024 * 1024;

/// Does the work, or is interrupted; `undone` says what then did not happen.
///
/// What the work leaves behind beside its result is freed on its thread while the reports are written, and not at all
/// where the process ends before. The thread of interrupted work ends with the process, too.
pub(crate) async fn interruptible<T: Send + 'static, Left>(
    context: &Context,
    undone: &str,
    work: impl FnOnce() -> (T, Left) + Send + 'static,
) -> Result<T, CliError> {
    let (sender, receiver) = oneshot::channel();
    let thread = std::thread::Builder::new().name("comparison".to_owned()).stack_size(STACK);
    let work = move || {
        let (result, left) = work();
        // Nobody waits any more where the run was interrupted.
        let _ = sender.send(result);
        drop(left);
    };
    thread.spawn(work).map_err(CliError::Thread)?;
    tokio::select! {
        biased;
        () = context.interrupt.cancelled() => Err(CliError::Interrupted(undone.to_owned())),
        done = receiver => done.map_err(|_| CliError::BrokeOff),
    }
}
