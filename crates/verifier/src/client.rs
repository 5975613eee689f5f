//! The one pooled HTTP client of a run.

use reqwest::{Client, Url, redirect};

use crate::VerifyError;

/// A client for a provider and its state handler: HTTP/1.1, connections reused, redirects not
/// followed (a contract may promise one).
pub(crate) fn client(urls: &[&Url]) -> Result<Client, VerifyError> {
    // Fails only where a provider was installed before, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("gatepact/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .http1_only();
    if urls.iter().all(|url| url.scheme() == "http") {
        // Reading the machine's root certificates takes time, and fails on images without any.
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|error| VerifyError::Client(crate::exchange::cause(&error)))
}
