//! `gatepact publish-spec`: the document of what is deployed, kept per release and compared with the release before.

mod args;
mod comparison;
mod exported;
mod settings;

pub(crate) use args::PublishSpecArgs;
use comparison::{Comparison, Side};
use exported::Exported;
use gatepact_gateway::DeployedStage;
use gatepact_openapi::Document;
use gatepact_publisher::{
    Against, Judgement, Outcome as Done, Prepared, Publication, Registry, Release, ReleaseDocument,
};
use gatepact_report::{
    Action, Changes, Command, Outcome, Publication as Published, Report, Run, Target, Tool,
};
use settings::Settings;

pub(crate) use settings::PublishSpecConfig;

use crate::cli::Common;
use crate::config::Config;
use crate::console::Console;
use crate::error::CliError;
use crate::{Context, Exit};

pub(crate) async fn run(
    args: &PublishSpecArgs,
    common: &Common,
    context: &Context,
    console: &mut Console<'_>,
) -> Result<Exit, CliError> {
    let config = Config::find(common.config.as_deref(), context)?;
    let settings = Settings::resolve(args, &config, context)?;
    let mut loaded = settings.sources.load(&context.cwd);
    loaded.choose_provider(settings.provider_name.as_deref())?;

    let exported = tokio::select! {
        biased;
        () = context.interrupt.cancelled() => {
            return Err(CliError::Interrupted("nothing was published".to_owned()));
        }
        exported = Exported::fetch(&settings, context, console) => exported?,
    };
    let prepared = prepare(&settings, &exported, context)?;
    let before = before(&settings, &prepared, context)?;
    let after = after(&settings, &prepared)?;
    let comparison = Comparison::new(before.as_ref(), &after, settings.fail_on, loaded);

    let published = published(&settings, &prepared, before.map(|before| before.name));
    let Comparison { findings, verdict, pacts, unreadable } = comparison;
    if !settings.dry_run {
        prepared.commit(verdict)?;
    }
    let run = Run {
        tool: Tool { name: "gatepact", version: env!("CARGO_PKG_VERSION") },
        command: Command::PublishSpec,
        started_at: context.start_time(),
        target: Some(target(exported.stage)),
        pacts,
    };
    let outcome = match verdict.outcome {
        Judgement::Kept => Outcome::Kept,
        Judgement::Broken => Outcome::Broken,
        Judgement::Unknown => Outcome::Unknown,
    };
    let changes = Changes { findings, tally: None };
    let report = Report::of_changes(run, outcome, changes).of_publication(published);
    settings.output.deliver(&report, unreadable, console)
}

fn target(stage: DeployedStage) -> Target {
    Target {
        api_id: Some(stage.api_id),
        stage: Some(stage.stage),
        deployment_id: Some(stage.deployment_id),
        base_url: Some(stage.base_url),
        ..Target::default()
    }
}

fn prepare(
    settings: &Settings,
    exported: &Exported,
    context: &Context,
) -> Result<Prepared, CliError> {
    let api = settings.api_name.as_deref().unwrap_or_else(|| exported.api_name());
    let against = match &settings.against {
        None => Against::Current,
        Some(named) if context.cwd.join(named).is_file() => Against::Elsewhere,
        Some(named) => Against::Release(named.clone()),
    };
    let stage = settings.stage.stage();
    let publication = Publication::new(api, stage, &settings.release, &exported.document)?
        .provenance(exported.provenance.clone())
        .against(against);
    Ok(Registry::open(context.cwd.join(&settings.registry)).prepare(publication)?)
}

/// What the document is compared with; nothing for the first release.
fn before(
    settings: &Settings,
    prepared: &Prepared,
    context: &Context,
) -> Result<Option<Side>, CliError> {
    if let Some(named) = &settings.against {
        let path = context.cwd.join(named);
        if path.is_file() {
            let bytes = std::fs::read(&path)
                .map_err(|source| CliError::Input { file: named.clone(), source })?;
            return side(named.clone(), named.clone(), &bytes).map(Some);
        }
    }
    let Some(ReleaseDocument { release, full, .. }) = prepared.previous() else { return Ok(None) };
    let [_, file] = files(settings, prepared, &release.release);
    side(release.release.clone(), file, full.as_bytes()).map(Some)
}

/// The document as it is kept, so that its lines are those of the file.
fn after(settings: &Settings, prepared: &Prepared) -> Result<Side, CliError> {
    let [_, file] = files(settings, prepared, &settings.release);
    side(settings.release.clone(), file, prepared.full().as_bytes())
}

fn side(name: String, file: String, bytes: &[u8]) -> Result<Side, CliError> {
    match Document::read(bytes) {
        Ok(document) => Ok(Side { name, file, document }),
        Err(source) => Err(CliError::Document { file, source: Box::new(source) }),
    }
}

/// The two files of a release, as the user would name them.
fn files(settings: &Settings, prepared: &Prepared, release: &str) -> [String; 2] {
    let folder = settings.registry.join(prepared.api().as_str()).join(prepared.stage().as_str());
    Release::file_names(release).map(|name| folder.join(name).display().to_string())
}

fn published(settings: &Settings, prepared: &Prepared, previous: Option<String>) -> Published {
    Published {
        api: prepared.api().to_string(),
        stage: prepared.stage().to_string(),
        release: settings.release.clone(),
        action: action(prepared, settings.dry_run),
        previous,
        files: files(settings, prepared, &settings.release).into(),
        fail_on: settings.fail_on.name(),
    }
}

fn action(prepared: &Prepared, dry_run: bool) -> Action {
    match (dry_run, prepared.outcome()) {
        (true, _) => Action::DryRun,
        (false, Done::Created) => Action::Created,
        (false, Done::Unchanged) => Action::Unchanged,
        (false, Done::Rollback) => Action::RolledBack,
    }
}
