//! The flags of `gatepact verify`.

use std::path::PathBuf;

use clap::Args;
use gatepact_contract::AuthKind;

use crate::output::Destination;
use crate::stage::StageArgs;

/// Every flag is optional here: what is not given may stand in the environment or in gatepact.toml.
#[derive(Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct VerifyArgs {
    /// A pact file; repeatable
    #[arg(short, long, value_name = "FILE", help_heading = "Pacts")]
    pub(crate) file: Vec<PathBuf>,
    /// A folder of pact files, with the folders below it; repeatable
    #[arg(short, long, value_name = "DIR", help_heading = "Pacts")]
    pub(crate) dir: Vec<PathBuf>,
    /// The provider, when the pacts are of several [env: PACT_PROVIDER_NAME]
    #[arg(short = 'n', long, value_name = "NAME", help_heading = "Pacts")]
    pub(crate) provider_name: Option<String>,
    /// Only the pacts of this consumer; repeatable
    #[arg(short = 'c', long, value_name = "NAME", help_heading = "Pacts")]
    pub(crate) filter_consumer: Vec<String>,
    /// Only interactions whose description matches [env: PACT_DESCRIPTION]
    #[arg(long, value_name = "REGEX", help_heading = "Pacts")]
    pub(crate) filter_description: Option<String>,
    /// Only interactions with a provider state that matches [env: PACT_PROVIDER_STATE]
    #[arg(long, value_name = "REGEX", help_heading = "Pacts")]
    pub(crate) filter_state: Option<String>,
    /// Only interactions without provider states [env: PACT_PROVIDER_NO_STATE]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true, help_heading = "Pacts")]
    pub(crate) filter_no_state: Option<bool>,
    /// Only the interactions that were not kept when they were last verified from here; all, where
    /// nothing is known to have failed. Remembered in .gatepact/ beside gatepact.toml, or here
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true, help_heading = "Pacts")]
    pub(crate) last_failed: Option<bool>,
    /// What the pacts' paths begin with and the provider's do not: /dev, where a tool recorded the
    /// stage in the path
    #[arg(long, value_name = "PATH", help_heading = "Pacts")]
    pub(crate) strip_path_prefix: Option<String>,

    #[command(flatten)]
    pub(crate) stage: StageArgs,

    /// The URL in front of every path, stage included. Beside an API id it takes the place of the
    /// derived one: a custom domain, a private endpoint [env: GATEPACT_PROVIDER_BASE_URL]
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub(crate) provider_base_url: Option<String>,
    /// A Lambda function, with an alias or version perhaps, in place of a stage: each request becomes
    /// the event that API Gateway would send, the function is invoked, what it returns becomes the
    /// response. The gateway checks credentials, so none are sent and --auth has no use here
    #[arg(long, value_name = "FUNCTION[:QUALIFIER]", help_heading = "Target")]
    #[arg(conflicts_with_all = ["rest_api_id", "api_id", "stage_name", "expect_deployment_id"])]
    #[arg(conflicts_with_all = ["provider_base_url", "auth", "probe_auth", "probe_unsafe"])]
    pub(crate) lambda: Option<String>,
    /// The shape of the function's events and answers: 1.0 (REST APIs; default) or 2.0 (HTTP APIs)
    #[arg(long, value_name = "VERSION", help_heading = "Target")]
    pub(crate) payload_format: Option<String>,
    /// Certificate authorities to trust beside those of this machine, in PEM [env: AWS_CA_BUNDLE]
    #[arg(long, value_name = "FILE", help_heading = "Target")]
    pub(crate) ca_bundle: Option<PathBuf>,
    /// The certificate that proves who we are to a domain with mutual TLS, in PEM, with the key in
    /// it or in --client-key
    #[arg(long, value_name = "FILE", help_heading = "Target")]
    pub(crate) client_certificate: Option<PathBuf>,
    /// The key of --client-certificate, in PEM, not encrypted
    #[arg(long, value_name = "FILE", help_heading = "Target")]
    pub(crate) client_key: Option<PathBuf>,
    /// How long one request may take: 30s, 500ms, or bare milliseconds; default 35s, longer than
    /// API Gateway's own limit of 29 s [env: PACT_PROVIDER_REQUEST_TIMEOUT]
    #[arg(long, value_name = "TIME", help_heading = "Target")]
    pub(crate) request_timeout: Option<String>,

    /// Credentials of the run, for interactions that declare none themselves and meet no [[auth]]
    /// rule of gatepact.toml: none, iam, api-key (from GATEPACT_API_KEY or --api-key-id), bearer
    /// (from GATEPACT_BEARER_TOKEN, --token-command or --oauth-token-url); several with commas
    #[arg(long, value_name = "KIND", value_delimiter = ',', help_heading = "Credentials")]
    pub(crate) auth: Vec<AuthKind>,
    /// The id of an API key whose value AWS is asked for, in place of GATEPACT_API_KEY
    #[arg(long, value_name = "ID", help_heading = "Credentials")]
    pub(crate) api_key_id: Option<String>,
    /// A command that prints a bearer token. It is run without a shell, once, and again when the
    /// token expires or is refused with 401
    #[arg(long, value_name = "COMMAND", help_heading = "Credentials")]
    #[arg(conflicts_with = "oauth_token_url")]
    pub(crate) token_command: Option<String>,
    /// A token endpoint that grants bearer tokens to a client (OAuth 2.0 client credentials), whose
    /// id and secret are in GATEPACT_CLIENT_ID and GATEPACT_CLIENT_SECRET
    #[arg(long, value_name = "URL", help_heading = "Credentials")]
    pub(crate) oauth_token_url: Option<String>,
    /// The scope to ask the token endpoint for; several with spaces
    #[arg(long, value_name = "SCOPE", help_heading = "Credentials")]
    pub(crate) oauth_scope: Option<String>,
    /// A header for every request, in place of the pact's own; repeatable. Its value is redacted in
    /// every output
    #[arg(short = 'H', long, value_name = "NAME=VALUE", help_heading = "Credentials")]
    pub(crate) header: Vec<String>,

    /// The provider's handler of states, which is sent {"action", "state", "params"}
    /// [env: PACT_PROVIDER_STATE_CHANGE_URL]
    #[arg(short = 's', long, value_name = "URL", help_heading = "Provider states")]
    pub(crate) state_change_url: Option<String>,
    /// A Lambda function as the handler, with the same call as its payload
    #[arg(long, value_name = "FUNCTION[:QUALIFIER]", help_heading = "Provider states")]
    #[arg(conflicts_with = "state_change_url")]
    pub(crate) state_change_lambda: Option<String>,
    /// Tear each state down after its interaction [env: PACT_PROVIDER_STATE_CHANGE_TEARDOWN]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true)]
    #[arg(help_heading = "Provider states")]
    pub(crate) state_change_teardown: Option<bool>,
    /// How often a failed call of the handler is repeated; default 1
    #[arg(long, value_name = "N", help_heading = "Provider states")]
    pub(crate) state_change_retries: Option<u32>,

    /// How many interactions may be under way at once; default 16. Those with provider states, and
    /// those that write, still go one after another
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub(crate) concurrency: Option<usize>,
    /// States and writes are isolated from each other: run them at once, too
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true, help_heading = "Run")]
    pub(crate) parallel_states: Option<bool>,
    /// Leave out what writes: everything but GET, HEAD and OPTIONS
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true, help_heading = "Run")]
    pub(crate) read_only: Option<bool>,
    /// Begin nothing more after the first interaction that is not kept
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true, help_heading = "Run")]
    pub(crate) exit_on_first_error: Option<bool>,
    /// How much longer repetitions may make the run, all together; default 30s, and 0 for none.
    /// Throttles and failed connections are repeated, whatever the method; lost connections,
    /// timeouts, 503 and 504 of the gateway only with GET, HEAD and OPTIONS
    #[arg(long, value_name = "TIME", help_heading = "Run")]
    pub(crate) retry_budget: Option<String>,
    /// How many requests a second the provider is sent at most, evenly spaced; default: no limit
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub(crate) max_rps: Option<f64>,
    /// Send each kept interaction again without each of its credentials: the stage must refuse it.
    /// Only GET, HEAD and OPTIONS
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true, help_heading = "Run")]
    pub(crate) probe_auth: Option<bool>,
    /// Probe what writes as well; an open door lets the write through
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true, help_heading = "Run")]
    pub(crate) probe_unsafe: Option<bool>,
    /// text, json, junit, markdown, github or sarif, to standard output or to a file; repeatable. Text goes
    /// to standard output unless another report does
    #[arg(long, value_name = "FORMAT[=FILE]", help_heading = "Run")]
    pub(crate) report: Vec<Destination>,
}

