//! Where reports go: `--report FORMAT=FILE` writes as a shell would redirect, whole or not at all.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::harness::{Provider, Said, assert_described, folder_with_pact};

/// A run whose one promise is kept.
fn verify(folder: &TempDir, provider: &Provider, reports: &[&str]) -> Command {
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts"]);
    reports.iter().for_each(|report| {
        command.args(["--report", report]);
    });
    command
}

#[track_caller]
fn assert_whole(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    assert_described(&serde_json::from_str(&text).unwrap());
}

/// The files of a folder but for the pacts.
fn files(folder: &TempDir) -> Vec<String> {
    let names = std::fs::read_dir(folder.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "pacts").collect();
    names.sort();
    names
}

#[test]
fn a_device_stays_a_device() {
    let (folder, provider) = (folder_with_pact(|_| {}), Provider::good());
    let reports = ["json=/dev/null", "junit=/dev/null"];
    Said::of(&mut verify(&folder, &provider, &reports)).expect(0, &["KEPT"]);
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    let said =
        Said::of(&mut verify(&folder, &provider, &["json=/dev/stderr"])).expect(0, &["KEPT"]);
    assert_described(&serde_json::from_str(&said.stderr).unwrap());
    // Standard output by another name is standard output, and takes one report.
    Said::of(&mut verify(&folder, &provider, &["json=/dev/stdout"])).expect(0, &[]).json();
    let both = ["json=/dev/stdout", "text"];
    Said::of(&mut verify(&folder, &provider, &both)).expect(2, &["share standard output"]);
    assert_eq!(files(&folder), [""; 0]);
}

#[test]
fn a_full_disk_is_reported() {
    let (folder, provider) = (folder_with_pact(|_| {}), Provider::good());
    let said = Said::of(&mut verify(&folder, &provider, &["json=/dev/full"]));
    said.expect(3, &["/dev/full could not be written", "No space left"]);
    for format in ["text", "json", "junit", "markdown"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let child = verify(&folder, &provider, &[format])
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Said::from(child.wait_with_output().unwrap());
        said.expect(3, &["standard output could not be written", "No space left"]);
    }
    assert_eq!(files(&folder), [""; 0]);
}

#[test]
fn a_program_that_stops_reading_its_report_is_reported() {
    let (folder, provider) = (folder_with_pact(|_| {}), Provider::good());
    for (format, code) in [("json", 3), ("junit", 3), ("sarif", 3), ("text", 0)] {
        let mut child = verify(&folder, &provider, &[format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{format}: {output:?}");
    }
}

#[test]
fn two_reports_to_one_file_are_refused() {
    let (folder, provider) = (folder_with_pact(|_| {}), Provider::good());
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    for other in ["junit=report", "junit=./report", "junit=sub/../report", "json=report"] {
        let reports = ["json=report", other];
        let said = Said::of(&mut verify(&folder, &provider, &reports));
        said.expect(2, &["two reports cannot share the file"]);
    }
    assert!(provider.received().is_empty());
    assert!(!folder.path().join("report").exists());
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let (folder, provider) = (folder_with_pact(|_| {}), Provider::good());
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("target"), "before").unwrap();
    std::fs::set_permissions(at("target"), std::fs::Permissions::from_mode(0o600)).unwrap();
    symlink("target", at("link")).unwrap();
    symlink("not-there", at("dangling")).unwrap();
    std::fs::write(at("first-name"), "before").unwrap();
    std::fs::hard_link(at("first-name"), at("second-name")).unwrap();
    let reports = ["json=link", "junit=dangling", "json=first-name"];
    Said::of(&mut verify(&folder, &provider, &reports)).expect(0, &[]);
    assert!(at("link").is_symlink() && at("dangling").is_symlink());
    assert_whole(&at("target"));
    assert_eq!(at("target").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(at("not-there").is_file());
    assert_whole(&at("second-name"));
    let both = ["json=link", "junit=target"];
    Said::of(&mut verify(&folder, &provider, &both)).expect(2, &["cannot share the file"]);
    assert_eq!(files(&folder).len(), 6, "{:?}", files(&folder));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_to() {
    let (folder, provider) = (folder_with_pact(|_| {}), Provider::good());
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let child = verify(&folder, &provider, &["json=pipe"]).stdout(Stdio::null()).spawn();
    assert_whole(&pipe);
    assert_eq!(child.unwrap().wait().unwrap().code(), Some(0));
    assert_eq!(files(&folder), ["pipe"]);
}

#[test]
fn a_summary_is_appended_to() {
    let (folder, provider) = (folder_with_pact(|_| {}), Provider::good());
    let summary = folder.path().join("summary.md");
    std::fs::write(&summary, "# Of another step").unwrap();
    for _ in 0..2 {
        let mut command = verify(&folder, &provider, &["markdown=summary.md"]);
        Said::of(command.env("GITHUB_STEP_SUMMARY", &summary)).expect(0, &[]);
    }
    let text = std::fs::read_to_string(&summary).unwrap();
    assert!(text.starts_with("# Of another step\n### "), "{text}");
    assert_eq!(text.matches("### ").count(), 2, "{text}");
    // Another run without the variable replaces the file, as with any other.
    Said::of(&mut verify(&folder, &provider, &["markdown=summary.md"])).expect(0, &[]);
    assert_eq!(std::fs::read_to_string(&summary).unwrap().matches("### ").count(), 1);
}

#[test]
fn a_report_that_cannot_be_written_is_said_before_anything_is_sent() {
    let (folder, provider) = (folder_with_pact(|_| {}), Provider::good());
    for (report, said) in [("json=pacts", "is a folder"), ("json=a/b/c", "mkdir -p")] {
        Said::of(&mut verify(&folder, &provider, &[report])).expect(2, &[said]);
    }
    assert!(provider.received().is_empty());
}
