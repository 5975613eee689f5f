//! What a comparison says, in which format, how much, and where to.

use super::{BREAKING, compared, pact, releases, write_pact};

const FORMATS: [&str; 7] = ["text", "json", "junit", "markdown", "github", "sarif", "changelog"];

#[test]
fn every_format_tells_the_change_its_place_and_whom_it_hurts() {
    let folder = releases();
    let cwd = folder.path();
    write_pact(cwd, &pact("tea-shop"));
    let change = "is required now";
    for (format, texts) in [
        ("text", &[change, BREAKING, "new.yaml:", "breaks tea-shop"][..]),
        ("json", &[change, BREAKING, "\"new.yaml\"", "\"tea-shop\""]),
        ("junit", &["<testsuites", change, BREAKING, "failures=\"1\""]),
        ("markdown", &["BROKEN", change, BREAKING, "tea-shop"]),
        ("github", &["::error file=new.yaml,line=", change, "tea-shop"]),
        ("sarif", &["\"version\": \"2.1.0\"", change, BREAKING, "\"new.yaml\""]),
        ("changelog", &["# teas 1.1.0", "What changes since 1.0.0", "size"]),
    ] {
        let said = compared(cwd, &["--dir", "pacts", "--report", format]);
        said.expect(1, &[]).expect_in_stdout(texts);
    }
    compared(cwd, &["--report", "html"])
        .expect(2, &["unknown report format `html`", "sarif", "changelog"]);
}

#[test]
fn reports_go_to_files_that_are_whole_or_absent() {
    let folder = releases();
    let cwd = folder.path();
    let said = compared(cwd, &["--report", "json=a.json", "--report", "junit=b.xml"]);
    // The text goes to the terminal all the same.
    said.expect(1, &["BROKEN"]);
    let report = std::fs::read(cwd.join("a.json")).unwrap();
    crate::harness::assert_described(&serde_json::from_slice(&report).unwrap());
    assert!(std::fs::read_to_string(cwd.join("b.xml")).unwrap().ends_with("</testsuites>\n"));
    compared(cwd, &["--report", "json=missing/a.json"])
        .expect(2, &["has no folder to be in", "mkdir -p"]);
    compared(cwd, &["--report", "json", "--report", "text"])
        .expect(2, &["two reports cannot share standard output"]);
}

#[test]
fn as_much_is_said_as_was_asked_for() {
    let folder = releases();
    let safe = "is new and optional";
    let normal = compared(folder.path(), &[]).expect(1, &[safe]);
    let quiet = compared(folder.path(), &["--quiet"]).expect(1, &[BREAKING, "BROKEN"]);
    assert!(!quiet.stdout.contains(safe), "{}", quiet.stdout);
    let verbose = compared(folder.path(), &["--verbose"]).expect(1, &[safe, BREAKING]);
    assert!(verbose.stdout.len() >= normal.stdout.len());
    for said in [normal, quiet] {
        assert!(said.stderr.is_empty(), "{}", said.stderr);
        assert!(!said.stdout.contains('\u{1b}'), "no colours into a pipe");
    }
    compared(folder.path(), &["--quiet", "--verbose"]).expect(2, &["cannot be used with"]);
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let folder = releases();
    write_pact(folder.path(), &pact("tea-shop"));
    write_pact(folder.path(), &pact("tea-house"));
    for format in FORMATS.into_iter().filter(|format| *format != "json") {
        let said = || {
            without_times(&compared(folder.path(), &["--dir", "pacts", "--report", format]).stdout)
        };
        assert_eq!(said(), said(), "{format}");
    }
}

/// JUnit's suites say when they ran; nothing else of a report may depend on the clock.
fn without_times(report: &str) -> String {
    let mut parts = report.split("timestamp=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('"').expect("a closed attribute").1)
}

/// A document is somebody's text: nothing in it becomes a command of a terminal or a forge.
#[test]
fn names_of_a_document_cannot_break_a_report() {
    let folder = releases();
    let odd = "\"a\\u001b[31m\\n::error::b | <c> & ```\"";
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    for name in ["old.yaml", "new.yaml"] {
        let text = read(name).replace("        size: {", &format!("        {odd}: {{"));
        std::fs::write(
            folder.path().join(name),
            text.replace("[tea, size]", &format!("[tea, {odd}]")),
        )
        .unwrap();
    }
    for format in FORMATS {
        let said = compared(folder.path(), &["--report", format]).expect(1, &[]);
        assert!(!said.stdout.contains('\u{1b}'), "{format}: {}", said.stdout);
        // XML keeps breaks; the others show each change on lines of their own.
        let is_command = |line: &str| line.starts_with("::error::b");
        assert!(format == "junit" || !said.stdout.lines().any(is_command), "{}", said.stdout);
    }
}
