//! From an answer, who gave it and what differs to the verdict on an interaction.

use gatepact_contract::AuthKind;
use gatepact_finding::{Direction, Evidence, Finding};
use gatepact_gateway_responses::Class;
use gatepact_report::{GatewayMark, Responder, Secrets, Verdict};

use crate::Rule;
use crate::answer::Answer;
use crate::attribution::{Asked, Attribution, advice, meaning, rule, sentence};
use crate::retry::Again;
use crate::verdict::{Mismatches, Subject, excerpt, received};

/// How an interaction, or one attempt at it, ended.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) findings: Vec<Finding>,
    pub(crate) attempts: u32,
    pub(crate) answered_by: Option<Responder>,
    pub(crate) gateway: Option<GatewayMark>,
    pub(crate) curl: Option<String>,
    /// Whether, and after which pause, another attempt may end better.
    pub(crate) again: Option<Again>,
}

impl Judgement {
    /// One without an answer.
    pub(crate) fn of(verdict: Verdict, finding: Finding) -> Judgement {
        Judgement { verdict, findings: vec![finding], ..Judgement::skipped() }
    }

    /// One that nobody asked for.
    pub(crate) fn skipped() -> Judgement {
        Judgement {
            verdict: Verdict::Skipped,
            findings: Vec::new(),
            attempts: 0,
            answered_by: None,
            gateway: None,
            curl: None,
            again: None,
        }
    }

    /// Of an answer that differs from the promised one in `mismatches`.
    pub(crate) fn of_answer(
        subject: Subject<'_>,
        answer: &Answer,
        mismatches: Mismatches,
        context: Context<'_>,
    ) -> Judgement {
        let attribution = Attribution::of(answer);
        let (verdict, findings) = match (mismatches.findings.is_empty(), &attribution.own) {
            (true, Some(own)) if own.class() == Class::NoRoute => {
                (Verdict::Kept, vec![kept_without_route(subject, &attribution, answer, context)])
            }
            (true, _) => (Verdict::Kept, Vec::new()),
            (false, Some(_)) => of_the_gateway(subject, answer, &attribution, mismatches, context),
            (false, None) => of_the_provider(&attribution, mismatches),
        };
        let kept = verdict == Verdict::Kept;
        let answered_by = attribution.responder();
        Judgement {
            verdict,
            findings,
            attempts: 0,
            answered_by: Some(answered_by),
            gateway: attribution.mark().filter(|_| !kept || answered_by == Responder::Gateway),
            curl: None,
            again: (!kept).then(|| Again::gateway(attribution.retry())),
        }
    }
}

/// What a judgement of an answer needs beside it.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) promised_status: u16,
    pub(crate) kinds: &'a [AuthKind],
    pub(crate) secrets: &'a Secrets,
}

fn of_the_provider(attribution: &Attribution, mismatches: Mismatches) -> (Verdict, Vec<Finding>) {
    let Mismatches { mut findings, in_status: _, unjudged } = mismatches;
    if let Some((front, first)) =
        attribution.front().filter(|_| attribution.is_from_a_cache()).zip(findings.first_mut())
    {
        let help = format!("the answer came out of {front}: it may be older than the deployment");
        first.help.get_or_insert(help.into());
    }
    (if unjudged { Verdict::Unknown } else { Verdict::Broken }, findings)
}

fn of_the_gateway(
    subject: Subject<'_>,
    answer: &Answer,
    attribution: &Attribution,
    mismatches: Mismatches,
    context: Context<'_>,
) -> (Verdict, Vec<Finding>) {
    let Some(own) = &attribution.own else { return of_the_provider(attribution, mismatches) };
    let status_as_promised = !mismatches.in_status;
    let asked = Asked { status_as_promised, kinds: context.kinds };
    let quote = |text: &str| excerpt(text, context.secrets);
    let message = quote(&sentence(own, attribution, answer));
    let mut finding = subject.finding(rule(own.class()), message).with_help(quote(&advice(
        own,
        attribution,
        asked,
    )));
    finding.direction = Some(Direction::Response);
    finding.evidence = Some(Evidence {
        at: "status".to_owned(),
        expected: Some(context.promised_status.to_string()),
        actual: Some(answer.status.to_string()),
        answer: (!answer.body.is_empty())
            .then(|| received(&String::from_utf8_lossy(&answer.body), context.secrets)),
    });
    let mut findings = vec![finding];
    if status_as_promised {
        // The status does not tell what is wrong; the rest does.
        findings.extend(mismatches.findings);
    }
    (meaning(own, asked), findings)
}

/// The promise is kept to the letter, but perhaps by a route that is not there.
fn kept_without_route(
    subject: Subject<'_>,
    attribution: &Attribution,
    answer: &Answer,
    context: Context<'_>,
) -> Finding {
    let told = attribution.own.as_ref().map(|own| sentence(own, attribution, answer));
    let message = format!("the promise is kept, but {}", told.unwrap_or_default());
    subject.finding(Rule::GatewayKeptWithoutRoute, excerpt(&message, context.secrets)).with_help(
        "promise something of the answer that only the function says: its body, a header",
    )
}
