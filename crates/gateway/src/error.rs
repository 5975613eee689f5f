//! Why AWS, or our use of it, failed: what, where, what to do.

use std::error::Error;
use std::fmt;

/// Why AWS, or our use of it, failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayError {
    /// Nobody says in which region the API is.
    #[error("nobody says in which region the API is; name it with --region or AWS_REGION")]
    NoRegion,
    /// The standard chain (environment, profile, SSO, container, instance) has no credentials.
    #[error("no usable AWS credentials: {0}")]
    Credentials(#[source] Causes),
    /// The request cannot be put into SigV4's canonical form.
    #[error("the request cannot be signed: {0}")]
    Signing(#[source] Causes),
    /// The caller's policy does not allow the call.
    #[error(
        "AWS denies {operation}: {} lacks the permission `{action}` on `{resource}`; add it to the policy of that \
         identity",
        principal.as_deref().unwrap_or("the caller")
    )]
    AccessDenied {
        /// `GetExport`.
        operation: &'static str,
        /// `apigateway:GET`.
        action: &'static str,
        /// `arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/stages/prod/exports/oas30`.
        resource: String,
        /// Who called, as AWS names it.
        principal: Option<String>,
    },
    /// AWS does not accept the credentials.
    #[error(
        "AWS does not accept the credentials for {operation}: {message}; renew or correct them"
    )]
    Refused {
        /// `GetExport`.
        operation: &'static str,
        /// AWS's words.
        message: String,
    },
    /// There is no such thing.
    #[error(
        "{operation} finds nothing at `{resource}`: {message}; check the ids, the stage name and the region"
    )]
    NotFound {
        /// `GetStage`.
        operation: &'static str,
        /// `/restapis/a1b2c3/stages/prod`.
        resource: String,
        /// AWS's words.
        message: String,
    },
    /// The control plane is busy, and stayed so.
    #[error("API Gateway is too busy for {operation}: {message}; try again in a minute")]
    Busy {
        /// `GetExport`.
        operation: &'static str,
        /// AWS's words.
        message: String,
    },
    /// AWS refused the call for another reason.
    #[error("AWS refuses {operation} on `{resource}`: {code}: {message}")]
    Rejected {
        /// `GetExport`.
        operation: &'static str,
        /// `/restapis/a1b2c3/stages/prod/exports/oas30`.
        resource: String,
        /// `BadRequestException`.
        code: String,
        /// AWS's words.
        message: String,
    },
    /// No answer, or none that is understood.
    #[error("{operation} has no answer from {endpoint}: {causes}")]
    Unreachable {
        /// `GetExport`.
        operation: &'static str,
        /// Where it was asked.
        endpoint: String,
        /// Why.
        #[source]
        causes: Causes,
        /// Whether the same call may pass a moment later.
        may_pass: bool,
    },
    /// The stage exists and nothing is deployed on it.
    #[error("the stage `{stage}` of `{api}` has no deployment; deploy the API first")]
    NotDeployed {
        /// The id of the API.
        api: String,
        /// The stage.
        stage: String,
    },
    /// An answer without the thing that was asked for.
    #[error("{operation} answers without {missing}")]
    Incomplete {
        /// `GetExport`.
        operation: &'static str,
        /// What is missing.
        missing: &'static str,
    },
}

impl GatewayError {
    /// After how many attempts nothing else is to be expected of the same call. A busy control plane is waited for as
    /// long as the budget allows; a wrong address stays wrong.
    #[must_use]
    pub fn most_attempts(&self) -> u32 {
        match self {
            Self::Busy { .. } => u32::MAX,
            Self::Unreachable { may_pass, .. } => {
                if *may_pass {
                    4
                } else {
                    1
                }
            }
            Self::NoRegion
            | Self::Credentials(_)
            | Self::Signing(_)
            | Self::AccessDenied { .. }
            | Self::Refused { .. }
            | Self::NotFound { .. }
            | Self::Rejected { .. }
            | Self::NotDeployed { .. }
            | Self::Incomplete { .. } => 1,
        }
    }
}

/// An SDK error with its causes in one line: the SDK says only "an error occurred" at the top.
#[derive(Debug)]
pub struct Causes(Box<dyn Error + Send + Sync>);

impl Causes {
    pub(crate) fn of(error: impl Error + Send + Sync + 'static) -> Causes {
        Causes(Box::new(error))
    }
}

impl Error for Causes {}

impl fmt::Display for Causes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        write!(f, "{said}")?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !said.contains(&text) {
                write!(f, ": {text}")?;
                said = text;
            }
            cause = error.source();
        }
        Ok(())
    }
}
