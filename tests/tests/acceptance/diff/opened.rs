//! An operation that opens: callers without credentials who were refused before get in.

use tempfile::TempDir;

use super::compared;

/// Both operations require an API key.
const OLD: &str = "\
openapi: 3.0.1
info: { title: teas, version: 1.0.0 }
security: [{ key: [] }]
paths:
  /orders:
    get:
      responses: { '200': { description: the orders } }
    post:
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      responses: { '201': { description: the new order } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-api-key }
  schemas:
    Order: { type: object, required: [tea], properties: { tea: { type: string } } }
";

const ID: &str = "request.security.removed";

/// `GET /orders` requires nothing.
fn opened() -> String {
    OLD.replace("    get:\n", "    get:\n      security: []\n")
}

/// The same, and an order needs one more property.
fn opened_and_broken() -> String {
    opened().replace("required: [tea]", "required: [size, tea]")
}

fn releases(new: &str, settings: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in [("old.yaml", OLD), ("new.yaml", new), ("gatepact.toml", settings)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn waiver(more: &str) -> String {
    format!("[[waiver]]\nid = '{ID}'\n{more}reason = 'the list is public'\nexpires = 2099-12-31\n")
}

#[test]
fn it_comes_first_in_every_report() {
    let folder = releases(&opened_and_broken(), "");
    for (format, opened, breaking) in [
        ("text", "Opened to callers without credentials: 1 change", "Breaking: 1 change"),
        ("markdown", "| 🔓 |", "| ❌ |"),
        ("github", "::warning file=new.yaml,line=6,title=opened", "::error "),
        ("junit", "\"operations opened to callers without credentials\"", "\"breaking changes\""),
        (
            "sarif",
            "\"ruleId\": \"request.security.removed\"",
            "\"ruleId\": \"request.property.became-required\"",
        ),
        ("changelog", "## Opened to callers without credentials", "## Breaking changes"),
        ("json", "\"id\": \"request.security.removed\"", "\"severity\": \"error\""),
    ] {
        let text = compared(folder.path(), &["--report", format]).expect(1, &[]).stdout;
        let [first, then] = [opened, breaking].map(|part| text.find(part));
        assert!(first.is_some() && then.is_some() && first < then, "{format}:\n{text}");
    }
    compared(folder.path(), &[])
        .expect(1, &["BROKEN: GET /orders opened to callers without credentials;"]);
}

#[test]
fn the_finding_says_it_and_the_summary_counts_it() {
    let folder = releases(&opened(), "");
    let report = compared(folder.path(), &["--report", "json"]).expect(0, &[]).json();
    assert_eq!(report["outcome"], "kept");
    assert_eq!(report["summary"]["opened"], 1);
    let finding = &report["findings"][0];
    assert_eq!(finding["id"], ID);
    assert_eq!(finding["opened"], true);
    assert_eq!(finding["operations"], serde_json::json!(["GET /orders"]));
    assert!(finding["help"].as_str().unwrap().contains("`opened = true`"), "{finding}");
    // The count is there where nothing opened.
    let folder = releases(OLD, "");
    let report = compared(folder.path(), &["--report", "json"]).expect(0, &[]).json();
    assert_eq!(report["summary"]["opened"], 0);
}

#[test]
fn the_policy_decides_whether_it_fails() {
    let folder = releases(&opened(), "");
    let cwd = folder.path();
    let said = "GET /orders opened to callers without credentials";
    for (policy, code, word) in [
        ("breaking", 0, "KEPT"),
        ("risky", 0, "KEPT"),
        ("never", 0, "KEPT"),
        ("opened", 1, "BROKEN"),
        ("breaking,opened", 1, "BROKEN"),
        ("opened,risky,opened", 1, "BROKEN"),
    ] {
        compared(cwd, &["--fail-on", policy]).expect(code, &[&format!("{word}: {said}")]);
    }
    compared(cwd, &[]).expect(0, &[&format!("KEPT: {said}")]);
    // Only what the list names counts.
    let folder = releases(&OLD.replace("required: [tea]", "required: [size, tea]"), "");
    compared(folder.path(), &["--fail-on", "opened"]).expect(0, &["KEPT", "1 breaking"]);
    compared(folder.path(), &["--fail-on", "breaking,opened"]).expect(1, &["BROKEN"]);
}

#[test]
fn the_list_may_stand_in_the_settings() {
    for list in ["'breaking,opened'", "['opened', 'breaking']"] {
        let folder = releases(&opened(), &format!("[diff]\nfail-on = {list}\n"));
        let report = compared(folder.path(), &["--report", "json"]).expect(1, &[]).json();
        assert_eq!(report["comparison"]["fail_on"], "breaking,opened");
        compared(folder.path(), &["--fail-on", "breaking"]).expect(0, &["KEPT"]);
    }
    for (list, message) in [
        ("['never', 'opened']", "`never` allows all changes"),
        ("[]", "the list is empty"),
        ("'breaking;opened'", "unknown variant `breaking;opened`"),
    ] {
        let folder = releases(&opened(), &format!("[diff]\nfail-on = {list}\n"));
        compared(folder.path(), &[]).expect(2, &["gatepact.toml", "line 2", message]);
    }
}

#[test]
fn a_list_that_cannot_be_meant_is_an_error() {
    let folder = releases(&opened(), "");
    for (list, texts) in [
        ("never,opened", &["--fail-on", "`never`", "cannot be combined", "breaking,opened"][..]),
        ("breaking,never", &["cannot be combined"]),
        ("opend", &["'opend'", "breaking, risky, consumers, opened, never", "'opened'"]),
        ("breaking,", &["--fail-on", "breaking, risky, consumers, opened, never"]),
        ("", &["--fail-on"]),
        ("consumers,opened", &["needs to know the consumers", "--dir"]),
    ] {
        let said = compared(folder.path(), &["--fail-on", list]).expect(2, texts);
        assert!(said.stdout.is_empty(), "{}", said.stdout);
    }
}

#[test]
fn only_a_waiver_that_says_so_covers_it() {
    let strict = ["--fail-on", "breaking,opened"];
    for more in ["opened = true\n", "opened = true\noperation = 'GET /orders'\n"] {
        let folder = releases(&opened(), &waiver(more));
        let said = compared(folder.path(), &strict).expect(0, &["KEPT", "1 change, waived"]);
        assert!(!said.stdout.contains("opened to callers"), "{}", said.stdout);
        let report = compared(folder.path(), &["--report", "json"]).expect(0, &[]).json();
        assert_eq!(report["summary"]["opened"], 0);
        assert_eq!(report["findings"][0]["opened"], true);
    }
    for more in ["", "opened = false\n", "operation = 'GET /orders'\n"] {
        compared(releases(&opened(), &waiver(more)).path(), &strict).expect(
            1,
            &[
                "does not cover GET /orders: it opened to callers without credentials",
                "add `opened = true`",
                "gatepact.toml:2",
            ],
        );
    }
}
