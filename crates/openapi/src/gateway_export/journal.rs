//! What an export notes while it is written: where its parts stood, and what was left out.

use std::collections::BTreeSet;

use gatepact_finding::Pointer;
use serde_json::Value;

use super::{Exported, NotCarried, NotCarriedKind, NotExported};
use crate::Document;
use crate::read::Moves;

/// The largest export: far more parameters, headers and schemas than the largest documents that are known.
const MOST_WRITTEN: usize = 1_000_000;

#[derive(Debug, Default)]
pub(super) struct Journal {
    pub(super) moves: Moves,
    pub(super) as_written: Vec<String>,
    not_carried: BTreeSet<NotCarried>,
    written: usize,
}

impl Journal {
    /// The part at `pointer` is not in the export. A shared part is noted once.
    pub(super) fn lose(&mut self, kind: NotCarriedKind, pointer: impl Into<Pointer>) {
        self.not_carried.insert(NotCarried { kind, pointer: pointer.into() });
    }

    /// The part at `to` is the one at `from`, which a reference leads to, or which stands in a list of another order.
    pub(super) fn copy(&mut self, to: &str, from: &str) {
        if to != from {
            self.moves.copy(to, from);
        }
    }

    /// Counts parameters, headers and schemas that are written: a shared part is read once and written as often as references lead to it.
    pub(super) fn write(&mut self, parts: usize) -> Result<(), NotExported> {
        self.written = self.written.saturating_add(parts);
        let limit = MOST_WRITTEN;
        if self.written > limit { Err(NotExported::TooLarge { limit }) } else { Ok(()) }
    }

    /// Parts of the root that no export has.
    pub(super) fn root(&mut self, document: &Document) {
        let webhooks = document.at("/webhooks").and_then(Value::as_object);
        for name in webhooks.into_iter().flat_map(serde_json::Map::keys) {
            let pointer = Pointer::root().child("webhooks").child(name);
            self.lose(NotCarriedKind::Callback, pointer);
        }
    }

    pub(super) fn exported(self, value: Value) -> Exported {
        let Self { moves, as_written, not_carried, written: _ } = self;
        Exported { value, not_carried: not_carried.into_iter().collect(), moves, as_written }
    }
}
