//! `unevaluatedProperties` and `unevaluatedItems`, said without annotations.
//!
//! What a value's other keywords have seen depends only on which of the conditional schemas around
//! it hold. So every combination of them becomes a branch: "these hold, those do not, and what the
//! ones that hold have not named belongs to the given schema".

use serde_json::Value;

use super::object::entries;
use super::{Context, Lower, Members, knows};
use crate::Reason;
use crate::dialect::Year;
use crate::index::{LISTS, Site, address};
use crate::node::{Arena, Id, Items, Name, Node};

/// More combinations are not written out.
const MOST: usize = 64;

/// What has been seen under a condition.
#[derive(Clone, Debug, Default)]
struct Case<'d> {
    when: Vec<Id>,
    all_properties: bool,
    names: Vec<Name>,
    patterns: Vec<&'d str>,
    all_items: bool,
    first_items: usize,
    /// Items of these schemas.
    items: Vec<Id>,
}

impl Case<'_> {
    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.when.extend(&other.when);
        both.all_properties |= other.all_properties;
        both.names.extend(other.names.iter().cloned());
        both.patterns.extend(&other.patterns);
        both.all_items |= other.all_items;
        both.first_items = both.first_items.max(other.first_items);
        both.items.extend(&other.items);
        both
    }

    fn sees_nothing(&self) -> bool {
        !self.all_properties
            && self.names.is_empty()
            && self.patterns.is_empty()
            && !self.all_items
            && self.first_items == 0
            && self.items.is_empty()
    }
}

/// The cases of a schema, or the reason why they were not written out.
type Cases<'d> = Result<Vec<Case<'d>>, Reason>;

