//! Two stages, the functions behind them, and a client.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use axum::Router;
use axum::extract::Path;
use gatepact_gateway::{Keys, Signer as RequestSigner, Unsigned};
use gatepact_openapi::Document;
use gatepact_stage::{
    AccessRules, ApiKey, IamKey, KeySet, Release, Running, Settings, SourceHeaders, Stage,
};
use serde_json::{Value, json};

use crate::api::Method;
use crate::caller::{Caller, Mind, Sent};
use crate::tokens::Signer;
use crate::values::*;

const KEY: &str = "the-value-of-the-key";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A stage that serves OLD, one that serves NEW, and what they ask.
pub(crate) struct Stages {
    stages: [Running; 2],
    client: reqwest::Client,
    tokens: Signer,
    /// What the functions think of the caller whose request is on its way.
    mind: Arc<Mutex<Mind>>,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Old,
    New,
}

impl Stages {
    pub(crate) async fn start(access_rules: AccessRules) -> Self {
        let mind = Arc::new(Mutex::new(Mind::default()));
        let functions = functions(Arc::clone(&mind)).await;
        let tokens = Signer::new();
        let keys = tokens.key_set();
        let issuers = ISSUERS.into_iter().chain(POOL_ISSUERS);
        let key_sets: BTreeMap<String, KeySet> =
            issuers.map(|it| (it.to_owned(), KeySet::Value(keys.clone()))).collect();
        let identity = |(number, (principal, may_invoke)): (usize, &(Option<&str>, bool))| IamKey {
            principal: principal.map(str::to_owned),
            may_invoke: *may_invoke,
            ..IamKey::new(&format!("AKID{number}"), SECRET)
        };
        let settings = Settings {
            account: ACCOUNT.to_owned(),
            api_keys: vec![ApiKey {
                id: "key".to_owned(),
                name: "key".to_owned(),
                value: KEY.to_owned(),
            }],
            iam_keys: IDENTITIES.iter().enumerate().map(identity).collect(),
            key_sets,
            functions,
            source_headers: SourceHeaders {
                address: Some("x-test-address".to_owned()),
                vpc: None,
                vpc_endpoint: Some("x-test-endpoint".to_owned()),
            },
            access_rules,
            ..Settings::default()
        };
        let empty =
            json!({ "openapi": "3.0.1", "info": { "title": "t", "version": "1" }, "paths": {} });
        let empty = Document::read(empty.to_string()).unwrap();
        let start = || Stage::start(empty.clone(), settings.clone()).unwrap();
        // The process may have one already.
        rustls::crypto::ring::default_provider().install_default().ok();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { stages: [start(), start()], client, tokens, mind }
    }

    pub(crate) fn deploy(&self, documents: [&Document; 2]) {
        for (stage, document) in self.stages.iter().zip(documents) {
            stage.deploy(Release::from(document.clone())).unwrap();
        }
    }

    /// Whether a stage lets a caller in.
    pub(crate) async fn lets_in(&mut self, side: Side, method: &Method, caller: &Caller) -> bool {
        let stage = &self.stages[usize::from(side == Side::New)];
        let path = method.path.replace("{id}", caller.origin.id);
        let mut url = format!("{}{path}", stage.invoke_url());
        let mut headers = vec![("x-test-address".to_owned(), caller.origin.address.to_owned())];
        headers
            .extend(caller.origin.endpoint.map(|it| ("x-test-endpoint".to_owned(), it.to_owned())));
        headers.extend(caller.api_key.then(|| ("x-api-key".to_owned(), KEY.to_owned())));
        for ((in_header, name), sent) in &caller.sent {
            let value = match sent {
                Sent::Text(text) => (*text).to_owned(),
                Sent::Token(claims) => self.tokens.sign(claims),
            };
            match in_header {
                true => headers.push((name.clone(), value)),
                false => {
                    url += &format!("{}{name}={value}", if url.contains('?') { "&" } else { "?" });
                }
            }
        }
        if let Some(number) = caller.signs_as {
            let keys = Keys {
                access_key_id: format!("AKID{number}"),
                secret_access_key: SECRET.to_owned(),
                session_token: None,
            };
            let request = Unsigned { method: method.verb, url: &url, body: b"", host: None };
            let signer = RequestSigner::with_keys(&keys, "us-east-1");
            headers.extend(signer.sign(request, SystemTime::now()).await.unwrap().headers);
        }
        *self.mind.lock().unwrap() = caller.mind.clone();
        let verb = method.verb.parse().unwrap();
        let request = self.client.request(verb, url);
        let request = headers.iter().fold(request, |it, (name, value)| it.header(name, value));
        let answered = request.send().await.unwrap();
        let status = answered.status().as_u16();
        // Nothing but a refusal is another answer: a fault of the test is none.
        assert!(
            matches!(status, 200 | 401 | 403),
            "{status} {:?} {caller:?}",
            answered.text().await
        );
        status == 200
    }
}

/// The URLs of the functions: each accepts the callers that it is said to accept.
async fn functions(mind: Arc<Mutex<Mind>>) -> BTreeMap<String, String> {
    let answer = async move |Path(number): Path<usize>, body: String| {
        let event: Value = serde_json::from_str(&body).unwrap();
        let mind = mind.lock().unwrap().clone();
        let accepted = mind.accepted_by.contains(&FUNCTIONS[number]);
        if event["version"] == "2.0" {
            return json!({ "isAuthorized": accepted }).to_string();
        }
        let mut answer = json!({ "principalId": "caller", "policyDocument": {
            "Version": "2012-10-17", "Statement": [{ "Action": "execute-api:Invoke",
                "Effect": if accepted { "Allow" } else { "Deny" }, "Resource": event["methodArn"] }] } });
        if mind.named_key {
            answer["usageIdentifierKey"] = KEY.into();
        }
        answer.to_string()
    };
    let router = Router::new().route("/{number}", axum::routing::post(answer));
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let url =
        |(number, arn): (usize, &&str)| ((*arn).to_owned(), format!("http://{address}/{number}"));
    FUNCTIONS.iter().enumerate().map(url).collect()
}
