//! Characters of documents and pacts as a person may safely read them.

pub(super) use crate::visible::visible as line;
