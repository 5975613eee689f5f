//! Where reports go.

use super::layers::Layers;
use crate::error::CliError;
use crate::output::{Destination, Output};

impl Layers<'_> {
    pub(super) fn output(&self) -> Result<Output, CliError> {
        if !self.args.report.is_empty() {
            return Output::new(&self.args.report, &self.context.cwd);
        }
        let destinations = self
            .config
            .verify
            .report
            .iter()
            .map(|text| text.parse::<Destination>())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|problem| CliError::usage(format!("report of gatepact.toml: {problem}")))?;
        Output::new(&destinations, &self.config.folder)
    }
}
