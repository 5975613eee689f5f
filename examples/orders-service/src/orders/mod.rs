//! The operations of the API, one per file.

mod cancel;
mod create;
mod draft;
mod list;
mod read;

pub(crate) use cancel::cancel;
pub(crate) use create::create;
pub(crate) use list::list;
pub(crate) use read::read;
