//! What a publication needs: flags before environment before file.

use std::path::{Path, PathBuf};

use gatepact_diff::policy::Policy;
use gatepact_finding::FailOn;
use gatepact_gateway::{Connection, StageId};
use gatepact_report::Command;
use serde::Deserialize;

use super::args::PublishSpecArgs;
use crate::Context;
use crate::comparison::{Leniency, check_pacts, fail_on, policy};
use crate::config::Config;
use crate::documents::Root;
use crate::error::CliError;
use crate::output::Output;
use crate::pacts::Sources;
use crate::stage::StageConfig;

/// Where releases are kept, from the working directory.
const REGISTRY: &str = "openapi";

/// `[publish-spec]`: the flags of `gatepact publish-spec`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct PublishSpecConfig {
    registry: Option<PathBuf>,
    api_name: Option<String>,
    root: Option<PathBuf>,
    source: Option<PathBuf>,
    fail_on: Option<FailOn>,
    open_world: Option<bool>,
    allow_uncompared: Option<bool>,
    rest_api_id: Option<String>,
    api_id: Option<String>,
    stage_name: Option<String>,
    region: Option<String>,
    profile: Option<String>,
    endpoint_url: Option<String>,
    file: Vec<PathBuf>,
    dir: Vec<PathBuf>,
    provider_name: Option<String>,
    report: Vec<String>,
}

/// What a publication needs.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) release: String,
    /// As the user named it, for messages.
    pub(super) registry: PathBuf,
    pub(super) api_name: Option<String>,
    pub(super) source: Option<PathBuf>,
    pub(super) against: Option<String>,
    pub(super) root: Root,
    pub(super) policy: Policy,
    pub(super) dry_run: bool,
    pub(super) stage: StageId,
    pub(super) connection: Connection,
    pub(super) expected_deployment: Option<String>,
    pub(super) sources: Sources,
    pub(super) provider_name: Option<String>,
    pub(super) output: Output,
}

impl Settings {
    pub(super) fn resolve(
        args: &PublishSpecArgs,
        config: &Config,
        context: &Context,
    ) -> Result<Settings, CliError> {
        let file = &config.publish_spec;
        let env = |name: &str| context.env(name).map(str::to_owned);
        let from_file = |path: &PathBuf| config.path(path, context);
        let stage = args.stage.resolve(&file.stage(), context)?;
        let settings = Settings {
            release: args.release.clone().or_else(|| env("GATEPACT_RELEASE")).ok_or_else(|| {
                CliError::usage_with_help(
                    "the release has no name",
                    "name what was deployed with --release: a version, a tag, a commit",
                )
            })?,
            registry: args
                .registry
                .clone()
                .or_else(|| env("GATEPACT_REGISTRY").map(PathBuf::from))
                .or_else(|| file.registry.as_ref().map(from_file))
                .unwrap_or_else(|| PathBuf::from(REGISTRY)),
            api_name: args.api_name.clone().or_else(|| file.api_name.clone()),
            source: args.source.clone().or_else(|| file.source.as_ref().map(from_file)),
            against: args.against.clone(),
            root: Root::resolve(
                args.root.clone().or_else(|| file.root.as_ref().map(from_file)).as_deref(),
                context,
            )?,
            policy: policy(
                fail_on(&args.fail_on, file.fail_on.as_ref())?,
                Leniency {
                    open_world: args.open_world || file.open_world.unwrap_or(false),
                    allow_uncompared: args.allow_uncompared
                        || file.allow_uncompared.unwrap_or(false),
                },
                (config, context),
            )?,
            dry_run: args.dry_run,
            stage: stage.id.ok_or_else(|| {
                CliError::usage_with_help(
                    "no stage is named",
                    "name it with --rest-api-id and --stage-name",
                )
            })?,
            connection: stage.connection,
            expected_deployment: stage.expected_deployment,
            sources: sources(args, file, from_file),
            provider_name: args
                .provider_name
                .clone()
                .or_else(|| env("PACT_PROVIDER_NAME"))
                .or_else(|| file.provider_name.clone()),
            output: Output::resolve(&args.report, &file.report, config, context)?
                .suiting(Command::PublishSpec)?,
        };
        check_pacts(&settings.policy.fail_on, &settings.sources)?;
        check_registry(&context.cwd.join(&settings.registry), &settings.registry)?;
        Ok(settings)
    }
}

impl PublishSpecConfig {
    fn stage(&self) -> StageConfig {
        StageConfig {
            rest_api_id: self.rest_api_id.clone(),
            api_id: self.api_id.clone(),
            stage_name: self.stage_name.clone(),
            region: self.region.clone(),
            profile: self.profile.clone(),
            endpoint_url: self.endpoint_url.clone(),
        }
    }
}

fn sources(
    args: &PublishSpecArgs,
    file: &PublishSpecConfig,
    from_file: impl Fn(&PathBuf) -> PathBuf,
) -> Sources {
    let named = Sources { files: args.file.clone(), dirs: args.dir.clone() };
    if !named.is_empty() {
        return named;
    }
    Sources {
        files: file.file.iter().map(&from_file).collect(),
        dirs: file.dir.iter().map(&from_file).collect(),
    }
}

/// A file in the place of the registry is told before AWS is asked.
fn check_registry(path: &Path, shown: &Path) -> Result<(), CliError> {
    if path.exists() && !path.is_dir() {
        return Err(CliError::usage_with_help(
            format!("the registry {} is a file", shown.display()),
            "name a folder with --registry; it is made where it is missing",
        ));
    }
    Ok(())
}
