//! Requests that the stage sends: to a backend, to a function's stand-in, to an issuer of tokens.

use bytes::Bytes;
use http::{Response, Uri};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    /// No connection, or one that broke.
    Unreachable,
    /// What came back is not HTTP.
    NotHttp,
    /// The body is longer than the limit.
    TooLarge,
}

/// One connection for one exchange: a connection that was kept might be gone just when it is used again.
pub(crate) async fn exchange(
    uri: &Uri,
    request: http::Request<Full<Bytes>>,
    limit: usize,
) -> Result<Response<Bytes>, Failed> {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, uri.port_u16().unwrap_or(80))).await;
    let stream = stream.map_err(|_| Failed::Unreachable)?;
    // Small packets must not wait for each other.
    stream.set_nodelay(true).map_err(|_| Failed::Unreachable)?;
    let shaken = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = shaken.map_err(|_| Failed::Unreachable)?;
    // Whatever ends the exchange, a timeout for instance, ends the connection.
    let mut connections = JoinSet::new();
    connections.spawn(connection);
    let answered = sender.send_request(request).await;
    let response = answered.map_err(|error| match error.is_parse() {
        true => Failed::NotHttp,
        false => Failed::Unreachable,
    })?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, limit).collect().await;
    let body = body.map_err(|error| match error.is::<LengthLimitError>() {
        true => Failed::TooLarge,
        false => Failed::Unreachable,
    })?;
    Ok(Response::from_parts(parts, body.to_bytes()))
}

/// A URL that the stage can send requests to: it brings no TLS.
pub(crate) fn plain_url(url: &str) -> Option<Uri> {
    let usable = |uri: &Uri| uri.scheme_str() == Some("http") && uri.host().is_some();
    url.parse::<Uri>().ok().filter(usable)
}

/// A plain URL of this machine.
pub(crate) fn loopback_url(url: &str) -> Option<Uri> {
    let local = |uri: &Uri| {
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let address = host.parse::<std::net::IpAddr>();
        host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
    };
    plain_url(url).filter(local)
}