impl<'d> Lower<'_, 'd> {
    pub(super) fn unevaluated(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
        parts: &mut Vec<Id>,
    ) {
        let properties = members.get("unevaluatedProperties");
        let items = members.get("unevaluatedItems");
        if properties.is_none() && items.is_none() {
            return;
        }
        let cases = match self.cases(members, site, context, true) {
            Ok(cases) => cases,
            Err(reason) => {
                let opaque = self.arena.unread(reason);
                parts.push(opaque);
                return;
            }
        };
        if let Some(schema) = properties {
            let schema = self.part(schema, site, context);
            let branches: Vec<Id> =
                cases.iter().map(|case| self.other_properties(case, schema)).collect();
            let either = self.arena.or(branches);
            parts.push(either);
        }
        if let Some(schema) = items {
            let schema = self.part(schema, site, context);
            let branches: Vec<Id> =
                cases.iter().map(|case| self.other_items(case, schema)).collect();
            let either = self.arena.or(branches);
            parts.push(either);
        }
    }

    fn other_properties(&mut self, case: &Case<'d>, schema: Id) -> Id {
        let rest = if case.all_properties { Arena::ANY } else { schema };
        let others = self.seen(&case.names, &case.patterns, rest);
        self.arena.and(case.when.iter().copied().chain([others]))
    }

    fn other_items(&mut self, case: &Case<'d>, schema: Id) -> Id {
        let when = self.arena.and(case.when.iter().copied());
        if case.all_items {
            return when;
        }
        let prefix = vec![Arena::ANY; case.first_items].into();
        let rest = self.arena.or(case.items.iter().copied().chain([schema]));
        let others = self.arena.intern(Node::Items(Items { prefix, rest }));
        self.arena.and([when, others])
    }

    /// What the schema sees. At the `top` its own `unevaluated...` keywords do not count.
    fn cases(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
        top: bool,
    ) -> Cases<'d> {
        if context.depth > super::DEEPEST {
            return Err(Reason::Nesting);
        }
        let mut cases = vec![self.own(members, site, context, top)];
        for key in ["allOf", "anyOf", "oneOf"] {
            if context.unlisted && LISTS.contains(&key) {
                continue;
            }
            let includer = (key == "allOf").then(|| address(site.value));
            let context = &Context { includer, unlisted: false, ..context.clone() };
            for branch in members.get(key).and_then(Value::as_array).into_iter().flatten() {
                let within = self.cases_of(branch, site, context)?;
                let within = if key == "allOf" {
                    within
                } else {
                    let condition = self.same(branch, site, context);
                    self.conditional(condition, within)
                };
                cases = product(&cases, &within)?;
            }
        }
        for (name, schema) in entries(members.get("dependentSchemas")) {
            let within = self.cases_of(schema, site, context)?;
            let present = self.arena.intern(Node::Required(name.as_str().into()));
            let object = self.arena.only(crate::types::Type::Object);
            let condition = self.arena.and([object, present]);
            let within = self.conditional(condition, within);
            cases = product(&cases, &within)?;
        }
        if let Some(condition) = members.get("if") {
            let within = self.decided(condition, members, site, context)?;
            cases = product(&cases, &within)?;
        }
        let own = (members.len() > 1).then(|| address(site.value));
        let mut includers = [context.includer, own].into_iter().flatten();
        let parent = includers.find_map(|includer| self.index.parent(site, includer));
        let targets = match parent {
            Some(parent) => vec![parent],
            None => self.targets(members, site, context)?,
        };
        for target in targets {
            let inside = Context { unlisted: parent.is_some(), ..context.deeper() };
            if let Value::Object(members) = target.value {
                let within = self.cases(members, target, &inside, false)?;
                cases = product(&cases, &within)?;
            }
        }
        Ok(cases)
    }

    fn cases_of(&mut self, schema: &'d Value, from: Site<'d>, context: &Context) -> Cases<'d> {
        let Value::Object(members) = schema else { return Ok(vec![Case::default()]) };
        let site = self.enter(schema, from);
        let mut inside = Context { includer: context.includer, ..context.deeper() };
        if !inside.scope.is_empty() && !inside.scope.contains(&site.resource) {
            inside.scope = inside.scope.iter().copied().chain([site.resource]).collect();
        }
        self.cases(members, site, &inside, false)
    }

    /// Where the schema's references lead.
    fn targets(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
    ) -> Result<Vec<Site<'d>>, Reason> {
        let mut targets = Vec::new();
        if let Some(Value::String(reference)) = members.get("$ref") {
            let target = self.index.resolve(site.resource, reference);
            targets.push(target.ok_or(Reason::Reference)?);
        }
        if let Some(target) = self.dynamic(members, site, context) {
            targets.push(target.ok_or(Reason::Reference)?);
        }
        Ok(targets)
    }

    /// Nothing is seen where the condition does not hold.
    fn conditional(&mut self, condition: Id, within: Vec<Case<'d>>) -> Vec<Case<'d>> {
        if within.iter().all(Case::sees_nothing) {
            return vec![Case::default()];
        }
        let not = self.arena.not(condition);
        let mut cases = vec![Case { when: vec![not], ..Case::default() }];
        cases.extend(within.into_iter().map(|mut case| {
            case.when.push(condition);
            case
        }));
        cases
    }

    fn decided(
        &mut self,
        condition: &'d Value,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
    ) -> Cases<'d> {
        let test = self.same(condition, site, context);
        let not = self.arena.not(test);
        let mut holds = self.cases_of(condition, site, context)?;
        if let Some(then) = members.get("then") {
            holds = product(&holds, &self.cases_of(then, site, context)?)?;
        }
        let mut fails = match members.get("else") {
            Some(otherwise) => self.cases_of(otherwise, site, context)?,
            None => vec![Case::default()],
        };
        if holds.iter().chain(&fails).all(Case::sees_nothing) {
            return Ok(vec![Case::default()]);
        }
        holds.iter_mut().for_each(|case| case.when.push(test));
        fails.iter_mut().for_each(|case| case.when.push(not));
        holds.extend(fails);
        Ok(holds)
    }

    /// What the schema's own keywords see.
    fn own(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
        top: bool,
    ) -> Case<'d> {
        let has = |key: &str| members.contains_key(key);
        let modern = knows(self.index.dialect(site.resource), Year::Y2020);
        let mut case = Case {
            all_properties: has("additionalProperties") || (!top && has("unevaluatedProperties")),
            names: entries(members.get("properties"))
                .map(|(name, _)| name.as_str().into())
                .collect(),
            patterns: entries(members.get("patternProperties"))
                .map(|(pattern, _)| pattern.as_str())
                .collect(),
            all_items: !top && has("unevaluatedItems"),
            ..Case::default()
        };
        let prefix = if modern { members.get("prefixItems") } else { members.get("items") };
        match prefix {
            Some(Value::Array(prefix)) => {
                case.first_items = prefix.len();
                case.all_items |= has(if modern { "items" } else { "additionalItems" });
            }
            Some(_) | None => case.all_items |= has("items"),
        }
        if modern && let Some(contains) = members.get("contains") {
            case.items.push(self.part(contains, site, context));
        }
        case
    }
}

fn product<'d>(left: &[Case<'d>], right: &[Case<'d>]) -> Cases<'d> {
    if left.len() * right.len() > MOST {
        return Err(Reason::Unevaluated);
    }
    Ok(left.iter().flat_map(|a| right.iter().map(|b| a.and(b))).collect())
}
