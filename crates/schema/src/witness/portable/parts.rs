//! The parts of a value, as far as schemas look at them: of a schema only what looks at a part that is there needs to be
//! translated, so that the validator is as large as the value and not as large as the document.

use rustc_hash::FxHashMap;
use serde_json::Value;

/// Parts of the value that one schema looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Group(usize);

/// All groups of parts that schemas were found to look at.
#[derive(Debug)]
pub(super) struct Parts<'v> {
    groups: Vec<Vec<&'v Value>>,
    known: FxHashMap<Vec<usize>, Group>,
    below: FxHashMap<Group, Below<'v>>,
}

/// In place of a name.
static NAME: Value = Value::Null;

/// What is one level below a group.
#[derive(Clone, Debug, Default)]
pub(super) struct Below<'v> {
    /// By the names of properties.
    pub(super) named: Vec<(&'v str, Group)>,
    /// All properties, whatever they are called.
    pub(super) members: Option<Group>,
    pub(super) items: Option<Group>,
}

impl<'v> Parts<'v> {
    /// The whole value.
    pub(super) const WHOLE: Group = Group(0);

    pub(super) fn new(value: &'v Value) -> Self {
        let mut parts =
            Self { groups: Vec::new(), known: FxHashMap::default(), below: FxHashMap::default() };
        parts.group(vec![value]);
        parts
    }

    /// How many parts a group has.
    pub(super) fn len(&self, group: Group) -> u64 {
        self.groups[group.0].len() as u64
    }

    pub(super) fn below(&mut self, group: Group) -> Below<'v> {
        if let Some(below) = self.below.get(&group) {
            return below.clone();
        }
        let mut named: Vec<(&'v str, Vec<&'v Value>)> = Vec::new();
        let mut known: FxHashMap<&'v str, usize> = FxHashMap::default();
        let (mut members, mut items) = (Vec::new(), Vec::new());
        for value in self.groups[group.0].clone() {
            match value {
                Value::Object(object) => {
                    for (name, value) in object {
                        let at = *known.entry(name).or_insert_with(|| {
                            named.push((name, Vec::new()));
                            named.len() - 1
                        });
                        named[at].1.push(value);
                        members.push(value);
                    }
                }
                Value::Array(array) => items.extend(array),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        let named = named.into_iter().map(|(name, parts)| (name, self.group(parts))).collect();
        let mut some = |parts: Vec<&'v Value>| (!parts.is_empty()).then(|| self.group(parts));
        let below = Below { named, members: some(members), items: some(items) };
        self.below.insert(group, below.clone());
        below
    }

    /// The names of all properties: texts, which have no parts.
    pub(super) fn names(&mut self, group: Group) -> Option<Group> {
        let members = self.below(group).members?;
        let count = self.groups[members.0].len();
        Some(self.group(vec![&NAME; count]))
    }

    fn group(&mut self, parts: Vec<&'v Value>) -> Group {
        let key = parts.iter().map(|part| std::ptr::from_ref(*part) as usize).collect();
        *self.known.entry(key).or_insert_with(|| {
            self.groups.push(parts);
            Group(self.groups.len() - 1)
        })
    }
}
