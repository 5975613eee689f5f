//! Servers: the URLs that the requests of an operation begin with.
//!
//! | rule | source |
//! |---|---|
//! | the servers of an operation, else of its path, replace those of the document | OpenAPI 3.0.4 and 3.1.1, Operation Object and Path Item Object |
//! | a document without servers means `/`; an API of API Gateway is imported without its stage, so that its base path is unknown | OpenAPI 3.0.4 and 3.1.1, OpenAPI Object; API Gateway developer guide, "x-amazon-apigateway-endpoint-configuration" |
//! | each listed value of a variable is a server of its own | the same, Server Variable Object |
//! | scheme and host count in any case, the default port says nothing | RFC 3986, 6.2.2.1 and 6.2.3 |
//! | a URL without a host is one of the host that serves the document: which one is unknown | the same, Server Object |

mod changes;

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::operation_side::OperationSide;
use gatepact_openapi::{Cursor, base_path};

pub(super) use changes::{Paths, ServerChange, changes};

/// The most values of variables that are told apart; beyond, the default stands for all.
const MAX_URLS: usize = 64;

/// One server.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Server {
    /// In lower case; none where the URL leaves it to the document's own.
    scheme: Option<String>,
    /// In lower case, without the default port; none for a relative URL.
    host: Option<String>,
    /// As `/prod`, or empty.
    pub(super) base_path: String,
}

/// The servers of an operation, the one that is meant first, and where they stand.
#[derive(Debug, Clone)]
pub(super) struct Servers<'d> {
    /// Empty where they are unknown.
    pub(super) list: Rc<[Server]>,
    pub(super) at: Cursor<'d>,
}

impl<'d> Servers<'d> {
    /// Those of an operation; `root` are those of its document.
    pub(super) fn of(side: &OperationSide<'d>, root: &Self, is_gateway: bool) -> Self {
        let owners = [&side.operation, &side.item];
        let schemes = names(side.operation.value.get(SCHEMES));
        let own = owners.iter().map(|owner| owner.get_or_absent("servers"));
        match (own.into_iter().find(|list| list.items().next().is_some()), schemes) {
            (None, None) => root.clone(),
            (None, Some(schemes)) => {
                let list = with_schemes(&root.list, &schemes);
                Self { list: list.into(), at: root.at.clone() }
            }
            (Some(at), schemes) => Self::at(at, schemes.as_deref(), is_gateway),
        }
    }

    /// Those of a document, which operations may replace.
    pub(super) fn of_document(root: &Cursor<'d>, is_gateway: bool) -> Self {
        let schemes = names(root.value.get(SCHEMES));
        Self::at(root.get_or_absent("servers"), schemes.as_deref(), is_gateway)
    }

    fn at(at: Cursor<'d>, schemes: Option<&[String]>, is_gateway: bool) -> Self {
        let mut list: Vec<Server> = at.items().flat_map(|server| expand(server.value)).collect();
        if list.is_empty() && !is_gateway {
            list.push(Server::default());
        }
        if let Some(schemes) = schemes {
            list = with_schemes(&list, schemes);
        }
        Self { list: distinct(list).into(), at }
    }

    /// Whether a request of the one may be one of the other, with the same path.
    pub(super) fn share_base_path(&self, other: &Self) -> bool {
        self.list.is_empty()
            || other.list.is_empty()
            || self.any_pair(other, |one, other| one.base_path == other.base_path)
    }

    /// Whether a URL of the one may be one of the other, with the same path.
    pub(super) fn share_server(&self, other: &Self) -> bool {
        self.list.is_empty() || other.list.is_empty() || self.any_pair(other, Server::is_same)
    }

    fn any_pair(&self, other: &Self, fits: impl Fn(&Server, &Server) -> bool) -> bool {
        self.list.iter().any(|one| other.list.iter().any(|other| fits(one, other)))
    }
}

/// `schemes` of Swagger 2.0 where a server does not say them.
const SCHEMES: &str = "x-schemes";

fn names(schemes: Option<&Value>) -> Option<Vec<String>> {
    let names = schemes?.as_array()?.iter().filter_map(Value::as_str);
    let names: Vec<String> = names.map(str::to_ascii_lowercase).collect();
    (!names.is_empty()).then_some(names)
}

fn with_schemes(list: &[Server], schemes: &[String]) -> Vec<Server> {
    let each = |server: &Server| {
        let server = server.clone();
        schemes.iter().map(move |name| Server { scheme: Some(name.clone()), ..server.clone() })
    };
    distinct(list.iter().flat_map(each).collect())
}

fn distinct(mut list: Vec<Server>) -> Vec<Server> {
    let mut seen = BTreeSet::new();
    list.retain(|server| seen.insert(server.clone()));
    list
}

