//! The policy of a run: flags and settings.

use gatepact_diff::Options;
use gatepact_diff::policy::Policy;
use gatepact_finding::{FailOn, FailOnWord};
use gatepact_publisher::{Judgement, Verdict};
use gatepact_report::{ChangeCounts, Outcome};

use super::waivers;
use crate::Context;
use crate::config::Config;
use crate::error::CliError;
use crate::pacts::Sources;

/// What a run takes that it would not take else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leniency {
    /// `--open-world`.
    pub(crate) open_world: bool,
    /// `--allow-uncompared`.
    pub(crate) allow_uncompared: bool,
}

/// The policy of a run that begins now.
pub(crate) fn policy(
    fail_on: FailOn,
    Leniency { open_world, allow_uncompared }: Leniency,
    (config, context): (&Config, &Context),
) -> Result<Policy, CliError> {
    Ok(Policy {
        fail_on,
        options: Options { open_world, today: Some(context.today()), ..Options::default() },
        allow_uncompared,
        waivers: waivers::of(config, context)?,
        today: context.started_at.date(),
    })
}

/// Whom a change breaks can only be asked where the consumers are known.
pub(crate) fn check_pacts(fail_on: &FailOn, sources: &Sources) -> Result<(), CliError> {
    if fail_on.has(FailOnWord::Consumers) && sources.is_empty() {
        return Err(CliError::usage_with_help(
            "--fail-on consumers needs to know the consumers",
            "name their pacts with --dir or --file",
        ));
    }
    Ok(())
}

/// The verdict as the registry keeps it.
pub(super) fn verdict((is_broken, is_unknown): (bool, bool), counts: ChangeCounts) -> Verdict {
    let ChangeCounts { breaking, risky, safe, .. } = counts;
    let outcome = match (is_broken, is_unknown) {
        (true, _) => Judgement::Broken,
        (false, true) => Judgement::Unknown,
        (false, false) => Judgement::Kept,
    };
    Verdict { outcome, breaking, risky, safe }
}

/// The verdict in the word of a report.
pub(crate) fn outcome(verdict: Verdict) -> Outcome {
    match verdict.outcome {
        Judgement::Kept => Outcome::Kept,
        Judgement::Broken => Outcome::Broken,
        Judgement::Unknown => Outcome::Unknown,
    }
}
