//! How AWS is reached: region, profile and endpoint, as in the AWS CLI, over one HTTP client.

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::{Builder, tls};

use std::time::Duration;

use crate::Keys;

/// One call, connecting and reading included; an export of a large API takes seconds.
const CALL: Duration = Duration::from_secs(60);

/// What the caller says about AWS; what it leaves out comes from the environment or the profile.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// The region of the API.
    pub region: Option<String>,
    /// The profile of the shared configuration files.
    pub profile: Option<String>,
    /// Where AWS's own endpoints are not meant: an emulator, a local stage, a VPC endpoint.
    pub endpoint_url: Option<String>,
    /// Keys that the caller has at hand; `None` is the standard chain.
    pub keys: Option<Keys>,
}

impl Connection {
    /// The SDK's configuration: standard credentials chain, ring for TLS, no retries of its own.
    ///
    /// The SDK retries in silence; whoever waits here wants to be told, so that is done by
    /// [`Patience`](crate::Patience).
    pub(crate) async fn load(&self) -> SdkConfig {
        // The SDK's default client would bring a second TLS stack; this one stands on ring.
        let http = Builder::new()
            .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
            .build_https();
        let timeouts = TimeoutConfig::builder().operation_timeout(CALL).build();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .retry_config(RetryConfig::disabled())
            .timeout_config(timeouts);
        if let Some(region) = &self.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(profile) = &self.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(endpoint) = &self.endpoint_url {
            loader = loader.endpoint_url(endpoint);
        }
        if let Some(keys) = &self.keys {
            loader = loader.credentials_provider(keys.provider());
        }
        loader.load().await
    }
}
