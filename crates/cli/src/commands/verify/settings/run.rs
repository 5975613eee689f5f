//! How the run goes.

use std::time::Duration;

use super::layers::Layers;
use crate::duration;
use crate::error::CliError;

/// Longer than the 29 s after which API Gateway gives up on its integration by default.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(35);
const CONCURRENCY: usize = 16;

impl Layers<'_> {
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

    pub(super) fn concurrency(&self) -> Result<usize, CliError> {
        match self.args.concurrency.or(self.config.verify.concurrency).unwrap_or(CONCURRENCY) {
            0 => Err(CliError::usage("--concurrency 0 would never send anything")),
            number => Ok(number),
        }
    }
}
