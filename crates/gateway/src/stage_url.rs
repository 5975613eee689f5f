//! What the default host of a stage tells.

/// The region of a default `execute-api` host:
/// `{api-id}.execute-api.{region}.amazonaws.com` (`.amazonaws.com.cn` in China). A private API's
/// `{api-id}-{vpce-id}` in front reads the same.
///
/// `None` for custom domains and everything else.
#[must_use]
pub fn region_of_host(host: &str) -> Option<&str> {
    let (_, rest) = host.split_once(".execute-api.")?;
    let region =
        rest.strip_suffix(".amazonaws.com").or_else(|| rest.strip_suffix(".amazonaws.com.cn"))?;
    (!region.is_empty() && !region.contains('.')).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_default_hosts_name_a_region() {
        assert_eq!(region_of_host("a1b2.execute-api.eu-west-1.amazonaws.com"), Some("eu-west-1"));
        assert_eq!(
            region_of_host("a1b2.execute-api.cn-north-1.amazonaws.com.cn"),
            Some("cn-north-1")
        );
        for host in ["api.example.com", "a.execute-api.b.c.amazonaws.com", "execute-api.x", ""] {
            assert_eq!(region_of_host(host), None, "{host}");
        }
    }
}
