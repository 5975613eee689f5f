//! Ctrl-C and termination.

use tokio_util::sync::CancellationToken;

use crate::Exit;

/// Cancels `interrupt` at the first Ctrl-C or termination signal, so that the run can clean up; the
/// second one ends the process at once.
///
/// Needs a tokio runtime around it.
pub fn interrupt_on_signals(interrupt: CancellationToken) {
    tokio::spawn(async move {
        signal().await;
        interrupt.cancel();
        signal().await;
        std::process::exit(Exit::Interrupted.code().into());
    });
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        },
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

#[cfg(not(unix))]
async fn signal() {
    let _ = tokio::signal::ctrl_c().await;
}
