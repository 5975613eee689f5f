//! `gatepact demo`: the whole story on this machine, on loopback only.
//!
//! Nothing is played: the example service runs, and the steps are the commands that are printed.

use std::path::Path;

use clap::Parser as _;
use orders_service::{Config, Release, Service};
use tempfile::TempDir;

use crate::cli::{Cli, Command, Common};
use crate::commands::verify;
use crate::console::Console;
use crate::error::CliError;
use crate::{Context, Exit};

/// The pacts that the example clients' own tests recorded.
const PACTS: [(&str, &str); 2] = [
    ("web-shop-orders-api.json", include_str!("../../../../pacts/web-shop-orders-api.json")),
    ("warehouse-orders-api.json", include_str!("../../../../pacts/warehouse-orders-api.json")),
];

/// Credentials of nobody: the service leaves it to the gateway to check them, and there is none
/// here. They show that each interaction is sent with the kind that its consumer declared.
const CREDENTIALS: [(&str, &str); 4] = [
    ("GATEPACT_API_KEY", "key-of-the-demonstration"),
    ("AWS_ACCESS_KEY_ID", "AKIADEMONSTRATION"),
    ("AWS_SECRET_ACCESS_KEY", "secret-of-the-demonstration"),
    ("AWS_REGION", "eu-west-1"),
];

pub(crate) async fn run(context: &Context, console: &mut Console<'_>) -> Result<Exit, CliError> {
    let folder = TempDir::new().map_err(CliError::Demo)?;
    let pacts = folder.path().join("pacts");
    std::fs::create_dir(&pacts).map_err(CliError::Demo)?;
    for (name, text) in PACTS {
        std::fs::write(pacts.join(name), text).map_err(CliError::Demo)?;
    }

    console.print(
        "orders-service is a small HTTP service, as it stands behind API Gateway. Two clients rely\n\
         on it, and their own tests recorded how: web-shop calls with an API key, warehouse signs\n\
         its requests (IAM). What they recorded are the two files in pacts/.\n",
    );
    console.heading("1. Release 1.0.0 is deployed. Is every promise kept?");
    let kept = release(Release::V1, folder.path(), context, console).await?;
    console.heading("2. Release 2.0.0 is deployed: `total` became a string. Who breaks?");
    let broken = release(Release::V2, folder.path(), context, console).await?;
    console.heading("What this was");
    console.print(
        "The exit code was 0 for 1.0.0 and 1 for 2.0.0, so a pipeline that runs `gatepact verify`\n\
         after each deployment is red exactly when a consumer would break. The new line names in\n\
         2.0.0 broke nobody, and nobody had to say so.\n\n\
         On a deployed stage of yours:\n\
         \x20 gatepact verify --dir pacts \\\n\
         \x20   --provider-base-url https://ID.execute-api.REGION.amazonaws.com/STAGE\n\
         To record pacts in a client's tests, see examples/web-shop.\n",
    );
    match (kept, broken) {
        (Exit::Kept, Exit::Broken) => Ok(Exit::Kept),
        // Another end of the story is a fault, and the reports above say which.
        (Exit::Kept, _) => Ok(Exit::Unknown),
        (other, _) => Ok(other),
    }
}

async fn release(
    release: Release,
    folder: &Path,
    context: &Context,
    console: &mut Console<'_>,
) -> Result<Exit, CliError> {
    let service = Service::start(Config { release, provider_states: true });
    let service = service.map_err(CliError::Demo)?;
    let (base, states) = (service.base_url(), service.state_change_url());
    console.print(&format!(
        "$ gatepact verify --dir pacts --provider-base-url {base} \\\n    --state-change-url {states} \
         --state-change-teardown\n\n"
    ));
    let arguments = ["gatepact", "verify", "--dir", "pacts", "--provider-base-url", &base];
    let arguments = arguments.into_iter().chain(["--state-change-url", &states]);
    let arguments = arguments.chain(["--state-change-teardown"]);
    // A world of its own: no settings file from above, no credentials of the user's.
    let mut world = Context { cwd: folder.to_owned(), ..context.clone() };
    world.env.retain(|name, _| {
        !["PACT_", "AWS_", "GATEPACT_"].iter().any(|prefix| name.starts_with(prefix))
    });
    for (name, value) in CREDENTIALS {
        world.env.insert(name.to_owned(), value.to_owned());
    }
    let common = Common { config: None, quiet: false, verbose: false };
    let cli = Cli::try_parse_from(arguments).expect("the demonstration's own arguments are valid");
    match cli.command {
        Command::Verify(args) => verify::run(&args, &common, &world, console).await,
        Command::PublishSpec(_) | Command::Demo | Command::Completions(_) => {
            unreachable!("the arguments say verify")
        }
    }
}
