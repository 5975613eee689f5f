//! Operations by the path of their whole URL: a prefix may move between the base path of the servers and the paths, and
//! every URL stays as it was.
//!
//! So a path of the new document is first written as the old document would write it: `/v1/orders` below no base path is
//! `/orders` below `/v1`. Only where no operation of the old document has its URL does its own template count.

use std::collections::{BTreeSet, HashMap};

use super::operation_side::OperationSide;
use super::servers::Servers;
use gatepact_openapi::path_template::shape;

/// The operations of one document, each with its servers.
pub(super) type Sides<'d> = Vec<(OperationSide<'d>, Servers<'d>)>;

/// Notes of each new operation how the old document would write its path.
pub(super) fn align(old: &Sides<'_>, new: &mut Sides<'_>) {
    // The base paths below which the old document has a shape, and those that make up a whole path.
    let mut by_shape: HashMap<String, Vec<&Servers<'_>>> = HashMap::new();
    let mut by_url: HashMap<String, &str> = HashMap::new();
    for (side, servers) in old {
        let shape = shape(side.path);
        for server in &servers.list {
            by_url.entry(format!("{}{shape}", server.base_path)).or_insert(&server.base_path);
        }
        by_shape.entry(shape).or_default().push(servers);
    }
    let is_in_place = |side: &OperationSide<'_>, servers: &Servers<'_>| {
        let known = by_shape.get(&shape(side.path));
        known.is_some_and(|known| known.iter().any(|it| it.share_base_path(servers)))
    };
    let mut taken = BTreeSet::new();
    for (side, servers) in new.iter_mut() {
        if is_in_place(side, servers) {
            continue;
        }
        let as_old = servers.list.iter().find_map(|server| {
            let before = by_url.get(&format!("{}{}", server.base_path, shape(side.path)))?;
            let whole = format!("{}{}", server.base_path, side.path);
            whole.strip_prefix(before).map(str::to_owned)
        });
        if let Some(path) = &as_old {
            taken.insert(shape(path));
        }
        side.path_as_old = as_old;
    }
    // Another operation has the URL that the template alone would stand for.
    for (side, servers) in new.iter_mut() {
        let is_left = side.path_as_old.is_none() && !is_in_place(side, servers);
        if is_left && taken.contains(&shape(side.path)) {
            side.path_as_old = Some(format!("\0{}", side.path));
        }
    }
}
