//! Our verdicts on pairs of documents whose verdict others assert; where they differ, `docs/diff-agreement.md` says why.
//!
//! The table holds every disagreement and nothing else: a row that is not needed any more fails like one that is
//! missing. `UPDATE_DOCS=1` writes the rows anew; reasons are kept, and a row without one fails.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]
#![allow(clippy::disallowed_methods, reason = "tests read files; the crate does not")]
#![allow(clippy::print_stderr, reason = "the line that says what was skipped")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gatepact_diff::{Change, Comparison, Options, compare};
use gatepact_finding::{Direction, Proof, Severity, Witness};
use gatepact_openapi::{Document, ReadError};
use serde_json::Value;

/// The day on which the pairs were made: their sunset dates are relative to it.
const TODAY: (i32, u8, u8) = (2026, 11, 23);

/// One pair: what others say of it, and what we say.
struct Case {
    name: String,
    theirs: Theirs,
    ours: Ours,
}

/// The verdict that a set asserts.
struct Theirs {
    verdict: String,
    /// What their command line says of the whole pair, where a test looks at one of their checks only.
    whole: Option<&'static str>,
    /// All verdicts that are right; empty where only breaking or not counts.
    accepted: Vec<String>,
    breaking: bool,
    /// The one direction that their test looks at, where it is one.
    direction: Option<Direction>,
}

/// Our verdict, the ids of the changes of that severity, and what proves it.
#[derive(Default)]
struct Ours {
    verdict: String,
    ids: BTreeSet<String>,
    witness: Option<String>,
    /// Whether anything breaks in the whole pair.
    breaks: bool,
    /// Whether it is proved that all that was sent before is taken now, and the other way round in responses.
    is_contained: bool,
}

/// The sets: name, fewest cases, smallest share that agrees with the assertion, smallest share that agrees or differs
/// with a proof.
const SETS: [(&str, usize, f64, f64); 3] =
    [("apigw-probes", 26, 1.0, 1.0), ("oasdiff", 506, 0.80, 0.95), ("optic", 51, 0.78, 0.95)];

#[test]
fn verdicts_agree_with_those_of_others_or_the_table_says_why_not() {
    let mut rows = Vec::new();
    for (set, least, fewest, least_proved) in SETS {
        let Some(cases) = cases(set) else { return };
        let differing: Vec<_> = cases.iter().filter(|case| !case.agrees()).collect();
        let alone: Vec<_> = differing.iter().filter(|it| !it.agrees_with_the_whole()).collect();
        let unproved = alone.iter().filter(|it| !it.ours.is_proved()).count();
        let share = |differ: usize| 1.0 - ratio(differ, cases.len());
        let (asserted, whole, proved) =
            (share(differing.len()), share(alone.len()), share(unproved));
        eprintln!("{set}: {} cases, {asserted:.3} agree with the assertion", cases.len());
        eprintln!("{set}: {whole:.3} with it or with what is said of the whole pair");
        eprintln!("{set}: {proved:.3} with one of them, or the difference is proved");
        assert!(cases.len() >= least, "{} cases in {set}", cases.len());
        rows.extend(differing.iter().map(|case| case.row(set)));
        if std::env::var_os("UPDATE_DOCS").is_none() {
            assert!(asserted >= fewest && proved >= least_proved, "{set}: {asserted}, {proved}");
        }
    }
    audit(&rows);
}

