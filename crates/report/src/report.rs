//! The report of one run, version 1: what scripts read.

use serde::Serialize;

use crate::{
    ChangeCounts, Changes, Comparison, Counts, InteractionResult, Publication, Results, Summary,
};
use gatepact_finding::{Coverage, FailOn, FailOnWord, Finding, Impact, Severity};

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
    /// What was compared, where nothing was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// How much of two documents was compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// Whom the changes between two documents break.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<Impact>,
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
            comparison: None,
            coverage: None,
            impact: None,
            findings: results.findings,
            interactions: results.interactions,
        }
    }

    /// A report of changes between two documents: what opens an operation first, then the worst.
    #[must_use]
    pub fn of_changes(run: Run, outcome: Outcome, changes: Changes) -> Report {
        let Changes { findings, impact, stats, coverage } = changes;
        let counts = ChangeCounts::of(&findings, impact.as_ref(), !run.pacts.is_empty());
        let summary = Summary::Changes(ChangeCounts { stats, ..counts });
        let results = Results { findings, interactions: Vec::new() };
        Report { summary, coverage, impact, ..Report::new(run, outcome, results) }
    }

    /// The same report as that of a publication.
    #[must_use]
    pub fn of_publication(self, publication: Publication) -> Report {
        Report { publication: Some(publication), ..self }
    }

    /// The same report as that of a comparison of two documents.
    #[must_use]
    pub fn of_comparison(self, comparison: Comparison) -> Report {
        Report { comparison: Some(comparison), ..self }
    }

    /// How much a finding weighs in this report: what is not binding (yet) must not paint a build red, and what opens an
    /// operation is at least a warning.
    pub(crate) fn level(&self, finding: &Finding) -> Severity {
        let interaction = finding.interaction.and_then(|position| self.interactions.get(position));
        let pending = interaction.is_some_and(|result| result.pending);
        match finding.level() {
            Severity::Error | Severity::Warning if finding.waived.is_some() => Severity::Info,
            Severity::Error if pending => Severity::Warning,
            severity => severity,
        }
    }

    /// Whether a finding is a change that breaks the contract under the policy. The consumers that it breaks are asked by
    /// interaction: a waiver may be about one of them.
    pub(crate) fn refuses(&self, finding: &Finding) -> bool {
        let policy = self.fail_on().map(|policy| policy.without(FailOnWord::Consumers));
        policy.unwrap_or_default().is_broken_by(finding)
    }

    /// Whether broken interactions break the contract under the policy.
    pub(crate) fn refuses_broken_consumers(&self) -> bool {
        self.fail_on().is_some_and(|policy| policy.has(FailOnWord::Consumers))
    }

    /// Why the outcome is unknown although the policy asks for consumers: none of their interactions could be judged.
    pub(crate) fn judged_no_consumer(&self) -> Option<&'static str> {
        let asks = self.outcome == Outcome::Unknown && self.refuses_broken_consumers();
        match &self.impact {
            _ if !asks => None,
            None => Some("no recorded interaction was read"),
            Some(impact) if impact.is_blind() => {
                Some("no recorded interaction matches any operation")
            }
            Some(_) => None,
        }
    }

    /// Whether something was not compared, and the outcome is unknown.
    pub(crate) fn is_uncompared(&self) -> bool {
        let is_complete = self.coverage.as_ref().is_none_or(Coverage::is_complete);
        self.outcome == Outcome::Unknown && !is_complete
    }

    /// The policy, where two documents were compared.
    pub(crate) fn fail_on(&self) -> Option<&FailOn> {
        let publication = self.publication.as_ref().map(|publication| &publication.fail_on);
        publication.or(self.comparison.as_ref().map(|comparison| &comparison.fail_on))
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
    /// `gatepact diff`.
    Diff,
    /// `gatepact publish-spec`.
    PublishSpec,
}

impl Command {
    /// The command's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Command::Verify => "verify",
            Command::Diff => "diff",
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
