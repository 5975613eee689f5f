//! Reports for people and for forges: what they show of a run in which something breaks.

use serde_json::json;
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact};
use crate::script::{Reply, scripted};

fn broken() -> TempDir {
    folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["description"] = json!("a | b, 100%\n::error::no");
        interaction["response"]["status"] = json!(200);
    })
}

fn report(format: &str) -> String {
    let folder = broken();
    let provider = scripted([Reply::of_the_function(404)]);
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--report", format, "--auth", "api-key"]);
    Said::of(&mut command).expect(1, &[]).stdout
}

#[test]
fn text_shows_both_sides_the_request_and_the_gateways_id() {
    let text = report("text");
    for part in [
        "promised was status 200, the answer is 404",
        "        expected  200\n        actual    404\n",
        "API Gateway request id r-1",
        "curl -i -H \"x-api-key: $GATEPACT_API_KEY\" 'http://127.0.0.1:",
        "BROKEN: someone breaks (0 kept, 1 broken of 1 interactions)",
    ] {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
    assert!(!text.contains("test-key"));
}

#[test]
fn github_annotates_the_line_of_the_promise_and_nothing_else_is_a_command() {
    let text = report("github");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("::error file=pacts/someone-orders-api.json,line="), "{text}");
    assert!(
        lines[0].contains("title=someone%3A a | b%2C 100%25\\n%3A%3Aerror%3A%3Ano::"),
        "{text}"
    );
    assert!(lines[0].contains("%0Aexpected: 200%0Aactual: 404"), "{text}");
    assert_eq!(lines[1], "BROKEN: someone breaks (0 kept, 1 broken of 1 interactions)");
}

#[test]
fn github_does_not_paint_a_build_red_for_what_is_pending() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["pending"] = json!(true);
        pact["interactions"][0]["response"]["status"] = json!(200);
    });
    let provider = Provider::good();
    let said =
        Said::of(provider.verify(folder.path()).args(["--dir", "pacts", "--report", "github"]));
    assert!(said.stdout.starts_with("::warning file="), "{}", said.stdout);
}

#[test]
fn markdown_is_a_summary_that_text_cannot_break() {
    let text = report("markdown");
    for part in [
        "### ❌ BROKEN: someone breaks",
        "| ❌ | someone | a \\| b, 100%\\\\n::error::no | `GET /orders/unknown` |",
        "<details><summary>someone: a | b, 100%\\n::error::no</summary>",
        "- request id of API Gateway: `r-1`",
        "```sh\ncurl -i ",
    ] {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[test]
fn junit_has_the_curl_command_beside_the_failure() {
    let text = report("junit");
    assert!(text.contains("<failure message=\"promised was status 200, the answer is 404\""));
    assert!(text.contains("<system-out>curl -i "), "{text}");
}
