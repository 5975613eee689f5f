//! The independent validators.
//!
//! One is built for a schema and a value, and dropped with the question: those of all schemas that messages begin with
//! would hold a large document hundreds of times.

use std::collections::VecDeque;
use std::sync::Arc;

use jsonschema::Validator;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::portable::{Portable, draft, portable};
use crate::Reason;
use crate::budget::Meter;
use crate::index::{Index, Site, address};
use crate::lower::Lens;
use crate::reading::Formats;

/// A validator of one schema for one value, and for what is left of it when parts are left out.
#[derive(Clone, Debug)]
pub(crate) struct Judge {
    validator: Arc<Validator>,
    /// How many schemas it visits at most.
    visits: u64,
}

impl Judge {
    /// Whether it accepts the value; paid for by what it visits.
    pub(crate) fn accepts(&self, value: &Value, meter: &mut Meter<'_>) -> Result<bool, Reason> {
        meter.glances(self.visits)?;
        Ok(self.validator.is_valid(value))
    }
}

/// The validators of whole documents, which read any value.
#[derive(Debug, Default)]
pub(crate) struct Validators {
    known: FxHashMap<(usize, Lens), Result<Arc<Validator>, Reason>>,
    /// The last ones that were built for a value: thousands of differences may show one and the same.
    last: VecDeque<(usize, Lens, Value, Judge)>,
}

/// So many validators of values are kept.
const KEPT: usize = 8;

/// The validator of a whole document visits so many schemas.
const OF_A_DOCUMENT: u64 = 64;

impl Validators {
    /// The validator of a schema, for a value.
    pub(crate) fn judge(
        &mut self,
        index: &Index<'_>,
        (site, lens): (Site<'_>, Lens),
        value: &Value,
        meter: &mut Meter<'_>,
    ) -> Result<Judge, Reason> {
        let key = (address(site.value), lens);
        if let Some(known) = self.known.get(&key) {
            let validator = known.clone()?;
            return Ok(Judge { validator, visits: OF_A_DOCUMENT });
        }
        let mut last = self.last.iter();
        if let Some((.., judge)) = last.find(|it| (it.0, it.1) == key && it.2 == *value) {
            return Ok(judge.clone());
        }
        match portable(index, site, lens, value)? {
            Portable::AsWritten => {
                let built = build(index, (site, lens), site.value);
                self.known.insert(key, built.clone());
                Ok(Judge { validator: built?, visits: OF_A_DOCUMENT })
            }
            Portable::Translated(schema, visits) => {
                // Before it is built: its references are followed then.
                meter.glances(visits)?;
                let judge = Judge { validator: build(index, (site, lens), &schema)?, visits };
                if self.last.len() >= KEPT {
                    self.last.pop_front();
                }
                self.last.push_back((key.0, key.1, value.clone(), judge.clone()));
                Ok(judge)
            }
        }
    }
}

fn build(
    index: &Index<'_>,
    (site, lens): (Site<'_>, Lens),
    schema: &Value,
) -> Result<Arc<Validator>, Reason> {
    let options = jsonschema::options()
        .with_draft(draft(index.dialect(site.resource)))
        .should_validate_formats(lens.formats == Formats::Asserted)
        // Annotations in every draft for us; the validator would check them in two.
        .without_content_media_type_support("application/json")
        .without_content_encoding_support("base64");
    options.build(schema).map(Arc::new).map_err(|_| Reason::Validator)
}
