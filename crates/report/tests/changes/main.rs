//! Reports of changes in every format.

mod formats;
mod hostile;
mod huge;
mod releases;
mod schema;
mod secrets;
