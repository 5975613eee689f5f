//! Pact's own verifier, through its library and without its telemetry.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use pact_verifier::callback_executors::HttpRequestProviderStateExecutor;
use pact_verifier::{
    FilterInfo, NullRequestFilterExecutor, ProviderInfo, ProviderTransport, VerificationOptions,
    verify_pact_internal,
};

/// Verifies a pact; every promise must be kept.
#[tokio::main]
pub(crate) async fn verify(pact: &Path, base_url: &str) {
    // Fails only where one was installed before, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let url: reqwest::Url = base_url.parse().unwrap();
    let transport = ProviderTransport {
        transport: "http".to_owned(),
        port: url.port(),
        path: None,
        scheme: Some("http".to_owned()),
    };
    let info = ProviderInfo {
        name: "orders-api".to_owned(),
        host: url.host_str().unwrap().to_owned(),
        transports: vec![transport],
        ..ProviderInfo::default()
    };
    let options: VerificationOptions<NullRequestFilterExecutor> = VerificationOptions::default();
    let states = Arc::new(HttpRequestProviderStateExecutor::default());
    let pact = pact_models::pact::read_pact(pact).unwrap();
    let result = verify_pact_internal(
        &info,
        &FilterInfo::None,
        pact,
        &options,
        &states,
        false,
        Duration::ZERO,
    );
    let kept = result.await.unwrap().results.iter().all(|result| result.result.is_ok());
    assert!(kept, "the peer finds every promise kept");
}
