//! Where reports go.

use gatepact_report::Command;

use super::layers::Layers;
use crate::error::CliError;
use crate::output::Output;

impl Layers<'_> {
    pub(super) fn output(&self) -> Result<Output, CliError> {
        let Layers { args, config, context } = self;
        Output::resolve(&args.report, &config.verify.report, config, context)?
            .suiting(Command::Verify)
    }
}
