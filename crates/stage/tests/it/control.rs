//! The control plane, called by the AWS SDK.

use aws_sdk_apigateway::config::retry::RetryConfig;
use aws_sdk_apigateway::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_apigateway::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigateway::{Client, Config};
use gatepact_openapi::Document;
use gatepact_stage::{ControlFailure, Release, Running, Settings, Throttle};
use serde_json::{Value, json};

use crate::rows::http;
use crate::support::*;

fn sdk(stage: &Running) -> Client {
    sdk_with(stage, SECRET_KEY)
}

fn sdk_with(stage: &Running, secret: &str) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(ACCESS_KEY, secret, None, None, "test"))
        .endpoint_url(stage.endpoint_url())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .build();
    Client::from_conf(config)
}

/// The code and the message of a fault.
fn fault<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> (String, String) {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    (text(error.code()), text(error.message()))
}

#[tokio::test]
async fn an_api_a_stage_and_its_deployments_are_told() {
    let settings = Settings {
        throttle: Some(Throttle { rate: 7.0, burst: 9 }),
        variables: [("host".to_owned(), "x".to_owned())].into(),
        ..settings()
    };
    let stage = stage_of(&rest(), settings).await;
    let client = sdk(&stage);
    let api = client.get_rest_api().rest_api_id("a1b2c3d4e5").send().await.unwrap();
    assert_eq!((api.name(), api.version()), (Some("orders"), Some("1.0.0")));
    assert!(api.created_date().is_some());
    let get_stage = || client.get_stage().rest_api_id("a1b2c3d4e5").stage_name("prod").send();
    let told = get_stage().await.unwrap();
    let first = stage.deployment_id();
    assert_eq!(told.deployment_id(), Some(first.as_str()));
    assert_eq!(told.variables().unwrap()["host"], "x");
    let limits = &told.method_settings().unwrap()["*/*"];
    assert_eq!((limits.throttling_rate_limit(), limits.throttling_burst_limit()), (7.0, 9));
    let second = stage.deploy(Release::new(document(&rest()), &backend().await)).unwrap();
    assert_eq!(get_stage().await.unwrap().deployment_id(), Some(second.as_str()));
    let all = client.get_deployments().rest_api_id("a1b2c3d4e5").send().await.unwrap();
    let ids: Vec<_> = all.items().iter().map(|item| item.id().unwrap()).collect();
    assert_eq!(ids, [first.as_str(), second.as_str()]);
    let deployment = client.get_deployment().rest_api_id("a1b2c3d4e5").deployment_id(&first);
    let deployment = deployment.embed("apisummary").send().await.unwrap();
    let both = &deployment.api_summary().unwrap()["/both"]["GET"];
    assert_eq!((both.authorization_type(), both.api_key_required()), (Some("AWS_IAM"), true));
    let stages = client.get_stages().rest_api_id("a1b2c3d4e5").send().await.unwrap();
    assert_eq!(stages.item().len(), 1);
}

#[tokio::test]
async fn keys_and_their_plan_are_told_and_values_only_on_request() {
    let stage = stage().await;
    let client = sdk(&stage);
    let key = client.get_api_key().api_key("key1").send().await.unwrap();
    assert_eq!((key.name(), key.value()), (Some("web-shop"), None));
    let key = client.get_api_key().api_key("key1").include_value(true).send().await.unwrap();
    assert_eq!(key.value(), Some("the-value-of-the-key"));
    let keys = client.get_api_keys().name_query("web").include_values(true).send().await.unwrap();
    assert_eq!(keys.items()[0].value(), Some("the-value-of-the-key"));
    let none = client.get_api_keys().name_query("other").send().await.unwrap();
    assert!(none.items().is_empty());
    let plans = client.get_usage_plans().send().await.unwrap();
    let plan = &plans.items()[0];
    assert_eq!(plan.api_stages()[0].stage(), Some("prod"));
    let keys = client.get_usage_plan_keys().usage_plan_id(plan.id().unwrap()).send().await.unwrap();
    assert_eq!(keys.items()[0].id(), Some("key1"));
}

#[tokio::test]
async fn an_export_comes_in_both_formats_under_the_same_content_type() {
    let stage = stage().await;
    let client = sdk(&stage);
    let export =
        || client.get_export().rest_api_id("a1b2c3d4e5").stage_name("prod").export_type("oas30");
    let json = export().parameters("extensions", "apigateway").send().await.unwrap();
    assert_eq!(json.content_type(), Some("application/octet-stream"));
    let disposition = "attachment; filename=\"oas30_1.0.0.json\"";
    assert_eq!(json.content_disposition(), Some(disposition));
    let body = json.body().unwrap().as_ref();
    let value: Value = serde_json::from_slice(body).unwrap();
    assert!(value.pointer("/paths/~1orders/get/x-amazon-apigateway-integration").is_some());
    // The SDK overwrites what `accepts` says with JSON, so the header is set behind its back.
    let yaml = export().parameters("extensions", "apigateway").customize().mutate_request(|it| {
        it.headers_mut().insert("accept", "application/yaml");
    });
    let yaml = yaml.send().await.unwrap();
    assert_eq!(yaml.content_type(), Some("application/octet-stream"));
    let text = std::str::from_utf8(yaml.body().unwrap().as_ref()).unwrap();
    assert!(text.starts_with("---\nopenapi: \"3.0.1\"\n"), "{text}");
    assert_eq!(Document::read(text).unwrap().value(), &value);
    let plain = export().send().await.unwrap();
    let plain: Value = serde_json::from_slice(plain.body().unwrap().as_ref()).unwrap();
    assert_eq!(plain.pointer("/paths/~1orders/get/x-amazon-apigateway-integration"), None);
}

