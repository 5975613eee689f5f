//! What reading says of a document, line by line.

use gatepact_openapi::{Document, ReadError, Reading};

/// The refusal, or what is odd in what was read: faults first, then references that lead nowhere.
pub(crate) fn told(read: Result<Document, ReadError>) -> String {
    let document = match read {
        Ok(document) => document,
        Err(error) => return format!("refused: {error}"),
    };
    let faults = document.faults().iter().map(|fault| {
        let file = file(fault.place.file.as_deref());
        let made = match &fault.reading {
            Reading::As(reading) => format!("read as {reading}"),
            Reading::Nothing => "says nothing of the contract".to_owned(),
            Reading::NotUnderstood => "not understood".to_owned(),
        };
        let (at, pointer) = (fault.place.position, &fault.place.pointer);
        format!("{file}{at}: {pointer}: {}; {made}", fault.reason)
    });
    let unresolved = document.unresolved();
    let unresolved = unresolved.iter().map(|reference| {
        let place = document.place(&reference.pointer);
        let file = file(place.file.as_deref());
        format!("{file}{}: {}: {:?}", place.position, reference.target, reference.why)
    });
    let lines: Vec<String> = faults.chain(unresolved).collect();
    if lines.is_empty() { "nothing odd".to_owned() } else { lines.join("\n    => ") }
}

fn file(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!("{name}, "))
}
