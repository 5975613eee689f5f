use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use pact_models::pact::Pact;
use pact_models::v4::pact::V4Pact;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;

use super::answer;
use super::judge::{Judge, Verdict};
use super::log::Log;
use super::request::{for_matching, path_in_stage, shown};
use crate::gateway_answer::{FORBIDDEN, MISSING_AUTHENTICATION_TOKEN, REQUEST_TOO_LARGE};
use crate::interaction::Expectation;
use crate::{Problem, Stage};

/// What API Gateway takes at most.
const MAX_BODY: usize = 10 * 1024 * 1024;

/// The running mock. It has a thread and a runtime of its own, so that a client which blocks the
/// test's thread is answered all the same.
pub(crate) struct Mock {
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

struct Shared {
    stage_name: String,
    stage: Stage,
    judge: Judge,
    log: Log,
}

impl Mock {
    pub(crate) fn start(
        stage_name: &str,
        pact: &V4Pact,
        expectations: Vec<Expectation>,
    ) -> io::Result<Self> {
        pact_matching::matchingrules::configure_core_catalogue();
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let separator = if stage_name.is_empty() { "" } else { "/" };
        let shared = Arc::new(Shared {
            stage: Stage::new(format!("http://{address}{separator}{stage_name}")),
            stage_name: stage_name.to_owned(),
            log: Log::new(expectations.len()),
            judge: Judge { pact: pact.boxed(), expectations },
        });

        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = Arc::clone(&shared);
        let thread =
            thread::Builder::new().name("gatepact-mock-stage".to_owned()).spawn(move || {
                runtime.block_on(async {
                    tokio::select! {
                        served = serve(listener, serving) => served,
                        _ = stopped => Ok(()),
                    }
                })
            })?;
        Ok(Self { shared, stop: Some(stop), thread: Some(thread) })
    }

    pub(crate) fn stage(&self) -> Stage {
        self.shared.stage.clone()
    }

    /// Stops answering. Gives the problems with the requests that came, and with those that did not.
    pub(crate) fn stop(mut self) -> (Vec<Problem>, Vec<Problem>) {
        self.shut_down();
        self.shared.log.close(&self.shared.judge.expectations)
    }

    fn shut_down(&mut self) {
        // The other end is gone if the listener failed, which its clients have noticed.
        self.stop.take().map(|stop| stop.send(()));
        self.thread.take().map(JoinHandle::join);
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.shut_down();
    }
}

async fn serve(listener: std::net::TcpListener, shared: Arc<Shared>) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(|request| shared.answer(request));
            // A client that goes away in the middle has its own reasons, and its own error.
            let _gone = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

impl Shared {
    async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (parts, body) = request.into_parts();
        Ok(match Limited::new(body, MAX_BODY).collect().await {
            Ok(body) => self.answer_whole(&parts, body.to_bytes()).await,
            Err(error) => {
                let reason = error.to_string();
                self.log.problem(Problem::UnreadableBody { request: shown(&parts), reason });
                REQUEST_TOO_LARGE.into_response()
            }
        })
    }

    async fn answer_whole(&self, parts: &Parts, body: Bytes) -> Response<Full<Bytes>> {
        let Some(path) = path_in_stage(parts.uri.path(), &self.stage_name) else {
            let stage = self.stage_name.clone();
            self.log.problem(Problem::OutsideStage { request: shown(parts), stage });
            return FORBIDDEN.into_response();
        };
        let request = for_matching(parts, path, body);
        let verdict = self.judge.judge(&request, &parts.headers, &self.log.requested()).await;
        let of = |index: usize| &self.judge.expectations[index].http;
        match verdict {
            Verdict::Expected(index) => {
                self.log.request(index);
                answer::interaction(&of(index).response, &self.stage).await
            }
            Verdict::Refused(index, refusal) => {
                self.log.request(index);
                self.log.problem(Problem::Credentials {
                    request: shown(parts),
                    interaction: of(index).description.clone(),
                    reason: refusal.reason,
                    status: refusal.answer.status.as_u16(),
                });
                refusal.answer.into_response()
            }
            Verdict::Different(index, differences) => {
                self.log.request(index);
                let problem = Problem::Different {
                    request: shown(parts),
                    interaction: of(index).description.clone(),
                    differences,
                };
                let response = answer::problem(&problem);
                self.log.problem(problem);
                response
            }
            Verdict::Unexpected => {
                let expected = (0..self.judge.expectations.len())
                    .map(|index| of(index).request.short_description())
                    .collect();
                self.log.problem(Problem::Unexpected { request: shown(parts), expected });
                MISSING_AUTHENTICATION_TOKEN.into_response()
            }
        }
    }
}
