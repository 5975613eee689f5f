//! `gatepact publish-spec`: the document of what is deployed, kept per release and compared with the release before.

mod args;
mod exported;
mod settings;

use std::path::{Path, PathBuf};

pub(crate) use args::PublishSpecArgs;
use exported::Exported;
use gatepact_gateway::DeployedStage;
use gatepact_publisher::{
    Against, Outcome as Done, Prepared, Publication, Registry, Release, ReleaseDocument,
    ReleaseSource,
};
use gatepact_report::{Action, Command, Publication as Published, Report, Run, Target, Tool};
use settings::Settings;

pub(crate) use settings::PublishSpecConfig;

use crate::cli::Common;
use crate::comparison::{Comparison, ReadDocument, judge, outcome};
use crate::config::Config;
use crate::console::Console;
use crate::documents::{Root, Source, read_file};
use crate::error::CliError;
use crate::work::interruptible;
use crate::{Context, Exit};

/// What did not happen when the run was interrupted.
const UNDONE: &str = "nothing was published";

pub(crate) async fn run(
    args: &PublishSpecArgs,
    common: &Common,
    context: &Context,
    console: &mut Console<'_>,
) -> Result<Exit, CliError> {
    let config = Config::find(common.config.as_deref(), context)?;
    let settings = Settings::resolve(args, &config, context)?;
    let loaded = settings.sources.load(&context.cwd);
    let loaded = loaded.of_provider(settings.provider_name.as_deref())?;

    let source =
        settings.source.as_deref().map(|file| source(file, &settings.root, context)).transpose()?;

    let exported = tokio::select! {
        biased;
        () = context.interrupt.cancelled() => {
            return Err(CliError::Interrupted(UNDONE.to_owned()));
        }
        exported = Exported::fetch(&settings, context, console) => exported?,
    };
    let prepared = prepare(&settings, &exported, source, context)?;
    let before = before(&settings, &prepared, context)?;
    let after = after(&settings, &prepared)?;
    let previous = before.as_ref().map(|before| before.name.clone());
    let policy = settings.policy.clone();
    let compare = move || {
        let comparison = judge(&policy, (before.as_ref(), &after), loaded);
        (comparison, (before, after))
    };
    let comparison = interruptible(context, UNDONE, compare).await?;

    let published = published(&settings, &prepared, previous);
    let Comparison { changes, verdict, pacts, unreadable } = comparison;
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
    let report = Report::of_changes(run, outcome(verdict), changes).of_publication(published);
    settings.output.deliver(&report, unreadable, context, console).await
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

/// The authored document, read before AWS is asked: one that cannot be read is not kept.
fn source(file: &Path, root: &Root, context: &Context) -> Result<ReleaseSource, CliError> {
    let (bytes, document) = read_file(file, root, context)?;
    Ok(ReleaseSource::new(&document, bytes))
}

fn prepare(
    settings: &Settings,
    exported: &Exported,
    source: Option<ReleaseSource>,
    context: &Context,
) -> Result<Prepared, CliError> {
    let api = settings.api_name.as_deref().unwrap_or_else(|| exported.api_name());
    let against = match &settings.against {
        None => Against::Current,
        Some(named) if context.cwd.join(named).is_file() => Against::Elsewhere,
        Some(named) => Against::Release(named.clone()),
    };
    let stage = settings.stage.stage();
    let mut publication = Publication::new(api, stage, &settings.release, &exported.document)?
        .provenance(exported.provenance.clone())
        .against(against);
    if let Some(source) = source {
        publication = publication.source(source);
    }
    Ok(Registry::open(context.cwd.join(&settings.registry)).prepare(publication)?)
}

/// What the document is compared with; nothing for the first release.
fn before(
    settings: &Settings,
    prepared: &Prepared,
    context: &Context,
) -> Result<Option<ReadDocument>, CliError> {
    if let Some(named) = &settings.against {
        let path = Path::new(named);
        if context.cwd.join(path).is_file() {
            let opened = Source::file(path, &settings.root, context).read()?;
            return Ok(Some(opened.document));
        }
    }
    let Some(ReleaseDocument { release, full, .. }) = prepared.previous() else { return Ok(None) };
    let [_, file] = files(settings, prepared, &release.release);
    ReadDocument::read(release.release.clone(), file, full.as_bytes()).map(Some)
}

/// The document as it is kept, so that its lines are those of the file.
fn after(settings: &Settings, prepared: &Prepared) -> Result<ReadDocument, CliError> {
    let [_, file] = files(settings, prepared, &settings.release);
    ReadDocument::read(settings.release.clone(), file, prepared.full().as_bytes())
}

/// The two files of a release, as the user would name them.
fn files(settings: &Settings, prepared: &Prepared, release: &str) -> [String; 2] {
    let folder = folder(settings, prepared);
    Release::file_names(release).map(|name| folder.join(name).display().to_string())
}

fn folder(settings: &Settings, prepared: &Prepared) -> PathBuf {
    settings.registry.join(prepared.api().as_str()).join(prepared.stage().as_str())
}

fn published(settings: &Settings, prepared: &Prepared, previous: Option<String>) -> Published {
    let folder = folder(settings, prepared);
    let source = prepared.source_file().map(|name| folder.join(name).display().to_string());
    Published {
        api: prepared.api().to_string(),
        stage: prepared.stage().to_string(),
        release: settings.release.clone(),
        action: action(prepared, settings.dry_run),
        previous,
        files: files(settings, prepared, &settings.release).into_iter().chain(source).collect(),
        fail_on: settings.policy.fail_on.clone(),
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
