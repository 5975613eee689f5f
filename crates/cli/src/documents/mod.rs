//! Where API documents come from: every command that takes one takes a file, standard input, a URL, or a release that
//! the registry keeps.
//!
//! An [`Address`] is what the user wrote, checked; opening it fetches what comes over the network and gives a
//! [`Source`], which is read without waiting for anybody.

mod address;
mod fetch;
mod file;
mod folder;
mod kept;
mod source;

pub(crate) use address::Address;
pub(crate) use kept::Shelf;
pub(crate) use source::{OpenedDocument, Source, read_file};
