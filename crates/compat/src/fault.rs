//! Why an interaction cannot be kept, and where that is.

use gatepact_finding::{Pointer, Text, WitnessResponse};

use crate::judge::Step;
use crate::schemas::Any;

/// Why a request is refused, or why a response does not satisfy an interaction.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// A sentence that does not name the interaction.
    pub(crate) why: Text,
    /// The part of the pact, below the interaction: `/response/body/total`.
    pub(crate) pact: String,
    /// The place in the old and in the new document.
    pub(crate) places: [Option<Pointer>; 2],
    /// Changes at these places of the old and of the new document, or below them, explain it.
    pub(crate) within: [Vec<Pointer>; 2],
    /// Parts of the old document that are gone: where changes are about one of these, they alone explain it.
    pub(crate) gone: Vec<Pointer>,
    /// The response that is refused.
    pub(crate) response: Option<WitnessResponse>,
    /// The same interaction breaks in other places, too.
    pub(crate) also: Vec<Fault>,
}

/// The maximum number of other places in which an interaction is known to break.
const MOST_PLACES: usize = 100;

/// One fault more: the first one is shown, all of them have causes.
pub(crate) fn join(first: &mut Option<Box<Fault>>, result: Result<(), Box<Fault>>) {
    match (first.as_mut(), result) {
        (_, Ok(())) => {}
        (Some(first), Err(fault)) if first.also.len() < MOST_PLACES => first.also.push(*fault),
        (Some(_), Err(_)) => {}
        (None, Err(fault)) => *first = Some(fault),
    }
}

impl Fault {
    pub(crate) fn new(why: Text, pact: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            why,
            pact: pact.into(),
            places: [None, None],
            within: [Vec::new(), Vec::new()],
            gone: Vec::new(),
            response: None,
            also: Vec::new(),
        })
    }

    /// A fault of a body, at a path into it.
    pub(crate) fn of_body(why: Text, path: &[Step], parts: [&Any<'_>; 2]) -> Box<Self> {
        let tokens = path.iter().fold(String::new(), |text, step| match step {
            Step::Member(name) => gatepact_finding::pointer::child(&text, name),
            Step::Item(position) => gatepact_finding::pointer::child(&text, &position.to_string()),
        });
        let pointers = parts.map(|any| {
            any.iter().flatten().flat_map(|part| part.at.chain()).map(|at| at.pointer).collect()
        });
        let places = [&pointers[0], &pointers[1]].map(|all: &Vec<Pointer>| all.first().cloned());
        let mut fault = Self::new(why, format!("{BODY}{tokens}"));
        (fault.places, fault.within) = (places, pointers);
        fault
    }

    /// The same, with where it is in the documents.
    pub(crate) fn at(mut self: Box<Self>, places: [Option<&Pointer>; 2]) -> Box<Self> {
        self.places = places.map(Option::<&Pointer>::cloned);
        let [old, new] = &self.places;
        self.within[0].extend(old.clone());
        self.within[1].extend(new.clone());
        self
    }
}

/// Where the expected body is, before the wrapper of Pact V4.
pub(crate) const BODY: &str = "/response/body";
