//! An operation as one of the two documents has it.

use std::collections::BTreeMap;
use std::ops::Deref;

use gatepact_openapi::{Method, OperationView, Parameter, ParameterKey};

/// The parameters of an operation by what makes them the same.
pub(crate) type ByKey<'d> = BTreeMap<ParameterKey, Parameter<'d>>;

/// An operation of one document, requested with a method.
#[derive(Debug, Clone)]
pub(crate) struct OperationSide<'d> {
    pub(super) view: OperationView<'d>,
    /// That of the operation, or one of those that its `ANY` takes.
    pub(super) method: Method,
    /// The path as the old document would write it, where a prefix moved between the servers and the paths.
    pub(super) path_as_old: Option<String>,
}

impl<'d> From<OperationView<'d>> for OperationSide<'d> {
    fn from(view: OperationView<'d>) -> Self {
        let method = view.method;
        Self { view, method, path_as_old: None }
    }
}

impl<'d> Deref for OperationSide<'d> {
    type Target = OperationView<'d>;

    fn deref(&self) -> &Self::Target {
        &self.view
    }
}

impl OperationSide<'_> {
    /// `GET /orders/{id}`
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The path by which it is paired with an operation of the other document.
    pub(super) fn common_path(&self) -> &str {
        self.path_as_old.as_deref().unwrap_or(self.path)
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

    /// The methods that it takes; `ANY` takes those that its path does not define.
    pub(super) fn methods(&self) -> Vec<Method> {
        let is_free = |it: &Method| it.is_covered_by_any() && self.item.raw(it.key()).is_none();
        match self.method {
            Method::Any => Method::SPECIFIC.into_iter().filter(is_free).collect(),
            method => vec![method],
        }
    }

    /// Whether its path is greedy, or it is the default route of an HTTP API.
    pub(super) fn takes_any_path(&self) -> bool {
        self.path.ends_with("+}") || self.path == "/$default"
    }

    /// `GET`; a route that takes any method takes this one.
    pub(crate) fn method(&self) -> &str {
        if self.method == Method::Any { "GET" } else { self.method.as_str() }
    }
}
