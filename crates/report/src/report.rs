//! The report of one run, version 1: what scripts read.

use serde::Serialize;

use crate::{ChangeCounts, Evidence, Finding, PactPlace, Publication, Secrets};

/// The version that a JSON report carries; a minor release never loses a field.
const VERSION: &str = "report/1";

/// The report of one run. The order of its fields is the order in which JSON shows them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// `report/1`.
    #[serde(rename = "gatepact")]
    version: &'static str,
    /// What made it.
    pub tool: Tool,
    /// The command that ran.
    pub command: Command,
    /// When the run started: RFC 3339, UTC, whole seconds.
    pub started_at: String,
    /// What was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// The pacts that were read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pacts: Vec<PactFile>,
    /// The answer to the one question a run asks.
    pub outcome: Outcome,
    /// How many of what.
    pub summary: Summary,
    /// What was published, and what it was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
    /// What somebody should act on.
    pub findings: Vec<Finding>,
    /// Every interaction, in the order of the pacts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub interactions: Vec<InteractionResult>,
}

impl Report {
    /// A report of `interactions` and `findings`, counted; the outcome is the caller's judgement.
    #[must_use]
    pub fn new(run: Run, outcome: Outcome, results: Results) -> Report {
        Report {
            version: VERSION,
            tool: run.tool,
            command: run.command,
            started_at: run.started_at,
            target: run.target,
            pacts: run.pacts,
            outcome,
            summary: Summary::Interactions(Counts::of(&results.interactions)),
            publication: None,
            findings: results.findings,
            interactions: results.interactions,
        }
    }

    /// A report of changes between two documents, worst first.
    #[must_use]
    pub fn of_changes(
        run: Run,
        outcome: Outcome,
        publication: Option<Publication>,
        findings: Vec<Finding>,
    ) -> Report {
        let summary = Summary::Changes(ChangeCounts::of(&findings, !run.pacts.is_empty()));
        let results = Results { findings, interactions: Vec::new() };
        Report { publication, summary, ..Report::new(run, outcome, results) }
    }

    /// The findings of each interaction. Made once for a text: to look for each interaction's among
    /// all would take the product of the two.
    pub(crate) fn findings_by_interaction(&self) -> Vec<Vec<&Finding>> {
        let mut findings = vec![Vec::new(); self.interactions.len()];
        for finding in &self.findings {
            if let Some(own) = finding.interaction.and_then(|at| findings.get_mut(at)) {
                own.push(finding);
            }
        }
        findings
    }
}

/// What a run was, before it had results.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What ran.
    pub tool: Tool,
    /// The command that ran.
    pub command: Command,
    /// When it started: RFC 3339, UTC, whole seconds.
    pub started_at: String,
    /// What was asked.
    pub target: Option<Target>,
    /// The pacts that were read.
    pub pacts: Vec<PactFile>,
}

/// What a run brought to light.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// What somebody should act on.
    pub findings: Vec<Finding>,
    /// Every interaction, in the order of the pacts.
    pub interactions: Vec<InteractionResult>,
}

impl Results {
    /// The same results without any of the secrets, whatever part they had slipped into.
    #[must_use]
    pub fn redacted(mut self, secrets: &Secrets) -> Results {
        let clean = |text: &mut String| *text = secrets.redact(text);
        for finding in &mut self.findings {
            clean(&mut finding.message);
            finding.help.as_mut().map(clean);
            finding.operation.as_mut().map(clean);
            finding.operations.iter_mut().for_each(clean);
            if let Some(PactPlace { file, line: _, consumer, provider, interaction, pointer }) =
                &mut finding.pact
            {
                clean(file);
                for text in [consumer, provider, interaction, pointer] {
                    text.as_mut().map(clean);
                }
            }
            if let Some(Evidence { at, expected, actual, answer }) = &mut finding.evidence {
                clean(at);
                for text in [expected, actual, answer] {
                    text.as_mut().map(clean);
                }
            }
        }
        for result in &mut self.interactions {
            clean(&mut result.description);
            result.states.iter_mut().for_each(clean);
            for text in [&mut result.operation, &mut result.curl] {
                text.as_mut().map(clean);
            }
            if let Some(GatewayMark { request_id, error_type, response_type: _, front }) =
                &mut result.gateway
            {
                for text in [request_id, error_type, front] {
                    text.as_mut().map(clean);
                }
            }
        }
        self
    }
}

