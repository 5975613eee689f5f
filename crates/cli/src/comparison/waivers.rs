//! `[[waiver]]`: a change that a team answers for, with a reason, until a day.

use gatepact_diff::policy::{Waiver, Waivers};
use gatepact_diff::rules::{change_ids, did_you_mean};
use gatepact_finding::Pointer;
use serde::Deserialize;
use time::{Date, Month};
use toml::Spanned;
use toml::value::Datetime;

use crate::Context;
use crate::config::Config;
use crate::error::CliError;

/// A waiver as it stands in `gatepact.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct WaiverConfig {
    /// The id of the change.
    id: Spanned<String>,
    /// Only for this operation: `POST /orders`.
    operation: Option<String>,
    /// Only at this place, as reports show it.
    pointer: Option<String>,
    /// For what opens an operation, which no waiver covers without it.
    #[serde(default)]
    opened: bool,
    /// Only for this consumer, by the name in its pacts.
    consumer: Option<String>,
    /// Who answers for it; a waiver of one consumer needs an owner.
    owner: Option<String>,
    /// Why consumers can live with it.
    reason: String,
    /// The last day.
    expires: Datetime,
}

/// Checks the waivers of the settings; one that cannot be meant is an error, since it would waive nothing.
pub(super) fn of(config: &Config, context: &Context) -> Result<Waivers, CliError> {
    let path = config.path(&config.file, context);
    let list = config.waiver.iter().map(|waiver| {
        let line = config.line(waiver.id.span().start);
        check(waiver, line).map_err(|problem| CliError::Config {
            path: path.clone(),
            problem: format!("line {line}: {problem}"),
        })
    });
    Ok(Waivers { list: list.collect::<Result<_, _>>()?, file: path.display().to_string() })
}

fn check(waiver: &WaiverConfig, line: usize) -> Result<Waiver, String> {
    let id = waiver.id.get_ref();
    if !change_ids().contains(&id.as_str()) {
        let near = did_you_mean(id, change_ids()).join("`, `");
        return Err(format!("no change has the id `{id}`; the nearest ids are `{near}`"));
    }
    if waiver.reason.trim().is_empty() {
        return Err(format!("the waiver of `{id}` gives no reason; say who agreed, and to what"));
    }
    let text = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (consumer, owner) = (text(&waiver.consumer), text(&waiver.owner));
    let given = [("consumer", &waiver.consumer, &consumer), ("owner", &waiver.owner, &owner)];
    if let Some((key, ..)) =
        given.into_iter().find(|(_, given, text)| given.is_some() && text.is_none())
    {
        return Err(format!("the waiver of `{id}` has an empty `{key}`: fill it in, or omit it"));
    }
    if consumer.is_some() && owner.is_none() {
        return Err(format!(
            "the waiver of `{id}` is for one consumer: set `owner` to who agreed with it"
        ));
    }
    let operation = waiver.operation.as_deref().map(operation).transpose()?;
    let pointer = waiver.pointer.as_deref().map(pointer).transpose()?;
    Ok(Waiver {
        id: id.clone(),
        operation,
        pointer,
        opened: waiver.opened,
        consumer,
        owner,
        reason: waiver.reason.trim().to_owned(),
        expires: date(waiver.expires)?,
        line,
    })
}

fn pointer(text: &str) -> Result<Pointer, String> {
    let fault = || format!("`{text}` is no JSON pointer; copy it from a report");
    Pointer::parse(text).ok_or_else(fault)
}

/// `POST /orders`, as reports name it; case and spaces of the method are forgiven.
fn operation(text: &str) -> Result<String, String> {
    let fault = || format!("`{text}` is no operation; name it as reports do: `POST /orders`");
    let (method, path) = text.trim().split_once(char::is_whitespace).ok_or_else(fault)?;
    let path = path.trim_start();
    let is_method = method.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_method || !path.starts_with('/') {
        return Err(fault());
    }
    Ok(format!("{} {path}", method.to_ascii_uppercase()))
}

/// A plain day: a time of day would end a waiver in the middle of somebody's work.
fn date(datetime: Datetime) -> Result<Date, String> {
    let fault = || format!("`expires = {datetime}` is no day; write one as 2027-01-31");
    let (Some(date), None, None) = (datetime.date, datetime.time, datetime.offset) else {
        return Err(fault());
    };
    let month = Month::try_from(date.month).map_err(|_| fault())?;
    Date::from_calendar_date(date.year.into(), month, date.day).map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_written_as_reports_write_them() {
        assert_eq!(operation("post  /orders").unwrap(), "POST /orders");
        assert_eq!(operation("GET /a b").unwrap(), "GET /a b");
        for wrong in ["", "POST", "/orders", "POST orders", "PO/ST /orders"] {
            assert!(operation(wrong).unwrap_err().contains("is no operation"), "{wrong}");
        }
    }

    #[test]
    fn a_day_is_a_day() {
        let read = |text: &str| date(text.parse().unwrap());
        assert_eq!(read("2027-01-31").unwrap().to_string(), "2027-01-31");
        for wrong in ["2027-01-31T10:00:00Z", "10:00:00"] {
            assert!(read(wrong).unwrap_err().contains("is no day"), "{wrong}");
        }
    }
}
