//! Operations by the path of their whole URL: a prefix may move between the base path of the servers and the paths, and
//! every URL stays as it was.
//!
//! So a path of the new document is first written as the old document would write it: `/v1/orders` below no base path is
//! `/orders` below `/v1`. An operation that has a whole URL of an old one is that one; next come those that have its
//! template below a base path of it, and then those that have its path on another host. Else the template counts.

use std::collections::HashMap;

use super::operation_side::OperationSide;
use super::servers::{Server, Servers};
use gatepact_openapi::Method;
use gatepact_openapi::path_template::shape;

/// The operations of one document, each with its servers.
pub(super) type Sides<'d> = Vec<(OperationSide<'d>, Servers<'d>)>;

/// Notes of each new operation how the old document would write its path.
pub(super) fn align(old: &Sides<'_>, new: &mut Sides<'_>) {
    let mut known = Known::new(old);
    // Shapes of the old document that new operations have, and whether by a prefix that moved.
    let mut taken: HashMap<(String, Method), bool> = HashMap::new();
    let mut is_placed = vec![false; new.len()];
    for step in Step::ALL {
        // Nearly always no prefix has moved.
        if is_placed.iter().all(|is_placed| *is_placed) {
            return;
        }
        if step == Step::Url {
            known.note_paths(old);
        }
        for ((side, servers), is_placed) in new.iter_mut().zip(&mut is_placed) {
            if *is_placed {
                continue;
            }
            let Some(path) = known.path(side, servers, step) else { continue };
            let has_moved = path != side.path;
            let key = (shape(&path), side.method);
            // Several templates may have one shape.
            if taken.get(&key).is_none_or(|by_move| !by_move && !has_moved) {
                taken.insert(key, has_moved);
                *is_placed = true;
                side.path_as_old = has_moved.then_some(path);
            }
        }
    }
    // Another operation has the URL that the template alone would stand for.
    for ((side, _), is_placed) in new.iter_mut().zip(is_placed) {
        if !is_placed && taken.contains_key(&(shape(side.path), side.method)) {
            side.path_as_old = Some(format!("\0{}", side.path));
        }
    }
}

/// How an operation is known to be one of the old document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// By the same template on a server of both.
    SameUrl,
    /// By a whole URL.
    Url,
    /// By the same template below a base path of both.
    SamePath,
    /// By a path of a URL.
    Path,
}

impl Step {
    const ALL: [Self; 4] = [Self::SameUrl, Self::Url, Self::SamePath, Self::Path];
}

/// What the old document has.
struct Known<'o> {
    /// The servers of the operations of each shape.
    by_shape: HashMap<String, Vec<&'o Servers<'o>>>,
    /// The servers that make up a whole path with the shape of a path below them.
    by_path: HashMap<String, Vec<&'o Server>>,
}

impl<'o> Known<'o> {
    fn new(old: &'o Sides<'o>) -> Self {
        let mut known = Self { by_shape: HashMap::new(), by_path: HashMap::new() };
        for (side, servers) in old {
            known.by_shape.entry(shape(side.path)).or_default().push(servers);
        }
        known
    }

    fn note_paths(&mut self, old: &'o Sides<'o>) {
        for (side, servers) in old {
            let shape = shape(side.path);
            for server in servers.list.iter() {
                let path = format!("{}{shape}", server.base_path);
                self.by_path.entry(path).or_default().push(server);
            }
        }
    }

    /// The path as the old document writes it, if this step finds one.
    fn path(&self, side: &OperationSide<'_>, servers: &Servers<'_>, step: Step) -> Option<String> {
        match step {
            Step::SameUrl | Step::SamePath => {
                let mut known = self.by_shape.get(&shape(side.path))?.iter();
                let is_same = known.any(|it| match step {
                    Step::SameUrl => it.share_server(servers),
                    _ => it.share_base_path(servers),
                });
                is_same.then(|| side.path.to_owned())
            }
            Step::Url | Step::Path => servers.list.iter().find_map(|server| {
                let known =
                    self.by_path.get(&format!("{}{}", server.base_path, shape(side.path)))?;
                let old =
                    known.iter().find(|it| step == Step::Path || it.is_same_origin(server))?;
                let whole = format!("{}{}", server.base_path, side.path);
                whole.strip_prefix(&old.base_path).map(str::to_owned)
            }),
        }
    }
}
