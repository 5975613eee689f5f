//! `GetExport` and `ExportApi`.

use bytes::Bytes;
use gatepact_openapi::gateway_export::{self, Deployed, Extensions, NotExported};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::answer::Fault;
use super::{Asked, Told};
use crate::Settings;
use crate::deployment::Deployment;
use crate::yaml::yaml;

/// How the two kinds of API write the time of a deployment (recorded).
const REST_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
const HTTP_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]UTC");

/// `GetExport`: JSON or YAML by `Accept`, and called `application/octet-stream` either way.
pub(super) fn rest_api(asked: Asked<'_>, kind: &str) -> Result<Told, Fault> {
    match kind {
        "oas30" => {}
        "swagger" => {
            return Err(Fault::bad_request(
                "exportType swagger is not played by a local stage: ask for oas30",
            ));
        }
        other => {
            return Err(Fault::bad_request(format!(
                "Invalid export type '{other}'; allowed values are [swagger, oas30]"
            )));
        }
    }
    let parameter = asked.parameter("extensions").unwrap_or_default();
    let extensions = Extensions::parse(&parameter)
        .map_err(|unknown| Fault::bad_request(format!("Invalid extension '{unknown}'")))?;
    let accept = asked.call.header("accept").unwrap_or("application/json");
    let format = Format::of_media_type(accept)
        .ok_or_else(|| Fault::bad_request(format!("Invalid Accept header '{accept}'")))?;
    let deployment = asked.shared.deployment();
    let time = time(&deployment, REST_TIME);
    let deployed = deployed(&asked.shared.settings, &time);
    let exported = gateway_export::rest_api(&deployment.document, deployed, extensions);
    let exported = exported.map_err(|error| match error {
        NotExported::NoJsonModel { operation } => Fault::bad_request(format!(
            "Only found non-JSON body models for {operation}: a local stage exports none, like the service"
        )),
        other => Fault::bad_request(other.to_string()),
    })?;
    let exported = exported.value;
    let version = exported["info"]["version"].as_str().unwrap_or_default().to_owned();
    let (name, extension) = ("oas30", format.extension());
    Ok(Told {
        body: format.print(&exported),
        content_type: "application/octet-stream",
        disposition: Some(format!("attachment; filename=\"{name}_{version}.{extension}\"")),
    })
}

/// `ExportApi`: extensions in, unless they are asked out.
pub(super) fn http_api(asked: Asked<'_>) -> Result<Told, Fault> {
    let output = asked.parameter("outputType").unwrap_or_default();
    let format = match output.as_str() {
        "JSON" => Format::Json,
        "YAML" => Format::Yaml,
        other => return Err(Fault::bad_request(format!("Invalid outputType '{other}'"))),
    };
    let settings = &asked.shared.settings;
    if asked.parameter("stageName").is_some_and(|stage| stage != settings.stage) {
        return Err(Fault::not_found("Invalid stage identifier specified"));
    }
    let extensions = asked.parameter("includeExtensions").is_none_or(|value| value != "false");
    let deployment = asked.shared.deployment();
    let time = time(&deployment, HTTP_TIME);
    let deployed = deployed(settings, &time);
    let exported = gateway_export::http_api(&deployment.document, deployed, extensions).value;
    Ok(Told { body: format.print(&exported), content_type: "application/json", disposition: None })
}

fn deployed<'s>(settings: &'s Settings, time: &'s str) -> Deployed<'s> {
    let Settings { api_id, region, stage, name, .. } = settings;
    let base_path = if stage == "$default" { "" } else { stage };
    Deployed { api_id, region, base_path, name: name.as_deref(), time }
}

fn time(deployment: &Deployment, format: &[BorrowedFormatItem<'_>]) -> String {
    OffsetDateTime::from(deployment.created).format(format).unwrap_or_default()
}

/// What stands in for a document when a test asks for none.
pub(super) fn no_document() -> Told {
    Told {
        body: Bytes::from_static(b"<html><body>Service Unavailable</body></html>"),
        content_type: "application/octet-stream",
        disposition: Some("attachment; filename=\"oas30.json\"".to_owned()),
    }
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Json,
    Yaml,
}

impl Format {
    fn of_media_type(accept: &str) -> Option<Self> {
        match accept.split([';', ',']).next().unwrap_or_default().trim() {
            "application/json" | "*/*" => Some(Self::Json),
            "application/yaml" => Some(Self::Yaml),
            _ => None,
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Yaml => "yaml",
        }
    }

    fn print(self, value: &Value) -> Bytes {
        Bytes::from(match self {
            Self::Json => format!("{value:#}"),
            Self::Yaml => yaml(value),
        })
    }
}
