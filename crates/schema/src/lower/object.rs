//! Objects: properties, required names, counts, dependencies.

use std::sync::Arc;

use serde_json::Value;

use super::{Context, Lower, Members, knows};
use crate::Reason;
use crate::dialect::Year;
use crate::index::Site;
use crate::node::{Arena, Id, Name, Named, Node, Properties};
use crate::types::Type;

impl<'d> Lower<'_, 'd> {
    pub(super) fn objects(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
        parts: &mut Vec<Id>,
    ) {
        for key in ["properties", "patternProperties"] {
            if let Some(malformed) = members.get(key).filter(|it| !it.is_object()) {
                parts.push(self.opaque(Reason::Malformed, malformed));
            }
        }
        if let Some(properties) = self.properties(members, site, context) {
            parts.push(properties);
        }
        // In a Swagger 2.0 parameter `required` is a flag of the parameter, not of its value.
        if let Some(Value::Array(names)) = members.get("required") {
            for name in names.iter().filter_map(Value::as_str) {
                if context.exempt.binary_search_by(|exempt| (**exempt).cmp(name)).is_err() {
                    let required = self.required(name);
                    parts.push(required);
                }
            }
        }
        if let Some(span) = self.span(members, ["minProperties", "maxProperties"], parts) {
            let size = self.arena.intern(Node::Size(span));
            parts.push(size);
        }
        let dialect = self.index.dialect(site.resource);
        if knows(dialect, Year::Draft6)
            && let Some(names) = members.get("propertyNames")
        {
            let names = self.part(names, site, context);
            let names = self.arena.intern(Node::Names(names));
            parts.push(names);
        }
        // 2019-09 split `dependencies` in two; validators read the old word on.
        for key in ["dependencies", "dependentRequired", "dependentSchemas"] {
            let known = key == "dependencies" || knows(dialect, Year::Y2019);
            match members.get(key).filter(|_| known) {
                None => {}
                Some(Value::Object(dependencies)) => {
                    for (name, needed) in dependencies {
                        let dependency = self.dependency(key, (name, needed), site, context);
                        parts.push(dependency);
                    }
                }
                Some(malformed) => parts.push(self.opaque(Reason::Malformed, malformed)),
            }
        }
    }

    fn required(&mut self, name: &str) -> Id {
        self.arena.intern(Node::Required(name.into()))
    }

    fn dependency(
        &mut self,
        key: &str,
        (name, needed): (&str, &'d Value),
        site: Site<'d>,
        context: &Context,
    ) -> Id {
        let needed = match needed {
            Value::Array(names) if key != "dependentSchemas" => {
                let names: Vec<Id> = names
                    .iter()
                    .filter_map(Value::as_str)
                    .map(|name| self.required(name))
                    .collect();
                self.arena.and(names)
            }
            other if key == "dependentRequired" => self.opaque(Reason::Malformed, other),
            schema => self.same(schema, site, context),
        };
        let present = self.required(name);
        let absent = self.arena.not(present);
        let others = self.arena.only(Type::Object);
        let others = self.arena.not(others);
        self.arena.or([others, absent, needed])
    }

    fn properties(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
    ) -> Option<Id> {
        let named = members.get("properties");
        let patterns = members.get("patternProperties");
        let rest = members.get("additionalProperties");
        if named.is_none() && patterns.is_none() && rest.is_none() {
            return None;
        }
        let mut all = Properties {
            named: Vec::new(),
            patterns: Vec::new(),
            rest: Arena::ANY,
            explicit: false,
        };
        for (name, schema) in entries(named) {
            let sent = !self.withheld(self.enter(schema, site));
            // A value that should not be sent does not count: who receives it all the same may ignore it (OpenAPI
            // 3.0.4, "Schema Object": `readOnly` properties SHOULD NOT be sent in a request).
            let schema = if sent { self.part(schema, site, context) } else { Arena::ANY };
            all.named.push(Named { name: name.as_str().into(), schema, sent });
        }
        all.named.sort_by(|a, b| a.name.cmp(&b.name));
        let mut fault = None;
        for (pattern, schema) in entries(patterns) {
            let language = self.arena.languages.pattern(pattern);
            fault = fault.or(self.arena.languages.fault(language));
            all.patterns.push((language, self.part(schema, site, context)));
        }
        all.patterns.sort();
        if let Some(rest) = rest {
            all.rest = self.part(rest, site, context);
            all.explicit = true;
        }
        Some(self.told(all, fault))
    }

    /// A node that only tells which properties are seen.
    pub(super) fn seen(&mut self, names: &[Name], patterns: &[&str], rest: Id) -> Id {
        let named = |name: &Name| Named { name: name.clone(), schema: Arena::ANY, sent: true };
        let mut named: Vec<Named> = names.iter().map(named).collect();
        named.sort_by(|a, b| a.name.cmp(&b.name));
        named.dedup_by(|a, b| a.name == b.name);
        let mut all = Properties { named, patterns: Vec::new(), rest, explicit: true };
        let mut fault = None;
        for pattern in patterns {
            let language = self.arena.languages.pattern(pattern);
            fault = fault.or(self.arena.languages.fault(language));
            all.patterns.push((language, Arena::ANY));
        }
        all.patterns.sort();
        all.patterns.dedup();
        self.told(all, fault)
    }

    /// The node of properties, some of whose patterns may be unread.
    fn told(&mut self, all: Properties, fault: Option<Reason>) -> Id {
        let node = Node::Properties(Arc::new(all));
        match fault {
            None => self.arena.intern(node),
            Some(reason) => self.unread(reason, node),
        }
    }
}

/// The members of an object, where there is one.
pub(super) fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}
