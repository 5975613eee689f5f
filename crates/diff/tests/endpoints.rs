//! Where requests go: servers, base paths, the paths themselves, and the settings of the gateway in front of them.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, diff};
use gatepact_openapi::Document;

/// All that is told of two documents without their first lines.
fn told(old: &str, new: &str) -> Vec<String> {
    let read = |text: &str| {
        let text = match text.starts_with("swagger") {
            true => format!("{text}\ninfo: {{title: t, version: '1'}}\n"),
            false => format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\n{text}\n"),
        };
        Document::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    };
    let told = |change: &Change| {
        let word = change.severity().change_word();
        [word, change.id()]
            .into_iter()
            .chain(change.finding.operations.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" ")
    };
    diff(&read(old), &read(new)).iter().map(told).collect()
}

#[track_caller]
fn check(old: &str, new: &str, expected: &[&str]) {
    assert_eq!(told(old, new), expected, "{old}\n->\n{new}");
}

const GET: &str = "{get: {responses: {}}}";

/// Documents with one operation and these servers.
#[track_caller]
fn servers(old: &str, new: &str, expected: &[&str]) {
    let document = |servers: &str| format!("servers: {servers}\npaths: {{/boats: {GET}}}");
    check(&document(old), &document(new), expected);
}

#[test]
fn each_url_of_the_servers_counts() {
    let scheme = &["risky endpoint.scheme-removed"];
    let removed = &["risky endpoint.server-removed"];
    let added = &["safe endpoint.server-added"];
    let host = &["risky endpoint.host-changed"];
    let base = &["breaking endpoint.base-path-changed"];
    for (old, new, expected) in [
        ("[{url: 'https://a.example/v1'}]", "[{url: 'http://a.example/v1'}]", &scheme[..]),
        ("[{url: 'http://a.example/v1'}]", "[{url: 'https://a.example/v1'}]", scheme),
        ("[{url: 'wss://a.example'}]", "[{url: 'https://a.example'}]", scheme),
        (
            "[{url: 'http://a.example'}]",
            "[{url: 'https://a.example'}, {url: 'http://a.example'}]",
            added,
        ),
        (
            "[{url: 'https://a.example'}, {url: 'http://a.example'}]",
            "[{url: 'https://a.example'}]",
            scheme,
        ),
        (
            "[{url: 'https://a.example'}, {url: 'https://b.example'}]",
            "[{url: 'https://a.example'}]",
            removed,
        ),
        (
            "[{url: 'https://a.example'}, {url: 'https://b.example'}]",
            "[{url: 'https://b.example'}]",
            removed,
        ),
        (
            "[{url: 'https://a.example'}, {url: 'https://b.example'}]",
            "[{url: 'https://b.example'}, {url: 'https://a.example', description: second}]",
            &[],
        ),
        ("[{url: 'https://a.example/v1'}]", "[{url: 'HTTPS://A.example:443/v1/'}]", &[]),
        ("[{url: 'http://a.example:80'}]", "[{url: 'http://a.example./'}]", &[]),
        ("[{url: 'https://a.example:8443'}]", "[{url: 'https://a.example'}]", host),
        ("[{url: 'https://a.example/v1'}]", "[{url: 'https://a.example/v2'}]", base),
        ("[{url: '/v1'}]", "[{url: './v1/'}]", &[]),
        ("[{url: '/v1'}]", "[{url: 'https://a.example/v1'}]", &[]),
        ("[{url: /}]", "[]", &[]),
        ("[]", "[{url: /v1}]", base),
        (
            "[{url: 'https://a.example/v1'}, {url: 'https://b.example/v1'}]",
            "[{url: 'https://a.example/v2'}, {url: 'https://b.example/v2'}]",
            base,
        ),
        // A variable without a list may have any value, and its name says nothing.
        (
            "[{url: 'https://{tenant}.example', variables: {tenant: {default: a}}}]",
            "[{url: 'https://{org}.example', variables: {org: {default: b}}}]",
            &[],
        ),
        (
            "[{url: 'https://{z}.example', variables: {z: {default: a, enum: [a, b]}}}]",
            "[{url: 'https://{z}.example', variables: {z: {default: b, enum: [b, a, c]}}}]",
            added,
        ),
        (
            "[{url: 'https://x.example:{port}', variables: {port: {default: '443', enum: ['443', '8443']}}}]",
            "[{url: 'https://x.example'}]",
            removed,
        ),
        (
            "[{url: '{scheme}://x.example', variables: {scheme: {default: https, enum: [https, http]}}}]",
            "[{url: 'https://x.example'}]",
            scheme,
        ),
        (
            "[{url: '/{v}', variables: {v: {default: v1, enum: [v1, v2]}}}]",
            "[{url: '/{v}', variables: {v: {default: v2, enum: [v2]}}}]",
            base,
        ),
    ] {
        servers(old, new, expected);
    }
}

