//! How AWS is reached: which region, whose credentials, which endpoint.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::{Builder, tls};

/// How AWS is reached. What is absent comes from the environment or the profile, as with every
/// tool of AWS's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Connection {
    /// The region.
    pub region: Option<String>,
    /// The profile in the shared configuration files.
    pub profile: Option<String>,
    /// An endpoint in place of AWS's own: a private one, or a stand-in.
    pub endpoint_url: Option<String>,
}

impl Connection {
    /// Credentials, region and HTTP client of the SDK.
    pub(crate) async fn load(&self) -> SdkConfig {
        // The SDK's default client would bring a second TLS stack; this one stands on ring.
        let http = Builder::new()
            .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
            .build_https();
        let Connection { region, profile, endpoint_url } = self;
        let mut loader = aws_config::defaults(BehaviorVersion::latest()).http_client(http);
        if let Some(region) = region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(profile) = profile {
            loader = loader.profile_name(profile);
        }
        if let Some(endpoint_url) = endpoint_url {
            loader = loader.endpoint_url(endpoint_url);
        }
        loader.load().await
    }
}
