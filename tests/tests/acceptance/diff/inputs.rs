//! Every input that is none: what is said, and exit code 2; and standard input.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{OLD, command, compared, new, releases, write_pact};
use crate::harness::Said;

/// `diff old.yaml FILE`, the file made of `bytes`.
fn refused(bytes: impl AsRef<[u8]>, texts: &[&str]) {
    let folder = releases();
    std::fs::write(folder.path().join("wrong"), bytes).unwrap();
    for arguments in [["old.yaml", "wrong"], ["wrong", "old.yaml"]] {
        let said = Said::of(&mut command(folder.path(), &arguments)).expect(2, &["wrong: "]);
        assert!(said.stdout.is_empty(), "{}", said.stdout);
        said.expect(2, texts);
    }
}

#[test]
fn what_is_no_file_is_named() {
    let folder = releases();
    let said = |arguments: &[&str]| Said::of(&mut command(folder.path(), arguments));
    said(&["old.yaml", "missing.yaml"]).expect(2, &["missing.yaml cannot be read", "No such file"]);
    said(&["missing.yaml", "new.yaml"]).expect(2, &["missing.yaml cannot be read"]);
    said(&["old.yaml", "."]).expect(2, &[". is a folder", "name the file"]);
    said(&["old.yaml", ""]).expect(2, &["is a folder"]);
    said(&["-", "-"]).expect(2, &["standard input cannot be both documents"]);
}

#[test]
fn what_is_no_document_is_told_with_its_line() {
    refused("", &["line 1", "is empty"]);
    refused("\n\n  \n", &["line 1"]);
    refused("{\n  \"openapi\": \"3.0.1\",\n  \"info\": \n", &["line 4", "not valid JSON"]);
    refused("openapi: 3.0.1\ninfo: [\npaths: {}\n", &["line", "not valid YAML"]);
    refused("{ \"name\": \"left-pad\" }", &["neither `openapi` nor `swagger`"]);
    refused("[1, 2]", &["an API document is an object"]);
    refused("swaggerVersion: '1.2'\napis: []\n", &["line 1"]);
    refused([0x7b, 0xff, 0xfe], &["line 1", "is not UTF-8"]);
    refused("openapi: 3.0.1\ninfo: {title: t, version: '1'}\ninfo: {}\npaths: {}\n", &["line 3"]);
}

