//! `gatepact verify`: replay pacts against a deployed stage, or any URL.

mod args;
mod settings;

use std::cell::RefCell;

pub(crate) use args::VerifyArgs;
use gatepact_contract::{AuthKind, Pact};
use gatepact_gateway::Signer;
use gatepact_report::{Command, Finding, Report, Results, Run, Severity, Target, Tool};
use gatepact_verifier::{Event, Options, Rule, outcome, verify};
use settings::Settings;

use crate::cli::Common;
use crate::config::Config;
use crate::console::Console;
use crate::error::CliError;
use crate::pacts::pact_file;
use crate::{Context, Exit};

pub(crate) async fn run(
    args: &VerifyArgs,
    common: &Common,
    context: &Context,
    console: &mut Console<'_>,
) -> Result<Exit, CliError> {
    let config = Config::find(common.config.as_deref(), context)?;
    let mut settings = Settings::resolve(args, &config, context)?;
    let mut loaded = settings.sources.load(&context.cwd);
    loaded.choose_provider(settings.provider_name.as_deref())?;
    supply_signer(&mut settings, &loaded.pacts).await?;

    let mut results = replay(&loaded.pacts, &settings.options, context, console).await?;
    results.findings.splice(0..0, loaded.findings);
    let explained = results.findings.iter().any(|finding| finding.severity == Severity::Error);
    if results.interactions.is_empty() && !explained {
        results.findings.push(nothing_verified(&loaded.pacts, &settings));
    }

    let run = Run {
        tool: Tool { name: "gatepact", version: env!("CARGO_PKG_VERSION") },
        command: Command::Verify,
        started_at: context.start_time(),
        target: Some(Target { base_url: settings.options.base_url.to_string() }),
        pacts: loaded.pacts.iter().map(pact_file).collect(),
    };
    let outcome = outcome(&results);
    let report = Report::new(run, outcome, results.redacted(&settings.options.secrets));
    settings.output.deliver(&report, loaded.unreadable, console)
}

/// Looks AWS credentials up only if something is to be signed.
async fn supply_signer(settings: &mut Settings, pacts: &[Pact]) -> Result<(), CliError> {
    let auth = &settings.options.auth;
    let asked_for = auth.kinds_asked_for().contains(&AuthKind::Iam);
    let declared = pacts
        .iter()
        .flat_map(|pact| &pact.interactions)
        .any(|interaction| interaction.auth.iter().flatten().any(|kind| *kind == AuthKind::Iam));
    if !asked_for && !declared {
        return Ok(());
    }
    let signer = match (settings.keys.take(), settings.region.clone()) {
        (Some(keys), Some(region)) => Some(Signer::with_keys(&keys, &region)),
        (_, region) => Signer::from_environment(region, settings.profile.clone()).await,
    };
    if signer.is_none() && asked_for {
        return Err(CliError::usage_with_help(
            "requests are to be signed, but nobody says for which region",
            "name the API's region with --region",
        ));
    }
    settings.options.credentials.signer = signer;
    Ok(())
}

async fn replay(
    pacts: &[Pact],
    options: &Options,
    context: &Context,
    console: &mut Console<'_>,
) -> Result<Results, CliError> {
    let total: usize = pacts.iter().map(|pact| pact.interactions.len()).sum();
    let console = RefCell::new(console);
    let on_event = |event| match event {
        Event::Judged { done, total } => {
            console.borrow_mut().progress(&format!("{done} of {total} interactions verified"));
        }
        Event::Exchanged { request, answer } => {
            console.borrow_mut().trace(&format!("{request}: {answer}"));
        }
    };
    let results = verify(pacts, options, &on_event, &context.interrupt).await?;
    console.borrow_mut().progress("");
    if context.interrupt.is_cancelled() {
        let done = results.interactions.len();
        return Err(CliError::Interrupted(format!(
            "{done} of {total} interactions were verified, no report was written"
        )));
    }
    Ok(results)
}

/// A run that verified nothing must say so: it is the emptiest of all green runs.
fn nothing_verified(pacts: &[Pact], settings: &Settings) -> Finding {
    let rule = Rule::NothingVerified;
    let interactions: usize = pacts.iter().map(|pact| pact.interactions.len()).sum();
    let (message, help) = if interactions > 0 {
        let word = if interactions == 1 { "interaction passes" } else { "interactions passes" };
        let message = format!("none of the {interactions} {word} the filters");
        (message, "loosen --filter-consumer, --filter-description or --filter-state")
    } else if pacts.is_empty() {
        let message = format!("no pact to verify in {}", settings.sources.describe());
        (message, "record one in the consumer's tests, or name another --file or --dir")
    } else {
        ("the pacts hold no interactions".to_owned(), "record some in the consumer's tests")
    };
    Finding::new(rule.id(), rule.severity(), message).with_help(help)
}
