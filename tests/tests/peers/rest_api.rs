//! A REST API on a stand-in: imported, deployed, given a key.

use serde_json::{Value, json};

use crate::aws::Aws;

/// The stage that every test deploys to.
pub(crate) const STAGE: &str = "prod";

/// A deployed REST API.
pub(crate) struct RestApi<'a> {
    pub(crate) aws: &'a Aws,
    pub(crate) id: String,
}

impl<'a> RestApi<'a> {
    /// ImportRestApi; warnings are failures.
    pub(crate) fn import(aws: &'a Aws, document: &Value) -> RestApi<'a> {
        let path = "/restapis?mode=import&failonwarnings=true";
        let api = aws.post("apigateway", path, document);
        RestApi { aws, id: api["id"].as_str().unwrap().to_owned() }
    }

    /// PutRestApi: the document replaces the API. The stage shows it after the next deployment.
    pub(crate) fn overwrite(&self, document: &Value) {
        let path = format!("/restapis/{}?mode=overwrite", self.id);
        self.aws.put("apigateway", &path, document);
    }

    /// CreateDeployment; `backend` is the host and port behind the integrations.
    pub(crate) fn deploy(&self, backend: &str) {
        let path = format!("/restapis/{}/deployments", self.id);
        let deployment = json!({ "stageName": STAGE, "variables": { "backend": backend } });
        self.aws.post("apigateway", &path, &deployment);
    }

    /// An API key that the stage takes, by a usage plan of its own.
    pub(crate) fn key(&self) -> String {
        self.key_with(&json!({}))
    }

    /// The same, with `throttle` or `quota` of the plan in `limits`.
    pub(crate) fn key_with(&self, limits: &Value) -> String {
        let call = |path: &str, body: &Value| self.aws.post("apigateway", path, body);
        let key = call("/apikeys", &json!({ "name": self.id, "enabled": true }));
        let mut plan = limits.clone();
        plan["name"] = json!(self.id);
        plan["apiStages"] = json!([{ "apiId": self.id, "stage": STAGE }]);
        let plan = call("/usageplans", &plan);
        let path = format!("/usageplans/{}/keys", plan["id"].as_str().unwrap());
        call(&path, &json!({ "keyId": key["id"], "keyType": "API_KEY" }));
        key["value"].as_str().unwrap().to_owned()
    }

    /// The stage by its path on the stand-in, which needs no name resolution.
    pub(crate) fn url_by_path(&self) -> String {
        format!("{}/_aws/execute-api/{}/{STAGE}", self.aws.endpoint_url, self.id)
    }
}
