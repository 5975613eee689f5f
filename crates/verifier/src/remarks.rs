//! What is said once about a whole run, not once per interaction.

use std::collections::HashSet;

use gatepact_contract::Body;
use gatepact_finding::Finding;

use crate::counts::Counts;
use crate::options::Probe;
use crate::request::stripped;

use crate::verdict::{Subject, excerpt};
use crate::{Options, Rule, Target};

/// How many provider states a warning names.
const NAMED_STATES: usize = 5;

/// What can be said before anything is sent.
pub(crate) fn before(subjects: &[Subject<'_>], options: &Options) -> Vec<Finding> {
    [unhandled(subjects, options), prefix_absent(subjects, options), not_sent(subjects, options)]
        .into_iter()
        .flatten()
        .collect()
}

/// What can be said when all is done.
pub(crate) fn after(counts: &Counts, options: &Options) -> Vec<Finding> {
    [spared(counts), stopped_early(counts), unprobed(counts, options)]
        .into_iter()
        .flatten()
        .collect()
}

fn remark(rule: Rule, message: String) -> Finding {
    Finding::new(rule.rule(), message)
}

fn interactions(count: usize) -> String {
    format!("{count} {}", if count == 1 { "interaction" } else { "interactions" })
}

/// One warning for all interactions whose states nobody sets up.
fn unhandled(subjects: &[Subject<'_>], options: &Options) -> Option<Finding> {
    let with_states =
        subjects.iter().filter(|subject| !subject.interaction.states.is_empty()).count();
    if options.states.is_some() || with_states == 0 {
        return None;
    }
    let name = if with_states == 1 { "names" } else { "name" };
    let message = format!(
        "{} {name} provider states, and nobody sets them up: the provider was asked as it stood ({})",
        interactions(with_states),
        states_of(subjects)
    );
    let help = "name the provider's handler with --state-change-url or --state-change-lambda";
    Some(remark(Rule::StateNoHandler, excerpt(&message, &options.secrets)).with_help(help))
}

/// The states of the interactions, each once, in the order of the pacts.
fn states_of(subjects: &[Subject<'_>]) -> String {
    let mut seen = HashSet::new();
    let states = subjects.iter().flat_map(|subject| &subject.interaction.states);
    let names: Vec<String> = states
        .filter(|state| seen.insert(&state.name))
        .map(|state| format!("\"{}\"", state.name))
        .collect();
    match names.len().saturating_sub(NAMED_STATES) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names[..NAMED_STATES].join(", ")),
    }
}

/// One warning for all interactions whose credentials nobody checks.
fn not_sent(subjects: &[Subject<'_>], options: &Options) -> Option<Finding> {
    let Target::Lambda(_) = &options.target else { return None };
    let with_kinds = subjects
        .iter()
        .filter(|subject| !options.auth.kinds(subject.pact, subject.interaction).is_empty());
    let count = with_kinds.count();
    (count > 0).then(|| {
        let needs = if count == 1 { "needs" } else { "need" };
        let message = format!(
            "{} {needs} credentials, which API Gateway checks: a function that is invoked directly \
             is sent none, only the request context of a caller who passed",
            interactions(count)
        );
        let help = "to see who is let in, verify against the stage as well";
        remark(Rule::CredentialsNotSent, message).with_help(help)
    })
}

/// A prefix that no path has is a slip of the pen, or of another pact.
fn prefix_absent(subjects: &[Subject<'_>], options: &Options) -> Option<Finding> {
    let prefix = options.strip_path_prefix.as_ref()?;
    let found = subjects.iter().any(|subject| match &subject.interaction.body {
        Body::Http(http) => stripped(&http.request.path, prefix).is_some(),
        Body::Message | Body::Faulty { .. } | Body::Foreign { .. } => false,
    });
    (!found && !subjects.is_empty()).then(|| {
        let message = format!("no path begins with {prefix}, so nothing was stripped");
        remark(Rule::PactPrefixAbsent, message).with_help("correct --strip-path-prefix")
    })
}

fn spared(counts: &Counts) -> Option<Finding> {
    let count = counts.spared.get();
    (count > 0).then(|| {
        let was = if count == 1 { "writes and was" } else { "write and were" };
        let message = format!("{} {was} not replayed", interactions(count));
        remark(Rule::ReadOnly, message).with_help("without --read-only everything is replayed")
    })
}

fn stopped_early(counts: &Counts) -> Option<Finding> {
    let count = counts.left_out.get();
    (count > 0).then(|| {
        let was = if count == 1 { "was" } else { "were" };
        let message =
            format!("{} {was} not replayed after the first that failed", interactions(count));
        remark(Rule::StoppedEarly, message)
            .with_help("without --exit-on-first-error everything is replayed")
    })
}

/// Probes that were asked for and not made must not pass for closed doors.
fn unprobed(counts: &Counts, options: &Options) -> Option<Finding> {
    let (probes, unprobed) = (counts.probes.get(), counts.unprobed.get());
    if options.course.probe == Probe::Off || (probes > 0 && unprobed == 0) {
        return None;
    }
    Some(if unprobed > 0 {
        let was = if unprobed == 1 { "writes and was" } else { "write and were" };
        remark(Rule::ProbeSkipped, format!("{} {was} not probed", interactions(unprobed)))
            .with_help("--probe-unsafe probes them as well: an open door lets the write through")
    } else {
        let message = "nothing was probed: no interaction was kept that is sent with credentials";
        remark(Rule::ProbeSkipped, message.to_owned())
    })
}
