//! A witness always witnesses: the release that it is of takes the message, the other one does not.

use gatepact_diff::rules::{ChangeKind, ProofKind};
use gatepact_diff::{Change, Comparison, Options, compare};
use gatepact_finding::{Proof, Release as Of, Severity, Subject, Witness, WitnessResponse};
use gatepact_openapi::Document;
use serde_json::Value;

use crate::checker::{Reached, Release, covers};

/// What stands behind the changes of a pair, counted.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) witnessed: usize,
    pub(crate) unproved: usize,
}

/// Both releases, read and ready to be asked.
pub(crate) struct Pair<'d> {
    old: Release<'d>,
    new: Release<'d>,
}

impl<'d> Pair<'d> {
    pub(crate) fn new(old: &'d Document, new: &'d Document) -> Self {
        Self { old: Release::new(old.value()), new: Release::new(new.value()) }
    }

    /// Checks what stands behind all changes.
    pub(crate) fn check(&self, comparison: &Comparison) -> Result<Counts, String> {
        let mut counts = Counts::default();
        for change in &comparison.changes {
            let checked = match &change.finding.proof {
                Some(Proof::Witness(witness)) => {
                    counts.witnessed += 1;
                    self.witness(change, witness).map_err(|why| {
                        format!(
                            "{why}\nof {:?}: {:?} {:?}",
                            witness.holder, witness.request, witness.response
                        )
                    })
                }
                Some(Proof::Declared) => Ok(()),
                Some(Proof::Unproved(_)) => {
                    counts.unproved += 1;
                    Ok(())
                }
                None if change.severity() == Severity::Error => Err("no proof".to_owned()),
                None => Ok(()),
            };
            checked.map_err(|why| format!("{change}: {why}"))?;
        }
        Ok(counts)
    }

    fn witness(&self, change: &Change, witness: &Witness) -> Result<(), String> {
        match (&witness.request, &witness.response, witness.holder) {
            // Sent by the service, or the answer to that: no operation of the document.
            _ if change.finding.operations.iter().any(|name| !name.contains(" /")) => Ok(()),
            // A caller, not a message: the law of callers asks a stage.
            (None, None, _) if witness.caller.is_some() => Ok(()),
            (Some(request), response, Of::Old) => {
                self.old.takes(request).map_err(|why| format!("the old release refuses: {why}"))?;
                let reached = self.old.reached(&request.method, &request.path).ok_or("no route")?;
                if let Some(response) = response {
                    self.old
                        .answers(reached.operation, response)
                        .map_err(|why| format!("the old release answers otherwise: {why}"))?;
                }
                if change.kind.info().proof == ProofKind::Withdrawn {
                    return self.withdrawn(change, witness, &reached);
                }
                match self.new.takes(request) {
                    Ok(()) if self.new.is_ambiguous(request) => Ok(()),
                    Ok(()) => Err("the new release takes the request".to_owned()),
                    Err(_) => Ok(()),
                }
            }
            (None, Some(response), Of::New) => self.response(change, response),
            _ => {
                Err("neither a request of the old release nor a response of the new one".to_owned())
            }
        }
    }

    fn response(&self, change: &Change, response: &WitnessResponse) -> Result<(), String> {
        let mut refusal = "no operation of both releases has such a response".to_owned();
        for name in &change.finding.operations {
            for (old, new) in self.operations(name) {
                match (self.new.answers(new, response), self.old.answers(old, response)) {
                    (Ok(()), Err(_)) => return Ok(()),
                    (Err(why), _) => {
                        refusal = format!("{name}: the new release answers otherwise: {why}");
                    }
                    (Ok(()), Ok(())) => {
                        refusal = format!("{name}: the old release answers the same");
                    }
                }
            }
        }
        Err(refusal)
    }

