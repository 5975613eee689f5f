//! `schemes`, `host` and `basePath`.

use serde_json::{Value, json};

use super::{Grown, Lowering};

impl Lowering<'_> {
    /// Whether Swagger's own fields say where the API is.
    pub(super) fn names_servers(&self) -> bool {
        ["host", "basePath"].iter().any(|key| self.source.get(key).is_some_and(Value::is_string))
    }

    /// One server per scheme; `None` where the document says nothing of them.
    pub(super) fn servers(&mut self) -> Result<Option<Value>, Grown> {
        let text = |key: &str| self.source.get(key).and_then(Value::as_str);
        let (host, base_path) = (text("host"), text("basePath"));
        let schemes: Vec<&str> = match self.source.get("schemes") {
            Some(Value::Array(schemes)) => schemes.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let path = base_path.unwrap_or_default().trim_end_matches('/');
        let path = match path.starts_with('/') || path.is_empty() {
            true => path.to_owned(),
            false => format!("/{path}"),
        };
        let urls: Vec<String> = match (host, &schemes[..]) {
            (None, _) if base_path.is_none() => return Ok(None),
            (None, _) => vec![if path.is_empty() { "/".to_owned() } else { path }],
            (Some(host), []) => vec![format!("//{host}{path}")],
            (Some(host), schemes) => {
                let longest = schemes.iter().map(|scheme| scheme.len()).sum::<usize>();
                self.write(schemes.len() * (host.len() + path.len()) + longest, "/schemes")?;
                schemes.iter().map(|scheme| format!("{scheme}://{host}{path}")).collect()
            }
        };
        let from = ["basePath", "host"].into_iter().find(|key| self.source.get(key).is_some());
        if let Some(from) = from {
            self.made("/servers", &format!("/{from}"))?;
        }
        Ok(Some(urls.into_iter().map(|url| json!({ "url": url })).collect()))
    }
}
