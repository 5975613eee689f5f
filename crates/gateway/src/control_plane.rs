//! API Gateway's control plane: which stage is that, what does it run, and what is its document?

use aws_sdk_apigateway::Client as RestClient;
use aws_sdk_apigateway::primitives::Blob;
use aws_sdk_apigatewayv2::Client as HttpClient;

use crate::call::Call;
use crate::patience::Patience;
use crate::{Connection, DeployedStage, GatewayError, StageId};

/// The control plane of one region.
pub struct ControlPlane {
    rest: RestClient,
    http: HttpClient,
    region: String,
    /// Where AWS's own endpoints are not meant.
    endpoint: Option<String>,
}

impl ControlPlane {
    /// Connects; nothing is sent yet.
    ///
    /// # Errors
    /// [`GatewayError::NoRegion`] when neither the caller nor environment nor profile names one.
    pub async fn connect(connection: &Connection) -> Result<Self, GatewayError> {
        let config = connection.load().await;
        let region = config.region().ok_or(GatewayError::NoRegion)?.to_string();
        Ok(Self {
            rest: RestClient::new(&config),
            http: HttpClient::new(&config),
            region,
            endpoint: config.endpoint_url().map(str::to_owned),
        })
    }

    /// The region that is asked.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Looks a stage up: its name, its host and the deployment it runs.
    ///
    /// # Errors
    /// No such API or stage, nothing deployed on it, no permission, no answer.
    pub async fn stage(
        &self,
        id: &StageId,
        patience: &Patience<'_>,
    ) -> Result<DeployedStage, GatewayError> {
        let api_name = patience.call(async || self.api_name(id).await).await?;
        let deployment_id = self.deployment_id(id, patience).await?;
        Ok(DeployedStage::new(id, api_name, deployment_id, &self.region, self.endpoint.as_deref()))
    }

    /// The deployment that a stage runs at this moment.
    ///
    /// # Errors
    /// As of [`ControlPlane::stage`].
    pub async fn deployment_id(
        &self,
        id: &StageId,
        patience: &Patience<'_>,
    ) -> Result<String, GatewayError> {
        let found = patience
            .call(async || {
                let call = self.call("GetStage", id, "");
                Ok(match id {
                    StageId::Rest { api, stage } => {
                        let sent = self.rest.get_stage().rest_api_id(api).stage_name(stage).send();
                        sent.await.map_err(|error| call.failed(error))?.deployment_id
                    }
                    StageId::Http { api, stage } => {
                        let sent = self.http.get_stage().api_id(api).stage_name(stage).send();
                        sent.await.map_err(|error| call.failed(error))?.deployment_id
                    }
                })
            })
            .await?;
        found.filter(|deployment| !deployment.is_empty()).ok_or_else(|| GatewayError::NotDeployed {
            api: id.api().to_owned(),
            stage: id.stage().to_owned(),
        })
    }

    /// The document of what is deployed on a stage, as API Gateway exports it: OpenAPI 3.0, JSON,
    /// with every extension there is. The answer's content type is never looked at: API Gateway says
    /// `application/octet-stream` for all of them.
    ///
    /// # Errors
    /// As of [`ControlPlane::stage`].
    pub async fn export(
        &self,
        id: &StageId,
        patience: &Patience<'_>,
    ) -> Result<Vec<u8>, GatewayError> {
        let body = patience.call(async || self.exported(id).await).await?;
        let operation = operation_of_export(id);
        let body = body.ok_or(GatewayError::Incomplete { operation, missing: "a document" })?;
        Ok(body.into_inner())
    }

    async fn exported(&self, id: &StageId) -> Result<Option<Blob>, GatewayError> {
        match id {
            StageId::Rest { api, stage } => {
                let call = self.call("GetExport", id, "/exports/oas30");
                let sent = self
                    .rest
                    .get_export()
                    .rest_api_id(api)
                    .stage_name(stage)
                    .export_type("oas30")
                    .accepts("application/json")
                    // This value brings integrations, authorizers, validators, gateway responses and
                    // the policy; `integrations` brings the first only.
                    .parameters("extensions", "apigateway")
                    .send();
                Ok(sent.await.map_err(|error| call.failed(error))?.body)
            }
            StageId::Http { api, stage } => {
                let call = Call {
                    resource: format!("/apis/{api}/exports/OAS30"),
                    ..self.call("ExportApi", id, "")
                };
                let sent = self
                    .http
                    .export_api()
                    .api_id(api)
                    // Without it the latest configuration is exported, deployed or not.
                    .stage_name(stage)
                    .specification("OAS30")
                    .output_type("JSON")
                    .export_version("1.0")
                    .include_extensions(true)
                    .send();
                Ok(sent.await.map_err(|error| call.failed(error))?.body)
            }
        }
    }

    async fn api_name(&self, id: &StageId) -> Result<Option<String>, GatewayError> {
        match id {
            StageId::Rest { api, .. } => {
                let call = self.api_call("GetRestApi", id);
                let sent = self.rest.get_rest_api().rest_api_id(api).send();
                Ok(sent.await.map_err(|error| call.failed(error))?.name)
            }
            StageId::Http { api, .. } => {
                let call = self.api_call("GetApi", id);
                let sent = self.http.get_api().api_id(api).send();
                Ok(sent.await.map_err(|error| call.failed(error))?.name)
            }
        }
    }

    fn api_call(&self, operation: &'static str, id: &StageId) -> Call<'_> {
        self.named(operation, format!("{}/{}", id.collection(), id.api()))
    }

    /// A call about the stage, or about something below it.
    fn call(&self, operation: &'static str, id: &StageId, below: &str) -> Call<'_> {
        let (collection, api, stage) = (id.collection(), id.api(), id.stage());
        self.named(operation, format!("{collection}/{api}/stages/{stage}{below}"))
    }

    fn named(&self, operation: &'static str, resource: String) -> Call<'_> {
        let endpoint = self.endpoint.as_deref().unwrap_or("API Gateway");
        Call { operation, action: "apigateway:GET", resource, region: &self.region, endpoint }
    }
}

fn operation_of_export(id: &StageId) -> &'static str {
    match id {
        StageId::Rest { .. } => "GetExport",
        StageId::Http { .. } => "ExportApi",
    }
}
