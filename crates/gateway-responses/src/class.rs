//! What an unexpected gateway response means to a verifier.

/// The kind of failure. Implication and retry follow from it, in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A rate or burst limit is reached: a later call may succeed.
    Transient,
    /// A quota is used up: no later call of this run will succeed.
    Quota,
    /// The gateway rejected the caller's credentials: missing, wrong or expired.
    CredentialsRejected,
    /// A firewall or a resource policy blocks the caller.
    AccessBlocked,
    /// The URL names a stage or an endpoint that does not exist.
    WrongAddress,
    /// The stage has no such path or method.
    NoRoute,
    /// The stage's request validation rejected the request.
    Validation,
    /// The request is larger than the gateway accepts.
    TooLarge,
    /// The authorizer crashed or is misconfigured.
    Authorizer,
    /// The stage is misconfigured.
    Configuration,
    /// The function or backend sent a response that the gateway could not pass on.
    MalformedResponse,
    /// The gateway could not reach the integration, or the integration did not respond in time.
    Integration,
    /// The gateway sent an error type that is not in the table.
    Unlisted,
}

/// What an unexpected gateway response says about the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Implication {
    /// Nothing: the failure is transient, or lies in the verifier's own set-up.
    Unknown,
    /// The contract is broken: a consumer would fail.
    Broken,
}

/// Whether sending the request again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// For any method: the request did not reach the function.
    Always,
    /// For GET, HEAD and OPTIONS only: the function may already have acted.
    SafeMethods,
    /// Sending it again cannot help.
    Never,
}

impl Class {
    /// Every class, for tests of completeness.
    pub const ALL: [Self; 13] = [
        Self::Transient,
        Self::Quota,
        Self::CredentialsRejected,
        Self::AccessBlocked,
        Self::WrongAddress,
        Self::NoRoute,
        Self::Validation,
        Self::TooLarge,
        Self::Authorizer,
        Self::Configuration,
        Self::MalformedResponse,
        Self::Integration,
        Self::Unlisted,
    ];

    /// What an unexpected response of this class says about the contract.
    #[must_use]
    pub fn implication(self) -> Implication {
        match self {
            Self::Transient
            | Self::Quota
            | Self::CredentialsRejected
            | Self::AccessBlocked
            | Self::WrongAddress
            | Self::Unlisted => Implication::Unknown,
            Self::NoRoute
            | Self::Validation
            | Self::TooLarge
            | Self::Authorizer
            | Self::Configuration
            | Self::MalformedResponse
            | Self::Integration => Implication::Broken,
        }
    }

    /// Whether sending the request again can help.
    #[must_use]
    pub fn retry(self) -> Retry {
        match self {
            Self::Transient => Retry::Always,
            Self::Integration => Retry::SafeMethods,
            Self::Quota
            | Self::CredentialsRejected
            | Self::AccessBlocked
            | Self::WrongAddress
            | Self::NoRoute
            | Self::Validation
            | Self::TooLarge
            | Self::Authorizer
            | Self::Configuration
            | Self::MalformedResponse
            | Self::Unlisted => Retry::Never,
        }
    }
}
