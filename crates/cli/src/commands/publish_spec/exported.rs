//! The document of a deployed stage, fetched.

use std::cell::RefCell;
use std::time::Duration;

use gatepact_gateway::{ControlPlane, DeployedStage, Patience, Wait};
use gatepact_openapi::Document;
use gatepact_publisher::Provenance;

use super::settings::Settings;
use crate::Context;
use crate::console::Console;
use crate::error::CliError;

/// How long a busy control plane is waited for, in all.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a stage runs, as API Gateway describes it.
#[derive(Debug)]
pub(super) struct Exported {
    pub(super) stage: DeployedStage,
    pub(super) document: Document,
    pub(super) provenance: Provenance,
}

impl Exported {
    /// Asks for the stage, its document, and the stage again: a document between two deployments is that of neither.
    pub(super) async fn fetch(
        settings: &Settings,
        context: &Context,
        console: &mut Console<'_>,
    ) -> Result<Exported, CliError> {
        let console = RefCell::new(console);
        let on_wait = |Wait { pause, attempts }: Wait| {
            console.borrow_mut().wait(&format!(
                "API Gateway does not answer yet (attempt {attempts}), asking again in {:.1} s",
                pause.as_secs_f32()
            ));
        };
        let patience = Patience::new(PATIENCE, &on_wait);
        let plane = ControlPlane::connect(&settings.connection).await?;
        console.borrow_mut().progress("looking the stage up");
        let stage = plane.stage(&settings.stage, &patience).await?;
        if let Some(expected) = settings
            .expected_deployment
            .as_ref()
            .filter(|expected| **expected != stage.deployment_id)
        {
            return Err(CliError::OtherDeployment {
                expected: expected.clone(),
                found: stage.deployment_id,
            });
        }
        console.borrow_mut().progress("exporting its document");
        let bytes = plane.export(&settings.stage, &patience).await?;
        let after = plane.deployment_id(&settings.stage, &patience).await?;
        console.borrow_mut().progress("");
        if after != stage.deployment_id {
            return Err(CliError::DeployedMeanwhile { before: stage.deployment_id, after });
        }
        let document =
            Document::read(bytes).map_err(|source| CliError::Export(Box::new(source)))?;
        let provenance = Provenance {
            exported_at: context.start_time(),
            deployment_id: Some(stage.deployment_id.clone()),
            api_id: Some(stage.api_id.clone()),
            region: Some(stage.region.clone()),
            host: Some(stage.host.clone()),
        };
        Ok(Exported { stage, document, provenance })
    }

    /// The API's own name.
    pub(super) fn api_name(&self) -> &str {
        self.stage.api_name.as_deref().unwrap_or_else(|| self.document.title())
    }
}