/// The program that made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tool {
    /// `gatepact`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// The command that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// `gatepact verify`.
    Verify,
    /// `gatepact publish-spec`.
    PublishSpec,
}

impl Command {
    /// The command's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Command::Verify => "verify",
            Command::PublishSpec => "publish-spec",
        }
    }
}

/// What was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Target {
    /// The id of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_id: Option<String>,
    /// The stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The deployment that it held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<String>,
    /// The URL in front of every path, without user information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The function that was invoked in place of a stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The shape of its events: `1.0` or `2.0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload_format: Option<&'static str>,
}

/// A pact that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PactFile {
    /// The file, as the user named it.
    pub file: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
    /// Who relies on it.
    pub consumer: String,
    /// Who promised it.
    pub provider: String,
}

/// The answer of a whole run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The contract is kept.
    Kept,
    /// The contract is broken.
    Broken,
    /// The run could not tell.
    Unknown,
}

impl Outcome {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Kept => "kept",
            Outcome::Broken => "broken",
            Outcome::Unknown => "unknown",
        }
    }
}

/// The answer for one interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The provider answered as promised.
    Kept,
    /// The provider answered otherwise.
    Broken,
    /// Nobody can say.
    Unknown,
    /// Not asked, on purpose.
    Skipped,
}

impl Verdict {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Kept => "kept",
            Verdict::Broken => "broken",
            Verdict::Unknown => "unknown",
            Verdict::Skipped => "skipped",
        }
    }
}

/// Who gave an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Responder {
    /// The provider itself.
    Provider,
    /// API Gateway, in front of it.
    Gateway,
}

impl Responder {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Responder::Provider => "provider",
            Responder::Gateway => "gateway",
        }
    }
}

/// What API Gateway left on an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct GatewayMark {
    /// The request id under which the gateway's logs know the exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The value of `x-amzn-errortype`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
    /// The gateway's own name for its answer: `MISSING_AUTHENTICATION_TOKEN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_type: Option<&'static str>,
    /// What stands in front of the gateway: `CloudFront (Hit from cloudfront)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<String>,
}

/// How one interaction went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InteractionResult {
    /// Who relies on it.
    pub consumer: String,
    /// Who promised it.
    pub provider: String,
    /// What the consumer calls it.
    pub description: String,
    /// The names of its provider states.
    pub states: Vec<String>,
    /// `GET /orders/42`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The pact, as the user named it.
    pub file: String,
    /// Line of the interaction in the pact, from 1.
    pub line: usize,
    /// How it went.
    pub outcome: Verdict,
    /// Whether the pact marks it as not yet binding.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pending: bool,
    /// Milliseconds from the first provider state to the verdict.
    pub millis: u64,
    /// How often the request was sent.
    pub attempts: u32,
    /// Who answered, if anybody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<Responder>,
    /// What API Gateway left on the answer, where the promise was not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<GatewayMark>,
    /// The request as a curl command without credentials, where the promise was not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
}

/// How many of what; each command counts what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Summary {
    /// Interactions that were replayed.
    Interactions(Counts),
    /// Changes between two documents.
    Changes(ChangeCounts),
}

impl Summary {
    /// The interactions that were replayed; none where the command replays none.
    #[must_use]
    pub fn interactions(self) -> Counts {
        match self {
            Summary::Interactions(counts) => counts,
            Summary::Changes(_) => Counts::default(),
        }
    }
}

/// How many interactions went how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub interactions: usize,
    /// Answered as promised.
    pub kept: usize,
    /// Answered otherwise; the pending ones too.
    pub broken: usize,
    /// Undecided.
    pub unknown: usize,
    /// Not asked.
    pub skipped: usize,
    /// Of all these, marked as not yet binding.
    pub pending: usize,
}

impl Counts {
    /// Counts results.
    #[must_use]
    pub fn of(results: &[InteractionResult]) -> Counts {
        let count = |verdict| results.iter().filter(|result| result.outcome == verdict).count();
        Counts {
            interactions: results.len(),
            kept: count(Verdict::Kept),
            broken: count(Verdict::Broken),
            unknown: count(Verdict::Unknown),
            skipped: count(Verdict::Skipped),
            pending: results.iter().filter(|result| result.pending).count(),
        }
    }
}
