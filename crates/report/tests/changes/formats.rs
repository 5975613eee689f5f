//! One rich report in every format, and the corners of the result line.

use gatepact_finding::{Finding, Proof, Severity, Text, Waived};
use gatepact_report::render::{Decoration, Format, render};
use gatepact_report::{Changes, Command, Comparison, Outcome, Report};

use crate::releases::{
    change, comparison, made_up, publication, report, rich, rule, run, text as sentence,
};

fn rich_as(format: Format) -> String {
    render(&rich(), format, Decoration::default()).to_string()
}

fn result_of(report: &Report) -> String {
    let text = render(report, Format::Text, Decoration::default());
    text.lines().last().unwrap().to_owned()
}

#[test]
fn text() {
    insta::assert_snapshot!(rich_as(Format::Text));
}

#[test]
fn text_with_everything() {
    let decoration = Decoration { verbose: true, ..Decoration::default() };
    let text = render(&rich(), Format::Text, decoration);
    assert!(!text.contains("not shown"), "{text}");
    for finding in rich().findings {
        assert!(text.contains(&finding.message.to_string()), "{}", finding.message);
    }
    assert!(text.contains("│   \"status\": \"returned\""), "{text}");
}

#[test]
fn text_for_those_in_a_hurry() {
    let decoration = Decoration { terse: true, ..Decoration::default() };
    let text = render(&rich(), Format::Text, decoration);
    assert!(!text.contains("Safe") && !text.contains("Waived"), "{text}");
    assert!(text.contains("NewOrder.size") && text.contains("waiver"), "{text}");
}

#[test]
fn text_with_colours_says_the_same() {
    let decoration = Decoration { colour: true, ..Decoration::default() };
    let coloured = render(&rich(), Format::Text, decoration);
    let mut plain = String::new();
    let mut parts = coloured.split('\u{1b}');
    plain.push_str(parts.next().unwrap());
    parts.for_each(|part| plain.push_str(part.split_once('m').unwrap().1));
    assert_eq!(plain, rich_as(Format::Text));
}

#[test]
fn beyond_the_first_ones_a_breaking_change_is_one_line() {
    let changes = (0..30).map(|at| {
        let message = format!("the property `p{at}` is gone");
        let rule = rule("response.property.removed");
        change(rule, Severity::Error, sentence(&message), (at + 1, "/p"))
    });
    let text =
        render(&report(Outcome::Broken, changes.collect()), Format::Text, Decoration::default());
    assert_eq!(text.matches("✗").count(), 30);
    assert_eq!(text.matches("-->").count(), 20);
    assert!(text.contains("not shown: the details of 10 changes (--verbose, or --report json)"));
}

#[test]
fn json() {
    insta::assert_snapshot!(rich_as(Format::Json));
}

#[test]
fn junit() {
    insta::assert_snapshot!(rich_as(Format::Junit));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(rich_as(Format::Markdown));
}

#[test]
fn github() {
    insta::assert_snapshot!(rich_as(Format::Github));
}

#[test]
fn sarif() {
    insta::assert_snapshot!(rich_as(Format::Sarif));
}

#[test]
fn changelog() {
    insta::assert_snapshot!(rich_as(Format::Changelog));
}

#[test]
fn a_file_is_named_where_developers_read_and_its_version_where_callers_do() {
    let of = |versions: [&str; 2], format| {
        let mut compared = comparison();
        let sides = [(&mut compared.old, "old"), (&mut compared.new, "new")];
        for ((side, folder), version) in sides.into_iter().zip(versions) {
            side.name = format!("/tmp/{folder}/api.yaml");
            side.file.clone_from(&side.name);
            side.version = Some(version.to_owned());
        }
        render(&rich().of_comparison(compared), format, Decoration::default())
    };
    let text = of(["1.4.0", "1.5.0"], Format::Text);
    assert!(text.starts_with("Book shop: new/api.yaml, compared with old/api.yaml\n"), "{text}");
    let changelog = of(["1.4.0", "1.5.0"], Format::Changelog);
    assert!(
        changelog.starts_with("# Book shop 1.5.0\n\nWhat changes since 1.4.0.\n"),
        "{changelog}"
    );
    let changelog = of(["1.4.0", "1.4.0"], Format::Changelog);
    let heading = "# Book shop\n\nWhat changes since the release before.\n";
    assert!(changelog.starts_with(heading), "{changelog}");
}

