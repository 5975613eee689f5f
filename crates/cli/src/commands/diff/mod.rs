//! `gatepact diff`: two documents, what changed between them, what breaks, who breaks.

mod args;
mod as_exported;
mod explain;
mod settings;

pub(crate) use args::DiffArgs;
pub(crate) use settings::DiffConfig;

use std::path::Path;

use as_exported::{Aligned, align};
use gatepact_report::{Command, Comparison as Compared, Report, Run, Tool};
use settings::{Pacts, Settings};

use crate::cli::Common;
use crate::comparison::{Comparison, judge, outcome};
use crate::config::Config;
use crate::console::Console;
use crate::documents::Source;
use crate::error::CliError;
use crate::output::Output;
use crate::pacts::Loaded;
use crate::work::interruptible;
use crate::{Context, Exit};

/// What did not happen when the run was interrupted.
const UNDONE: &str = "nothing was compared";

pub(crate) async fn run(
    args: &DiffArgs,
    common: &Common,
    context: &Context,
    console: &mut Console<'_>,
) -> Result<Exit, CliError> {
    if let Some(id) = &args.explain {
        return explain::run(id, console);
    }
    let config = Config::find(common.config.as_deref(), context)?;
    let settings = Settings::resolve(args, &config, context)?;
    console.progress("comparing the documents");
    let (output, done) = compare(settings, context).await?;
    console.progress("");
    let (comparison, compared) = done?;

    let Comparison { changes, verdict, pacts, unreadable } = comparison;
    let run = Run {
        tool: Tool { name: "gatepact", version: env!("CARGO_PKG_VERSION") },
        command: Command::Diff,
        started_at: context.start_time(),
        target: None,
        pacts,
    };
    let report = Report::of_changes(run, outcome(verdict), changes).of_comparison(compared);
    output.deliver(&report, unreadable, context, console).await
}

/// What a comparison gave, or why there is none.
type Done = Result<(Comparison, Compared), CliError>;

/// Fetches, reads, compares; whatever takes its time can be interrupted.
async fn compare(settings: Settings, context: &Context) -> Result<(Output, Done), CliError> {
    let Settings { old, new, shelf, root, as_is, policy, pacts, output } = settings;
    let place = (&shelf, &root);
    let open = async { tokio::try_join!(old.open(place, context), new.open(place, context)) };
    let documents = tokio::select! {
        biased;
        () = context.interrupt.cancelled() => {
            return Err(CliError::Interrupted(UNDONE.to_owned()));
        }
        opened = open => opened?,
    };
    let cwd = context.cwd.clone();
    let work = move || match read(documents, as_is, &pacts, &cwd) {
        Ok((Aligned { documents, described: [old, new], notes }, loaded)) => {
            let [before, after] = &documents;
            let mut comparison = judge(&policy, (Some(before), after), loaded);
            comparison.changes.findings.extend(notes);
            let compared = Compared { old, new, fail_on: policy.fail_on.clone() };
            (Ok((comparison, compared)), Some(documents))
        }
        Err(error) => (Err(error), None),
    };
    Ok((output, interruptible(context, UNDONE, work).await?))
}

fn read(
    (old, new): (Source, Source),
    as_is: bool,
    pacts: &Pacts,
    cwd: &Path,
) -> Result<(Aligned, Loaded), CliError> {
    let loaded = pacts.sources.load(cwd).of_provider(pacts.provider.as_deref())?;
    Ok((align([old.read()?, new.read()?], as_is)?, loaded))
}
