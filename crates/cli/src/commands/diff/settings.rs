//! What a comparison needs: flags before environment before file.

use std::path::PathBuf;

use gatepact_diff::policy::Policy;
use gatepact_finding::FailOn;
use gatepact_report::Command;
use serde::Deserialize;

use super::args::DiffArgs;
use crate::Context;
use crate::comparison::{Leniency, check_pacts, fail_on, policy};
use crate::config::Config;
use crate::documents::{Address, Root, Shelf};
use crate::error::CliError;
use crate::output::Output;
use crate::pacts::Sources;

/// Where releases are kept, from the working directory.
const REGISTRY: &str = "openapi";

/// `[diff]`: the flags of `gatepact diff`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct DiffConfig {
    fail_on: Option<FailOn>,
    open_world: Option<bool>,
    allow_uncompared: Option<bool>,
    root: Option<PathBuf>,
    registry: Option<PathBuf>,
    stage_name: Option<String>,
    as_is: Option<bool>,
    file: Vec<PathBuf>,
    dir: Vec<PathBuf>,
    provider_name: Option<String>,
    report: Vec<String>,
}

/// What a comparison needs.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) old: Address,
    pub(super) new: Address,
    pub(super) shelf: Shelf,
    pub(super) root: Root,
    /// Whether an authored document is compared with an export as it is written.
    pub(super) as_is: bool,
    pub(super) policy: Policy,
    pub(super) pacts: Pacts,
    pub(super) output: Output,
}

/// The pacts that tell whom a change breaks.
#[derive(Debug)]
pub(super) struct Pacts {
    pub(super) sources: Sources,
    /// The provider that is meant, where they are of several.
    pub(super) provider: Option<String>,
}

impl Settings {
    pub(super) fn resolve(
        args: &DiffArgs,
        config: &Config,
        context: &Context,
    ) -> Result<Settings, CliError> {
        let file = &config.diff;
        let [old, new] = addresses(args, context)?;
        let settings = Settings {
            old,
            new,
            shelf: shelf(args, config, context),
            root: root(args, config, context)?,
            as_is: args.as_is || file.as_is.unwrap_or(false),
            policy: policy(
                fail_on(&args.fail_on, file.fail_on.as_ref())?,
                Leniency {
                    open_world: args.open_world || file.open_world.unwrap_or(false),
                    allow_uncompared: args.allow_uncompared
                        || file.allow_uncompared.unwrap_or(false),
                },
                (config, context),
            )?,
            pacts: Pacts {
                sources: sources(args, config, context),
                provider: args
                    .provider_name
                    .clone()
                    .or_else(|| context.env("PACT_PROVIDER_NAME").map(str::to_owned))
                    .or_else(|| file.provider_name.clone()),
            },
            output: Output::resolve(&args.report, &file.report, config, context)?
                .suiting(Command::Diff)?,
        };
        check_pacts(&settings.policy.fail_on, &settings.pacts.sources)?;
        Ok(settings)
    }
}

fn addresses(args: &DiffArgs, context: &Context) -> Result<[Address; 2], CliError> {
    let address = |text: &Option<String>| Address::of(text.as_deref().unwrap_or_default(), context);
    let both = [address(&args.old)?, address(&args.new)?];
    if both == [Address::Input, Address::Input] {
        return Err(CliError::usage_with_help(
            "standard input cannot be both documents",
            "name a file for one of them",
        ));
    }
    Ok(both)
}

fn root(args: &DiffArgs, config: &Config, context: &Context) -> Result<Root, CliError> {
    let in_file = || config.diff.root.as_ref().map(|path| config.path(path, context));
    Root::resolve(args.root.clone().or_else(in_file).as_deref(), context)
}

fn shelf(args: &DiffArgs, config: &Config, context: &Context) -> Shelf {
    let file = &config.diff;
    let env = |name: &str| context.env(name).map(str::to_owned);
    let registry = args
        .registry
        .clone()
        .or_else(|| env("GATEPACT_REGISTRY").map(PathBuf::from))
        .or_else(|| file.registry.as_ref().map(|path| config.path(path, context)));
    Shelf {
        cwd: context.cwd.clone(),
        registry: registry.unwrap_or_else(|| PathBuf::from(REGISTRY)),
        stage: args
            .stage_name
            .clone()
            .or_else(|| env("GATEPACT_STAGE_NAME"))
            .or_else(|| file.stage_name.clone()),
    }
}

fn sources(args: &DiffArgs, config: &Config, context: &Context) -> Sources {
    let named = Sources { files: args.file.clone(), dirs: args.dir.clone() };
    if !named.is_empty() {
        return named;
    }
    let paths = |paths: &[PathBuf]| paths.iter().map(|path| config.path(path, context)).collect();
    Sources { files: paths(&config.diff.file), dirs: paths(&config.diff.dir) }
}
