//! What the pacts are replayed against.

use reqwest::Url;

use super::layers::{Layers, url};
use crate::error::CliError;

impl Layers<'_> {
    pub(super) fn base_url(&self) -> Result<Url, CliError> {
        let text = self
            .text(
                self.args.provider_base_url.as_ref(),
                &["GATEPACT_PROVIDER_BASE_URL"],
                self.config.verify.provider_base_url.as_ref(),
            )
            .ok_or_else(|| {
                CliError::usage_with_help(
                    "there is nothing to verify against",
                    "name the deployed stage: --provider-base-url \
                     https://ID.execute-api.REGION.amazonaws.com/STAGE",
                )
            })?;
        let url = url(&text, "--provider-base-url")?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(CliError::usage(
                "--provider-base-url stands in front of paths, so it can have no query and no \
                 fragment",
            ));
        }
        Ok(url)
    }
}
