//! Every rule by which `verify` finds something: one table.

use gatepact_report::Severity;

/// A rule; [`Rule::id`] is the `id` of its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The interaction needs a kind of credential that the run has none of.
    CredentialsMissing,
    /// Credentials are needed and not sent, because there is no gateway to check them.
    CredentialsNotSent,
    /// A credential or a signature could not be had.
    CredentialsUnavailable,
    /// The function failed.
    FunctionFailed,
    /// The gateway could not pass on what the function returned.
    FunctionAnswerMalformed,
    /// An interaction that makes no sense.
    InteractionFaulty,
    /// An interaction that cannot be replayed over HTTP.
    InteractionUnsupported,
    /// A JSON file in a folder of pacts that is no pact.
    PactIgnored,
    /// A pact that could not be read.
    PactUnreadable,
    /// The provider-state handler failed before the request.
    StateFailed,
    /// Interactions name provider states and nobody sets them up.
    StateNoHandler,
    /// The provider-state handler failed after the request.
    StateTeardownFailed,
    /// No answer came.
    RequestFailed,
    /// The pact's request cannot be sent over HTTP.
    RequestInvalid,
    /// The answer's body is not as promised.
    ResponseBody,
    /// A header of the answer is not as promised.
    ResponseHeader,
    /// The answer's status is not as promised.
    ResponseStatus,
    /// The run verified nothing.
    NothingVerified,
}

impl Rule {
    /// Every rule, sorted by id.
    pub const ALL: [Rule; 18] = [
        Rule::CredentialsMissing,
        Rule::CredentialsNotSent,
        Rule::CredentialsUnavailable,
        Rule::FunctionFailed,
        Rule::FunctionAnswerMalformed,
        Rule::InteractionFaulty,
        Rule::InteractionUnsupported,
        Rule::PactIgnored,
        Rule::PactUnreadable,
        Rule::StateFailed,
        Rule::StateNoHandler,
        Rule::StateTeardownFailed,
        Rule::RequestFailed,
        Rule::RequestInvalid,
        Rule::ResponseBody,
        Rule::ResponseHeader,
        Rule::ResponseStatus,
        Rule::NothingVerified,
    ];

    /// The stable id that scripts filter on.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Rule::CredentialsMissing => "credentials.missing",
            Rule::CredentialsNotSent => "credentials.not-sent",
            Rule::CredentialsUnavailable => "credentials.unavailable",
            Rule::FunctionFailed => "function.failed",
            Rule::FunctionAnswerMalformed => "function.malformed-answer",
            Rule::InteractionFaulty => "interaction.faulty",
            Rule::InteractionUnsupported => "interaction.unsupported",
            Rule::PactIgnored => "pact.ignored",
            Rule::PactUnreadable => "pact.unreadable",
            Rule::StateFailed => "provider-state.failed",
            Rule::StateNoHandler => "provider-state.no-handler",
            Rule::StateTeardownFailed => "provider-state.teardown-failed",
            Rule::RequestFailed => "request.failed",
            Rule::RequestInvalid => "request.invalid",
            Rule::ResponseBody => "response.body.incompatible",
            Rule::ResponseHeader => "response.header.incompatible",
            Rule::ResponseStatus => "response.status.incompatible",
            Rule::NothingVerified => "run.nothing-verified",
        }
    }

    /// How much its findings weigh.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Rule::CredentialsNotSent
            | Rule::PactIgnored
            | Rule::InteractionUnsupported
            | Rule::StateNoHandler => Severity::Warning,
            Rule::CredentialsMissing
            | Rule::CredentialsUnavailable
            | Rule::FunctionFailed
            | Rule::FunctionAnswerMalformed
            | Rule::InteractionFaulty
            | Rule::PactUnreadable
            | Rule::StateFailed
            | Rule::StateTeardownFailed
            | Rule::RequestFailed
            | Rule::RequestInvalid
            | Rule::ResponseBody
            | Rule::ResponseHeader
            | Rule::ResponseStatus
            | Rule::NothingVerified => Severity::Error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_by_id_and_unique() {
        let ids: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    }
}
