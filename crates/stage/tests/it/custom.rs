//! Gateway responses: the stage's own status, headers and words.

use gatepact_stage::ResponseType;
use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn a_stage_words_its_errors_and_the_error_type_stays() {
    let mut value = rest();
    value["x-amazon-apigateway-gateway-responses"] = json!({
        "MISSING_AUTHENTICATION_TOKEN": {
            "statusCode": 404,
            "responseParameters": {
                "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
                "gatewayresponse.header.x-path": "context.path",
                "gatewayresponse.header.x-sent": "method.request.header.X-Mine",
            },
            "responseTemplates": { "application/json":
                "{\"said\":$context.error.messageString,\"bare\":\"${context.error.message}.\",\
                  \"type\":\"$context.error.responseType\",\"id\":\"$context.requestId\",\
                  \"stage\":\"$context.stage\",\"x\":\"$context.nothing\",\"cost\":\"$5\"}" },
        },
        "DEFAULT_4XX": {
            "responseTemplates": { "application/problem+json": "{\"detail\":$context.error.messageString}" },
        },
        "DEFAULT_5XX": { "statusCode": "503" },
    });
    let stage = stage_of(&value, settings()).await;
    let url = format!("{}/nowhere", stage.invoke_url());
    let answered = send(client().get(url).header("x-mine", "7")).await;
    assert_eq!(answered.status, 404);
    assert_eq!(answered.header("x-amzn-errortype"), Some("MissingAuthenticationTokenException"));
    assert_eq!(answered.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answered.header("x-path"), Some("/prod/nowhere"));
    assert_eq!(answered.header("x-sent"), Some("7"));
    let expected = json!({
        "said": "Missing Authentication Token", "bare": "Missing Authentication Token.",
        "type": "MISSING_AUTHENTICATION_TOKEN", "id": answered.header("x-amzn-requestid").unwrap(),
        "stage": "prod", "x": "", "cost": "$5",
    });
    assert_eq!(answered.json(), expected);

    let keyed = get(&stage, "/keyed").await;
    assert_eq!((keyed.status, keyed.body.as_str()), (403, r#"{"detail":"Forbidden"}"#));
    assert_eq!(keyed.header("content-type"), Some("application/problem+json"));
    let slow = get(&stage, "/slow").await;
    assert_eq!(
        (slow.status, slow.body.as_str()),
        (503, r#"{"message":"Endpoint request timed out"}"#)
    );

    stage.play(ResponseType::AuthorizerFailure);
    assert_eq!(get(&stage, "/orders").await.body, r#"{"message":null}"#);
    // Before an API is chosen, nothing of it holds.
    let other = stage.invoke_url().replace("/prod", "/dev/x");
    assert_eq!(send(client().get(other)).await.body, r#"{"message":"Forbidden"}"#);
}
