use crate::Release;

/// What one instance of the service is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The release it behaves as.
    pub release: Release,
    /// Whether `POST /_pact/provider-states` exists. It lets anybody rewrite the orders, so an
    /// instance in production must not have it.
    pub provider_states: bool,
}
