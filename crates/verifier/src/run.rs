//! The run: which interaction when, and everything's order.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use futures::stream;
use gatepact_contract::{Body, Interaction, Pact};
use gatepact_finding::Finding;
use gatepact_report::{InteractionResult, Results};
use reqwest::Client;
use tokio_util::sync::CancellationToken;

use crate::counts::Counts;
use crate::pace::Pace;
use crate::request::method;
use crate::retry::{Budget, only_reads};
use crate::verdict::Subject;
use crate::{Event, Options, StateHandler, Target, VerifyError, remarks};

/// Replays what passes the filter and judges the answers.
///
/// Interactions without provider states that only read go first, `options.course.concurrency` at a
/// time; then the rest, one after another in the order of the pacts (all at once with
/// `parallel_states`). Results come in the order of the pacts, whatever the order of the answers.
/// `on_event` is called on the way.
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
    let client = crate::client::client(&urls, &options.connection)?;
    let run = Run::new(client, options, on_event, cancel);
    let subjects: Vec<Subject<'_>> = pacts
        .iter()
        .flat_map(|pact| pact.interactions.iter().map(move |interaction| (pact, interaction)))
        .filter(|(pact, interaction)| options.filter.passes(pact, interaction))
        .enumerate()
        .map(|(position, (pact, interaction))| Subject { pact, interaction, position })
        .collect();
    let mut results =
        Results { findings: remarks::before(&subjects, options), ..Results::default() };
    for (result, findings) in run.all(&subjects).await {
        // Interruption may leave gaps, so positions are counted anew.
        let position = results.interactions.len();
        results.interactions.push(result);
        results.findings.extend(findings.into_iter().map(|mut finding| {
            finding.interaction = finding.interaction.map(|_| position);
            finding
        }));
    }
    results.findings.extend(remarks::after(&run.counts, options));
    Ok(results)
}

/// A run under way. It lives in one task, hence cells instead of locks.
pub(crate) struct Run<'a> {
    pub(crate) client: Client,
    pub(crate) options: &'a Options,
    pub(crate) on_event: &'a dyn Fn(Event),
    pub(crate) cancel: &'a CancellationToken,
    pub(crate) pace: RefCell<Pace>,
    budget: RefCell<Budget>,
    /// Whether something failed and that is the end.
    pub(crate) stopped: Cell<bool>,
    pub(crate) counts: Counts,
}

pub(crate) type Judged = (InteractionResult, Vec<Finding>);

impl<'a> Run<'a> {
    fn new(
        client: Client,
        options: &'a Options,
        on_event: &'a dyn Fn(Event),
        cancel: &'a CancellationToken,
    ) -> Run<'a> {
        Run {
            client,
            options,
            on_event,
            cancel,
            pace: RefCell::new(Pace::new(options.course.max_rps)),
            budget: RefCell::new(Budget::new(options.course.retry_budget)),
            stopped: Cell::new(false),
            counts: Counts::default(),
        }
    }

    /// Leave to repeat something after that pause; its time runs until it is dropped.
    pub(crate) fn repetition(&self, pause: Duration) -> Option<Repetition<'_>> {
        let granted = self.budget.borrow_mut().begin(pause, Instant::now());
        // Not `then_some`: a repetition that is made and dropped would end one that never began.
        granted.then(|| Repetition { budget: &self.budget })
    }

    async fn all(&self, subjects: &[Subject<'_>]) -> Vec<Judged> {
        let (free, bound): (Vec<_>, Vec<_>) =
            subjects.iter().partition(|subject| is_free(subject.interaction));
        let course = &self.options.course;
        let width = course.concurrency.max(1);
        let bound_width = if course.parallel_states { width } else { 1 };
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

/// A repetition under way.
pub(crate) struct Repetition<'a> {
    budget: &'a RefCell<Budget>,
}

impl Drop for Repetition<'_> {
    fn drop(&mut self) {
        self.budget.borrow_mut().end(Instant::now());
    }
}

/// Whether the interaction can neither disturb another nor be disturbed by one.
fn is_free(interaction: &Interaction) -> bool {
    let reads = match &interaction.body {
        Body::Http(http) => method(http).is_some_and(|method| only_reads(&method)),
        Body::Message | Body::Faulty { .. } | Body::Foreign { .. } => true,
    };
    reads && interaction.states.is_empty()
}
