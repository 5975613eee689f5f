//! The flags of `gatepact diff`.

use std::path::PathBuf;

use clap::Args;
use gatepact_finding::FailOnWord;

use crate::comparison::fail_on_word;
use crate::output::Destination;

/// Every flag but --explain may also stand in gatepact.toml.
#[derive(Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
#[command(override_usage = "gatepact diff [OPTIONS] OLD NEW\n       gatepact diff --explain [ID]")]
pub(crate) struct DiffArgs {
    /// The document before: a file, a file of a git revision such as main:openapi.yaml or
    /// :openapi.yaml (what is staged), - for standard input, a URL, or a kept release such as
    /// orders-api@1.4.0 or orders-api@current
    #[arg(value_name = "OLD", required_unless_present = "explain")]
    pub(crate) old: Option<String>,
    /// The document after, named in the same ways
    #[arg(value_name = "NEW", required_unless_present = "explain")]
    pub(crate) new: Option<String>,
    /// Say what an id of a change means, why it weighs what it weighs, how it is proved and what to do;
    /// without an id, list all of them
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with_all = ["old", "new"])]
    pub(crate) explain: Option<String>,

    /// Which changes break the contract: one word, or a list such as breaking,opened; default breaking
    #[arg(long, value_parser = fail_on_word(), value_delimiter = ',')]
    #[arg(value_name = "POLICY", help_heading = "Comparison")]
    pub(crate) fail_on: Vec<FailOnWord>,
    /// The service may send properties that its document does not declare
    #[arg(long, help_heading = "Comparison")]
    pub(crate) open_world: bool,
    /// Exit 0 where nothing breaks although something could not be compared (a reference that leads nowhere); without it,
    /// 3
    #[arg(long, help_heading = "Comparison")]
    pub(crate) allow_uncompared: bool,
    /// Compare an authored document with an export of API Gateway as it is written; default: as API
    /// Gateway would export it
    #[arg(long, help_heading = "Comparison")]
    pub(crate) as_is: bool,

    /// The folder within which files that a document refers to are read; default: the git repository of
    /// the document, else the folder of the document
    #[arg(long, value_name = "DIR", help_heading = "Files")]
    pub(crate) root: Option<PathBuf>,

    /// The folder of the registry of kept releases; default openapi [env: GATEPACT_REGISTRY]
    #[arg(long, value_name = "DIR", help_heading = "Kept releases")]
    pub(crate) registry: Option<PathBuf>,
    /// The stage of a kept release, where the API has several [env: GATEPACT_STAGE_NAME]
    #[arg(long, value_name = "NAME", help_heading = "Kept releases")]
    pub(crate) stage_name: Option<String>,

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
A change breaks when a request that was accepted is refused now, when a response that could not come
may come now, or when a promise is withdrawn.

A path in a git revision counts from the top of the repository; with ./ in front it counts from the
working directory. Files that the document refers to are read from the same revision.

Where one document is a kept release or an export of API Gateway and the other one is not, the
other one is taken through the same import and export first: base path, parameters as text,
security of each operation. What an export does not carry is counted and not compared. A release
that was published with its authored document (publish-spec --source) is compared by that one.
--as-is switches both off.

An odd part of a document is a warning with its line, and the rest is compared. Where something
could not be compared, the exit code is 3; where something breaks as well, 1.

A change that consumers can live with is waived in gatepact.toml, for some time:
  [[waiver]]
  id = \"request.property.became-required\"
  operation = \"POST /orders\"    # optional; a change must be covered at each operation it reaches
  pointer = \"/components/schemas/Order/properties/size\"    # optional
  reason = \"all consumers send it since March\"
  expires = 2027-01-31

An operation opens when callers without credentials who were refused before get in. It comes first in
every report; --fail-on breaking,opened fails on it; only a waiver with opened = true covers it.

Examples:
  Does this branch break anybody who relies on what is deployed?
    gatepact diff orders-api@current openapi.yaml --dir pacts

  What does this branch change?
    gatepact diff main:openapi.yaml openapi.yaml

  What changed since the last tag, for users of the API:
    gatepact diff v1.4.0:openapi.yaml openapi.yaml --report changelog

  Why is this breaking?
    gatepact diff --explain request.property.became-required";
