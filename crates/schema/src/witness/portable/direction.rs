//! Which properties a translated schema need not require.

use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

use crate::dialect::{Dialect, Year};
use crate::index::{Index, Site, address};
use crate::reading::Direction;

/// More schemas of one composition are not searched.
const MOST: usize = 512;

/// The names that are withheld in the direction; sorted.
pub(super) fn exempt(index: &Index<'_>, site: Site<'_>, direction: Direction) -> Vec<String> {
    let Some(keyword) = keyword(direction) else { return Vec::new() };
    let mut names = Vec::new();
    // Parents may list their children, which include them: each schema is looked at once.
    let mut seen = FxHashSet::default();
    let mut open = vec![site];
    while let Some(site) = open.pop() {
        if seen.len() < MOST && seen.insert(address(site.value)) {
            collect(index, site, keyword, &mut names);
            open.extend(follow(index, site));
            let branches = branches(site.value, index.dialect(site.resource));
            open.extend(branches.into_iter().map(|value| Site { value, ..site }));
        }
    }
    names.sort();
    names.dedup();
    names
}

/// Whether a property is withheld in the direction: its values do not count.
pub(super) fn is_withheld(index: &Index<'_>, site: Site<'_>, direction: Direction) -> bool {
    keyword(direction).is_some_and(|keyword| withheld(index, site, keyword, 0))
}

fn keyword(direction: Direction) -> Option<&'static str> {
    match direction {
        Direction::Neither => None,
        Direction::Request => Some("readOnly"),
        Direction::Response => Some("writeOnly"),
    }
}

fn collect(index: &Index<'_>, site: Site<'_>, keyword: &str, names: &mut Vec<String>) {
    if let Some(Value::Object(properties)) = site.value.get("properties") {
        for (name, schema) in properties {
            if withheld(index, Site { value: schema, ..site }, keyword, 0) {
                names.push(name.clone());
            }
        }
    }
}

/// The schemas that may hold for the same value. Spelled once more: the translation shares no table with the lowering.
fn branches(schema: &Value, dialect: Dialect) -> Vec<&Value> {
    let lists = ["allOf", "anyOf", "oneOf"];
    let (mut maps, mut single) = (vec!["dependencies"], Vec::new());
    if dialect.year() >= Year::Draft7 {
        single.extend(["if", "then", "else"]);
    }
    if dialect.year() >= Year::Y2019 {
        maps.push("dependentSchemas");
    }
    let listed = lists.into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let named =
        maps.into_iter().filter_map(|key| schema.get(key)?.as_object()).flat_map(Map::values);
    listed.chain(named).chain(single.into_iter().filter_map(|key| schema.get(key))).collect()
}

fn follow<'d>(index: &Index<'d>, site: Site<'d>) -> Option<Site<'d>> {
    index.resolve(site.resource, site.value.get("$ref")?.as_str()?)
}

fn withheld(index: &Index<'_>, site: Site<'_>, keyword: &str, depth: usize) -> bool {
    site.value.get(keyword) == Some(&Value::Bool(true))
        || (depth < 16
            && follow(index, site)
                .is_some_and(|target| withheld(index, target, keyword, depth + 1)))
}