#[test]
fn the_servers_of_an_operation_replace_those_of_the_document() {
    let document = |root: &str, item: &str, operation: &str| {
        let list = |url: &str| match url {
            "" => "[]".to_owned(),
            url => format!("[{{url: '{url}'}}]"),
        };
        format!(
            "servers: {}
paths:
  /boats: {{servers: {}, get: {{servers: {}, responses: {{}}}}}}
  /berths: {GET}",
            list(root),
            list(item),
            list(operation)
        )
    };
    let old = document("https://a.example/v1", "", "https://live.example/v1");
    check(
        &old,
        &document("https://a.example/v1", "", "https://live.example/v2"),
        &["breaking endpoint.base-path-changed GET /boats"],
    );
    check(
        &old,
        &document("https://a.example/v1", "https://test.example/v1", "https://live.example/v1"),
        &[],
    );
    check(
        &old,
        &document("https://a.example/v1", "https://test.example/v1", ""),
        &["risky endpoint.host-changed GET /boats"],
    );
    // What only the other operation uses.
    check(
        &old,
        &document("https://a.example/v2", "", "https://live.example/v1"),
        &["breaking endpoint.base-path-changed GET /berths"],
    );
    // The same servers, said elsewhere.
    check(
        &document("https://a.example/v1", "", ""),
        &document("https://a.example/v1", "https://a.example/v1", ""),
        &[],
    );
}

#[test]
fn a_prefix_may_move_between_servers_and_paths() {
    let document = |server: &str, paths: &[&str]| {
        let paths = paths.iter().map(|path| format!("  '{path}': {GET}\n")).collect::<String>();
        format!("servers: [{{url: '{server}'}}]\npaths:\n{paths}")
    };
    let old = document("https://a.example/v1", &["/boats/{id}", "/berths"]);
    let moved = document("https://a.example", &["/v1/boats/{boat}", "/v1/berths"]);
    check(&old, &moved, &[]);
    check(&moved, &old, &[]);
    check(&document("/api", &["/v1/boats"]), &document("/api/v1", &["/boats"]), &[]);
    let swagger = |base: &str, path: &str| {
        format!(
            "swagger: '2.0'\nhost: a.example\nschemes: [https]\nbasePath: {base}\npaths: {{'{path}': {GET}}}"
        )
    };
    check(&swagger("/v1", "/boats"), &swagger("/", "/v1/boats"), &[]);
    // Not every path moved.
    check(
        &old,
        &document("https://a.example", &["/v1/boats/{id}", "/berths"]),
        &["breaking endpoint.base-path-changed GET /berths"],
    );
    // Another operation has the path that was left.
    check(
        &document("/v1", &["/boats"]),
        &document("/", &["/v1/boats", "/boats"]),
        &["safe operation.added GET /boats"],
    );
    // A segment is not half of one, and a change is seen in spite of the move.
    check(
        &document("/v1", &["/boats"]),
        &document("/v", &["/1/boats"]),
        &[
            "breaking endpoint.base-path-changed",
            "breaking operation.removed GET /boats",
            "safe operation.added GET /1/boats",
        ],
    );
    check(
        &old,
        &document("https://b.example", &["/v1/boats/{id}", "/v1/berths"]),
        &["risky endpoint.host-changed"],
    );
}

#[test]
fn schemes_of_swagger_are_servers() {
    let document = |host: &str, root: &str, own: &str| {
        format!(
            "swagger: '2.0'\n{host}\n{root}\npaths: {{/boats: {{get: {{{own} responses: {{}}}}}}}}"
        )
    };
    for host in ["host: a.example", "basePath: /v1", ""] {
        let old = document(host, "schemes: [https, http]", "");
        check(&old, &document(host, "schemes: [http, https]", ""), &[]);
        check(&old, &document(host, "schemes: [http]", ""), &["risky endpoint.scheme-removed"]);
        check(
            &document(host, "schemes: [https]", "schemes: [https, http],"),
            &document(host, "schemes: [https]", "schemes: [https],"),
            &["risky endpoint.scheme-removed"],
        );
    }
}

#[test]
fn an_api_of_api_gateway_is_imported_without_its_stage() {
    let document = |servers: &str, extension: &str| {
        format!("{servers}\npaths: {{/boats: {{get: {{responses: {{}}{extension}}}}}}}")
    };
    let backend = ", x-amazon-apigateway-integration: {type: mock}";
    let stage = "servers: [{url: /prod}]";
    check(&document(stage, backend), &document("", backend), &[]);
    check(&document("", backend), &document(stage, backend), &[]);
    check(&document(stage, ""), &document("", ""), &["breaking endpoint.base-path-changed"]);
    // The host says which API it is; a kept release names none.
    let api = |id: &str| {
        document(
            &format!("servers: [{{url: 'https://{id}.execute-api.eu-west-1.amazonaws.com/prod'}}]"),
            "",
        )
    };
    check(&api("a1"), &api("b2"), &["risky endpoint.host-changed"]);
    check(&document(stage, ""), &api("b2"), &[]);
}

