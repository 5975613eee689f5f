//! The flags of `gatepact publish-spec`.

use std::path::PathBuf;

use clap::Args;
use gatepact_finding::FailOnWord;

use crate::comparison::fail_on_word;
use crate::output::Destination;
use crate::stage::StageArgs;

/// Every flag but the release may also stand in gatepact.toml.
#[derive(Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PublishSpecArgs {
    /// The name of what was just deployed: a version, a tag, a commit [env: GATEPACT_RELEASE]
    #[arg(long, value_name = "NAME", help_heading = "Release")]
    pub(crate) release: Option<String>,
    /// The folder of the registry; default openapi [env: GATEPACT_REGISTRY]
    #[arg(long, value_name = "DIR", help_heading = "Release")]
    pub(crate) registry: Option<PathBuf>,
    /// The API's name in the registry; default: its name in API Gateway
    #[arg(long, value_name = "NAME", help_heading = "Release")]
    pub(crate) api_name: Option<String>,
    /// The document that was imported: kept with the release as its author wrote it, account ids and
    /// ARNs included; `gatepact diff` compares an authored document with it
    #[arg(long, value_name = "FILE", help_heading = "Release")]
    pub(crate) source: Option<PathBuf>,
    /// Compare with this release, or this file, instead of the stage's current release
    #[arg(long, value_name = "RELEASE|FILE", help_heading = "Release")]
    pub(crate) against: Option<String>,
    /// The folder within which files that the document of --against refers to are read; default: its git
    /// repository, else its own folder
    #[arg(long, value_name = "DIR", help_heading = "Release")]
    pub(crate) root: Option<PathBuf>,
    /// Which changes break the contract: one word, or a list such as breaking,opened; default breaking
    #[arg(long, value_parser = fail_on_word(), value_delimiter = ',')]
    #[arg(value_name = "POLICY", help_heading = "Release")]
    pub(crate) fail_on: Vec<FailOnWord>,
    /// The service may send properties that its document does not declare
    #[arg(long, help_heading = "Release")]
    pub(crate) open_world: bool,
    /// Exit 0 where nothing breaks although something could not be compared (a reference that leads nowhere); without it,
    /// 3
    #[arg(long, help_heading = "Release")]
    pub(crate) allow_uncompared: bool,
    /// Compare and report, but write nothing into the registry
    #[arg(long, help_heading = "Release")]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) stage: StageArgs,

    /// A pact file, to tell whom a change breaks; repeatable
    #[arg(short, long, value_name = "FILE", help_heading = "Pacts")]
    pub(crate) file: Vec<PathBuf>,
    /// A folder of pact files, with the folders below it; repeatable
    #[arg(short, long, value_name = "DIR", help_heading = "Pacts")]
    pub(crate) dir: Vec<PathBuf>,
    /// The provider, when the pacts are of several [env: PACT_PROVIDER_NAME]
    #[arg(short = 'n', long, value_name = "NAME", help_heading = "Pacts")]
    pub(crate) provider_name: Option<String>,

    /// text, json, junit, markdown, github, sarif or changelog, to standard output or to a file;
    /// repeatable
    #[arg(long, value_name = "FORMAT[=FILE]", help_heading = "Output")]
    pub(crate) report: Vec<Destination>,
}

const EXAMPLES: &str = "\
The registry holds, for each API and stage, every release as two documents, and an index:
  openapi/orders-api/prod/1.4.0.json       for consumers: no extensions, no account ids
  openapi/orders-api/prod/1.4.0.full.json  with extensions: what is compared
  openapi/orders-api/prod/1.4.0.source.yaml  with --source: what its author wrote
  openapi/orders-api/prod/index.json       order, current release, provenance, verdicts

Publishing what is current already writes nothing and repeats findings and exit code. An older
release that is published again is a rollback. A release never changes: its name with another
document or another source is refused. An export lacks much of what its author wrote (types of
parameters, default responses): --source keeps the whole document, in one file, with nothing hidden.

Examples:
  After the deployment of release 1.4.0, telling which recorded consumers it breaks:
    gatepact publish-spec --rest-api-id a1b2c3d4e5 --stage-name prod --release 1.4.0 --dir pacts

  The same, keeping the authored document as well:
    gatepact publish-spec --rest-api-id a1b2c3d4e5 --stage-name prod --release 1.4.0 --source openapi.yaml

  What would it say? Nothing is written:
    gatepact publish-spec --rest-api-id a1b2c3d4e5 --stage-name prod --release 1.4.0 --dry-run

The caller needs the permission apigateway:GET on the API, its stage and its exports.";
