//! Every rule by which `verify` finds something: one table.

use gatepact_finding::{Doubt, Rule as FindingRule, Severity};

/// Makes the enum, its list, its ids and its severities from one table, so that none can be missing.
macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident = $id:literal $severity:ident $($doubt:ident)?;)+) => {
        /// A rule; [`Rule::id`] is the `id` of its findings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule { $($(#[doc = $doc])+ $rule,)+ }

        impl Rule {
            /// Every rule, sorted by id.
            pub const ALL: &'static [Rule] = &[$(Rule::$rule,)+];

            /// The stable id that scripts filter on.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Rule::$rule => $id,)+ }
            }

            /// How much its findings weigh.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Rule::$rule => Severity::$severity,)+ }
            }

            /// What it means.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Rule::$rule => concat!($($doc),+).trim_start(),)+ }
            }

            /// The rule with that id.
            #[must_use]
            pub fn of(id: &str) -> Option<Rule> {
                Rule::ALL.iter().copied().find(|rule| rule.id() == id)
            }

            /// What all its findings have in common.
            #[must_use]
            pub fn rule(self) -> FindingRule {
                match self {
                    $(Rule::$rule => FindingRule::remark($id, Severity::$severity)
                        $(.doubted(Doubt::$doubt))?,)+
                }
            }
        }
    };
}

rules! {
    /// The interaction needs a kind of credential that the run has none of.
    CredentialsMissing = "credentials.missing" Error;
    /// Credentials are needed and not sent, because there is no gateway to check them.
    CredentialsNotSent = "credentials.not-sent" Warning;
    /// A credential or a signature could not be had.
    CredentialsUnavailable = "credentials.unavailable" Error;
    /// The function failed.
    FunctionFailed = "function.failed" Error;
    /// The gateway could not pass on what the function returned.
    FunctionAnswerMalformed = "function.malformed-answer" Error;
    /// The gateway could not pass on what the function answered.
    GatewayAnswerMalformed = "gateway.answer-malformed" Error;
    /// The stage's authorizer crashed or is configured wrongly.
    GatewayAuthorizerFailed = "gateway.authorizer-failed" Error;
    /// The gateway refused the credentials that were sent, or that none were.
    GatewayCredentialsRefused = "gateway.credentials-refused" Error;
    /// The integration could not be reached or did not answer in time.
    GatewayIntegrationFailed = "gateway.integration-failed" Error;
    /// A firewall or a policy kept the caller out.
    GatewayKeptOut = "gateway.kept-out" Error;
    /// A promise that was kept by the gateway's own answer about a missing route.
    GatewayKeptWithoutRoute = "gateway.kept-without-route" Warning;
    /// The stage itself is configured wrongly.
    GatewayMisconfigured = "gateway.misconfigured" Error;
    /// The stage has no such path or method.
    GatewayNoRoute = "gateway.no-route" Error;
    /// A usage plan's quota is used up.
    GatewayQuotaExceeded = "gateway.quota-exceeded" Error;
    /// The stage's own validation refused the request.
    GatewayRequestInvalid = "gateway.request-invalid" Error;
    /// The stage or account is busy.
    GatewayThrottled = "gateway.throttled" Error;
    /// The request is larger than the gateway takes.
    GatewayTooLarge = "gateway.too-large" Error;
    /// The gateway answered with an error type that is in no table.
    GatewayUnlisted = "gateway.unlisted" Error;
    /// The URL names a stage or an endpoint that is not there.
    GatewayWrongAddress = "gateway.wrong-address" Error;
    /// An interaction that makes no sense.
    InteractionFaulty = "interaction.faulty" Error;
    /// An interaction that needs a rule, a generator or a plugin that Gatepact does not have.
    InteractionNotUnderstood = "interaction.not-understood" Error;
    /// An interaction that cannot be replayed over HTTP.
    InteractionUnsupported = "interaction.unsupported" Warning;
    /// A JSON file in a folder of pacts that is no pact.
    PactIgnored = "pact.ignored" Warning;
    /// A prefix was to be stripped, and no path begins with it.
    PactPrefixAbsent = "pact.prefix-absent" Warning;
    /// A pact that could not be read.
    PactUnreadable = "pact.unreadable" Error;
    /// The stage answers without a credential that the consumer sends.
    ProbeOpenDoor = "probe.open-door" Error;
    /// Interactions that were not probed.
    ProbeSkipped = "probe.skipped" Warning;
    /// Nobody can say whether the stage would refuse.
    ProbeUndecided = "probe.undecided" Error Incomplete;
    /// The provider-state handler failed before the request.
    StateFailed = "provider-state.failed" Error;
    /// Interactions name provider states and nobody sets them up.
    StateNoHandler = "provider-state.no-handler" Warning;
    /// The provider-state handler failed after the request.
    StateTeardownFailed = "provider-state.teardown-failed" Error Incomplete;
    /// No answer came.
    RequestFailed = "request.failed" Error;
    /// The pact's request cannot be sent over HTTP.
    RequestInvalid = "request.invalid" Error;
    /// The answer's body is not as promised.
    ResponseBody = "response.body.incompatible" Error;
    /// A header of the answer is not as promised.
    ResponseHeader = "response.header.incompatible" Error;
    /// The answer's status is not as promised.
    ResponseStatus = "response.status.incompatible" Error;
    /// The run verified nothing.
    NothingVerified = "run.nothing-verified" Error;
    /// Interactions that write were left out on purpose.
    ReadOnly = "run.read-only" Info;
    /// Interactions were left out after the first one that failed.
    StoppedEarly = "run.stopped-early" Info;
    /// Another deployment went live under the run.
    DeploymentChanged = "target.deployment-changed" Error Everything;
    /// The stage holds another deployment than the expected one.
    DeploymentUnexpected = "target.deployment-unexpected" Error;
    /// AWS could not be asked about the stage.
    TargetUnavailable = "target.unavailable" Error;
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
