//! One call of an AWS SDK, and what its failure means.

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::GatewayError;
use crate::error::Causes;

/// A call as it is named in messages and policies.
#[derive(Debug, Clone)]
pub(crate) struct Call<'a> {
    /// `GetExport`.
    pub(crate) operation: &'static str,
    /// `apigateway:GET`.
    pub(crate) action: &'static str,
    /// `/restapis/a1b2c3/stages/prod/exports/oas30`.
    pub(crate) resource: String,
    pub(crate) region: &'a str,
    pub(crate) endpoint: &'a str,
}

impl Call<'_> {
    /// What the failure of the call means.
    pub(crate) fn failed<E>(&self, error: SdkError<E, HttpResponse>) -> GatewayError
    where
        E: Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let status = error.raw_response().map_or(0, |response| response.status().as_u16());
        match error {
            SdkError::ServiceError(context) => {
                let meta = context.err().meta();
                let message = meta.message().unwrap_or("no reason given").to_owned();
                match meta.code() {
                    Some(code) => self.refused(status, code, message),
                    None => self.unreachable(AnswerOf { status, message }, status),
                }
            }
            error if has_no_credentials(&error) => GatewayError::Credentials(Causes::of(error)),
            error @ (SdkError::DispatchFailure(_) | SdkError::TimeoutError(_)) => {
                GatewayError::Unreachable {
                    operation: self.operation,
                    endpoint: self.endpoint.to_owned(),
                    causes: Causes::of(error),
                    may_pass: true,
                }
            }
            error => self.unreachable(error, status),
        }
    }

    fn refused(&self, status: u16, code: &str, message: String) -> GatewayError {
        let operation = self.operation;
        // `BadRequestException:http://..`: a model may follow the name.
        let code = code.split(':').next().unwrap_or(code);
        match code {
            "AccessDeniedException" | "AccessDenied" | "UnauthorizedException" => {
                GatewayError::AccessDenied {
                    operation,
                    action: self.action,
                    resource: self.arn(),
                    principal: principal(&message),
                }
            }
            "UnrecognizedClientException"
            | "InvalidSignatureException"
            | "IncompleteSignatureException"
            | "MissingAuthenticationTokenException"
            | "InvalidClientTokenId"
            | "ExpiredTokenException"
            | "ExpiredToken" => GatewayError::Refused { operation, message },
            "NotFoundException" => {
                GatewayError::NotFound { operation, resource: self.resource.clone(), message }
            }
            "TooManyRequestsException"
            | "LimitExceededException"
            | "ThrottlingException"
            | "Throttling"
            | "RequestLimitExceeded" => GatewayError::Busy { operation, message },
            _ if status >= 500 => self.unreachable(AnswerOf { status, message }, status),
            _ => GatewayError::Rejected {
                operation,
                resource: self.resource.clone(),
                code: code.to_owned(),
                message,
            },
        }
    }

    fn unreachable(&self, error: impl Error + Send + Sync + 'static, status: u16) -> GatewayError {
        GatewayError::Unreachable {
            operation: self.operation,
            endpoint: self.endpoint.to_owned(),
            causes: Causes::of(error),
            may_pass: matches!(status, 429 | 500..=599),
        }
    }

    fn arn(&self) -> String {
        let partition = crate::partition(self.region);
        format!("arn:{partition}:apigateway:{}::{}", self.region, self.resource)
    }
}

/// An answer that names no error AWS has.
#[derive(Debug)]
struct AnswerOf {
    status: u16,
    message: String,
}

impl Error for AnswerOf {}

impl fmt::Display for AnswerOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it answers {}, {}", self.status, self.message)
    }
}

/// The standard chain fails inside the dispatch of a call; only its text tells.
pub(crate) fn has_no_credentials<E: Error + 'static>(error: &SdkError<E, HttpResponse>) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<aws_credential_types::provider::error::CredentialsError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// `User: arn:aws:iam::111122223333:user/ci is not authorized to perform: apigateway:GET on ..`
fn principal(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("User: ")?;
    let (principal, _) = rest.split_once(" is not authorized")?;
    Some(principal.to_owned())
}
