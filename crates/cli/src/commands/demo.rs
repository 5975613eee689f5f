//! `gatepact demo`: the whole story on this machine, on loopback only.
//!
//! Nothing is played: the example service runs behind a local API Gateway stage, and the steps are the commands that
//! are printed.

use std::path::{Path, PathBuf};

use clap::Parser as _;
use gatepact_openapi::Document;
use gatepact_report::{Page, visible};
use gatepact_stage::{ApiKey, IamKey, Release as Deployed, Running, Settings, Stage};
use orders_service::{Config, Release, Running as Backend, Service};

use crate::cli::{Cli, Command, Common};
use crate::commands::{publish_spec, verify};
use crate::console::Console;
use crate::error::CliError;
use crate::{Context, Exit};

/// The pacts that the example clients' own tests recorded.
const PACTS: [(&str, &str); 2] = [
    ("web-shop-orders-api.json", include_str!("../../../../pacts/web-shop-orders-api.json")),
    ("warehouse-orders-api.json", include_str!("../../../../pacts/warehouse-orders-api.json")),
];

const REGION: &str = "eu-west-1";
const API_KEY: &str = "key-of-the-demonstration";
const ACCESS_KEY: &str = "AKIADEMONSTRATION";
const SECRET_KEY: &str = "secret-of-the-demonstration";

pub(crate) async fn run(context: &Context, console: &mut Console<'_>) -> Result<Exit, CliError> {
    let folder = folder().map_err(CliError::Demo)?;
    let mut story = Story::begin(&folder, context)?;
    let mut page = Page::new(false);
    page.lines(&format!(
        "orders-service is a small HTTP service behind a local API Gateway stage, which checks keys,\n\
         signatures and requests, and exports its document as API Gateway does. Two clients rely on it,\n\
         and their own tests recorded how: web-shop calls with an API key, warehouse also signs (IAM).\n\
         Everything is in {}\n",
        visible(folder.display())
    ));
    console.show(&page.finish())?;
    console.heading("1. Release 1.0.0 is deployed. Is every promise kept?")?;
    let kept = story.verify(console).await?;
    console.heading("2. Its document is published")?;
    let first = story.publish("1.0.0", console).await?;
    story.deploy(Release::V2)?;
    console.heading("3. Release 2.0.0 is deployed. Who breaks, and how?")?;
    let broken = story.verify(console).await?;
    console.heading("4. Its document is published. What changed, and whom does it hurt?")?;
    let second = story.publish("2.0.0", console).await?;
    console.heading("What this was")?;
    let mut page = Page::new(false);
    page.lines(&format!(
        "Exit codes: 0 and 0 for release 1.0.0, 1 and 1 for 2.0.0, so a pipeline that runs both commands after\n\
         each deployment is red exactly when a consumer would break. The new property `name` broke nobody.\n\n\
         The documents of both releases: {}\n\n\
         On a stage of yours, with AWS credentials in the environment:\n\
         \x20 gatepact verify --rest-api-id ID --stage-name STAGE --dir pacts\n\
         \x20 gatepact publish-spec --rest-api-id ID --stage-name STAGE --release 1.0.0 --dir pacts\n\
         To record pacts in a client's tests, see examples/web-shop.\n",
        visible(folder.join("openapi").display()),
    ));
    console.show(&page.finish())?;
    match (kept, first, broken, second) {
        (Exit::Kept, Exit::Kept, Exit::Broken, Exit::Broken) => Ok(Exit::Kept),
        // Another end of the story is a fault, and the reports above say which.
        (Exit::Interrupted, ..) => Ok(Exit::Interrupted),
        _ => Ok(Exit::Unknown),
    }
}

/// A folder that stays, so that its files can be looked at.
fn folder() -> std::io::Result<PathBuf> {
    let folder = tempfile::Builder::new().prefix("gatepact-demo-").tempdir()?.keep();
    let pacts = folder.join("pacts");
    std::fs::create_dir(&pacts)?;
    for (name, text) in PACTS {
        std::fs::write(pacts.join(name), text)?;
    }
    Ok(folder)
}

