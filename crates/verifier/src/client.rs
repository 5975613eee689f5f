//! The one pooled HTTP client of a run.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Certificate, Client, ClientBuilder, Identity, NoProxy, Proxy, Url, redirect};

use crate::VerifyError;

/// How connections are made.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// Certificate authorities to trust beside those of this machine.
    pub authorities: Vec<Certificate>,
    /// The certificate and key that prove who we are (mTLS).
    pub identity: Option<Identity>,
    /// What stands between this machine and the others.
    pub proxies: Proxies,
    /// Names that are looked up nowhere, because their address is known. No proxy for them.
    pub addresses: BTreeMap<String, SocketAddr>,
}

/// The proxies of this machine. None is ever used for the loopback.
#[derive(Clone, Default)]
pub struct Proxies {
    /// For `http://` URLs.
    pub http: Option<Url>,
    /// For `https://` URLs.
    pub https: Option<Url>,
    /// Hosts that are reached directly, as `NO_PROXY` lists them.
    pub direct: String,
}

impl std::fmt::Debug for Proxies {
    /// A proxy's URL may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proxies")
            .field("http", &self.http.is_some())
            .field("https", &self.https.is_some())
            .field("direct", &self.direct)
            .finish()
    }
}

/// A client for a provider and its state handler: HTTP/1.1, connections reused, redirects not
/// followed (a contract may promise one).
///
/// # Errors
///
/// A machine without root certificates, where one of the URLs needs them; proxies that are none.
pub fn client(urls: &[&Url], connection: &Connection) -> Result<Client, VerifyError> {
    // Fails only where a provider was installed before, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("gatepact/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .dns_resolver(Names)
        .http1_only();
    if urls.iter().all(|url| url.scheme() == "http") {
        // Reading the machine's root certificates takes time, and fails on images without any.
        builder = builder.tls_certs_only([]);
    } else if !connection.authorities.is_empty() {
        builder = builder.tls_certs_merge(connection.authorities.iter().cloned());
    }
    if let Some(identity) = &connection.identity {
        builder = builder.identity(identity.clone());
    }
    for (name, address) in &connection.addresses {
        builder = builder.resolve(name, *address);
    }
    let failed = |error: reqwest::Error| VerifyError::Client(crate::exchange::cause(&error));
    proxied(builder, connection).and_then(ClientBuilder::build).map_err(failed)
}

fn proxied(builder: ClientBuilder, connection: &Connection) -> reqwest::Result<ClientBuilder> {
    let Proxies { http, https, direct } = &connection.proxies;
    // The environment was read by whoever made the options.
    let mut builder = builder.no_proxy();
    let known: Vec<&str> = connection.addresses.keys().map(String::as_str).collect();
    let direct = format!("localhost,127.0.0.0/8,::1,{},{direct}", known.join(","));
    let direct = || NoProxy::from_string(&direct);
    if let Some(url) = http {
        builder = builder.proxy(Proxy::http(url.clone())?.no_proxy(direct()));
    }
    if let Some(url) = https {
        builder = builder.proxy(Proxy::https(url.clone())?.no_proxy(direct()));
    }
    Ok(builder)
}

/// The system's own resolver, but for `localhost` and every name below it: those are the loopback
/// whatever a name server says (RFC 6761, section 6.3).
struct Names;

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        Box::pin(async move {
            if is_loopback_name(&name) {
                let loopback =
                    [(Ipv4Addr::LOCALHOST, 0_u16).into(), (Ipv6Addr::LOCALHOST, 0_u16).into()];
                return Ok(Box::new(loopback.into_iter()) as Addrs);
            }
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name, 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether the name is one of the loopback whatever a name server says.
pub(crate) fn is_loopback_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_below_localhost_are_the_loopback() {
        for name in ["localhost", "LOCALHOST.", "a1.execute-api.localhost", "x.localhost."] {
            assert!(is_loopback_name(name), "{name}");
        }
        for name in ["localhost.example.com", "notlocalhost", "a.localhost.de", ""] {
            assert!(!is_loopback_name(name), "{name}");
        }
    }

    #[test]
    fn a_proxys_password_is_not_shown() {
        let url = Some("http://me:hunter2@proxy:3128".parse().unwrap());
        let proxies = Proxies { https: url, ..Proxies::default() };
        assert!(!format!("{proxies:?}").contains("hunter2"));
    }
}
