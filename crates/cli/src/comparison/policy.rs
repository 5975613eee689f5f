//! From where on changes break the contract.

use clap::ValueEnum;
use gatepact_openapi::diff::Options;
use gatepact_publisher::{Judgement, Verdict};
use gatepact_report::{Finding, Outcome, Severity};
use serde::Deserialize;
use time::Date;

use super::waiver::Waivers;
use crate::Context;
use crate::config::Config;
use crate::error::CliError;
use crate::pacts::Sources;

/// From where on changes break the contract.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailOn {
    /// A breaking change.
    #[default]
    Breaking,
    /// A risky change, or a breaking one.
    Risky,
    /// A breaking change that a recorded consumer relies on.
    Consumers,
    /// None.
    Never,
}

impl FailOn {
    pub(crate) fn name(self) -> &'static str {
        match self {
            FailOn::Breaking => "breaking",
            FailOn::Risky => "risky",
            FailOn::Consumers => "consumers",
            FailOn::Never => "never",
        }
    }
}

/// How documents are compared, and what is held against whom.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) fail_on: FailOn,
    pub(crate) options: Options,
    pub(crate) waivers: Waivers,
    /// The day of the run, UTC: waivers end.
    pub(crate) today: Date,
}

impl Policy {
    /// The policy of a run that begins now.
    pub(crate) fn new(
        fail_on: FailOn,
        open_world: bool,
        run: (&Config, &Context),
    ) -> Result<Policy, CliError> {
        let (config, context) = run;
        let today = context.started_at.date();
        Ok(Policy {
            fail_on,
            options: Options { open_world, today: Some(context.today()) },
            waivers: Waivers::of(config, context)?,
            today,
        })
    }

    /// Whom a change breaks can only be asked where the consumers are known.
    pub(crate) fn needs_pacts(&self, sources: &Sources) -> Result<(), CliError> {
        if self.fail_on == FailOn::Consumers && sources.is_empty() {
            return Err(CliError::usage_with_help(
                "--fail-on consumers needs to know the consumers",
                "name their pacts with --dir or --file",
            ));
        }
        Ok(())
    }

    /// The verdict on changes; those that are waived count for nothing.
    pub(super) fn verdict(&self, changes: &[Finding]) -> Verdict {
        let counted: Vec<&Finding> = changes.iter().filter(|change| change.counts()).collect();
        let count = |severity| counted.iter().filter(|change| change.severity == severity).count();
        let (breaking, risky) = (count(Severity::Error), count(Severity::Warning));
        let broken = match self.fail_on {
            FailOn::Breaking => breaking > 0,
            FailOn::Risky => breaking + risky > 0,
            FailOn::Consumers => counted.iter().any(|change| hurts(change)),
            FailOn::Never => false,
        };
        Verdict {
            outcome: if broken { Judgement::Broken } else { Judgement::Kept },
            breaking,
            risky,
            safe: count(Severity::Info),
        }
    }
}

/// The verdict in the word of a report.
pub(crate) fn outcome(verdict: Verdict) -> Outcome {
    match verdict.outcome {
        Judgement::Kept => Outcome::Kept,
        Judgement::Broken => Outcome::Broken,
        Judgement::Unknown => Outcome::Unknown,
    }
}

/// Whether a recorded consumer breaks.
fn hurts(change: &Finding) -> bool {
    change.severity == Severity::Error
        && change.consumers.as_ref().is_some_and(|consumers| !consumers.is_empty())
}