#[allow(clippy::cast_precision_loss, reason = "hundreds of cases")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl Case {
    fn read(folder: &Path) -> Option<Self> {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let expected: Value = serde_json::from_str(&text(folder, "expected")).unwrap();
        let theirs = Theirs::new(&expected);
        let ours = Ours::new(folder, theirs.direction)?;
        Some(Self { name, theirs, ours })
    }

    fn agrees(&self) -> bool {
        if self.theirs.accepted.is_empty() {
            self.theirs.breaking == (self.ours.verdict == "breaking")
        } else {
            self.theirs.accepted.contains(&self.ours.verdict)
        }
    }

    fn agrees_with_the_whole(&self) -> bool {
        self.theirs.whole.is_some_and(|whole| (whole == "breaking") == self.ours.breaks)
    }

    /// The row of the table, up to the reason.
    fn row(&self, set: &str) -> String {
        let ids = self.ours.ids.iter().map(|id| format!("`{id}`"));
        let witness = self.ours.witness.iter().map(|witness| format!("`{witness}`"));
        let findings: Vec<_> = ids.chain(witness).collect();
        let (theirs, whole, ours) =
            (&self.theirs.verdict, self.theirs.whole.unwrap_or("-"), self.ours.shown());
        format!("| {set}/{} | {theirs} | {whole} | {ours} | {} |", self.name, findings.join(" "))
    }
}

impl Theirs {
    fn new(expected: &Value) -> Self {
        let verdict = expected["verdict"].as_str().unwrap().to_owned();
        let accepted = expected["accept"].as_array().into_iter().flatten();
        let changes = expected["oracle"]["changelog"].as_array();
        let whole = changes.map(|changes| {
            let breaks = changes.iter().any(|change| change["level"] == "error");
            if breaks { "breaking" } else { "not breaking" }
        });
        Self {
            whole,
            accepted: accepted.map(|it| it.as_str().unwrap().to_owned()).collect(),
            breaking: verdict == "breaking",
            direction: direction(expected),
            verdict,
        }
    }
}

impl Ours {
    /// By a message that only one of the releases takes or sends, or by there being none.
    fn is_proved(&self) -> bool {
        if self.verdict == "breaking" { self.witness.is_some() } else { self.is_contained }
    }

    /// The verdict, and what stands behind it.
    fn shown(&self) -> String {
        match (self.verdict.as_str(), self.is_proved()) {
            ("refused", _) => self.verdict.clone(),
            ("breaking", true) => "breaking, witnessed".to_owned(),
            ("breaking", false) => "breaking, declared".to_owned(),
            (verdict, true) => format!("{verdict}, contained"),
            (verdict, false) => format!("{verdict}, declared"),
        }
    }

    /// `None` for a dialect that is not read.
    fn new(folder: &Path, direction: Option<Direction>) -> Option<Self> {
        let read = |file| Document::read(text(folder, file));
        let (base, revision) = match (read("base"), read("revision")) {
            (Ok(base), Ok(revision)) => (base, revision),
            (Err(ReadError::Unsupported { .. }), _) | (_, Err(ReadError::Unsupported { .. })) => {
                return None;
            }
            (Err(_), _) | (_, Err(_)) => {
                return Some(Self { verdict: "refused".to_owned(), ..Self::default() });
            }
        };
        let options = Options { today: Some(TODAY), ..Options::default() };
        let Comparison { mut changes, stats, .. } = compare(&base, &revision, options);
        let breaks = changes.iter().any(|change| change.severity() == Severity::Error);
        changes.retain(|change| direction.is_none_or(|it| change.direction == it));
        let worst = changes.iter().map(Change::severity).max();
        let ids = changes
            .iter()
            .filter(|it| Some(it.severity()) == worst && worst != Some(Severity::Info));
        // No request holds what the path has no place for: that the documents show by themselves.
        let is_unsent = |change: &Change| change.id() == "request.parameter.not-in-path-changed";
        let are_unsent = !changes.is_empty() && changes.iter().all(is_unsent);
        let witness = changes.iter().find_map(|change| match &change.finding.proof {
            Some(Proof::Witness(witness)) if Some(change.severity()) == worst => {
                Some(shown(witness))
            }
            Some(Proof::Witness(_) | Proof::Unproved(_) | Proof::Declared) | None => None,
        });
        Some(Self {
            breaks,
            is_contained: stats.contained == stats.pairs && (stats.pairs > 0 || are_unsent),
            witness: witness.filter(|_| worst == Some(Severity::Error)),
            verdict: worst
                .map_or_else(|| "none".to_owned(), |worst| worst.change_word().to_owned()),
            ids: ids.map(|it| it.id().to_owned()).collect(),
        })
    }
}

