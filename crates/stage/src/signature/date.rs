//! The dates of signatures: `20260101T000501Z`.

use std::time::SystemTime;

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");

pub(super) fn parse(text: &str) -> Option<OffsetDateTime> {
    PrimitiveDateTime::parse(text, FORMAT).ok().map(PrimitiveDateTime::assume_utc)
}

pub(super) fn print(date: OffsetDateTime) -> String {
    date.format(FORMAT).unwrap_or_default()
}

pub(super) fn of(time: SystemTime) -> OffsetDateTime {
    OffsetDateTime::from(time)
}