#[tokio::test]
async fn faults_have_aws_s_names_and_words() {
    let stage = stage().await;
    let client = sdk(&stage);
    let stage_of =
        |api: &str, name: &str| client.get_stage().rest_api_id(api).stage_name(name).send();
    let (code, message) = fault(&stage_of("zzz", "prod").await.unwrap_err());
    assert_eq!(code, "NotFoundException");
    assert_eq!(message, "Invalid API identifier specified 123456789012:zzz");
    let (code, message) = fault(&stage_of("a1b2c3d4e5", "dev").await.unwrap_err());
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("NotFoundException", "Invalid stage identifier specified")
    );
    let export = |kind: &str| {
        client.get_export().rest_api_id("a1b2c3d4e5").stage_name("prod").export_type(kind).send()
    };
    let (code, message) = fault(&export("swagger").await.unwrap_err());
    assert_eq!(code, "BadRequestException");
    assert!(message.contains("not played"), "{message}");
    let (code, _) = fault(&client.get_account().send().await.unwrap_err());
    assert_eq!(code, "UnknownOperationException");
    let wrong = sdk_with(&stage, "another");
    let (code, _) = fault(&wrong.get_api_keys().send().await.unwrap_err());
    assert_eq!(code, "InvalidSignatureException");
    let unsigned =
        send(crate::support::client().get(format!("{}/apikeys", stage.endpoint_url()))).await;
    assert_eq!(
        (unsigned.status, unsigned.body.as_str()),
        (403, r#"{"message":"Missing Authentication Token"}"#)
    );
}

#[tokio::test]
async fn failures_are_played() {
    let stage = stage().await;
    let client = sdk(&stage);
    let export = || {
        client.get_export().rest_api_id("a1b2c3d4e5").stage_name("prod").export_type("oas30").send()
    };
    stage.play_control(ControlFailure::AccessDenied, 1);
    let (code, message) = fault(&export().await.unwrap_err());
    assert_eq!(code, "AccessDeniedException");
    assert!(
        message.starts_with(
            "User: arn:aws:iam::123456789012:user/AKIDEXAMPLE is not authorized to perform: \
             apigateway:GET on resource: arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/\
             prod/exports/oas30"
        ),
        "{message}"
    );
    stage.play_control(ControlFailure::Throttled, 2);
    for _ in 0..2 {
        assert_eq!(fault(&export().await.unwrap_err()).0, "TooManyRequestsException");
    }
    stage.play_control(ControlFailure::NoDocument, 1);
    assert!(client.get_api_keys().send().await.is_ok(), "not for this call");
    let body = export().await.unwrap();
    assert!(Document::read(body.body().unwrap().as_ref()).is_err());
    let body = export().await.unwrap();
    assert!(Document::read(body.body().unwrap().as_ref()).is_ok());
}

#[tokio::test]
async fn an_http_api_is_told_by_the_second_version() {
    let settings = Settings { stage: "$default".to_owned(), ..settings() };
    let stage = stage_of(&http(), settings).await;
    let call = async |path: &str| {
        let url = format!("{}{path}", stage.endpoint_url());
        let headers = crate::signatures::control_headers(&url);
        let request =
            headers.iter().fold(client().get(&url), |it, (name, value)| it.header(name, value));
        send(request).await
    };
    let api = call("/v2/apis/a1b2c3d4e5").await.json();
    assert_eq!((&api["name"], &api["protocolType"]), (&json!("orders"), &json!("HTTP")));
    let told = call("/v2/apis/a1b2c3d4e5/stages/%24default").await.json();
    assert_eq!(told["deploymentId"], json!(stage.deployment_id()));
    let export =
        call("/v2/apis/a1b2c3d4e5/exports/OAS30?outputType=JSON&stageName=%24default").await;
    let export = export.json();
    assert_eq!(export["x-amazon-apigateway-importexport-version"], "1.0");
    assert_eq!(export.pointer("/servers/0/variables/basePath/default"), Some(&json!("")));
    let parameter = export.pointer("/paths/~1files~1{proxy+}/parameters/0").unwrap();
    assert_eq!(parameter["description"], "Generated path parameter for proxy+");
    let bare =
        call("/v2/apis/a1b2c3d4e5/exports/OAS30?outputType=JSON&includeExtensions=false").await;
    assert!(!bare.body.contains("x-amazon-apigateway-integration"), "{}", bare.body);
    assert_eq!(call("/v2/apis/zzz").await.header("x-amzn-errortype"), Some("NotFoundException"));
    assert_eq!(call("/restapis/a1b2c3d4e5").await.status, 404, "no REST API");
}
