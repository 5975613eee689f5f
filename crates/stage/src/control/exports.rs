//! `GetExport` and `ExportApi`.

use bytes::Bytes;
use serde_json::Value;

use super::answer::Fault;
use super::{Asked, Told};
use crate::export::{self, Extensions, NotExported};

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
    let exported = export::rest_api(&deployment, &asked.shared.settings, extensions);
    let exported = exported.map_err(|error| match error {
        NotExported::NoJsonModel { operation } => Fault::bad_request(format!(
            "Only found non-JSON body models for {operation}: a local stage exports none, like the service"
        )),
    })?;
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
    let exported = export::http_api(&asked.shared.deployment(), settings, extensions);
    Ok(Told { body: format.print(&exported), content_type: "application/json", disposition: None })
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
            Self::Yaml => export::yaml(value),
        })
    }
}
