//! What was compared: operations and components, by name.

use gatepact_finding::Pointer;

/// What was compared, changed or not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Compared {
    /// The operations of both documents, webhooks included, in the order of their names.
    pub operations: Vec<ComparedOperation>,
    /// How many components were compared: those of documents without operations.
    pub components: usize,
}

/// An operation of either document, or of both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ComparedOperation {
    /// `GET /orders/{id}`, as findings name it.
    pub name: String,
    /// Where it stands in the value of the old and of the new document.
    pub pointers: [Option<Pointer>; 2],
}
