//! The function `stock` behind a gateway, on MiniStack: a REST API and an HTTP API, made call by
//! call, because MiniStack imports neither.

use serde_json::{Value, json};

use crate::aws::Aws;
use crate::function::Function;
use crate::rest_api::{RestApi, STAGE};

/// A REST API (v1): `/stock` and `/stock/{sku}`, each method a Lambda proxy integration that needs
/// an API key.
pub(crate) fn rest<'a>(aws: &'a Aws, function: &Function) -> RestApi<'a> {
    let post = |path: &str, body: &Value| aws.post("apigateway", path, body);
    let put = |path: &str, body: &Value| aws.put("apigateway", path, body);
    let api = post("/restapis", &json!({ "name": function.name }));
    let api = RestApi { aws, id: text(&api["id"]) };
    let resources = format!("/restapis/{}/resources", api.id);
    let found = aws.get("apigateway", &resources);
    // MiniStack says `item`, as AWS's wire format does; there is only the root.
    let root = text(&found["item"][0]["id"]);
    let stock = text(&post(&format!("{resources}/{root}"), &json!({ "pathPart": "stock" }))["id"]);
    let sku = text(&post(&format!("{resources}/{stock}"), &json!({ "pathPart": "{sku}" }))["id"]);
    for (resource, method) in [(&stock, "GET"), (&sku, "GET"), (&sku, "POST")] {
        let method = format!("{resources}/{resource}/methods/{method}");
        put(&method, &json!({ "authorizationType": "NONE", "apiKeyRequired": true }));
        let integration = json!({
            "type": "AWS_PROXY", "httpMethod": "POST",
            "uri": format!(
                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{}/invocations",
                function.arn
            )
        });
        put(&format!("{method}/integration"), &integration);
    }
    post(&format!("/restapis/{}/deployments", api.id), &json!({ "stageName": STAGE }));
    api
}

/// An HTTP API (v2) with the same routes and payload format 2.0; returns its id.
pub(crate) fn http(aws: &Aws, function: &Function) -> String {
    let post = |path: &str, body: &Value| aws.post("apigateway", path, body);
    let api = post("/v2/apis", &json!({ "name": function.name, "protocolType": "HTTP" }));
    let id = text(&api["apiId"]);
    let integration = post(
        &format!("/v2/apis/{id}/integrations"),
        &json!({
            "integrationType": "AWS_PROXY", "integrationUri": function.arn,
            "payloadFormatVersion": "2.0"
        }),
    );
    let target = format!("integrations/{}", text(&integration["integrationId"]));
    for route in ["GET /stock", "GET /stock/{sku}", "POST /stock/{sku}"] {
        let route = json!({ "routeKey": route, "target": target });
        post(&format!("/v2/apis/{id}/routes"), &route);
    }
    post(&format!("/v2/apis/{id}/stages"), &json!({ "stageName": STAGE, "autoDeploy": true }));
    id
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
