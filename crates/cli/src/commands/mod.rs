//! One command, one module.

pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod diff;
pub(crate) mod publish_spec;
pub(crate) mod verify;
