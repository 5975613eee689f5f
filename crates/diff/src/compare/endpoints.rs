//! Changes of the servers: what all operations have in common is a change of the API, the rest one of the operations.

use std::collections::HashMap;

use super::context::{Context, Scope};
use super::servers::{Paths, ServerChange, Servers, changes};
use gatepact_finding::Pointer;

/// The changes of the servers of each pair of operations.
#[derive(Default)]
pub(super) struct Endpoints {
    pairs: Vec<(Scope, usize)>,
    /// Most pairs have the servers of the documents: those are compared once.
    compared: Vec<Vec<ServerChange>>,
    known: HashMap<Key, usize>,
}

/// Where the servers stand, and what the paths of both documents have before what they share, or else the paths.
type Key = ([Pointer; 2], Option<(String, String)>);

impl Endpoints {
    pub(super) fn note(
        &mut self,
        scope: Scope,
        (old, new): (&Servers<'_>, &Servers<'_>),
        paths: Paths<'_>,
    ) {
        // What moved is the same for all paths that lost or gained one prefix.
        let moved = (paths.own != paths.old).then(|| {
            let (own, old) = (paths.own, paths.old);
            let [more, less] = [own.strip_suffix(old), old.strip_suffix(own)];
            match (more, less) {
                (Some(more), _) => (more.to_owned(), String::new()),
                (_, Some(less)) => (String::new(), less.to_owned()),
                (None, None) => (own.to_owned(), old.to_owned()),
            }
        });
        let key = ([old.at.pointer.clone(), new.at.pointer.clone()], moved);
        let index = *self.known.entry(key).or_insert_with(|| {
            self.compared.push(changes(old, new, paths));
            self.compared.len() - 1
        });
        self.pairs.push((scope, index));
    }

    /// Reports them; of documents without a common operation, `whole` are the servers.
    pub(super) fn report(self, context: &mut Context<'_>, [old, new]: &[Servers<'_>; 2]) {
        let Self { pairs, mut compared, .. } = self;
        if pairs.is_empty() {
            compared.push(changes(old, new, Paths { own: "", old: "" }));
        }
        let is_common = |change: &&ServerChange| {
            is_of_documents(change) && compared.iter().all(|it| it.contains(change))
        };
        let common: Vec<&ServerChange> =
            compared.first().into_iter().flatten().filter(is_common).collect();
        let whole = context.whole();
        for change in &common {
            report(context, whole, change);
        }
        for (scope, index) in pairs {
            for change in compared[index].iter().filter(|change| !common.contains(change)) {
                report(context, scope, change);
            }
        }
    }
}

/// Whether the servers are those of the documents, not of an operation.
fn is_of_documents(change: &ServerChange) -> bool {
    [&change.place.old, &change.place.new].into_iter().flatten().all(|it| it.as_str() == "/servers")
}

fn report(context: &mut Context<'_>, scope: Scope, change: &ServerChange) {
    context.report(scope, change.kind, change.place.clone(), change.details.clone());
}