/// The stage, what is behind it, and the world in which the commands run.
struct Story {
    stage: Running,
    backend: Backend,
    world: Context,
}

impl Story {
    fn begin(folder: &Path, context: &Context) -> Result<Story, CliError> {
        let backend = backend(Release::V1)?;
        let settings = Settings {
            region: REGION.to_owned(),
            api_keys: vec![ApiKey {
                id: "k1".to_owned(),
                name: "demonstration".to_owned(),
                value: API_KEY.to_owned(),
            }],
            iam_keys: vec![IamKey::new(ACCESS_KEY, SECRET_KEY)],
            ..Settings::default()
        };
        let stage = Stage::start(deployment(Release::V1, &backend)?, settings)?;
        Ok(Story { stage, backend, world: world(folder, context) })
    }

    /// The stage calls the new release from now on; the old one ends.
    fn deploy(&mut self, release: Release) -> Result<(), CliError> {
        let backend = backend(release)?;
        self.stage.deploy(deployment(release, &backend)?)?;
        self.backend = backend;
        Ok(())
    }

    async fn verify(&self, console: &mut Console<'_>) -> Result<Exit, CliError> {
        let states = self.backend.state_change_url();
        let own = ["--state-change-url", &states, "--state-change-teardown"];
        self.command("verify", &own, console).await
    }

    async fn publish(&self, release: &str, console: &mut Console<'_>) -> Result<Exit, CliError> {
        self.command("publish-spec", &["--release", release], console).await
    }

    /// Shows a command, and runs it.
    async fn command(
        &self,
        name: &str,
        own: &[&str],
        console: &mut Console<'_>,
    ) -> Result<Exit, CliError> {
        let endpoint = self.stage.endpoint_url();
        let stage = ["--rest-api-id", self.stage.api_id(), "--stage-name", self.stage.stage_name()];
        let stage_shown = stage.join(" ");
        let mut page = Page::new(false);
        page.line(format!("$ gatepact {name} {stage_shown} --endpoint-url {endpoint} \\"));
        page.paragraph(format!("    --dir pacts {}", own.join(" ")));
        console.show(&page.finish())?;
        let arguments = ["gatepact", name, "--dir", "pacts"].into_iter().chain(stage);
        let arguments = arguments.chain(["--endpoint-url", &endpoint]).chain(own.iter().copied());
        let common = Common { config: None, quiet: false, verbose: false };
        let cli =
            Cli::try_parse_from(arguments).expect("the demonstration's own arguments are valid");
        match cli.command {
            Command::Verify(args) => verify::run(&args, &common, &self.world, console).await,
            Command::PublishSpec(args) => {
                publish_spec::run(&args, &common, &self.world, console).await
            }
            Command::Diff(_) | Command::Demo | Command::Completions(_) => {
                unreachable!("the story has two commands")
            }
        }
    }
}

fn backend(release: Release) -> Result<Backend, CliError> {
    Service::start(Config { release, provider_states: true }).map_err(CliError::Demo)
}

fn deployment(release: Release, backend: &Backend) -> Result<Deployed, CliError> {
    let document = Document::read(release.api()).map_err(|source| CliError::Document {
        file: release.to_string(),
        source: source.into(),
    })?;
    Ok(Deployed::new(document, &backend.base_url()))
}

/// A world of its own: no settings file from above, no credentials and no settings of the user's.
fn world(folder: &Path, context: &Context) -> Context {
    let mut world = Context { cwd: folder.to_owned(), ..context.clone() };
    world.env.retain(|name, _| {
        !["PACT_", "AWS_", "GATEPACT_"].iter().any(|prefix| name.starts_with(prefix))
    });
    for (name, value) in [
        ("GATEPACT_API_KEY", API_KEY),
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
        ("AWS_REGION", REGION),
    ] {
        world.env.insert(name.to_owned(), value.to_owned());
    }
    world
}
