use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::thread::{self, JoinHandle};

use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;

use crate::{Config, router};

/// Serves the API on a listener until the future is dropped.
///
/// # Errors
///
/// If the listener fails for good.
pub async fn serve(listener: TcpListener, config: Config) -> io::Result<()> {
    axum::serve(listener, router(config)).await
}

/// The service on this machine, for demonstrations and tests.
pub struct Service;

impl Service {
    /// Starts an instance on a free port of 127.0.0.1. It has a thread and a runtime of its own, so
    /// it starts from synchronous and from asynchronous code alike.
    ///
    /// # Errors
    ///
    /// If no socket can be bound or no thread can be started.
    pub fn start(config: Config) -> io::Result<Running> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("orders-service".to_owned()).spawn(move || {
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener)?;
                tokio::select! {
                    served = serve(listener, config) => served,
                    _ = stopped => Ok(()),
                }
            })
        })?;
        Ok(Running { address, stop: Some(stop), thread: Some(thread) })
    }
}

/// A running instance; it stops when this value is dropped, and requests under way are cut off.
#[must_use = "the service stops when this value is dropped"]
pub struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as a URL without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where provider states are changed, if the instance was started with them.
    #[must_use]
    pub fn state_change_url(&self) -> String {
        format!("{}/_pact/provider-states", self.base_url())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The other end may be gone, and a thread that panicked has nothing left to stop.
        self.stop.take().map(|stop| stop.send(()));
        self.thread.take().map(JoinHandle::join);
    }
}
