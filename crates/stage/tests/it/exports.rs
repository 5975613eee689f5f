//! Exports, held against cases of our own and against recordings of the service.

use std::path::PathBuf;

use gatepact_stage::{Settings, Stage};
use serde_json::{Value, json};

use crate::support::*;

/// The export of a document, and its `Content-Disposition`.
async fn export(value: &Value, settings: Settings, extensions: &str) -> (Value, String) {
    let (api_id, name) = (settings.api_id.clone(), settings.stage.clone());
    let stage = Stage::start(document(value), settings).unwrap();
    let query =
        if extensions.is_empty() { String::new() } else { format!("?extensions={extensions}") };
    let url =
        format!("{}/restapis/{api_id}/stages/{name}/exports/oas30{query}", stage.endpoint_url());
    let headers = crate::signatures::control_headers(&url);
    let request =
        headers.iter().fold(client().get(&url), |it, (name, value)| it.header(name, value));
    let answered = send(request).await;
    assert_eq!(answered.status, 200, "{}", answered.body);
    (answered.json(), answered.header("content-disposition").unwrap().to_owned())
}

#[tokio::test]
async fn what_import_drops_is_not_exported() {
    let value = json!({
        "openapi": "3.0.3",
        "info": { "title": "orders", "description": "Kept.", "contact": { "name": "x" } , "version": "" },
        "security": [{ "api_key": [] }],
        "tags": [{ "name": "t" }],
        "paths": { "/orders/{id}": {
            "parameters": [
                { "name": "id", "in": "path", "required": true, "description": "d", "schema": { "type": "integer", "format": "int64" } },
                { "name": "session", "in": "cookie", "schema": { "type": "string" } } ],
            "put": {
                "tags": ["t"], "summary": "s", "description": "d", "operationId": "putOrder", "deprecated": true,
                "security": [{ "sigv4": [], "api_key": [] }],
                "parameters": [{ "name": "X-Trace", "in": "header", "schema": { "type": "string" }, "example": "1" }],
                "requestBody": { "description": "b", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Order" }, "example": {} } } },
                "responses": {
                    "200": { "description": "Changed.", "content": { "application/json": { "schema": {
                        "type": "object", "properties": { "ok": { "type": "boolean", "default": true } } } } },
                        "headers": { "ETag": { "description": "d", "schema": { "type": "integer" } } } },
                    "404": { "$ref": "#/components/responses/Problem" },
                    "default": { "description": "x" } } },
            "trace": { "responses": {} } } },
        "components": {
            "responses": { "Problem": { "description": "p", "content": { "application/json": {} } } },
            "schemas": { "Order": { "type": "object", "required": ["default"], "nullable": true, "properties": {
                "default": { "type": "string", "example": "x", "readOnly": true },
                "count": { "type": "integer", "format": "int32", "minimum": 0, "exclusiveMinimum": true },
                "at": { "type": "string", "format": "date-time" } } } },
            "securitySchemes": {
                "api_key": { "type": "apiKey", "name": "x-api-key", "in": "header" },
                "sigv4": { "type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4" },
                "unused": { "type": "http", "scheme": "basic" } } },
    });
    let (export, disposition) = export(&value, settings(), "").await;
    let version = export["info"]["version"].as_str().unwrap().to_owned();
    assert!(version.len() == 20 && version.ends_with('Z'), "{version}");
    assert_eq!(disposition, format!("attachment; filename=\"oas30_{version}.json\""));
    let schemas = export.pointer("/components/schemas").unwrap().as_object().unwrap();
    let made_up = schemas.keys().find(|name| name.starts_with("MODEL")).unwrap();
    let model = |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    let expected = json!({
        "openapi": "3.0.1",
        "info": { "title": "orders", "description": "Kept.", "version": version },
        "servers": [{ "url": "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/{basePath}",
            "variables": { "basePath": { "default": "prod" } } }],
        "paths": { "/orders/{id}": { "put": {
            "operationId": "putOrder",
            "parameters": [
                { "name": "X-Trace", "in": "header", "schema": { "type": "string" } },
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } } ],
            "requestBody": { "content": model("Order"), "required": true },
            "responses": {
                "200": { "description": "200 response", "headers": { "ETag": { "schema": { "type": "string" } } },
                    "content": model(made_up) },
                "404": { "description": "404 response", "content": {} } },
            "security": [{ "sigv4": [] }, { "api_key": [] }] } } },
        "components": {
            "schemas": {
                "Order": { "type": "object", "required": ["default"], "properties": {
                    "default": { "type": "string" },
                    "count": { "type": "integer", "minimum": 0 },
                    "at": { "type": "string", "format": "date-time" } } },
                made_up.as_str(): { "type": "object", "properties": { "ok": { "type": "boolean" } } } },
            "securitySchemes": {
                "api_key": { "type": "apiKey", "name": "x-api-key", "in": "header" },
                "sigv4": { "type": "apiKey", "name": "Authorization", "in": "header" } } },
    });
    assert_eq!(export, expected, "{export:#}");
    assert_eq!(key_order(&export), ["openapi", "info", "servers", "paths", "components"]);
}

