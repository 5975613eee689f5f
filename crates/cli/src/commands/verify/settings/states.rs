//! Who sets provider states up.

use gatepact_verifier::StateHandler;

use super::layers::{Layers, url};
use crate::error::CliError;

const STATE_CHANGE_RETRIES: u32 = 1;

impl Layers<'_> {
    pub(super) fn state_handler(&self) -> Result<Option<StateHandler>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let text = self.text(
            args.state_change_url.as_ref(),
            &["PACT_PROVIDER_STATE_CHANGE_URL"],
            file.state_change_url.as_ref(),
        );
        let teardown = self.switch(
            args.state_change_teardown,
            "PACT_PROVIDER_STATE_CHANGE_TEARDOWN",
            file.state_change_teardown,
        )?;
        let retries =
            args.state_change_retries.or(file.state_change_retries).unwrap_or(STATE_CHANGE_RETRIES);
        match text {
            Some(text) => {
                let url = url(&text, "--state-change-url")?;
                Ok(Some(StateHandler { url, teardown, retries }))
            }
            None if args.state_change_teardown == Some(true) => Err(CliError::usage_with_help(
                "--state-change-teardown has no handler to call",
                "name it with --state-change-url",
            )),
            None => Ok(None),
        }
    }
}
