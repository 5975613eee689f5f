//! Which operation does a request reach? The one router: stage, check and response validation use it.
//!
//! | rule | source |
//! |---|---|
//! | a literal segment beats a parameter, a parameter beats a greedy one, from left to right | API Gateway developer guide, "Working with routes for HTTP APIs"; the same for REST resources |
//! | `ANY` covers the methods that its own path does not define; HEAD and OPTIONS are not implied by GET | guide, "Set up an HTTP method" |
//! | REST: the path decides first; a path without the method is the end, even if a greedy path would take it | inferred from how resources are matched |
//! | HTTP API: path and method decide together, so a greedy path may take what a literal one does not define | guide, "Routing API requests" |
//! | `{proxy+}` takes one segment or more, never none | guide |
//! | `$default` takes what nothing else takes (HTTP API) | guide |
//! | a parameter with `x-multi-segment` takes one segment or more, wherever it is | GitHub's description of its API |
//! | REST ignores slashes at the end of a path; an HTTP API does not | read in LocalStack's router; inferred |
//! | paths are case-sensitive; `%2F` does not split a segment | RFC 3986 |

mod index;
mod template;

use std::collections::HashMap;
use std::sync::Arc;

use crate::base_path::base_paths;
use crate::{Document, Method, Operation};
use index::Index;
use template::Template;

/// The routes of one document, most specific first.
#[derive(Debug, Clone)]
pub struct Router {
    routes: Vec<Route>,
    index: Index,
    /// Those of all servers; that of the document is the first.
    base_paths: Vec<String>,
    http_api: bool,
}

#[derive(Debug, Clone)]
struct Route {
    template: Template,
    operations: Vec<Arc<Operation>>,
}

/// What a request finds.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'r> {
    /// An operation.
    Match(Match<'r>),
    /// A path that exists, without the method asked for.
    PathOnly {
        /// The path template.
        template: &'r str,
        /// The methods that it has.
        methods: Vec<Method>,
    },
    /// Nothing.
    NoRoute,
}

/// An operation that takes a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'r> {
    /// The operation; its `path` is the template. Its method is `Any` where `ANY` took the request.
    pub operation: &'r Arc<Operation>,
    /// The path parameters in their order, percent-decoded; a greedy one without its `+`.
    pub parameters: Vec<(&'r str, String)>,
}

impl Match<'_> {
    /// The value of a path parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl Router {
    /// The routes of a document.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        let mut routes: Vec<Route> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for operation in document.operations() {
            match known.get(operation.path.as_str()) {
                Some(at) => routes[*at].operations.push(Arc::clone(operation)),
                None => {
                    known.insert(&operation.path, routes.len());
                    let parameters = document.parameters(operation);
                    let several = parameters.iter().filter(|it| it.at.flag("x-multi-segment"));
                    let several: Vec<&str> = several.map(|it| it.name).collect();
                    routes.push(Route {
                        template: Template::new(&operation.path, &several),
                        operations: vec![Arc::clone(operation)],
                    });
                }
            }
        }
        routes.sort_by_cached_key(|route| route.template.precedence());
        Self {
            index: Index::new(routes.iter().map(|route| &route.template)),
            routes,
            base_paths: base_paths(document.value()),
            http_api: document.is_http_api(),
        }
    }

    /// The base path of the document, as in [`Document::base_path`].
    #[must_use]
    pub fn base_path(&self) -> &str {
        self.base_paths.first().map_or("", String::as_str)
    }

    /// The operation for a request whose path starts after the base path. A query is ignored.
    #[must_use]
    pub fn find(&self, method: &str, path: &str) -> Found<'_> {
        let path = self.normalise(path);
        let mut path_only = None;
        for position in self.index.candidates(path) {
            let route = &self.routes[position];
            let Some(parameters) = route.template.matches(path) else { continue };
            if let Some(operation) = route.operation(method) {
                return Found::Match(Match { operation, parameters });
            }
            path_only.get_or_insert(route);
            if !self.http_api {
                break;
            }
        }
        path_only.map_or(Found::NoRoute, |route| Found::PathOnly {
            template: route.template.text(),
            methods: route.operations.iter().map(|operation| operation.method).collect(),
        })
    }

    /// The same for a path that starts with the base path of one of the servers; [`Found::NoRoute`] when it does not.
    #[must_use]
    pub fn find_under_base_path(&self, method: &str, path: &str) -> Found<'_> {
        let mut rests = self.base_paths.iter().filter_map(|base| strip(base, path));
        rests.next().map_or(Found::NoRoute, |rest| self.find(method, rest))
    }

    /// What follows the base path, with its slash: `/prod/orders` to `/orders`, `/prod` to `/`.
    #[must_use]
    pub fn strip_base_path<'p>(&self, path: &'p str) -> Option<&'p str> {
        strip(self.base_path(), path)
    }

    fn normalise<'p>(&self, path: &'p str) -> &'p str {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        if self.http_api { path } else { path.trim_end_matches('/') }
    }
}

fn strip<'p>(base: &str, path: &'p str) -> Option<&'p str> {
    match path.strip_prefix(base)? {
        "" => Some("/"),
        rest if rest.starts_with(['/', '?']) => Some(rest),
        _ => None,
    }
}

impl Route {
    fn operation(&self, method: &str) -> Option<&Arc<Operation>> {
        let method = Method::from_request(method)?;
        let by = |wanted| self.operations.iter().find(move |operation| operation.method == wanted);
        by(method).or_else(|| method.is_covered_by_any().then(|| by(Method::Any)).flatten())
    }
}
