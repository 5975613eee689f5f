//! The independent validators, one for each schema and reading.

use std::sync::Arc;

use jsonschema::Validator;
use rustc_hash::FxHashMap;

use super::portable::{Portable, draft, portable};
use crate::Reason;
use crate::index::{Index, Site, address};
use crate::lower::Lens;
use crate::reading::Formats;

/// The validators that have been built, and those that could not be.
#[derive(Debug, Default)]
pub(crate) struct Validators {
    known: FxHashMap<(usize, Lens), Result<Arc<Validator>, Reason>>,
}

impl Validators {
    pub(crate) fn get(
        &mut self,
        index: &Index<'_>,
        site: Site<'_>,
        lens: Lens,
    ) -> Result<Arc<Validator>, Reason> {
        let key = (address(site.value), lens);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let built = build(index, site, lens).map(Arc::new);
        self.known.insert(key, built.clone());
        built
    }
}

fn build(index: &Index<'_>, site: Site<'_>, lens: Lens) -> Result<Validator, Reason> {
    let options = jsonschema::options()
        .with_draft(draft(index.dialect(site.resource)))
        .should_validate_formats(lens.formats == Formats::Asserted)
        // Annotations in every draft for us; the validator would check them in two.
        .without_content_media_type_support("application/json")
        .without_content_encoding_support("base64");
    match portable(index, site, lens)? {
        Portable::AsWritten => options.build(site.value),
        Portable::Translated(schema) => options.build(&schema),
    }
    .map_err(|_| Reason::Validator)
}
