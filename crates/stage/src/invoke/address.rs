//! Which stage is meant: by the host of the API and the first segment of the path.

use gatepact_gateway_responses::ResponseType;

use super::Call;
use crate::own::Own;
use crate::shared::Shared;

/// The stage of an HTTP API that has no prefix.
const DEFAULT_STAGE: &str = "$default";

/// The path after the stage, with its slash.
///
/// The host of another API is none of ours. Every other host, `127.0.0.1` above all, is taken for this API's.
pub(super) fn path_in_stage<'c>(shared: &Shared, call: &'c Call) -> Result<&'c str, Own> {
    let unknown = || Own::from(ResponseType::UnknownStage);
    let host = call.header("host").unwrap_or_default();
    if let Some((api_id, _)) = host.split_once(".execute-api.") {
        let settings = &shared.settings;
        let own = format!("{}.execute-api.{}.amazonaws.com", settings.api_id, settings.region);
        let without_port = host.split(':').next().unwrap_or_default();
        // Beside the default host there are those of private endpoints, `{api-id}-{vpce-id}`.
        let private =
            api_id.strip_prefix(&settings.api_id).is_some_and(|it| it.starts_with("-vpce"));
        if !without_port.eq_ignore_ascii_case(&own) && !private {
            return Err(unknown());
        }
    }
    let stage = shared.settings.stage.as_str();
    if stage == DEFAULT_STAGE {
        return Ok(&call.path);
    }
    let rest = call.path.strip_prefix('/').and_then(|path| path.strip_prefix(stage));
    match rest.ok_or_else(unknown)? {
        "" => Ok("/"),
        rest if rest.starts_with('/') => Ok(rest),
        _ => Err(unknown()),
    }
}
