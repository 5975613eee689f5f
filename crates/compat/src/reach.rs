//! Which parts of a document a schema refers to, directly or not.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use gatepact_finding::Pointer;
use gatepact_openapi::Cursor;
use serde_json::Value;

use crate::inheritance::{children, is_parent};

/// The parts of one document that its parts refer to.
#[derive(Default)]
pub(crate) struct Reach {
    /// What a part refers to itself.
    direct: HashMap<Pointer, Rc<[Pointer]>>,
    /// What a part refers to in the end, itself included.
    all: HashMap<Pointer, Rc<HashSet<Pointer>>>,
}

impl Reach {
    /// Whether a place is in a part, or in something that the part refers to.
    pub(crate) fn has(&mut self, part: &Cursor<'_>, place: &Pointer) -> bool {
        let reached = self.from(part);
        let mut text = place.as_str();
        loop {
            if reached.contains(text) {
                return true;
            }
            let Some(end) = text.rfind('/') else { return false };
            text = &text[..end];
        }
    }

    fn from(&mut self, part: &Cursor<'_>) -> Rc<HashSet<Pointer>> {
        if let Some(known) = self.all.get(&part.pointer) {
            return Rc::clone(known);
        }
        let mut reached = HashSet::from([part.pointer.clone()]);
        let mut open = vec![part.clone()];
        while let Some(part) = open.pop() {
            let direct = self.direct.entry(part.pointer.clone()).or_insert_with(|| {
                let mut found = Vec::new();
                references(part.value, &mut found);
                found.into()
            });
            let children: Vec<Pointer> = match is_parent(part.value) {
                true => children(&part).map(|child| child.pointer).collect(),
                false => Vec::new(),
            };
            for target in direct.iter().chain(&children) {
                if reached.insert(target.clone()) {
                    open.extend(part.in_document(target));
                }
            }
        }
        let reached = Rc::new(reached);
        self.all.insert(part.pointer.clone(), Rc::clone(&reached));
        reached
    }
}

/// The places within the document that texts of a value name: references, and the mappings of discriminators.
fn references(value: &Value, found: &mut Vec<Pointer>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            Value::String(text) if text.starts_with("#/") => {
                found.extend(
                    gatepact_openapi::reference::pointer(text).map(|it| Pointer::from(it.as_str())),
                );
            }
            _ => {}
        }
    }
}
