//! The run: which interaction when, and everything's order.

use futures::StreamExt as _;
use futures::stream;
use gatepact_contract::{Body, Interaction, Pact};
use gatepact_report::{Finding, InteractionResult, Results};
use reqwest::Client;
use tokio_util::sync::CancellationToken;

use crate::verdict::Subject;
use crate::{Event, Options, Rule, StateHandler, Target, VerifyError};

/// Replays what passes the filter and judges the answers.
///
/// Interactions without provider states that only read go first, `options.concurrency` at a time;
/// then the rest, one after another in the order of the pacts (all at once with
/// `options.parallel_states`). Results come in the order of the pacts, whatever the order of the
/// answers. `on_event` is called on the way.
///
/// After `cancel` nothing more is sent, but for the teardown of states that were set up; what had
/// no verdict by then is absent from the results.
///
/// # Errors
/// [`VerifyError`] when the HTTP client cannot be made; whatever happens later is a finding.
pub async fn verify(
    pacts: &[Pact],
    options: &Options,
    on_event: &dyn Fn(Event),
    cancel: &CancellationToken,
) -> Result<Results, VerifyError> {
    let mut urls = match &options.target {
        Target::Http { base_url } => vec![base_url],
        Target::Lambda(_) => Vec::new(),
    };
    urls.extend(options.states.as_ref().and_then(StateHandler::url));
    let run = Run { client: crate::client::client(&urls)?, options, on_event, cancel };
    let subjects: Vec<Subject<'_>> = pacts
        .iter()
        .flat_map(|pact| pact.interactions.iter().map(move |interaction| (pact, interaction)))
        .filter(|(pact, interaction)| options.filter.passes(pact, interaction))
        .enumerate()
        .map(|(position, (pact, interaction))| Subject { pact, interaction, position })
        .collect();
    let mut results = Results { findings: unhandled(&subjects, options), ..Results::default() };
    results.findings.extend(not_sent(&subjects, options));
    for (result, findings) in run.all(&subjects).await {
        // Interruption may leave gaps, so positions are counted anew.
        let position = results.interactions.len();
        results.interactions.push(result);
        results.findings.extend(findings.into_iter().map(|mut finding| {
            finding.interaction = finding.interaction.map(|_| position);
            finding
        }));
    }
    Ok(results)
}

/// One warning for all interactions whose states nobody sets up.
fn unhandled(subjects: &[Subject<'_>], options: &Options) -> Vec<Finding> {
    let with_states =
        subjects.iter().filter(|subject| !subject.interaction.states.is_empty()).count();
    if options.states.is_some() || with_states == 0 {
        return Vec::new();
    }
    let rule = Rule::StateNoHandler;
    let names = if with_states == 1 { "interaction names" } else { "interactions name" };
    let message = format!(
        "{with_states} {names} provider states, and nobody sets them up: the provider was asked as \
         it stood"
    );
    let help = "name the provider's handler with --state-change-url or --state-change-lambda";
    vec![Finding::new(rule.id(), rule.severity(), message).with_help(help)]
}

/// One warning for all interactions whose credentials nobody checks.
fn not_sent(subjects: &[Subject<'_>], options: &Options) -> Option<Finding> {
    let Target::Lambda(_) = &options.target else { return None };
    let with_kinds = subjects
        .iter()
        .filter(|subject| !options.auth.kinds(subject.pact, subject.interaction).is_empty());
    let count = with_kinds.count();
    let rule = Rule::CredentialsNotSent;
    let names = if count == 1 { "interaction needs" } else { "interactions need" };
    let message = format!(
        "{count} {names} credentials, which API Gateway checks: a function invoked directly is sent \
         none, only the request context of a caller who passed"
    );
    let help = "verify who is let in against the stage: leave --lambda out";
    (count > 0).then(|| Finding::new(rule.id(), rule.severity(), message).with_help(help))
}

pub(crate) struct Run<'a> {
    pub(crate) client: Client,
    pub(crate) options: &'a Options,
    pub(crate) on_event: &'a dyn Fn(Event),
    pub(crate) cancel: &'a CancellationToken,
}

pub(crate) type Judged = (InteractionResult, Vec<Finding>);

impl Run<'_> {
    async fn all(&self, subjects: &[Subject<'_>]) -> Vec<Judged> {
        let (free, bound): (Vec<_>, Vec<_>) =
            subjects.iter().partition(|subject| only_reads(subject.interaction));
        let width = self.options.concurrency.max(1);
        let bound_width = if self.options.parallel_states { width } else { 1 };
        let total = subjects.len();
        let mut judged: Vec<(usize, Judged)> = Vec::with_capacity(total);
        for (lane, width) in [(free, width), (bound, bound_width)] {
            let mut answers = stream::iter(lane)
                .map(|subject: &Subject<'_>| async { (subject.position, self.one(*subject).await) })
                .buffer_unordered(width);
            while let Some((position, result)) = answers.next().await {
                if let Some(result) = result {
                    judged.push((position, result));
                    (self.on_event)(Event::Judged { done: judged.len(), total });
                }
            }
        }
        judged.sort_by_key(|(position, _)| *position);
        judged.into_iter().map(|(_, result)| result).collect()
    }
}

/// Whether the interaction can neither disturb another nor be disturbed by one.
fn only_reads(interaction: &Interaction) -> bool {
    let reads = match &interaction.body {
        Body::Http(http) => {
            let method = http.request.method.to_uppercase();
            matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS")
        }
        Body::Message | Body::Faulty { .. } => true,
    };
    reads && interaction.states.is_empty()
}
