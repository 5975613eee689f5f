//! Who may call an operation: alternatives (OR) of schemes that are needed together (AND).
//!
//! A consumer holds the credentials of one old alternative. It still gets in when some new alternative asks for nothing
//! that it does not hold. Where tokens come from (the URLs of OAuth flows) is compared apart from what is demanded.
//!
//! API Gateway writes the API key and the authorizer of a method as two entries of the list, although it demands both:
//! a method has one authorization type and a flag for the key (its service model: `authorizationType`,
//! `apiKeyRequired`), so that it cannot know an OR. The scheme of an authorizer is known by its authtype.

mod scheme;

use gatepact_finding::Release;
use gatepact_openapi::Cursor;
use gatepact_openapi::view::{RequiredScheme, Requirement};
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::context::{Context, Scope};
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use scheme::Scheme;

/// What each scheme demands, with its scopes.
type Demands = BTreeMap<String, BTreeSet<String>>;

/// What one alternative demands.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Alternative {
    demands: Demands,
    /// The same, wherever tokens are issued.
    from_anywhere: Demands,
    names: BTreeSet<String>,
    has_api_key: bool,
    has_authorizer: bool,
}

pub(super) fn compare(
    context: &mut Context<'_>,
    scope: Scope,
    old: &OperationSide<'_>,
    new: &OperationSide<'_>,
) {
    if is_unknown(context, Release::Old, old) || is_unknown(context, Release::New, new) {
        return;
    }
    let alternatives = (alternatives(old), alternatives(new));
    // What the document says for all operations is one change, whichever of them it reaches.
    let place = || match old.security().is_own || new.security().is_own {
        true => Place::both(&old.operation, &new.operation),
        false => {
            let (old, new) = (&old.root, &new.root);
            Place::both(&old.get_or_absent("security"), &new.get_or_absent("security"))
        }
    };
    report(context, scope, alternatives, place);
}

/// Two schemes of one name in a library: an operation that refers to one requires what it requires.
pub(super) fn compare_schemes<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &'d str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let [before, after] = [old, new].map(|at| {
        let scheme = RequiredScheme { name, definition: Some(at.clone()), scopes: Vec::new() };
        vec![Alternative::new(Requirement { schemes: vec![scheme] })]
    });
    report(context, scope, (before, after), || Place::both(old, new));
}

fn report(
    context: &mut Context<'_>,
    scope: Scope,
    (before, after): (Vec<Alternative>, Vec<Alternative>),
    place: impl Fn() -> Place,
) {
    let text = |alternatives: &[Alternative]| -> Value {
        alternatives.iter().map(Alternative::to_string).collect::<Vec<_>>().join(" or ").into()
    };
    let (old_text, new_text) = (text(&before), text(&after));
    let suffices = |held: &Alternative| after.iter().any(|asked| held.suffices_for(asked));
    for removed in before.iter().filter(|held| !suffices(held)) {
        let kind = match (removed.is_open(), after.iter().all(|asked| asked.has_api_key)) {
            (true, true) => ChangeKind::SecurityApiKeyRequired,
            (true, false) => ChangeKind::SecurityAdded,
            (false, _) if after.iter().any(|asked| removed.differs_by_issuer_from(asked)) => {
                ChangeKind::SecurityIssuerChanged
            }
            (false, _) => ChangeKind::SecurityChanged,
        };
        let details = Details::values(Some(&removed.to_string().into()), Some(&new_text));
        context.report(scope, kind, place(), details);
    }
    let is_removed = before.iter().any(|held| !suffices(held));
    for gained in after.iter().filter(|asked| !before.iter().any(|held| asked.suffices_for(held))) {
        let kind = if gained.is_open() {
            ChangeKind::SecurityRemoved
        } else {
            ChangeKind::SecurityAlternativeAdded
        };
        // What replaces a removed alternative is part of the change that reports the removal.
        if !is_removed || gained.is_open() {
            let details = Details::values(Some(&old_text), Some(&gained.to_string().into()));
            context.report(scope, kind, place(), details);
        }
    }
}

