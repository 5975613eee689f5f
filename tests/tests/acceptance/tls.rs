//! HTTPS to a provider whose authority nobody knows, and to one that wants to know who calls.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use crate::harness::{Said, folder_with_pact, gatepact};

/// An authority made for one test, with its files in the test's folder.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: rcgen::Certificate,
}

impl Authority {
    fn new() -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Authority { issuer: Issuer::new(params, key), certificate }
    }

    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.der().clone()).unwrap();
        roots
    }

    /// A provider that answers 404 to everybody; `mutual` asks for a certificate of this authority.
    fn provider(&self, mutual: bool) -> String {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = if mutual {
            let verifier = WebPkiClientVerifier::builder(Arc::new(self.roots())).build().unwrap();
            ServerConfig::builder().with_client_cert_verifier(verifier)
        } else {
            ServerConfig::builder().with_no_client_auth()
        };
        let (certificate, key) = self.issue("localhost");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = builder.with_single_cert(vec![certificate.der().clone()], key).unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(config.clone()).unwrap();
                let mut stream = StreamOwned::new(connection, stream.unwrap());
                let mut request = [0; 4096];
                if stream.read(&mut request).is_ok() {
                    let _ = stream.write_all(
                        b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
                    );
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            }
        });
        format!("https://localhost:{port}")
    }
}

fn verify(folder: &TempDir, url: &str, arguments: &[&str]) -> Said {
    let mut command = gatepact(folder.path());
    command.args(["verify", "--dir", "pacts", "--provider-base-url", url]);
    Said::of(command.args(["--retry-budget", "0"]).args(arguments))
}

fn folder(authority: &Authority) -> TempDir {
    let folder = folder_with_pact(|_| {});
    let (certificate, key) = authority.issue("client.example");
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write("ca.pem", authority.certificate.pem());
    write("client.pem", certificate.pem());
    write("client.key", key.serialize_pem());
    write("both.pem", format!("{}{}", certificate.pem(), key.serialize_pem()));
    folder
}

#[test]
fn an_authority_of_ones_own_is_trusted_when_it_is_named() {
    let authority = Authority::new();
    let folder = folder(&authority);
    let url = authority.provider(false);
    verify(&folder, &url, &[]).expect(3, &["no connection", "certificate"]);
    verify(&folder, &url, &["--ca-bundle", "ca.pem"]).expect(0, &["1 kept of 1"]);
    let mut command = gatepact(folder.path());
    command.args(["verify", "--dir", "pacts", "--provider-base-url", &url]);
    Said::of(command.env("AWS_CA_BUNDLE", "ca.pem")).expect(0, &["1 kept of 1"]);
}

#[test]
fn who_asks_for_a_certificate_is_shown_one() {
    let authority = Authority::new();
    let folder = folder(&authority);
    let url = authority.provider(true);
    let trusted = ["--ca-bundle", "ca.pem"];
    verify(&folder, &url, &trusted).expect(3, &["UNKNOWN"]);
    for pair in [
        &["--client-certificate", "client.pem", "--client-key", "client.key"][..],
        &["--client-certificate", "both.pem"],
    ] {
        let arguments: Vec<&str> = trusted.iter().chain(pair).copied().collect();
        verify(&folder, &url, &arguments).expect(0, &["1 kept of 1"]);
    }
}
