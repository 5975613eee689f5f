use std::env;
use std::path::PathBuf;

/// Where pact files go unless a test says otherwise. As with every Pact library, that is
/// `$PACT_OUTPUT_DIR`, else `target/pacts` of the crate under test (whose directory cargo announces).
pub(crate) fn output_dir() -> PathBuf {
    match env::var_os("PACT_OUTPUT_DIR") {
        Some(directory) if !directory.is_empty() => directory.into(),
        _ => {
            let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
            package.join("target").join("pacts")
        }
    }
}
