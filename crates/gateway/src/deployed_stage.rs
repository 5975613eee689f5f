//! A stage that is deployed, and where it answers.

use url::Url;

/// Names a stage of an API, as the AWS CLI does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageId {
    /// A stage of a REST API (v1).
    Rest {
        /// The id of the API.
        api: String,
        /// The stage.
        stage: String,
    },
    /// A stage of an HTTP API (v2); `$default` has no path of its own.
    Http {
        /// The id of the API.
        api: String,
        /// The stage.
        stage: String,
    },
}

impl StageId {
    /// The id of the API.
    #[must_use]
    pub fn api(&self) -> &str {
        match self {
            Self::Rest { api, .. } | Self::Http { api, .. } => api,
        }
    }

    /// The name of the stage.
    #[must_use]
    pub fn stage(&self) -> &str {
        match self {
            Self::Rest { stage, .. } | Self::Http { stage, .. } => stage,
        }
    }

    /// The resource above the APIs of this kind, as policies name it.
    pub(crate) fn collection(&self) -> &'static str {
        match self {
            Self::Rest { .. } => "/restapis",
            Self::Http { .. } => "/apis",
        }
    }

    /// What stands between host and path: `/prod`, or nothing for an HTTP API's `$default`.
    fn base_path(&self) -> String {
        match self {
            Self::Http { stage, .. } if stage == "$default" => String::new(),
            Self::Rest { stage, .. } | Self::Http { stage, .. } => format!("/{stage}"),
        }
    }
}

/// A deployed stage, as the control plane tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeployedStage {
    /// The id of the API.
    pub api_id: String,
    /// The name of the API.
    pub api_name: Option<String>,
    /// The name of the stage.
    pub stage: String,
    /// The region.
    pub region: String,
    /// The deployment that it runs.
    pub deployment_id: String,
    /// Its default host: `a1b2c3.execute-api.eu-west-1.amazonaws.com`.
    pub host: String,
    /// Its default URL, without a slash at the end. Where the control plane is no AWS endpoint, its scheme and port are
    /// those of that endpoint.
    pub base_url: String,
    /// Where connections to `host` go instead: the host and port of a control plane that is no AWS endpoint, such as an
    /// emulator's.
    pub connect_to: Option<(String, u16)>,
}

impl DeployedStage {
    pub(crate) fn new(
        id: &StageId,
        api_name: Option<String>,
        deployment_id: String,
        region: &str,
        endpoint: Option<&str>,
    ) -> Self {
        let host = format!("{}.execute-api.{region}.{}", id.api(), domain(region));
        let base_path = id.base_path();
        let elsewhere = endpoint.and_then(elsewhere);
        let (base_url, connect_to) = match elsewhere {
            None => (format!("https://{host}{base_path}"), None),
            Some((scheme, address, port)) => {
                (format!("{scheme}://{host}:{port}{base_path}"), Some((address, port)))
            }
        };
        Self {
            api_id: id.api().to_owned(),
            api_name,
            stage: id.stage().to_owned(),
            region: region.to_owned(),
            deployment_id,
            host,
            base_url,
            connect_to,
        }
    }
}

/// Scheme, host and port of an endpoint that is not AWS's own. A VPC endpoint of the control plane is AWS's own: its
/// address does not serve stages.
fn elsewhere(endpoint: &str) -> Option<(String, String, u16)> {
    let url = Url::parse(endpoint).ok()?;
    let host = url.host_str()?;
    if host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn") {
        return None;
    }
    // An IPv6 address stands in brackets in a URL and without them everywhere else.
    let host = host.trim_matches(['[', ']']).to_owned();
    Some((url.scheme().to_owned(), host, url.port_or_known_default()?))
}

/// The domain of a region's endpoints (AWS General Reference, "API Gateway endpoints").
fn domain(region: &str) -> &'static str {
    if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
}

/// The partition that a region is in, as ARNs spell it.
pub(crate) fn partition(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else {
        "aws"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest() -> StageId {
        StageId::Rest { api: "a1b2".to_owned(), stage: "prod".to_owned() }
    }

    fn stage(id: &StageId, region: &str, endpoint: Option<&str>) -> DeployedStage {
        DeployedStage::new(id, None, "d1".to_owned(), region, endpoint)
    }

    #[test]
    fn the_default_url_names_region_and_stage() {
        let url = |id: &StageId, region| stage(id, region, None).base_url;
        assert_eq!(
            url(&rest(), "eu-west-1"),
            "https://a1b2.execute-api.eu-west-1.amazonaws.com/prod"
        );
        assert_eq!(
            url(&rest(), "cn-north-1"),
            "https://a1b2.execute-api.cn-north-1.amazonaws.com.cn/prod"
        );
        let http = |stage: &str| StageId::Http { api: "h9".to_owned(), stage: stage.to_owned() };
        assert_eq!(
            url(&http("$default"), "us-east-1"),
            "https://h9.execute-api.us-east-1.amazonaws.com"
        );
        assert_eq!(
            url(&http("v2"), "us-east-1"),
            "https://h9.execute-api.us-east-1.amazonaws.com/v2"
        );
    }

    #[test]
    fn an_emulator_serves_the_stage_under_its_real_host() {
        let found = stage(&rest(), "us-east-1", Some("http://127.0.0.1:4566"));
        assert_eq!(found.base_url, "http://a1b2.execute-api.us-east-1.amazonaws.com:4566/prod");
        assert_eq!(found.connect_to, Some(("127.0.0.1".to_owned(), 4566)));
        let found = stage(&rest(), "us-east-1", Some("http://[::1]:4566/"));
        assert_eq!(found.connect_to, Some(("::1".to_owned(), 4566)));
    }

    #[test]
    fn an_endpoint_of_aws_does_not_serve_stages() {
        let vpc = "https://vpce-1-2.apigateway.eu-west-1.vpce.amazonaws.com";
        let found = stage(&rest(), "eu-west-1", Some(vpc));
        assert_eq!(found.connect_to, None);
        assert!(found.base_url.starts_with("https://a1b2.execute-api."), "{}", found.base_url);
    }
}
