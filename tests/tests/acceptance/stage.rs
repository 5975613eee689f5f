//! The example API on a local stage, with the credentials that its consumers declare.

use std::path::Path;
use std::process::Command;

use gatepact_openapi::Document;
use gatepact_stage::{ApiKey, IamKey, Release as Deployed, Running, Settings, Stage};
use orders_service::{Config, Release, Running as Service};
use serde_json::Value;

use crate::harness::gatepact;

/// The example API, deployed.
pub(crate) struct Orders {
    pub(crate) stage: Running,
    service: Service,
}

impl Orders {
    /// Release 1.0.0.
    pub(crate) fn deployed() -> Orders {
        let service = serve(Release::V1);
        let settings = Settings {
            region: "eu-west-1".to_owned(),
            api_keys: vec![ApiKey {
                id: "k1".to_owned(),
                name: "test".to_owned(),
                value: "test-key".to_owned(),
            }],
            iam_keys: vec![IamKey::new("AKIDTEST", "test-secret")],
            ..Settings::default()
        };
        let release = Deployed::new(document(Release::V1, |_| {}), &service.base_url());
        Orders { stage: Stage::start(release, settings).unwrap(), service }
    }

    /// Another release in the place of the one before.
    pub(crate) fn deploy(&mut self, release: Release) {
        self.service = serve(release);
        self.deploy_edited(release, |_| {});
    }

    /// The document of a release with an edit, in front of the service that runs already.
    pub(crate) fn deploy_edited(&self, release: Release, edit: impl FnOnce(&mut Value)) {
        let deployed = Deployed::new(document(release, edit), &self.service.base_url());
        self.stage.deploy(deployed).unwrap();
    }

    /// `publish-spec` of what is deployed now.
    pub(crate) fn publish(&self, cwd: &Path, release: &str) -> Command {
        let mut command = self.command(cwd, "publish-spec");
        command.args(["--release", release]);
        command
    }

    /// A command about this stage, with credentials.
    pub(crate) fn command(&self, cwd: &Path, name: &str) -> Command {
        let mut command = gatepact(cwd);
        command
            .arg(name)
            .args(["--rest-api-id", self.stage.api_id(), "--stage-name", self.stage.stage_name()])
            .args(["--endpoint-url", &self.stage.endpoint_url()])
            .env("GATEPACT_API_KEY", "test-key")
            .env("AWS_ACCESS_KEY_ID", "AKIDTEST")
            .env("AWS_SECRET_ACCESS_KEY", "test-secret")
            .env("AWS_REGION", "eu-west-1");
        command
    }
}

fn serve(release: Release) -> Service {
    orders_service::Service::start(Config { release, provider_states: true }).unwrap()
}

fn document(release: Release, edit: impl FnOnce(&mut Value)) -> Document {
    let mut api: Value = serde_json::from_str(release.api()).unwrap();
    edit(&mut api);
    Document::read(api.to_string()).unwrap()
}
