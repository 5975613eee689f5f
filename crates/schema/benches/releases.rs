//! All differing schemas of consecutive releases of a large API: what became of them, and how long
//! each took: the totals in CPU seconds, the single questions by the clock, since no CPU clock is fine
//! enough for them.
#![allow(clippy::unwrap_used, reason = "a bench says what went wrong by failing")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the table is the result")]
#![allow(clippy::disallowed_methods, reason = "a bench reads files and clocks; the crate does not")]
#![allow(clippy::disallowed_types, reason = "a bench reads clocks; the crate does not")]

#[path = "../tests/pairs/mod.rs"]
mod pairs;

use std::collections::BTreeMap;
use std::time::Duration;

use gatepact_schema::{Answer, Budget, Reason, Universe};
use pairs::{VERSIONS, differing, folder, read, sides};

/// The CPU time of this thread so far.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

#[derive(Default)]
struct Row {
    common: usize,
    differing: usize,
    contained: usize,
    witnesses: usize,
    open: BTreeMap<Reason, usize>,
    times: Vec<Duration>,
    preparing: Duration,
    solving: Duration,
}

impl Row {
    fn add(&mut self, other: &Self) {
        self.common += other.common;
        self.differing += other.differing;
        self.contained += other.contained;
        self.witnesses += other.witnesses;
        for (reason, count) in &other.open {
            *self.open.entry(*reason).or_default() += count;
        }
        self.times.extend(&other.times);
        self.preparing += other.preparing;
        self.solving += other.solving;
    }

    fn print(&mut self, name: &str) {
        self.times.sort();
        let unique = self.times.len();
        let open: usize = self.open.values().sum();
        let reasons: Vec<String> =
            self.open.iter().map(|(reason, count)| format!("{reason:?} {count}")).collect();
        let median = self.times.get(unique / 2).copied().unwrap_or_default();
        let slowest = self.times.last().copied().unwrap_or_default();
        println!(
            "| {name} | {} | {} | {unique} | {} | {} | {open} | {} | {:.3} | {:.1} | {:.2} | {:.2} |",
            self.common,
            self.differing,
            self.contained,
            self.witnesses,
            reasons.join(", "),
            median.as_secs_f64() * 1e3,
            slowest.as_secs_f64() * 1e3,
            self.solving.as_secs_f64(),
            self.preparing.as_secs_f64(),
        );
    }
}

fn main() {
    let Some(folder) = folder() else { return };
    let verbose = std::env::var_os("GATEPACT_VERBOSE").is_some();
    println!(
        "| releases | common | differing | unique | contained | witness | undecided | by reason | median ms | slowest ms | solving s | lowering s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let mut total = Row::default();
    let mut old = read(&folder, VERSIONS[0]);
    for pair in VERSIONS.windows(2) {
        let new = read(&folder, pair[1]);
        let mut row = Row::default();
        let mut universe = Universe::new();
        let before = cpu();
        let (a, b) = sides(&mut universe, &old, &new);
        let found = differing(&mut universe, (a, b), (&old, &new));
        row.preparing = cpu().saturating_sub(before);
        (row.common, row.differing) = (found.common, found.differing);
        let before = cpu();
        for question in &found.unique {
            let (from, to) = question.places(a, b);
            let before = std::time::Instant::now();
            let answer = universe.contains(from, to, question.reading(), Budget::default());
            let took = before.elapsed();
            row.times.push(took);
            match answer {
                Answer::Contained => row.contained += 1,
                Answer::Witness(value) => {
                    row.witnesses += 1;
                    if verbose {
                        eprintln!("witness {} {took:?} {value}", question.name);
                    }
                }
                Answer::Undecided(reason) => {
                    *row.open.entry(reason).or_default() += 1;
                    if verbose {
                        eprintln!(
                            "open {reason:?} {} {took:?} {} {}",
                            question.name, question.old, question.new
                        );
                    }
                }
            }
            if verbose && took > Duration::from_millis(50) {
                eprintln!("slow {took:?} {} steps {}", question.name, universe.steps());
            }
        }
        row.solving = cpu().saturating_sub(before);
        row.print(&format!("{} to {}", pair[0], pair[1]));
        total.add(&row);
        old = new;
    }
    total.print("all");
}