const EXAMPLES: &str = "\
Examples:
  A deployed stage, whose methods ask for an API key:
    GATEPACT_API_KEY=... gatepact verify --dir pacts --auth api-key \\
      --provider-base-url https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod

  A stage by its id, signed requests, nothing that writes, with a summary for GitHub:
    gatepact verify --dir pacts --auth iam --read-only \\
      --rest-api-id a1b2c3 --stage-name prod --region eu-west-1 \\
      --report github --report markdown=\"$GITHUB_STEP_SUMMARY\"

  A private stage, through its VPC endpoint:
    gatepact verify --dir pacts --header x-apigw-api-id=a1b2c3 \\
      --provider-base-url https://vpce-1-2.execute-api.eu-west-1.vpce.amazonaws.com/prod

  A service on this machine, with its provider states, and a report for the CI system:
    gatepact verify --file pacts/web-shop-orders-api.json \\
      --provider-base-url http://127.0.0.1:8080 \\
      --state-change-url http://127.0.0.1:8080/_pact/provider-states \\
      --report junit=gatepact.xml

  A function without any gateway, asked as an HTTP API would ask it:
    gatepact verify --dir pacts --lambda orders:live --payload-format 2.0 --region eu-west-1

Every flag but --header and --expect-deployment-id may also stand in gatepact.toml, under [verify]; a
flag outranks the environment, the environment outranks the file.";
