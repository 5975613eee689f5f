//! From ids to a URL: the stage is looked up before the run, and once more after it.

use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use gatepact_finding::Finding;
use gatepact_gateway::{ControlPlane, GatewayError, Patience, StageId, Wait};
use gatepact_report::Target;
use gatepact_verifier::{Connection, Rule, Target as Asked};
use reqwest::Url;

use super::settings::Settings;
use crate::console::Console;
use crate::error::CliError;

/// How long a busy control plane is waited for; all calls of an account share ten requests a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the run is aimed at.
pub(super) struct Aim {
    pub(super) asked: Asked,
    pub(super) connection: Connection,
    /// As the report shows it.
    pub(super) target: Target,
    stage: Option<Stage>,
}

struct Stage {
    id: StageId,
    plane: ControlPlane,
    deployment: String,
}

/// Why nothing can be sent: what is wrong, and as much of the target as is known.
pub(super) type Missed = (Finding, Target);

impl Aim {
    /// Looks up what the settings name.
    pub(super) async fn take(
        settings: &mut Settings,
        console: &RefCell<&mut Console<'_>>,
    ) -> Result<Result<Aim, Missed>, CliError> {
        if let Some(lambda) = &settings.target.lambda {
            let target = Target {
                function: Some(lambda.function().to_string()),
                payload_format: Some(lambda.format().name()),
                ..Target::default()
            };
            let (asked, connection) =
                (Asked::Lambda(Box::new(lambda.clone())), settings.connection.clone());
            return Ok(Ok(Aim { asked, connection, target, stage: None }));
        }
        let Some(id) = settings.target.stage.id.clone() else {
            let base_url = settings.target.base_url.clone();
            let base_url = base_url.expect("settings name a stage or a URL");
            let target = Target { base_url: Some(base_url.to_string()), ..Target::default() };
            let connection = settings.connection.clone();
            let asked = Asked::Http { base_url };
            return Ok(Ok(Aim { asked, connection, target, stage: None }));
        };
        let plane = match ControlPlane::connect(&settings.target.stage.connection).await {
            Ok(plane) => plane,
            Err(error @ GatewayError::NoRegion) => {
                return Err(CliError::usage(error.to_string()));
            }
            Err(error) => return Ok(Err((unavailable(&error), target_of(&id)))),
        };
        settings.target.stage.connection.region.get_or_insert_with(|| plane.region().to_owned());
        let on_wait = said_to(console);
        let found = plane.stage(&id, &Patience::new(PATIENCE, &on_wait)).await;
        let found = match found {
            Ok(found) => found,
            Err(error) => return Ok(Err((unavailable(&error), target_of(&id)))),
        };
        let derived = Url::parse(&found.base_url);
        let (base_url, elsewhere) = match (&settings.target.base_url, derived) {
            (Some(url), _) => (url.clone(), None),
            (None, Ok(url)) => (url, found.connect_to),
            (None, Err(error)) => {
                let problem = format!("{} is no URL: {error}", found.base_url);
                return Err(CliError::usage(problem));
            }
        };
        let target = Target {
            base_url: Some(base_url.to_string()),
            deployment_id: Some(found.deployment_id.clone()),
            ..target_of(&id)
        };
        if let Some(expected) = settings
            .target
            .stage
            .expected_deployment
            .as_ref()
            .filter(|id| **id != found.deployment_id)
        {
            return Ok(Err((unexpected(expected, &found.deployment_id, &id), target)));
        }
        let mut connection = settings.connection.clone();
        if let Some((host, port)) = elsewhere {
            match address(&host, port).await {
                Some(address) => connection.addresses.insert(found.host, address),
                None => return Ok(Err((unknown_host(&host), target))),
            };
        }
        let stage = Some(Stage { id, plane, deployment: found.deployment_id });
        Ok(Ok(Aim { asked: Asked::Http { base_url }, connection, target, stage }))
    }

    /// Whether what was verified is still what is deployed.
    pub(super) async fn still_the_same(
        &self,
        console: &RefCell<&mut Console<'_>>,
    ) -> Option<Finding> {
        let Stage { id, plane, deployment } = self.stage.as_ref()?;
        let on_wait = said_to(console);
        match plane.deployment_id(id, &Patience::new(PATIENCE, &on_wait)).await {
            Ok(now) if now == *deployment => None,
            Ok(now) => {
                let message = format!(
                    "the deployment {now} went live on the stage {} while {deployment} was being \
                     verified: no answer can be told to be of the one or the other",
                    id.stage()
                );
                Some(finding(Rule::DeploymentChanged, message).with_help("verify again"))
            }
            Err(error) => Some(unavailable(&error)),
        }
    }
}

/// A wait without a sign of life looks like a hang.
fn said_to(console: &RefCell<&mut Console<'_>>) -> impl Fn(Wait) {
    move |Wait { pause, attempts }| {
        console.borrow_mut().wait(&format!(
            "API Gateway does not answer yet (attempt {attempts}), asking again in {:.1} s",
            pause.as_secs_f32()
        ));
    }
}

/// `localhost` and the names below it are the loopback (RFC 6761, section 6.3).
async fn address(host: &str, port: u16) -> Option<SocketAddr> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Some((address, port).into());
    }
    if host == "localhost" || host.ends_with(".localhost") {
        return Some((Ipv4Addr::LOCALHOST, port).into());
    }
    tokio::net::lookup_host((host, port)).await.ok()?.next()
}

fn target_of(id: &StageId) -> Target {
    Target {
        api_id: Some(id.api().to_owned()),
        stage: Some(id.stage().to_owned()),
        ..Target::default()
    }
}

fn finding(rule: Rule, message: String) -> Finding {
    Finding::new(rule.rule(), message)
}

fn unavailable(error: &GatewayError) -> Finding {
    finding(Rule::TargetUnavailable, format!("the stage could not be looked up: {error}"))
}

fn unknown_host(host: &str) -> Finding {
    let message = format!("the stage could not be looked up: nobody knows the host {host}");
    finding(Rule::TargetUnavailable, message).with_help("correct --endpoint-url")
}

fn unexpected(expected: &str, found: &str, id: &StageId) -> Finding {
    let message = format!(
        "the stage {} holds the deployment {found}, not {expected}: nothing was sent",
        id.stage()
    );
    finding(Rule::DeploymentUnexpected, message)
        .with_help("wait until the deployment is live, or correct --expect-deployment-id")
}
