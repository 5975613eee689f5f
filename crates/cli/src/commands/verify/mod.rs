//! `gatepact verify`: replay pacts against a deployed stage, any URL, or a function.

mod aim;
mod args;
mod nothing;
mod settings;

use std::cell::RefCell;

use aim::Aim;
pub(crate) use args::VerifyArgs;
use gatepact_contract::{AuthKind, Pact};
use gatepact_gateway::Signer;
use gatepact_report::{Command, Report, Results, Run, SHORTEST, Target, Tool, masked};
use gatepact_verifier::{Event, Options, outcome, verify};
use settings::Settings;

use crate::cli::Common;
use crate::config::Config;
use crate::console::Console;
use crate::error::CliError;
use crate::last_failed;
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
    if settings.last_failed {
        settings.filter.only = last_failed::read(&settings.memory)?;
    }
    console.hide(&settings.secrets);
    let mut loaded = settings.sources.load(&context.cwd);
    loaded.choose_provider(settings.provider_name.as_deref())?;
    let names = names(&loaded.pacts);
    settings.secrets = settings.secrets.beside(names.iter().map(String::as_str));

    let (mut results, target) = aimed(&mut settings, &loaded.pacts, context, console).await?;
    results.findings.splice(0..0, loaded.findings);
    results.findings.extend(nothing::verified(&loaded.pacts, &settings, &results));
    if let Err(error) = last_failed::remember(&settings.memory, &results.interactions) {
        // The run itself does not need it.
        console.trace(&format!("what failed cannot be remembered: {error}"));
    }

    if settings.secrets.has_short() {
        console.warning(
            &format!(
                "a secret has fewer than {SHORTEST} characters: texts are not searched for it"
            ),
            "headers that carry it are hidden by their names; use a longer secret",
        );
    }
    let run = Run {
        tool: Tool { name: "gatepact", version: env!("CARGO_PKG_VERSION") },
        command: Command::Verify,
        started_at: context.start_time(),
        target: Some(Target { base_url: target.base_url.as_deref().map(masked), ..target }),
        pacts: loaded.pacts.iter().map(pact_file).collect(),
    };
    let outcome = outcome(&results);
    let report = Report::new(run, outcome, results.redacted(&settings.secrets));
    settings.output.deliver(&report, loaded.unreadable, context, console).await
}

/// The pacts' own names, which no secret may change.
fn names(pacts: &[Pact]) -> Vec<String> {
    let mut names = Vec::new();
    for pact in pacts {
        names.extend([pact.consumer.clone(), pact.provider.clone(), pact.source.clone()]);
        for interaction in &pact.interactions {
            names.push(interaction.description.clone());
            names.extend(interaction.states.iter().map(|state| state.name.clone()));
            names.extend(interaction.operation());
        }
    }
    names.sort();
    names.dedup();
    names
}

/// Looks the target up, replays, and sees whether it is still the same.
async fn aimed(
    settings: &mut Settings,
    pacts: &[Pact],
    context: &Context,
    console: &mut Console<'_>,
) -> Result<(Results, Target), CliError> {
    let console = RefCell::new(console);
    let aim = tokio::select! {
        aim = Aim::take(settings, &console) => aim?,
        () = context.interrupt.cancelled() => {
            return Err(CliError::Interrupted("nothing was sent".to_owned()));
        }
    };
    let aim = match aim {
        Ok(aim) => aim,
        Err((finding, target)) => {
            return Ok((Results { findings: vec![finding], ..Results::default() }, target));
        }
    };
    supply_signer(settings, pacts).await?;
    let options = settings.options(aim.asked.clone(), aim.connection.clone());
    let mut results = replay(pacts, &options, context, &console).await?;
    tokio::select! {
        changed = aim.still_the_same(&console) => results.findings.extend(changed),
        () = context.interrupt.cancelled() => {
            return Err(CliError::Interrupted("no report was written".to_owned()));
        }
    }
    Ok((results, aim.target))
}

/// Looks AWS credentials up only if something is to be signed.
async fn supply_signer(settings: &mut Settings, pacts: &[Pact]) -> Result<(), CliError> {
    let asked_for = settings.auth.kinds_asked_for().contains(&AuthKind::Iam);
    let declared = pacts
        .iter()
        .flat_map(|pact| &pact.interactions)
        .any(|interaction| interaction.auth.iter().flatten().any(|kind| *kind == AuthKind::Iam));
    let needed = (asked_for || declared) && settings.target.lambda.is_none();
    if !needed {
        return Ok(());
    }
    let aws = &settings.target.stage.connection;
    let signer = match (&aws.keys, aws.region.clone()) {
        (Some(keys), Some(region)) => Some(Signer::with_keys(keys, &region)),
        (_, region) => Signer::from_environment(region, aws.profile.clone()).await,
    };
    if signer.is_none() && asked_for {
        return Err(CliError::usage_with_help(
            "requests are to be signed, but nobody says for which region",
            "name the API's region with --region",
        ));
    }
    settings.credentials.signer = signer;
    Ok(())
}

async fn replay(
    pacts: &[Pact],
    options: &Options,
    context: &Context,
    console: &RefCell<&mut Console<'_>>,
) -> Result<Results, CliError> {
    let total: usize = pacts.iter().map(|pact| pact.interactions.len()).sum();
    let on_event = |event| match event {
        Event::Judged { done, total } => {
            console.borrow_mut().progress(&format!("{done} of {total} interactions verified"));
        }
        Event::Exchanged { request, answer } => {
            console.borrow_mut().trace(&format!("{request}: {answer}"));
        }
        Event::Repeating { operation, pause } => {
            let seconds = pause.as_secs_f32();
            console.borrow_mut().wait(&format!("{operation} is sent again in {seconds:.1} s"));
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