/// Whether it is not known what a document demands.
fn is_unknown(context: &Context<'_>, release: Release, side: &OperationSide<'_>) -> bool {
    let unknown = &context.unknown;
    if unknown.is_empty() {
        return false;
    }
    let owner = if side.operation.raw("security").is_some() { &side.operation } else { &side.root };
    let lists = [owner.get_or_absent("security"), side.root.get_or_absent("components")];
    let mut maps = lists.iter().map(|it| &it.pointer);
    let requirements = side.security().requirements;
    let mut schemes = requirements.iter().flat_map(|it| &it.schemes);
    maps.any(|pointer| unknown.has(release, pointer))
        || owner.get_or_absent("security").items().any(|it| unknown.is_part(release, &it))
        || schemes.any(|it| {
            it.definition.as_ref().is_some_and(|definition| unknown.is_part(release, definition))
        })
}

/// The operation's own `security`, or the document's; none at all is one alternative that asks for nothing.
fn alternatives(side: &OperationSide<'_>) -> Vec<Alternative> {
    let requirements = side.security().requirements;
    let mut result: Vec<_> = requirements.into_iter().map(Alternative::new).collect();
    if result.is_empty() {
        result.push(Alternative::default());
    }
    if let [one, other] = result.as_slice()
        && one.is_half_of_a_method(other)
    {
        result = vec![one.clone().and(other.clone())];
    }
    if let Some((demand, name)) = scheme::of_operation(&side.operation) {
        result.iter_mut().for_each(|alternative| alternative.demand(&demand, name));
    }
    result.sort();
    result
}

impl Alternative {
    fn new(requirement: Requirement<'_>) -> Self {
        let mut alternative = Self::default();
        for RequiredScheme { name, definition, scopes } in requirement.schemes {
            let scheme = Scheme::new(name, definition);
            let scopes: BTreeSet<_> = scopes.into_iter().map(str::to_owned).collect();
            alternative.names.insert(scheme.describe());
            alternative.has_api_key |= scheme.is_api_key();
            alternative.has_authorizer |= scheme.is_of_api_gateway();
            alternative.demands.entry(scheme.demand()).or_default().extend(scopes.clone());
            alternative
                .from_anywhere
                .entry(scheme.demand_from_anywhere())
                .or_default()
                .extend(scopes);
        }
        alternative
    }

    fn is_open(&self) -> bool {
        self.demands.is_empty()
    }

    /// Whether a caller who fulfils this alternative fulfils `asked` as well.
    fn suffices_for(&self, asked: &Self) -> bool {
        suffice(&self.demands, &asked.demands)
    }

    fn differs_by_issuer_from(&self, asked: &Self) -> bool {
        suffice(&self.from_anywhere, &asked.from_anywhere)
    }

    /// The API key on the one side, an authorizer on the other.
    fn is_half_of_a_method(&self, other: &Self) -> bool {
        let is_key = |it: &Self| it.has_api_key && it.demands.len() == 1;
        let is_authorizer = |it: &Self| it.has_authorizer && it.demands.len() == 1;
        (is_key(self) && is_authorizer(other)) || (is_authorizer(self) && is_key(other))
    }

    /// Adds what may be demanded already.
    fn demand(&mut self, demand: &str, name: &str) {
        if !self.demands.contains_key(demand) {
            self.demands.insert(demand.to_owned(), BTreeSet::new());
            self.from_anywhere.insert(demand.to_owned(), BTreeSet::new());
            self.names.insert(name.to_owned());
            self.has_authorizer = true;
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.demands.extend(other.demands);
        self.from_anywhere.extend(other.from_anywhere);
        self.names.extend(other.names);
        self.has_api_key |= other.has_api_key;
        self.has_authorizer |= other.has_authorizer;
        self
    }
}

fn suffice(held: &Demands, asked: &Demands) -> bool {
    asked.iter().all(|(demand, scopes)| held.get(demand).is_some_and(|held| scopes.is_subset(held)))
}

impl std::fmt::Display for Alternative {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.names.is_empty() {
            return f.write_str("nothing");
        }
        let scopes: BTreeSet<_> = self.demands.values().flatten().map(String::as_str).collect();
        let names: Vec<_> = self.names.iter().map(String::as_str).collect();
        f.write_str(&names.join(" and "))?;
        if scopes.is_empty() {
            return Ok(());
        }
        write!(f, " with {}", scopes.into_iter().collect::<Vec<_>>().join(", "))
    }
}
