//! The base path of a document: what stands between the host and the paths.

use serde_json::Value;

/// From the first server: the `basePath` variable of an export (its default is the stage), or the path of a plain
/// URL. Normalised to `""` or `/prod`, without a slash at the end: exports of 2020 and 2022 hold `/prod`, newer ones
/// `dev`, and `""` stands for the `$default` stage of an HTTP API.
pub(crate) fn base_path(document: &Value) -> String {
    document.pointer("/servers/0").map_or_else(String::new, of_server)
}

/// The base paths of all servers, that of the first one first.
pub(crate) fn base_paths(document: &Value) -> Vec<String> {
    let mut paths = vec![base_path(document)];
    let servers = document.get("servers").and_then(Value::as_array);
    for path in servers.into_iter().flatten().map(of_server) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// The base path of one server.
#[must_use]
pub fn of_server(server: &Value) -> String {
    let Some(url) = url_of(server) else { return String::new() };
    // Where a host stands first, the scheme is that of the document; what a variable holds is never a host.
    let scheme = if url.starts_with("//") { "https:" } else { "" };
    normalise(path_of(&substitute(&format!("{scheme}{url}"), server.get("variables"))))
}

/// The URL of a server. LocalStack's exports leave it out and keep the variable that AWS's end with, which says the
/// same about the base path.
#[must_use]
pub fn url_of(server: &Value) -> Option<&str> {
    match server.get("url") {
        Some(url) => url.as_str(),
        None => server.pointer("/variables/basePath").map(|_| "/{basePath}"),
    }
}

fn substitute(url: &str, variables: Option<&Value>) -> String {
    let mut result = url.to_owned();
    for (name, variable) in variables.and_then(Value::as_object).into_iter().flatten() {
        let default = variable.get("default").and_then(Value::as_str).unwrap_or_default();
        result = result.replace(&format!("{{{name}}}"), default);
    }
    result
}

fn path_of(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = if after_scheme.len() < url.len() {
        after_scheme.find('/').map_or("", |slash| &after_scheme[slash..])
    } else {
        url
    };
    path.split(['?', '#']).next().unwrap_or_default()
}

fn normalise(path: &str) -> String {
    let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    segments.iter().flat_map(|segment| ["/", segment]).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_spelling_of_a_stage() {
        let export = |default: &str| {
            json!({ "servers": [ {
                "url": "https://a.execute-api.eu-west-1.amazonaws.com/{basePath}",
                "variables": { "basePath": { "default": default } } } ] })
        };
        let plain = |url: &str| json!({ "servers": [ { "url": url } ] });
        let cases = [
            (export("prod"), "/prod"),
            (export("/prod"), "/prod"),
            (export("prod/v2/"), "/prod/v2"),
            (export(""), ""),
            (plain("https://api.example.com"), ""),
            (plain("https://api.example.com/v1/"), "/v1"),
            (plain("//api.example.com/v1"), "/v1"),
            (plain("/v1"), "/v1"),
            (plain("/"), ""),
            (
                json!({ "servers": [ { "variables": { "basePath": { "default": "prod" } } } ] }),
                "/prod",
            ),
            (json!({ "servers": [ { "variables": {} } ] }), ""),
            (json!({}), ""),
            (json!({ "servers": [] }), ""),
        ];
        for (document, expected) in cases {
            assert_eq!(base_path(&document), expected, "{document}");
        }
    }
}
