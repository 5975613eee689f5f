//! Routing as API Gateway does it.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_openapi::{Document, Found, Method, Router};

fn router(paths: &[(&str, &[&str])], root: &str) -> Router {
    let paths: serde_json::Map<_, _> = paths
        .iter()
        .map(|(path, methods)| {
            let item: serde_json::Map<_, _> = methods
                .iter()
                .map(|m| ((*m).to_owned(), serde_json::json!({ "responses": {} })))
                .collect();
            ((*path).to_owned(), item.into())
        })
        .collect();
    let mut document = serde_json::json!({
        "openapi": "3.0.1",
        "info": { "title": "t", "version": "1" },
        "servers": [ { "url": "https://h/{basePath}", "variables": { "basePath": { "default": "/prod" } } } ],
        "paths": paths,
    });
    if !root.is_empty() {
        document[root] = serde_json::json!("1.0");
    }
    Router::new(&Document::read(document.to_string()).unwrap())
}

const ANY: &str = Method::ANY_KEY;
const HTTP_API: &str = "x-amazon-apigateway-importexport-version";

/// What a request finds, in one line.
fn show(router: &Router, request: &str) -> String {
    let (method, path) = request.split_once(' ').unwrap();
    match router.find(method, path) {
        Found::NoRoute => "-".to_owned(),
        Found::PathOnly { template, methods } => format!("only {template} {methods:?}"),
        Found::Match(found) => {
            found.parameters.iter().fold(found.operation.to_string(), |text, (name, value)| {
                format!("{text} {name}={value}")
            })
        }
    }
}

fn check(router: &Router, cases: &[(&str, &str)]) {
    for (request, expected) in cases {
        assert_eq!(show(router, request), *expected, "{request}");
    }
}

#[test]
fn literal_beats_parameter_beats_greedy_whatever_the_order_of_the_document() {
    let paths: [(&str, &[&str]); 8] = [
        ("/{proxy+}", &[ANY]),
        ("/pets/{proxy+}", &["get"]),
        ("/pets/dog/{id}", &["get"]),
        ("/pets/dog/1", &["get"]),
        ("/pets/{kind}/{id}", &["get"]),
        ("/pets", &["get"]),
        ("/reports/{id}.json", &["get"]),
        ("/reports/{id}", &["get"]),
    ];
    let mut reversed = paths;
    reversed.reverse();
    for paths in [paths, reversed] {
        check(
            &router(&paths, ""),
            &[
                ("GET /pets/dog/1", "GET /pets/dog/1"),
                ("GET /pets/dog/2", "GET /pets/dog/{id} id=2"),
                ("GET /pets/cat/1", "GET /pets/{kind}/{id} kind=cat id=1"),
                ("GET /pets/cat", "GET /pets/{proxy+} proxy=cat"),
                ("GET /pets/cat/1/2", "GET /pets/{proxy+} proxy=cat/1/2"),
                ("GET /pets/", "GET /pets"),
                ("GET /pets?x=/y", "GET /pets"),
                ("GET /Pets", "ANY /{proxy+} proxy=Pets"),
                ("GET /reports/7.json", "GET /reports/{id}.json id=7"),
                ("GET /reports/7.xml", "GET /reports/{id} id=7.xml"),
                ("DELETE /test/5", "ANY /{proxy+} proxy=test/5"),
                ("GET /", "-"),
                ("GET ", "-"),
            ],
        );
    }
}

#[test]
fn any_covers_what_its_own_path_does_not_define() {
    check(
        &router(&[("/a", &["get", ANY]), ("/b", &["get"])], ""),
        &[
            ("GET /a", "GET /a"),
            ("POST /a", "ANY /a"),
            ("HEAD /a", "ANY /a"),
            ("TRACE /a", "only /a [Get, Any]"),
            ("BREW /a", "only /a [Get, Any]"),
            ("get /b", "only /b [Get]"),
            ("HEAD /b", "only /b [Get]"),
            ("OPTIONS /b", "only /b [Get]"),
        ],
    );
}

#[test]
fn rest_decides_by_the_path_first_and_an_http_api_by_path_and_method() {
    let paths: [(&str, &[&str]); 3] =
        [("/a", &["get"]), ("/{proxy+}", &[ANY]), ("/$default", &[ANY])];
    check(&router(&paths[..2], ""), &[("POST /a", "only /a [Get]"), ("GET /a/", "GET /a")]);
    check(
        &router(&paths, HTTP_API),
        &[
            ("POST /a", "ANY /{proxy+} proxy=a"),
            ("GET /a/", "ANY /{proxy+} proxy=a/"),
            ("GET /", "ANY /$default"),
        ],
    );
}

#[test]
fn segments_are_decoded_after_the_split() {
    check(
        &router(&[("/a b/{id}", &["get"]), ("/f/{proxy+}", &["get"])], ""),
        &[
            ("GET /a%20b/x%2Fy", "GET /a b/{id} id=x/y"),
            ("GET /a%20b/%FF", "GET /a b/{id} id=%FF"),
            ("GET /f/a%2Fb/c%20d", "GET /f/{proxy+} proxy=a/b/c d"),
            ("GET /a b", "-"),
        ],
    );
}

#[test]
fn the_base_path_is_stripped_only_as_a_whole_segment() {
    let router = router(&[("/a", &["get"]), ("/", &["get"])], "");
    let found = |path| matches!(router.find_under_base_path("GET", path), Found::Match(_));
    assert!(found("/prod/a") && found("/prod") && found("/prod/") && found("/prod?x=1"));
    assert!(!found("/production/a") && !found("/a") && !found("/dev/a"));
    assert_eq!(router.base_path(), "/prod");
}
