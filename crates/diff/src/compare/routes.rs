//! Which route of the new document takes the requests of an operation that it does not have any more.

use super::api_gateway::ApiGateway;
use super::operation_side::OperationSide;
use super::servers::Servers;
use gatepact_openapi::path_template::shape;
use gatepact_openapi::{Document, Found, Method, Operation, Router};

/// The routes of the new document.
pub(super) struct Routes<'d> {
    router: Router,
    servers: Servers<'d>,
    gateway: ApiGateway,
}

impl<'d> Routes<'d> {
    pub(super) fn new(document: &'d Document, gateway: ApiGateway) -> Self {
        let servers = Servers::of_document(&document.root(), gateway.is_known);
        Self { router: Router::new(document), servers, gateway }
    }

    /// The servers of an operation that takes requests of another one.
    pub(super) fn servers(&self, side: &OperationSide<'d>) -> Servers<'d> {
        Servers::of(side, &self.servers, self.gateway.is_known)
    }

    /// The path of an operation of the old document as the new one would write it: the first way that an operation takes.
    pub(super) fn path(&self, old: &OperationSide<'_>, servers: &Servers<'_>) -> String {
        let mut paths = self.paths(old, servers);
        if servers.share_base_path(&self.servers) {
            paths.insert(0, old.path.to_owned());
        } else {
            paths.push(old.path.to_owned());
        }
        let taken = paths.iter().position(|path| self.covering(old, path).is_some());
        paths.swap_remove(taken.unwrap_or(0))
    }

    /// The same path with a part of it in the servers, or a part of the servers in it.
    fn paths(&self, old: &OperationSide<'_>, servers: &Servers<'_>) -> Vec<String> {
        let mut paths = Vec::new();
        for server in servers.list.iter() {
            let whole = format!("{}{}", server.base_path, old.path);
            for known in self.servers.list.iter().filter(|it| it.is_same_origin(server)) {
                let rest = whole.strip_prefix(&known.base_path);
                // A base path ends where a segment does.
                let rest = rest.filter(|rest| rest.starts_with('/') && *rest != old.path);
                paths.extend(rest.map(str::to_owned));
            }
        }
        paths
    }

    /// The one operation that takes all requests of `old`.
    pub(super) fn covering(&self, old: &OperationSide<'_>, path: &str) -> Option<&Operation> {
        let found: Option<Vec<_>> =
            methods(old).map(|method| self.accepting(method, path)).collect();
        found?.first().copied()
    }

    /// A method of `old` that no operation accepts any more.
    pub(super) fn removed_method(&self, old: &OperationSide<'_>, path: &str) -> Method {
        let mut methods = methods(old);
        methods.find(|method| self.accepting(*method, path).is_none()).unwrap_or(old.method)
    }

    /// The operation that takes all requests with a method on a path.
    fn accepting(&self, method: Method, path: &str) -> Option<&Operation> {
        // No author writes such a segment, so only parameters and greedy paths take it.
        let sample = shape(path)
            .replace("{+}", "gatepact sample/gatepact sample")
            .replace("{}", "gatepact sample");
        let Found::Match(found) = self.router.find(method.as_str(), &sample) else { return None };
        let template = &found.operation.path;
        let takes_rest = template.ends_with("+}") || template == "/$default";
        let is_same_end = template.ends_with('/') == path.ends_with('/');
        let is_taken = self.gateway.ignores_last_slash || takes_rest || is_same_end;
        is_taken.then_some(found.operation)
    }
}

/// The methods whose requests an operation takes.
fn methods(side: &OperationSide<'_>) -> impl Iterator<Item = Method> {
    let own = side.method;
    let additional = matches!(own, Method::Additional(_)).then_some(own);
    let methods = Method::SPECIFIC.into_iter().chain(additional);
    methods
        .filter(move |method| *method == own || (own == Method::Any && method.is_covered_by_any()))
}