/// The servers that an entry of a list means: one for each listed value of its variables, the default first.
fn expand(server: &Value) -> Vec<Server> {
    let Some(url) = base_path::url_of(server) else { return vec![Server::default()] };
    let variables = server.get("variables").and_then(Value::as_object);
    let mut urls = vec![url.to_owned()];
    for (name, variable) in variables.into_iter().flatten() {
        let (token, values) = (format!("{{{name}}}"), values(variable));
        if values.len() > 1 && urls.len() * values.len() <= MAX_URLS && url.contains(&token) {
            let each =
                |url: &String| values.iter().map(|value| url.replace(&token, value)).collect();
            urls = urls.iter().flat_map::<Vec<String>, _>(each).collect();
        } else if values.len() == 1 && variable.get("enum").is_some() {
            urls.iter_mut().for_each(|url| *url = url.replace(&token, values[0]));
        }
    }
    let none = Map::new();
    let free = variables.unwrap_or(&none);
    urls.iter().map(|url| Server::new(url, free)).collect()
}

/// The values of a variable, the default first.
fn values(variable: &Value) -> Vec<&str> {
    let listed = variable.get("enum").and_then(Value::as_array).into_iter().flatten();
    let all = variable.get("default").into_iter().chain(listed).filter_map(Value::as_str);
    let mut result: Vec<&str> = Vec::new();
    for value in all {
        if !result.contains(&value) {
            result.push(value);
        }
    }
    result
}

impl Server {
    /// A variable without a list stands for its default, but not in a host: any is meant there.
    fn new(url: &str, variables: &Map<String, Value>) -> Self {
        let (scheme, rest) = match url.split_once("//") {
            Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
                (Some(scheme.trim_end_matches(':')), Some(rest))
            }
            _ => (None, None),
        };
        let scheme = scheme.map(str::to_ascii_lowercase);
        let scheme = scheme.filter(|name| !name.is_empty() && !name.contains('{'));
        let host = rest.and_then(|rest| host(rest, scheme.as_deref()));
        let base_path = base_path::of_server(&json!({ "url": url, "variables": variables }));
        let base_path = base_path.split('/').filter(|segment| !matches!(*segment, "" | "."));
        Self { scheme, host, base_path: base_path.flat_map(|segment| ["/", segment]).collect() }
    }

    /// As a URL: `https://api.example/v1`.
    fn text(&self) -> Value {
        let scheme = self.scheme.as_ref().map(|scheme| format!("{scheme}:")).unwrap_or_default();
        let path = if self.base_path.is_empty() { "/" } else { &self.base_path };
        match &self.host {
            Some(host) => format!("{scheme}//{host}{}", self.base_path).into(),
            None if scheme.is_empty() => path.into(),
            None => format!("{scheme}{path}").into(),
        }
    }

    /// Whether requests to the one reach the other, as far as both are known.
    fn is_same(&self, other: &Self) -> bool {
        self.is_same_origin(other) && self.base_path == other.base_path
    }

    /// The same, but for the base path.
    pub(super) fn is_same_origin(&self, other: &Self) -> bool {
        let is_same = |one: &Option<String>, other: &Option<String>| {
            one.is_none() || other.is_none() || one == other
        };
        is_same(&self.scheme, &other.scheme) && self.has_host_of(other)
    }

    fn is_same_but_for_scheme(&self, other: &Self) -> bool {
        self.has_host_of(other) && self.base_path == other.base_path
    }

    fn has_host_of(&self, other: &Self) -> bool {
        match (&self.host, &other.host) {
            (Some(one), Some(other)) => one == other || one.contains('{') != other.contains('{'),
            (None, _) | (_, None) => true,
        }
    }
}

/// The host of `user@HOST:443/path`; the names of variables in it say nothing.
fn host(rest: &str, scheme: Option<&str>) -> Option<String> {
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit('@').next()?.to_ascii_lowercase();
    let default = match scheme {
        Some("https" | "wss") => ":443",
        Some("http" | "ws") => ":80",
        Some(_) | None => "",
    };
    let host = authority.strip_suffix(default).unwrap_or(&authority);
    let host = gatepact_openapi::path_template::shape(host.trim_end_matches('.'));
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(server: &Value) -> Vec<String> {
        let texts = expand(server).iter().map(Server::text).collect::<Vec<_>>();
        texts.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn every_spelling_of_a_url() {
        for (url, expected) in [
            ("https://API.example.org:443/v1/", "https://api.example.org/v1"),
            ("HTTPS://api.example.org.", "https://api.example.org"),
            ("http://api.example.org:443", "http://api.example.org:443"),
            ("//api.example.org/v1", "//api.example.org/v1"),
            ("https://{tenant}.example.org", "https://{}.example.org"),
            ("/v1/", "/v1"),
            ("v1", "/v1"),
            ("./v1", "/v1"),
            ("/", "/"),
            ("", "/"),
        ] {
            assert_eq!(texts(&json!({ "url": url })), [expected], "{url}");
        }
    }

    #[test]
    fn each_listed_value_is_a_server() {
        let server = |url: &str| {
            json!({ "url": url, "variables": {
                "zone": { "default": "north", "enum": ["south", "north"] },
                "base": { "default": "v1" } } })
        };
        let expected = ["https://north.example/v1", "https://south.example/v1"];
        assert_eq!(texts(&server("https://{zone}.example/{base}")), expected);
        assert_eq!(texts(&server("/{zone}")), ["/north", "/south"]);
        assert_eq!(texts(&server("https://x.example")), ["https://x.example"]);
    }
}
