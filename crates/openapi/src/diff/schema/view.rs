//! A schema with its `allOf` laid flat, so that a property moved into a parent is still there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diff::cursor::Cursor;

/// Keywords whose alternatives are kept as they are.
pub(super) const ALTERNATIVES: [&str; 3] = ["anyOf", "oneOf", "not"];

/// Parents laid flat into one schema; chains that are longer would cost their square.
const MOST_LEVELS: usize = 64;

/// What one level of a schema says.
pub(super) struct View<'d> {
    pub(super) at: Cursor<'d>,
    pub(super) type_name: Option<&'d str>,
    pub(super) nullable: bool,
    pub(super) enumeration: Option<&'d Vec<Value>>,
    pub(super) properties: BTreeMap<&'d str, Cursor<'d>>,
    pub(super) required: BTreeSet<&'d str>,
    pub(super) items: Option<Cursor<'d>>,
    pub(super) additional: Additional<'d>,
    /// Parents beyond the bound, to be compared on their own.
    pub(super) beyond: Vec<Cursor<'d>>,
    /// All keywords of the levels, the first one where several have the same.
    keywords: BTreeMap<&'d str, Cursor<'d>>,
}

/// What an object says of properties that it does not list.
pub(super) enum Additional<'d> {
    Allowed,
    Refused,
    Like(Cursor<'d>),
}

impl<'d> View<'d> {
    pub(super) fn new(schema: &Cursor<'d>) -> Self {
        let mut view = Self {
            at: schema.resolved(),
            type_name: None,
            nullable: false,
            enumeration: None,
            properties: BTreeMap::new(),
            required: BTreeSet::new(),
            items: None,
            additional: Additional::Allowed,
            beyond: Vec::new(),
            keywords: BTreeMap::new(),
        };
        let (mut open, mut seen) = (vec![view.at.clone()], BTreeSet::new());
        while let Some(level) = open.pop() {
            if seen.len() == MOST_LEVELS {
                view.beyond.push(level);
                continue;
            }
            if seen.insert(level.pointer.clone()) {
                view.absorb(&level);
                let mut parents: Vec<_> =
                    level.get_or_absent("allOf").items().map(|it| it.resolved()).collect();
                parents.reverse();
                open.append(&mut parents);
            }
        }
        view.read_keywords();
        view
    }

    fn absorb(&mut self, level: &Cursor<'d>) {
        for (key, _) in level.value.as_object().into_iter().flatten() {
            if let Some(keyword) = level.raw(key) {
                self.keywords.entry(key.as_str()).or_insert(keyword);
            }
        }
        if let Some(properties) = level.raw("properties") {
            for (name, _) in properties.value.as_object().into_iter().flatten() {
                if let Some(property) = properties.raw(name) {
                    self.properties.entry(name.as_str()).or_insert(property);
                }
            }
        }
        let required = level.value.get("required").and_then(Value::as_array);
        self.required.extend(required.into_iter().flatten().filter_map(Value::as_str));
        if level.value.get("additionalProperties") == Some(&Value::Bool(false)) {
            self.additional = Additional::Refused;
        }
    }

    fn read_keywords(&mut self) {
        self.type_name =
            self.keyword("type").and_then(Value::as_str).or_else(|| self.implied_type());
        self.nullable = self.keyword("nullable").and_then(Value::as_bool).unwrap_or(false);
        self.enumeration = self.keyword("enum").and_then(Value::as_array);
        self.items = self.keywords.get("items").cloned();
        let additional = self.keywords.get("additionalProperties");
        let restricts =
            |it: &&Cursor<'_>| it.value.as_object().is_some_and(|members| !members.is_empty());
        if let (Additional::Allowed, Some(schema)) =
            (&self.additional, additional.filter(restricts))
        {
            self.additional = Additional::Like(schema.clone());
        }
    }

    /// Models often leave out what their keywords make plain.
    fn implied_type(&self) -> Option<&'static str> {
        if !self.properties.is_empty() {
            Some("object")
        } else if self.keywords.contains_key("items") {
            Some("array")
        } else {
            None
        }
    }

    pub(super) fn keyword(&self, name: &str) -> Option<&'d Value> {
        self.keywords.get(name).map(|keyword| keyword.value)
    }

    /// The alternatives of `anyOf`, `oneOf` or `not`.
    pub(super) fn alternatives(&self, keyword: &str) -> Option<&Cursor<'d>> {
        self.keywords.get(keyword)
    }
}