fn key_order(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn each_extension_brings_its_own() {
    let bare = export(&rest(), settings(), "").await.0.to_string();
    assert!(!bare.contains("validator") && !bare.contains("authorizer"), "{bare}");
    let integrations = export(&rest(), settings(), "integrations").await.0.to_string();
    assert!(integrations.contains("x-amazon-apigateway-integration"));
    assert!(!integrations.contains("request-validator") && !integrations.contains("authorizer"));
    let authorizers = export(&rest(), settings(), "authorizers").await.0;
    let schemes = authorizers.pointer("/components/securitySchemes").unwrap();
    assert!(schemes["authorizer"].get("x-amazon-apigateway-authorizer").is_some());
    let all = export(&rest(), settings(), "apigateway").await.0;
    assert_eq!(
        all.pointer("/paths/~1search/get/x-amazon-apigateway-request-validator"),
        Some(&json!("all"))
    );
    assert_eq!(
        all["x-amazon-apigateway-request-validators"],
        rest()["x-amazon-apigateway-request-validators"]
    );
    assert!(all.pointer("/paths/~1files~1{proxy+}/x-amazon-apigateway-any-method").is_some());
}

#[tokio::test]
async fn an_api_without_models_has_empty_components() {
    let value = json!({ "openapi": "3.0.1", "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "get": { "responses": { "200": { "description": "" } } } } } });
    let (export, _) = export(&value, settings(), "").await;
    assert_eq!(export["components"], json!({}));
    assert_eq!(export.pointer("/paths/~1a/get/responses/200/content"), Some(&json!({})));
}

/// The texts of the corpus, by name, with this stage's identity for the placeholders of whoever recorded.
fn corpus() -> Option<Vec<(String, Value)>> {
    let root = std::env::var_os("GATEPACT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let folder = root.join("exports");
    if !folder.is_dir() {
        #[allow(clippy::print_stderr, reason = "the line that says what was skipped")]
        {
            eprintln!("skipped: corpora/exports not present");
        }
        return None;
    }
    let mut values = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.replace("<api-id:1>", "a1b2c3d4e5").replace("<region>", "us-east-1");
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            values.push((name, serde_json::from_str(&text).unwrap()));
        }
    }
    Some(values)
}

/// The recordings of OpenAPI 3.0.
fn recordings() -> Option<Vec<(String, Value)>> {
    let values = corpus()?.into_iter();
    Some(values.filter(|(name, _)| name.starts_with("localstack-snapshot__oas30")).collect())
}

/// An export with all its extensions is the whole API: deployed again, it is exported as before, with and without them.
async fn exports_itself(name: &str, value: &Value) {
    let (whole, _) = export(value, settings(), "apigateway").await;
    for extensions in ["", "integrations", "authorizers", "apigateway"] {
        let (mut once, _) = export(value, settings(), extensions).await;
        let (mut again, _) = export(&whole, settings(), extensions).await;
        // The version is the second of the deployment.
        for export in [&mut once, &mut again] {
            export["info"]["version"].take();
        }
        assert_eq!(again, once, "{name} {extensions}");
    }
}

#[tokio::test]
async fn whatever_was_exported_exports_itself() {
    exports_itself("a REST API", &rest()).await;
    let Some(corpus) = corpus() else { return };
    let mut seen = 0;
    for (name, value) in &corpus {
        let value = value.get("body").unwrap_or(value);
        if gatepact_openapi::Document::read(value.to_string()).is_ok_and(|it| !it.is_http_api()) {
            exports_itself(name, value).await;
            seen += 1;
        }
    }
    assert!(seen >= 8, "{seen}");
}

/// What the service exported, it would export again: each recording with its extensions is deployed, and exported
/// with and without them.
#[tokio::test]
async fn a_recorded_export_is_exported_as_it_was_recorded() {
    let Some(recordings) = recordings() else { return };
    let mut compared = 0;
    for (name, recorded) in &recordings {
        let api = name.split("__").nth(2).unwrap();
        let (_, deployed) = recordings
            .iter()
            .find(|(other, _)| {
                other.contains(&format!("__{api}__")) && other.ends_with("with-extensions.json")
            })
            .unwrap();
        let extensions = if name.ends_with("with-extensions.json") { "apigateway" } else { "" };
        let settings = Settings { stage: "local".to_owned(), ..settings() };
        let (export, disposition) = export(&deployed["body"], settings, extensions).await;
        assert_eq!(export, recorded["body"], "{name}");
        assert_eq!(json!(disposition), recorded["contentDisposition"], "{name}");
        assert_eq!(key_order(&export), key_order(&recorded["body"]), "{name}");
        compared += 1;
    }
    assert_eq!(compared, 4);
}