/// The message in one line, as far as a table has room for it.
fn shown(witness: &Witness) -> String {
    let body = |body: &Option<Value>| body.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    let request = witness.request.as_ref().map(|it| {
        let query = if it.query.is_empty() { String::new() } else { format!("?{}", it.query) };
        format!("{} {}{query}{}", it.method, it.path, body(&it.body))
    });
    let response = witness.response.as_ref().map(|it| format!("{}{}", it.status, body(&it.body)));
    let text: Vec<_> = request.into_iter().chain(response).collect();
    let text = text.join(" answered with ").replace(['|', '`'], "/");
    let is_long = text.chars().count() > 120;
    text.chars().take(120).chain(is_long.then_some('…')).collect()
}

/// A test of one check says nothing of the other direction, which many of its documents change as well.
fn direction(expected: &Value) -> Option<Direction> {
    let ids = expected["asserted_ids"].as_array()?;
    let all = |word: &str| {
        ids.iter().filter_map(Value::as_str).all(|id| id.split('-').any(|part| part == word))
    };
    match (ids.is_empty(), all("request"), all("response")) {
        (false, true, false) => Some(Direction::Request),
        (false, false, true) => Some(Direction::Response),
        _ => None,
    }
}

fn cases(set: &str) -> Option<Vec<Case>> {
    let root = std::env::var_os("GATEPACT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let folder = root.join("diff").join(set);
    if !folder.is_dir() {
        eprintln!("skipped: corpora/diff/{set} not present");
        return None;
    }
    let mut folders: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let cases: Vec<_> = folders.iter().filter_map(|folder| Case::read(folder)).collect();
    let unread = folders.len() - cases.len();
    if unread > 0 {
        eprintln!("{set}: {unread} cases are in a dialect that is not read");
    }
    Some(cases)
}

/// The file of this name with any extension.
fn text(folder: &Path, stem: &str) -> String {
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|file| file.file_stem().is_some_and(|known| known == stem)).unwrap();
    std::fs::read_to_string(file).unwrap()
}

/// The rows of the table against the disagreements that were found.
fn audit(found: &[String]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diff-agreement.md");
    let table = std::fs::read_to_string(&path).unwrap();
    let is_row = |line: &&str| SETS.iter().any(|(set, ..)| line.starts_with(&format!("| {set}/")));
    let documented: Vec<_> = table.lines().filter(is_row).collect();
    let reasons: BTreeMap<&str, &str> = documented
        .iter()
        .filter_map(|row| {
            Some((row.split(" | ").next()?, row.trim_end_matches(" |").rsplit_once(" | ")?.1))
        })
        .collect();
    let rows: Vec<String> = found
        .iter()
        .map(|row| {
            format!(
                "{row} {} |",
                row.split(" | ").next().and_then(|case| reasons.get(case)).unwrap_or(&"?")
            )
        })
        .collect();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let prose = table.lines().filter(|line| !is_row(line));
        let lines: String =
            prose.chain(rows.iter().map(String::as_str)).map(|line| format!("{line}\n")).collect();
        std::fs::write(&path, lines).unwrap();
    } else {
        let stale: Vec<_> =
            documented.iter().filter(|row| !rows.iter().any(|it| it == *row)).collect();
        let missing: Vec<_> =
            rows.iter().filter(|row| !documented.contains(&row.as_str())).collect();
        assert!(
            stale.is_empty() && missing.is_empty(),
            "stale: {stale:#?}\nmissing: {missing:#?}\nset UPDATE_DOCS=1 and look at the difference"
        );
        assert_eq!(documented.len(), rows.len(), "rows that stand twice");
    }
    let unexplained: Vec<_> = rows.iter().filter(|row| row.ends_with(" ? |")).collect();
    assert!(unexplained.is_empty(), "rows without a reason: {unexplained:#?}");
}
