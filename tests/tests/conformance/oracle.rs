//! What Pact's own verifier says.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use pact_verifier::callback_executors::HttpRequestProviderStateExecutor;
use pact_verifier::{
    FilterInfo, NullRequestFilterExecutor, ProviderInfo, ProviderTransport, VerificationOptions,
    verify_pact_internal,
};

use crate::case::Verdict;

/// Its verdicts on all pacts in a folder, by description.
#[tokio::main(flavor = "current_thread")]
pub(crate) async fn verdicts(folder: &Path, base_url: &str) -> BTreeMap<String, Verdict> {
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
        name: "p".to_owned(),
        host: url.host_str().unwrap().to_owned(),
        transports: vec![transport],
        ..ProviderInfo::default()
    };
    let options: VerificationOptions<NullRequestFilterExecutor> = VerificationOptions {
        coloured_output: false,
        follow_redirects: false,
        // Nothing here speaks TLS; otherwise each interaction reads the machine's certificates.
        disable_ssl_verification: true,
        ..VerificationOptions::default()
    };
    let nobody = HttpRequestProviderStateExecutor {
        state_change_url: None,
        state_change_teardown: false,
        state_change_body: true,
        retries: 0,
    };
    let states = Arc::new(nobody);
    let mut verdicts = BTreeMap::new();
    for file in crate::corpus::files_below(folder) {
        let pact = pact_models::pact::read_pact(&file).unwrap();
        let (all, zero) = (FilterInfo::None, Duration::ZERO);
        let result =
            verify_pact_internal(&info, &all, pact, &options, &states, false, zero).await.unwrap();
        for result in result.results {
            let verdict = Verdict::kept_if(result.result.is_ok());
            verdicts.insert(result.interaction_description, verdict);
        }
    }
    verdicts
}
