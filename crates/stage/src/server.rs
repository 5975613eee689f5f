//! The stage on a socket.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio::{runtime, time};

use crate::control::control;
use crate::deployment::Deployment;
use crate::ids::Ids;
use crate::invoke::{Call, invoke};
use crate::log::Received;
use crate::outgoing::loopback_url;
use crate::play::{ControlFailure, Play};
use crate::shared::{Shared, lock};
use crate::{KeySet, Release, Settings, StageError};

/// What the gateway takes of a body.
const BODY: usize = 10 * 1024 * 1024;

/// What is read of a longer one, so that the caller hears the answer and not a broken connection.
const DISCARDED: usize = 64 * 1024 * 1024;

/// Connections at once.
const CONNECTIONS: usize = 1_024;

/// How long a caller may take to send headers, and then a body.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stage on this machine.
pub struct Stage;

impl Stage {
    /// Starts a stage on free ports of 127.0.0.1. It has a thread and a runtime of its own, so it starts from
    /// synchronous and from asynchronous code alike.
    ///
    /// # Errors
    ///
    /// If no socket can be bound, or the release cannot be deployed.
    pub fn start(release: impl Into<Release>, settings: Settings) -> Result<Running, StageError> {
        check_name(&settings.stage)?;
        check_urls(&settings)?;
        let ids = Ids::default();
        let first = Deployment::new(ids.deployment(), release.into(), &settings)?;
        let shared = Arc::new(Shared::new(settings, ids, first));
        let (stage, plane) = (bind()?, bind()?);
        let (address, plane_address) = (stage.local_addr()?, plane.local_addr()?);
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let [serving, telling] = [Arc::clone(&shared), Arc::clone(&shared)];
        let thread = thread::Builder::new().name("gatepact-stage".to_owned()).spawn(move || {
            let served = runtime.block_on(async {
                tokio::select! {
                    served = serve(stage, serving, invoke) => served,
                    served = serve(plane, telling, endpoint) => served,
                    _ = stopped => Ok(()),
                }
            });
            // A name that is still being looked up for a backend keeps nobody waiting.
            runtime.shutdown_background();
            served
        })?;
        Ok(Running {
            address,
            endpoint: plane_address,
            shared,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

fn bind() -> io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn check_name(name: &str) -> Result<(), StageError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let usual = (1..=128).contains(&name.len()) && name.chars().all(allowed);
    match usual || name == "$default" {
        true => Ok(()),
        false => Err(StageError::StageName { name: name.to_owned() }),
    }
}

/// Tokens and events are for this machine alone.
fn check_urls(settings: &Settings) -> Result<(), StageError> {
    let key_sets = settings.key_sets.iter().filter_map(|(issuer, keys)| match keys {
        KeySet::Url(url) => Some((format!("the keys of {issuer}"), url)),
        KeySet::Value(_) => None,
    });
    let functions = settings.functions.iter();
    let functions = functions.map(|(name, url)| (format!("the function {name}"), url));
    match key_sets.chain(functions).find(|(_, url)| loopback_url(url).is_none()) {
        Some((of, url)) => Err(StageError::NotLocal { of, url: url.clone() }),
        None => Ok(()),
    }
}

/// A running stage; it stops when this value is dropped, and requests under way are cut off.
#[must_use = "the stage stops when this value is dropped"]
pub struct Running {
    address: SocketAddr,
    endpoint: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Running {
    /// Where the stage is called, its name included, without a slash at the end: `http://127.0.0.1:40123/prod`.
    #[must_use]
    pub fn invoke_url(&self) -> String {
        match self.stage_name() {
            "$default" => format!("http://{}", self.address),
            stage => format!("http://{}/{stage}", self.address),
        }
    }

    /// Where the control plane is called, for `--endpoint-url` and the SDK's `endpoint_url`. The stage answers there, too,
    /// under its default host.
    #[must_use]
    pub fn endpoint_url(&self) -> String {
        format!("http://{}", self.endpoint)
    }

    /// The API's id.
    #[must_use]
    pub fn api_id(&self) -> &str {
        &self.shared.settings.api_id
    }

    /// The stage's name.
    #[must_use]
    pub fn stage_name(&self) -> &str {
        &self.shared.settings.stage
    }

    /// The region it pretends to be in.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.shared.settings.region
    }

    /// The deployment that the stage serves.
    #[must_use]
    pub fn deployment_id(&self) -> String {
        self.shared.deployment().id.clone()
    }

    /// Deploys a release: requests that arrive from now on find it, and the stage has a new deployment id.
    ///
    /// # Errors
    ///
    /// If the release cannot be deployed; the stage then serves what it served before.
    pub fn deploy(&self, release: impl Into<Release>) -> Result<String, StageError> {
        self.shared.deploy(release.into())
    }

    /// Makes the next requests get one of the gateway's own answers.
    pub fn play(&self, play: impl Into<Play>) {
        lock(&self.shared.plays).add(play.into());
    }

    /// Makes the next calls to the control plane fail.
    pub fn play_control(&self, failure: ControlFailure, times: u32) {
        lock(&self.shared.plays).add_control(failure, times);
    }

    /// Forgets what was still to be played.
    pub fn stop_playing(&self) {
        lock(&self.shared.plays).clear();
    }

    /// The last calls to the control plane, oldest first: `GET /restapis/a1b2c3d4e5`.
    #[must_use]
    pub fn control_calls(&self) -> Vec<String> {
        lock(&self.shared.log).calls()
    }

    /// The last requests to the stage, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        lock(&self.shared.log).all()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The other end may be gone, and a thread that panicked has nothing left to stop.
        self.stop.take().map(|stop| stop.send(()));
        self.thread.take().map(JoinHandle::join);
    }
}

/// The control plane, and the stage under its own host: whoever is sent to one address for both, as to an emulator,
/// finds both.
async fn endpoint(shared: Arc<Shared>, call: Call) -> Response<Full<Bytes>> {
    if call.header("host").is_some_and(|host| host.contains(".execute-api.")) {
        invoke(shared, call).await
    } else {
        control(shared, call).await
    }
}

/// Answers whatever arrives on a listener.
async fn serve<A, F>(
    listener: std::net::TcpListener,
    shared: Arc<Shared>,
    answer: A,
) -> io::Result<()>
where
    A: Fn(Arc<Shared>, Call) -> F + Copy + Send + Sync + 'static,
    F: Future<Output = Response<Full<Bytes>>> + Send,
{
    let listener = TcpListener::from_std(listener)?;
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let permit = Arc::clone(&connections).acquire_owned().await;
        let Ok((stream, from)) = listener.accept().await else {
            // One caller's failed connection is no reason to stop; no sockets left is one to wait.
            time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        // Small packets must not wait for each other; where that cannot be had, they do.
        let _slower = stream.set_nodelay(true);
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let _permit = permit;
            let service = service_fn(|request| {
                let shared = Arc::clone(&shared);
                async move {
                    let call = read(&shared, request, from).await?;
                    Ok::<_, io::Error>(answer(shared, call).await)
                }
            });
            let served = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_headers(1_000)
                .serve_connection(TokioIo::new(stream), service);
            // A caller that goes away in the middle has its own reasons, and its own error.
            let _gone = served.await;
        });
    }
}

/// The whole request. A body that breaks off or takes too long is no request: its connection is closed.
async fn read(shared: &Shared, request: Request<Incoming>, from: SocketAddr) -> io::Result<Call> {
    let (parts, body) = request.into_parts();
    let mut call = Call {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: Bytes::new(),
        too_large: false,
        from,
        ids: shared.ids.request(),
    };
    let mut bytes = BytesMut::new();
    call.too_large = time::timeout(PATIENCE, collect(body, &mut bytes)).await??;
    call.body = bytes.freeze();
    Ok(call)
}

/// Reads a body up to the limit, and says whether there was more.
async fn collect(mut body: Incoming, bytes: &mut BytesMut) -> io::Result<bool> {
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(io::Error::other)?.into_data() else { continue };
        seen += data.len();
        if seen <= BODY {
            bytes.extend_from_slice(&data);
        } else if seen > DISCARDED {
            break;
        }
    }
    Ok(seen > BODY)
}