#[test]
fn a_slash_at_the_end_says_nothing_before_a_rest_api_only() {
    let document = |path: &str, root: &str| format!("{root}\npaths: {{'{path}': {GET}}}");
    let lost = ["breaking operation.removed GET /boats", "safe operation.added GET /boats/"];
    check(&document("/boats", ""), &document("/boats/", ""), &lost);
    let cors = "x-amazon-apigateway-cors: {allowOrigins: ['*']}";
    check(&document("/boats", cors), &document("/boats/", cors), &lost);
    let rest = "x-amazon-apigateway-api-key-source: HEADER";
    let same = ["safe operation.added GET /boats/", "safe operation.covered GET /boats"];
    check(&document("/boats", rest), &document("/boats/", rest), &same);
    check(
        &document("/boats", ""),
        &document("/{rest+}", ""),
        &["safe operation.added GET /{rest+}", "safe operation.covered GET /boats"],
    );
}

#[test]
fn settings_of_the_gateway_are_compared_by_what_they_mean() {
    let responses = |it: &str| format!("x-amazon-apigateway-gateway-responses: {{{it}}}");
    let body = ["risky gateway-response.body-changed"];
    let status = ["breaking gateway-response.status-changed"];
    for (old, new, expected) in [
        ("", "UNAUTHORIZED: {statusCode: 401}", &[][..]),
        ("THROTTLED: {}", "THROTTLED: {statusCode: '429', responseTemplates: {}}", &[]),
        ("", "UNAUTHORIZED: {statusCode: 403}", &status),
        ("QUOTA_EXCEEDED: {statusCode: 429}", "QUOTA_EXCEEDED: {statusCode: '402'}", &status),
        ("", "ACCESS_DENIED: {responseParameters: {gatewayresponse.header.A: \"'*'\"}}", &body),
        (
            "",
            "ACCESS_DENIED: {responseTemplates: {application/json: '{\"message\": $context.error.messageString}'}}",
            &[],
        ),
        (
            "THROTTLED: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Methods: \"'GET,PUT'\"}}",
            "THROTTLED: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Methods: \"'PUT,GET'\"}}",
            &[],
        ),
        // What the type has of the fallback, it may say itself.
        (
            "DEFAULT_4XX: {statusCode: 400}",
            "DEFAULT_4XX: {statusCode: 400}, UNAUTHORIZED: {statusCode: 400}",
            &[],
        ),
        (
            "DEFAULT_4XX: {statusCode: 400}",
            "DEFAULT_4XX: {statusCode: 400}, UNAUTHORIZED: {statusCode: 401}",
            &status,
        ),
        ("DEFAULT_5XX: {statusCode: 500}", "DEFAULT_5XX: {statusCode: 503}", &status),
    ] {
        let document = |it: &str| format!("{}\npaths: {{}}", responses(it));
        check(&document(old), &document(new), expected);
    }
    for (old, new) in [
        (
            "x-amazon-apigateway-binary-media-types: [a/b, c/d]",
            "x-amazon-apigateway-binary-media-types: [c/d, a/b, a/b]",
        ),
        ("x-amazon-apigateway-binary-media-types: []", ""),
        ("x-amazon-apigateway-api-key-source: HEADER", ""),
        (
            "x-amazon-apigateway-minimum-compression-size: 10",
            "x-amazon-apigateway-minimum-compression-size: '10'",
        ),
        (
            "x-amazon-apigateway-cors: {allowMethods: [GET, PUT], allowHeaders: [X-A, x-b]}",
            "x-amazon-apigateway-cors: {allowHeaders: [X-B, x-a], allowMethods: [PUT, GET], allowCredentials: false}",
        ),
        (
            "x-amazon-apigateway-endpoint-configuration: {vpcEndpointIds: [one, two]}",
            "x-amazon-apigateway-endpoint-configuration: {vpcEndpointIds: [two, one]}",
        ),
        (
            "x-amazon-apigateway-policy: {Statement: [{Action: [a, b], Effect: Deny}, {Action: c, Effect: Allow}]}",
            "x-amazon-apigateway-policy: {Statement: [{Action: [c], Effect: Allow}, {Action: [b, a], Effect: Deny}]}",
        ),
        (
            "x-amazon-apigateway-security-policy: TLS_1_2",
            "x-amazon-apigateway-endpoint-configuration: {securityPolicy: TLS_1_2, endpointAccessMode: BASIC}",
        ),
    ] {
        let document = |it: &str| format!("{it}\npaths: {{}}");
        check(&document(old), &document(new), &[]);
        check(&document(new), &document(old), &[]);
    }
}
