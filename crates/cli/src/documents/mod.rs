//! Where API documents come from: every command that takes one takes a file, standard input, a URL, a file of a git
//! revision, or a release that the registry keeps. The files that a document refers to are read within a [`Root`], or from
//! the same revision.
//!
//! An [`Address`] is what the user wrote, checked; opening it fetches what comes over the network and gives a
//! [`Source`], which is read without waiting for anybody.

mod address;
mod fetch;
mod file;
mod git;
mod kept;
mod loaded;
mod root;
mod source;

pub(crate) use address::Address;
pub(crate) use kept::Shelf;
pub(crate) use loaded::OpenedDocument;
pub(crate) use root::Root;
pub(crate) use source::{Source, read_file};