    /// What takes the requests of an operation of this name, in both releases; several methods for `ANY`.
    fn operations(&self, name: &str) -> Vec<(&'d Value, &'d Value)> {
        let Some((method, path)) = name.split_once(' ') else { return Vec::new() };
        let methods = match method {
            "ANY" => &["ANY", "GET", "POST", "PUT", "DELETE"][..],
            other => &[other][..],
        };
        // No author writes such a segment.
        let mut sample = String::new();
        for (at, part) in path.split('{').enumerate() {
            let rest =
                if at == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) };
            sample.push_str(if at == 0 { "" } else { "sample-of-a-test" });
            sample.push_str(rest);
        }
        let of = |release: &Release<'d>, method: &str| {
            release.reached(method, &sample).map(|reached| reached.operation)
        };
        methods
            .iter()
            .filter_map(|method| Some((of(&self.old, method)?, of(&self.new, method)?)))
            .collect()
    }

    /// The part of the old release's message that is promised no more.
    fn withdrawn(
        &self,
        change: &Change,
        witness: &Witness,
        old: &Reached<'d>,
    ) -> Result<(), String> {
        let request = witness.request.as_ref().ok_or("no request")?;
        let new = self.new.reached(&request.method, &request.path);
        if change.kind == ChangeKind::OperationRemoved {
            return if new.is_none() { Ok(()) } else { Err("the operation is there".to_owned()) };
        }
        let new = new.ok_or("the operation is gone")?;
        let subject = change.finding.subject.as_ref().map_or("", Subject::name);
        let status = witness.response.as_ref().map_or("", |response| &response.status);
        let described = |release: &Release<'d>, reached: &Reached<'d>| {
            if change.direction == gatepact_finding::Direction::Request {
                return reached.operation.get("requestBody").map(|body| release.followed(body));
            }
            release.response(reached.operation, status)
        };
        let (before, after) = (described(&self.old, old), described(&self.new, &new));
        let is_shown = match change.kind {
            ChangeKind::StatusRemoved | ChangeKind::StatusErrorRemoved => {
                status == subject && after.is_none()
            }
            ChangeKind::BodyRemoved => before.is_some() && after.is_none(),
            ChangeKind::HeaderRemoved | ChangeKind::HeaderRequiredRemoved => {
                has_header(before, subject) && !has_header(after, subject)
            }
            ChangeKind::MediaTypeRemoved => {
                let headers = match &witness.response {
                    Some(response) => &response.headers,
                    None => &request.headers,
                };
                headers.get("Content-Type").is_some_and(|sent| sent == subject)
                    && after.is_none_or(|it| !has_media(it, subject))
            }
            ChangeKind::ParameterRemoved => true,
            ChangeKind::PropertyRemoved | ChangeKind::PropertyOptionalRemoved => true,
            _ => return Err("nobody knows how this is withdrawn".to_owned()),
        };
        if is_shown { Ok(()) } else { Err("the message does not show what is gone".to_owned()) }
    }
}

fn has_header(described: Option<&Value>, name: &str) -> bool {
    let headers = described.and_then(|it| it.get("headers")).and_then(Value::as_object);
    headers.into_iter().flatten().any(|(known, _)| known.eq_ignore_ascii_case(name))
}

fn has_media(described: &Value, name: &str) -> bool {
    let content = described.get("content").and_then(Value::as_object);
    content.into_iter().flatten().any(|(known, _)| covers(known, name))
}

/// The law, for two documents that read.
pub(crate) fn law(old: &Value, new: &Value) -> Result<(), String> {
    let (Ok(old), Ok(new)) = (Document::read(old.to_string()), Document::read(new.to_string()))
    else {
        return Ok(());
    };
    // A message with a component of a document without operations is sent by nobody that is known here.
    if old.operations().is_empty() {
        return Ok(());
    }
    let comparison = compare(&old, &new, Options::default());
    if comparison.stats.unverified > 0 {
        return Err(format!("{:?}", comparison.stats));
    }
    let stats = comparison.stats;
    if stats.pairs != stats.contained + stats.witnessed + stats.unproved {
        return Err(format!("it does not add up: {stats:?}"));
    }
    // What is undecided is a finding, always.
    let is_unproved = |change: &Change| matches!(change.finding.proof, Some(Proof::Unproved(_)));
    if stats.unproved > 0 && !comparison.changes.iter().any(is_unproved) {
        return Err(format!("no finding names what is unproved: {stats:?}"));
    }
    Pair::new(&old, &new).check(&comparison).map(|_| ())
}
