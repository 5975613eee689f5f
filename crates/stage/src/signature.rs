//! SigV4, checked. On `hmac` and `sha2` alone: the signer whose signatures arrive here shares no line with it.

mod authorization;
mod canonical;
mod check;
mod date;

use http::HeaderMap;

pub(crate) use authorization::is_sigv4;
pub(crate) use check::check;

/// A request as it arrived.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrived<'a> {
    pub(crate) method: &'a str,
    /// The path, encoded as it arrived.
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// What a signature has to be made for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
}