#[test]
fn a_document_of_100_megabytes_is_refused_unread() {
    let folder = releases();
    let huge = std::fs::File::create(folder.path().join("huge.json")).unwrap();
    huge.set_len(100_000_000).unwrap();
    let began = Instant::now();
    Said::of(&mut command(folder.path(), &["old.yaml", "huge.json"]))
        .expect(2, &["huge.json: the document has 100000000 bytes and the limit is"]);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

/// A pipe does not say how much is coming; nobody waits for its end.
#[test]
fn standard_input_that_does_not_end_is_refused_at_the_limit() {
    let folder = releases();
    let mut child = command(folder.path(), &["-", "new.yaml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let chunk = vec![b' '; 1 << 20];
        while input.write_all(&chunk).is_ok() {}
    });
    let said = Said::from(child.wait_with_output().unwrap());
    said.expect(2, &["standard input: the document has", "and the limit is"]);
    writer.join().unwrap();
}

#[test]
fn aliases_that_multiply_are_refused_in_no_time() {
    let mut bomb =
        "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths: {}\nx-0: &a0 [1, 2]\n".to_owned();
    for level in 1..60 {
        let before = level - 1;
        let _ =
            writeln!(bomb, "x-{level}: &a{level} [*a{before}, *a{before}, *a{before}, *a{before}]");
    }
    let began = Instant::now();
    refused(bomb, &["the document grows beyond"]);
    refused("{\"a\":".repeat(100_000), &["nested deeper than"]);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn a_document_may_come_from_standard_input() {
    let folder = releases();
    for (arguments, text) in [(["-", "new.yaml"], OLD.to_owned()), (["old.yaml", "-"], new())] {
        let mut child = command(folder.path(), &arguments)
            .args(["--report", "json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let said = Said::from(child.wait_with_output().unwrap()).expect(1, &["standard input"]);
        assert_eq!(said.json()["summary"]["breaking"], 1);
    }
}

/// What takes long ends at once, whatever it waits for.
#[test]
#[cfg(unix)]
fn an_interrupt_ends_the_run_at_once() {
    let folder = releases();
    let mut child = command(folder.path(), &["-", "new.yaml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The document never comes.
    let input = child.stdin.take().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let began = Instant::now();
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let said = Said::from(child.wait_with_output().unwrap());
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    drop(input);
    let said = said.expect(130, &["interrupted: nothing was compared"]);
    assert!(said.stdout.is_empty(), "{}", said.stdout);
}

#[test]
fn references_that_name_nothing_are_told_and_the_rest_is_compared() {
    let folder = releases();
    let text = new().replace("#/components/schemas/Receipt", "#/components/schemas/Receit");
    std::fs::write(folder.path().join("new.yaml"), &text).unwrap();
    let line = 1 + text.lines().position(|line| line.contains("Receit")).unwrap();
    compared(folder.path(), &[]).expect(
        1,
        &[
            "warning: the reference `#/components/schemas/Receit` names nothing",
            &format!("new.yaml:{line}"),
            "request.property.became-required",
        ],
    );
    // What both documents lack is told once, of the new one.
    std::fs::write(folder.path().join("old.yaml"), &text).unwrap();
    let report = compared(folder.path(), &["--report", "json"]).expect(3, &[]).json();
    assert_eq!(report["outcome"], "unknown");
    assert_eq!(report["coverage"]["not_compared"][0]["what"], "POST /orders");
    compared(folder.path(), &["--allow-uncompared"]).expect(0, &["KEPT: no change"]);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["id"], "spec.reference-dangling");
    assert_eq!(findings[0]["severity"], "warning");
    assert_eq!(findings[0]["location"]["file"], "new.yaml");
}

/// Schemas in files of their own: read from the document's folder, and told where they stand.
#[test]
fn files_that_a_document_refers_to_are_read_from_its_folder_only() {
    let folder = releases();
    let cwd = folder.path();
    let order = "type: object\nproperties:\n  size: { type: string }\n";
    for (side, text) in [("v1", order.to_owned()), ("v2", format!("{order}required: [size]\n"))] {
        std::fs::create_dir_all(cwd.join(side).join("models")).unwrap();
        let document = OLD.replace("'#/components/schemas/Order'", "models/order.yaml");
        std::fs::write(cwd.join(side).join("openapi.yaml"), document).unwrap();
        std::fs::write(cwd.join(side).join("models/order.yaml"), text).unwrap();
    }
    let said = || Said::of(&mut command(cwd, &["v1/openapi.yaml", "v2/openapi.yaml"]));
    said().expect(1, &["request.property.became-required", "v2/models/order.yaml:"]);
    std::fs::remove_file(cwd.join("v2/models/order.yaml")).unwrap();
    let both = "not compared: POST /orders (";
    said()
        .expect(3, &["v2/openapi.yaml:", "`models/order.yaml` names a file that cannot be", both]);
    let refer = |reference: &str| {
        let document = OLD.replace("#/components/schemas/Order", reference);
        std::fs::write(cwd.join("v2/openapi.yaml"), document).unwrap();
    };
    refer("https://example.com/order.yaml");
    said().expect(3, &["v2/openapi.yaml:", "names an address", both]);
    refer("../v1/models/order.yaml");
    said().expect(2, &["v2/openapi.yaml:8", "leaves the folder of the document", "--root"]);
}

#[test]
fn swagger_2_is_compared_and_told_in_its_own_terms() {
    let folder = releases();
    let cwd = folder.path();
    let old = "\
swagger: '2.0'
info: { title: teas, version: '1' }
paths:
  /orders:
    post:
      parameters: [{ name: order, in: body, required: true, schema: { $ref: '#/definitions/Order' } }]
      responses: { '201': { description: done } }
definitions:
  Order:
    type: object
    properties: { size: { type: string } }
";
    std::fs::write(cwd.join("old.yaml"), old).unwrap();
    std::fs::write(cwd.join("new.yaml"), format!("{old}    required: [size]\n")).unwrap();
    let report = compared(cwd, &["--report", "json"]).expect(1, &[]).json();
    let finding = &report["findings"][0];
    assert_eq!(finding["id"], "request.property.became-required");
    let pointer = finding["location"]["pointer"].as_str().unwrap();
    assert!(pointer.starts_with("/definitions/Order"), "{pointer}");
}

fn pacts(folder: &Path) -> [&str; 2] {
    std::fs::create_dir_all(folder.join("pacts")).unwrap();
    ["--dir", "pacts"]
}

#[test]
fn pacts_that_are_not_there_or_cannot_be_read_are_told() {
    let folder = releases();
    let cwd = folder.path();
    compared(cwd, &["--dir", "missing"]).expect(1, &["missing cannot be read", "BROKEN"]);
    let arguments = pacts(cwd);
    // Nobody is known to rely on anything: the changes are told all the same.
    compared(cwd, &arguments).expect(1, &["BROKEN", "1 breaking"]);
    std::fs::write(cwd.join("pacts/torn.json"), "{ \"consumer\": ").unwrap();
    compared(cwd, &arguments).expect(1, &["error: pacts/torn.json is not valid JSON", "line 1"]);
    // What cannot be read outranks a yes.
    Said::of(command(cwd, &["old.yaml", "old.yaml"]).args(arguments))
        .expect(2, &["error: pacts/torn.json"]);
    std::fs::remove_file(cwd.join("pacts/torn.json")).unwrap();
    write_pact(cwd, &super::pact("tea-shop"));
    Said::of(command(cwd, &["old.yaml", "old.yaml"]).args(arguments)).expect(0, &["KEPT"]);
}

#[test]
fn two_at_once_do_not_disturb_each_other() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("old.yaml"), OLD).unwrap();
    std::fs::write(folder.path().join("new.yaml"), new()).unwrap();
    for _ in 0..10 {
        let start = || {
            let mut command = command(folder.path(), &["old.yaml", "new.yaml"]);
            command.args(["--report", "json=report.json", "--report", "text"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        for child in [start(), start(), start()] {
            Said::from(child.wait_with_output().unwrap()).expect(1, &["BROKEN"]);
        }
        let report = std::fs::read(folder.path().join("report.json")).unwrap();
        let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
        assert_eq!(report["summary"]["breaking"], 1);
        // Nothing is left beside it.
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
