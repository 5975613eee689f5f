//! How connections are made: trust, identity, proxies.

use std::path::{Path, PathBuf};

use gatepact_verifier::Connection;
use reqwest::{Certificate, Identity};

use super::layers::Layers;
use crate::error::CliError;
use crate::proxies::proxies;

/// The largest certificate or key that is read, in bytes; the bundle of all public authorities has a
/// quarter of a megabyte.
const MAX_PEM_BYTES: u64 = 4 * 1024 * 1024;

impl Layers<'_> {
    pub(super) fn connection(&self) -> Result<Connection, CliError> {
        Ok(Connection {
            authorities: self.authorities()?,
            identity: self.identity()?,
            proxies: proxies(self.context)?,
            ..Connection::default()
        })
    }

    fn authorities(&self) -> Result<Vec<Certificate>, CliError> {
        let from_env = self.context.env("AWS_CA_BUNDLE").map(PathBuf::from);
        let path = self.args.ca_bundle.clone().or(from_env);
        let path = path.or_else(|| self.file_path(self.config.verify.ca_bundle.as_deref()));
        let Some(path) = path else { return Ok(Vec::new()) };
        let pem = self.read_pem(&path, "--ca-bundle")?;
        let fault =
            |problem: &str| CliError::usage(format!("--ca-bundle: {} {problem}", path.display()));
        let found = Certificate::from_pem_bundle(&pem)
            .map_err(|_| fault("has a certificate that is none"))?;
        if found.is_empty() { Err(fault("holds no certificate in PEM")) } else { Ok(found) }
    }

    fn identity(&self) -> Result<Option<Identity>, CliError> {
        let (args, file) = (self.args, &self.config.verify);
        let certificate = args.client_certificate.clone();
        let certificate =
            certificate.or_else(|| self.file_path(file.client_certificate.as_deref()));
        let key = args.client_key.clone().or_else(|| self.file_path(file.client_key.as_deref()));
        let Some(certificate) = certificate else {
            return match key {
                None => Ok(None),
                Some(_) => Err(CliError::usage_with_help(
                    "--client-key has no certificate",
                    "name it with --client-certificate",
                )),
            };
        };
        let mut pem = self.read_pem(&certificate, "--client-certificate")?;
        if let Some(key) = &key {
            pem.push(b'\n');
            pem.extend(self.read_pem(key, "--client-key")?);
        }
        // The parser's own words might quote what it read.
        Identity::from_pem(&pem).map(Some).map_err(|_| {
            CliError::usage_with_help(
                format!(
                    "--client-certificate: {} and its key are no pair that can be used",
                    certificate.display()
                ),
                "both in PEM, the key not encrypted, in that file or in --client-key",
            )
        })
    }

    fn file_path(&self, path: Option<&Path>) -> Option<PathBuf> {
        path.map(|path| self.path_from_file(path))
    }

    fn read_pem(&self, path: &Path, flag: &str) -> Result<Vec<u8>, CliError> {
        use std::io::Read as _;
        let mut pem = Vec::new();
        std::fs::File::open(self.context.cwd.join(path))
            .and_then(|file| file.take(MAX_PEM_BYTES).read_to_end(&mut pem))
            .map_err(|error| {
                CliError::usage(format!("{flag}: {} cannot be read: {error}", path.display()))
            })?;
        Ok(pem)
    }
}
