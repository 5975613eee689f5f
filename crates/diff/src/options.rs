//! How two documents are compared.

use crate::callers::CallerRules;

/// How two documents are compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether a producer may send properties that its schema does not declare: JSON Schema to the letter.
    pub open_world: bool,
    /// The day on which the releases are compared, as year, month and day: sunset dates up to it are past. `None`:
    /// no sunset date is past.
    pub today: Option<(i32, u8, u8)>,
    /// The rules by which a caller passes.
    pub caller_rules: CallerRules,
}
