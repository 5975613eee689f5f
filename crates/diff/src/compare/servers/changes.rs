//! What changed between the servers of two operations.

use super::{Server, Servers};
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;

/// A change of the servers.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::compare) struct ServerChange {
    pub(in crate::compare) kind: ChangeKind,
    pub(in crate::compare) place: Place,
    pub(in crate::compare) details: Details,
}

/// The changes between the servers of two operations with these paths.
///
/// The first server is the one that is meant. It may move down the list, as long as it stays; what it became explains
/// what became of others like it.
pub(in crate::compare) fn changes(
    old: &Servers<'_>,
    new: &Servers<'_>,
    path: Paths<'_>,
) -> Vec<ServerChange> {
    let before = &old.list;
    let after: Vec<Server> =
        new.list.iter().filter_map(|server| path.in_old_terms(server)).collect();
    let Some(was) = before.first() else { return Vec::new() };
    let Some(is) = after.iter().find(|it| it.has_host_of(was)).or(after.first()) else {
        return Vec::new();
    };
    let mut found = Found { place: Place::both(&old.at, &new.at), changes: Vec::new() };
    let is_moved = after.iter().all(|it| it.base_path != was.base_path);
    if is_moved {
        let text = |server: &Server| format!("{}/", server.base_path).into();
        found.add(
            ChangeKind::EndpointBasePathChanged,
            Details::values(Some(&text(was)), Some(&text(is))),
        );
    }
    // A host that was there before is no new name of the one that is gone.
    let is_known = |it: &Server| before.iter().any(|known| known.has_host_of(it));
    let is_renamed = !after.iter().any(|it| it.has_host_of(was)) && !is_known(is);
    if let (Some(host), Some(other), true) = (&was.host, &is.host, is_renamed) {
        let details = Details::values(Some(&host.as_str().into()), Some(&other.as_str().into()));
        found.add(ChangeKind::EndpointHostChanged, details);
    }
    // What is left of an old server by the changes so far.
    let became = |server: &Server| {
        let mut server = server.clone();
        if is_moved && server.base_path == was.base_path {
            server.base_path.clone_from(&is.base_path);
        }
        if is_renamed && server.host == was.host {
            server.host.clone_from(&is.host);
        }
        server
    };
    let mut is_known = vec![false; after.len()];
    for server in before.iter() {
        let expected = became(server);
        let same = |it: &Server| it.is_same(&expected);
        let (kind, new) = if after.iter().any(same) {
            (None, None)
        } else {
            match after.iter().position(|it| it.is_same_but_for_scheme(&expected)) {
                Some(at) => {
                    is_known[at] = true;
                    (Some(ChangeKind::EndpointSchemeRemoved), Some(after[at].text()))
                }
                None => (Some(ChangeKind::EndpointServerRemoved), None),
            }
        };
        if let Some(kind) = kind {
            found.add(kind, Details::values(Some(&server.text()), new.as_ref()));
        }
        for (is_known, _) in is_known.iter_mut().zip(&after).filter(|(_, it)| same(it)) {
            *is_known = true;
        }
    }
    for (server, _) in after.iter().zip(is_known).filter(|(_, is_known)| !is_known) {
        found.add(ChangeKind::EndpointServerAdded, Details::values(None, Some(&server.text())));
    }
    found.changes
}

/// The path of an operation in the new document, and as the old one would write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::compare) struct Paths<'p> {
    pub(in crate::compare) own: &'p str,
    pub(in crate::compare) old: &'p str,
}

impl Paths<'_> {
    /// Whether one of the servers has the old path at all.
    pub(in crate::compare) fn are_served_by(self, servers: &Servers<'_>) -> bool {
        let mut list = servers.list.iter();
        servers.list.is_empty() || list.any(|server| self.in_old_terms(server).is_some())
    }

    /// A server of the new document, with the base path that it would have before the old path; `None` where no URL of
    /// it ends so.
    fn in_old_terms(self, server: &Server) -> Option<Server> {
        let mut server = server.clone();
        if self.own != self.old {
            let whole = format!("{}{}", server.base_path, self.own);
            server.base_path = whole.strip_suffix(self.old)?.to_owned();
        }
        Some(server)
    }
}

struct Found {
    place: Place,
    changes: Vec<ServerChange>,
}

impl Found {
    fn add(&mut self, kind: ChangeKind, details: Details) {
        let change = ServerChange { kind, place: self.place.clone(), details };
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }
}
