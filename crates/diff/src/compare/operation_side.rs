//! An operation as one of the two documents has it.

use gatepact_openapi::Method;

use crate::cursor::Cursor;

/// An operation with its place and its path item.
#[derive(Debug, Clone)]
pub(crate) struct OperationSide<'d> {
    pub(crate) root: Cursor<'d>,
    pub(crate) item: Cursor<'d>,
    pub(crate) operation: Cursor<'d>,
    pub(crate) path: &'d str,
    pub(super) method: Method,
}

impl OperationSide<'_> {
    /// `GET /orders/{id}`
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The same with a method that both take, and no other operation of their paths does.
    pub(super) fn asked_as(&self, new: &Self) -> Self {
        let is_free = |method: &Method| {
            method.is_covered_by_any()
                && [self, new].iter().all(|side| side.item.raw(method.key()).is_none())
        };
        let method = match (self.method, new.method) {
            (Method::Any, Method::Any) => Method::SPECIFIC.into_iter().find(is_free),
            (Method::Any, method) => Some(method),
            (_, _) => None,
        };
        Self { method: method.unwrap_or(self.method), ..self.clone() }
    }

    /// `GET`; a route that takes any method takes this one.
    pub(crate) fn method(&self) -> &str {
        if self.method == Method::Any { "GET" } else { self.method.as_str() }
    }

    /// The names of the path's parameters in their order, greedy ones without `+`.
    pub(crate) fn path_parameters(&self) -> Vec<&str> {
        let parts = self.path.split('{').skip(1);
        parts
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name.trim_end_matches('+'))
            .collect()
    }
}