#[test]
fn a_schema_is_told_to_callers_without_its_keywords() {
    let message = sentence("`not` is stricter: some values that passed before no longer do");
    let rule = rule("request.schema.narrowed");
    let mut change = change(rule, Severity::Error, message, (1, "/paths/~1a/post"));
    change.operations = vec!["POST /a".to_owned()];
    let text =
        render(&report(Outcome::Broken, vec![change]), Format::Changelog, Decoration::default());
    assert!(text.contains("- `POST /a`: the request no longer takes all values"), "{text}");
}

#[test]
fn the_result_line_has_the_numbers_that_count() {
    let breaking = || change(made_up("a.b"), Severity::Error, sentence("a"), (1, ""));
    let risky = || change(made_up("a.c"), Severity::Warning, sentence("b"), (2, ""));
    let safe = || change(made_up("a.d"), Severity::Info, sentence("c"), (3, ""));
    let waived = || {
        let waived =
            Waived { owner: None, reason: "r".to_owned(), expires: "2026-12-31".to_owned() };
        Finding { waived: Some(waived), ..breaking() }
    };
    for (outcome, findings, line) in [
        (Outcome::Kept, vec![], "KEPT: no change"),
        (Outcome::Kept, vec![waived()], "KEPT: no recorded consumer breaks (1 change, waived)"),
        (
            Outcome::Broken,
            vec![breaking(), breaking(), risky(), safe(), waived()],
            "BROKEN: no recorded consumer breaks (2 breaking, 1 risky, 1 safe of 4 changes; 1 waived)",
        ),
        (
            Outcome::Broken,
            vec![risky()],
            "BROKEN: risky changes, and the policy takes none \
             (0 breaking, 1 risky, 0 safe of 1 change)",
        ),
    ] {
        let comparison = Comparison { fail_on: "risky".parse().unwrap(), ..comparison() };
        assert_eq!(result_of(&report(outcome, findings).of_comparison(comparison)), line);
    }
    assert_eq!(
        result_of(&rich()),
        "BROKEN: web-shop breaks (4 breaking, 2 risky, 60 safe of 66 changes; 1 waived)"
    );
}

#[test]
fn without_pacts_nobody_is_named() {
    let without = |findings| {
        let mut run = run(Command::PublishSpec);
        run.pacts.clear();
        let changes = Changes { findings, ..Changes::default() };
        let report = Report::of_changes(run, Outcome::Kept, changes);
        result_of(&report.of_publication(publication(Some("1.4.0"))))
    };
    let mut safe = change(made_up("a.d"), Severity::Info, sentence("c"), (3, ""));
    safe.consumers = None;
    assert_eq!(without(Vec::new()), "KEPT: no change");
    assert_eq!(
        without(vec![safe]),
        "KEPT: nothing breaks (0 breaking, 0 risky, 1 safe of 1 change)"
    );
}

#[test]
fn a_first_release_breaks_nobody() {
    let changes = Changes::default();
    let report = Report::of_changes(run(Command::PublishSpec), Outcome::Kept, changes);
    let report = report.of_publication(publication(None));
    insta::assert_snapshot!(render(&report, Format::Text, Decoration::default()), @r"
    shop-api 1.5.0 on stage prod, the first release

    published openapi/shop-api/prod/1.5.0.json
    KEPT: the first release breaks nobody
    ");
}

/// The message of an unproved change ends with the reason: the text format has it there, the formats that show a word
/// for the proof show that word too.
#[test]
fn an_unproved_change_says_so_in_every_format() {
    let message = sentence("`not` changed, and whether the same values pass could not be decided");
    let reason = Text::prose("the pattern holds a look-ahead");
    let message = message.and_prose("; unproved: ").and_text(reason.clone());
    let change = change(rule("request.schema.changed"), Severity::Warning, message, (1, "/a"));
    let change = Finding { proof: Some(Proof::Unproved(reason)), ..change };
    let report = report(Outcome::Broken, vec![change]);
    for (format, count, word) in [
        (Format::Text, 1, "; unproved: the pattern holds a look-ahead  request.schema.changed\n"),
        (Format::Json, 2, "\"proof\": \"unproved\""),
        (Format::Junit, 3, "proof: unproved"),
        (Format::Markdown, 2, "`request.schema.changed`, unproved"),
        (Format::Github, 2, "title=request.schema.changed%2C unproved"),
        (Format::Sarif, 2, "\"proof\": \"unproved\""),
        (Format::Changelog, 1, "; unproved: the pattern holds a look-ahead"),
    ] {
        let text = render(&report, format, Decoration::default());
        assert!(text.contains(word), "{}:\n{text}", format.name());
        assert_eq!(text.matches("unproved").count(), count, "{}:\n{text}", format.name());
    }
}
