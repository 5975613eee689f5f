//! What an unexpected answer of the gateway means to a verifier.

/// The kind of refusal. Verdict and retry follow from it, in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The account, stage or usage plan is busy: a later call may pass.
    Weather,
    /// A quota is used up: a later call in this run will not pass.
    Quota,
    /// What the caller sent to identify itself is missing, refused or expired.
    OurCredentials,
    /// A firewall or a resource policy keeps the caller out.
    KeptOut,
    /// The URL names a stage or an endpoint that is not there.
    WrongAddress,
    /// The stage has no such path or method.
    NoRoute,
    /// The stage's own validation refused the request.
    Validation,
    /// The request is larger than the gateway takes.
    TooLarge,
    /// The authorizer crashed or is configured wrongly.
    Authorizer,
    /// The stage itself is configured wrongly.
    Configuration,
    /// The function or backend answered something the gateway could not pass on.
    BadAnswer,
    /// The integration could not be reached or did not answer in time.
    Integration,
    /// The gateway answered, with an error type that is not in the table.
    Unlisted,
}

/// What an unexpected answer proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Nothing about the contract: weather, or the verifier's own set-up.
    Unknown,
    /// A consumer would break.
    Broken,
}

/// Whether sending the request again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Any method: the request never reached the function.
    Always,
    /// Only GET, HEAD and OPTIONS: the function may already have acted.
    SafeMethods,
    /// It cannot help.
    Never,
}

impl Class {
    /// Every class, for audits.
    pub const ALL: [Self; 13] = [
        Self::Weather,
        Self::Quota,
        Self::OurCredentials,
        Self::KeptOut,
        Self::WrongAddress,
        Self::NoRoute,
        Self::Validation,
        Self::TooLarge,
        Self::Authorizer,
        Self::Configuration,
        Self::BadAnswer,
        Self::Integration,
        Self::Unlisted,
    ];

    /// What an unexpected answer of this class proves.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Weather
            | Self::Quota
            | Self::OurCredentials
            | Self::KeptOut
            | Self::WrongAddress
            | Self::Unlisted => Verdict::Unknown,
            Self::NoRoute
            | Self::Validation
            | Self::TooLarge
            | Self::Authorizer
            | Self::Configuration
            | Self::BadAnswer
            | Self::Integration => Verdict::Broken,
        }
    }

    /// Whether sending the request again can help.
    #[must_use]
    pub fn retry(self) -> Retry {
        match self {
            Self::Weather => Retry::Always,
            Self::Integration => Retry::SafeMethods,
            Self::Quota
            | Self::OurCredentials
            | Self::KeptOut
            | Self::WrongAddress
            | Self::NoRoute
            | Self::Validation
            | Self::TooLarge
            | Self::Authorizer
            | Self::Configuration
            | Self::BadAnswer
            | Self::Unlisted => Retry::Never,
        }
    }
}
