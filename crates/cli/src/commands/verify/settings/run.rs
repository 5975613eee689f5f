//! How the run goes.

use std::time::Duration;

use gatepact_verifier::{Course, Probe};

use super::layers::Layers;
use crate::duration;
use crate::error::CliError;

/// Longer than the 29 s after which API Gateway gives up on its integration by default.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(35);
const RETRY_BUDGET: Duration = Duration::from_secs(30);
const CONCURRENCY: usize = 16;

impl Layers<'_> {
    pub(super) fn course(&self) -> Result<Course, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let set = |flag: Option<bool>, file: Option<bool>| flag.or(file).unwrap_or(false);
        Ok(Course {
            request_timeout: self.request_timeout()?,
            retry_budget: self.retry_budget()?,
            max_rps: self.max_rps()?,
            concurrency: self.concurrency()?,
            parallel_states: set(args.parallel_states, file.parallel_states),
            read_only: set(args.read_only, file.read_only),
            exit_on_first_error: set(args.exit_on_first_error, file.exit_on_first_error),
            probe: self.probe()?,
        })
    }

    pub(super) fn request_timeout(&self) -> Result<Duration, CliError> {
        self.text(
            self.args.request_timeout.as_ref(),
            &["PACT_PROVIDER_REQUEST_TIMEOUT"],
            self.config.verify.request_timeout.as_ref(),
        )
        .map_or(Ok(REQUEST_TIMEOUT), |text| {
            duration::parse(&text)
                .map_err(|problem| CliError::usage(format!("--request-timeout: {problem}")))
        })
    }

    fn retry_budget(&self) -> Result<Duration, CliError> {
        let text = self.args.retry_budget.as_ref().or(self.config.verify.retry_budget.as_ref());
        match text.map(String::as_str) {
            None => Ok(RETRY_BUDGET),
            Some("0" | "0s" | "0ms" | "0m") => Ok(Duration::ZERO),
            Some(text) => duration::parse(text)
                .map_err(|problem| CliError::usage(format!("--retry-budget: {problem}"))),
        }
    }

    fn max_rps(&self) -> Result<Option<f64>, CliError> {
        match self.args.max_rps.or(self.config.verify.max_rps) {
            Some(rate) if !(rate.is_finite() && rate >= 0.001) => Err(CliError::usage(format!(
                "--max-rps {rate} is no rate: write 5, or 0.5 for one request in two seconds"
            ))),
            rate => Ok(rate),
        }
    }

    fn concurrency(&self) -> Result<usize, CliError> {
        match self.args.concurrency.or(self.config.verify.concurrency).unwrap_or(CONCURRENCY) {
            0 => Err(CliError::usage("--concurrency 0 would never send anything")),
            number => Ok(number),
        }
    }

    fn probe(&self) -> Result<Probe, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let probe = args.probe_auth.or(file.probe_auth).unwrap_or(false);
        let everything = args.probe_unsafe.or(file.probe_unsafe).unwrap_or(false);
        match (probe, everything) {
            (true, true) => Ok(Probe::Everything),
            (true, false) => Ok(Probe::Reads),
            (false, _) if args.probe_unsafe == Some(true) => Err(CliError::usage_with_help(
                "--probe-unsafe alone probes nothing",
                "ask for probes with --probe-auth",
            )),
            (false, _) => Ok(Probe::Off),
        }
    }
}
