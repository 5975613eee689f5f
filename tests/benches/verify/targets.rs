//! What is measured, and what it may cost.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use tempfile::TempDir;

use crate::inputs::write_pact;
use crate::measure::{Cost, best_of, cost};
use crate::provider::Provider;

/// Runs everything; fails when a target is missed.
pub(crate) fn run() -> ExitCode {
    let folder = TempDir::new().unwrap();
    let mut targets = Targets::default();
    against_the_peer(folder.path(), &mut targets);
    with_size(folder.path(), &mut targets);
    if targets.missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// 200 interactions on a provider that takes 50 ms for each.
fn against_the_peer(folder: &Path, targets: &mut Targets) {
    let provider = Provider::start(50);
    let pact = pact(folder, 200);
    let ours = best_of(5, || verify(&pact, &provider));
    let peer = cost(&mut peer(&pact, &provider));
    row("200 interactions of 50 ms, gatepact, best of 5", ours);
    row("200 interactions of 50 ms, pact_verifier", peer);
    let (wall, cpu) = (ratio(peer.wall, ours.wall), ratio(peer.cpu, ours.cpu));
    targets.check("wall at most 0.6 s", ours.wall <= Duration::from_millis(600));
    targets.check(&format!("wall 20 times shorter: {wall:.0}"), wall >= 20.0);
    targets.check(&format!("CPU 20 times less: {cpu:.0}"), cpu >= 20.0);
}

/// A provider that answers at once: what is left is our own work.
fn with_size(folder: &Path, targets: &mut Targets) {
    let provider = Provider::start(0);
    let costs = [1_000, 5_000, 20_000].map(|interactions| {
        let pact = pact(folder, interactions);
        let ours = best_of(3, || verify(&pact, &provider));
        row(&format!("{interactions} interactions of 0 ms, gatepact, best of 3"), ours);
        ours
    });
    row(
        "1000 interactions of 0 ms, pact_verifier",
        cost(&mut peer(&pact(folder, 1_000), &provider)),
    );
    let [_, medium, large] = costs;
    targets.check("5,000 in at most 1.5 CPU s", medium.cpu <= Duration::from_millis(1_500));
    targets.check("5,000 in less than 120 MB", medium.peak < 120);
    let growth = ratio(large.cpu, medium.cpu);
    targets.check(&format!("CPU linear, 4 times as much for 20,000: {growth:.1}"), growth <= 5.0);
}

#[derive(Debug, Default)]
struct Targets {
    missed: usize,
}

impl Targets {
    fn check(&mut self, what: &str, met: bool) {
        println!("  {} {what}", if met { "met:   " } else { "MISSED:" });
        self.missed += usize::from(!met);
    }
}

fn row(what: &str, Cost { wall, cpu, peak }: Cost) {
    let (wall, cpu) = (wall.as_secs_f64(), cpu.as_secs_f64());
    println!("{what:<50} wall {wall:>7.3} s  CPU {cpu:>7.3} s  peak {peak:>4} MB");
}

fn ratio(many: Duration, few: Duration) -> f64 {
    many.as_secs_f64() / few.as_secs_f64()
}

fn pact(folder: &Path, interactions: usize) -> PathBuf {
    let path = folder.join(format!("{interactions}.json"));
    write_pact(&path, interactions);
    path
}

fn verify(pact: &Path, provider: &Provider) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatepact-under-test"));
    command.env_clear().args(["verify", "--concurrency", "64", "--file"]).arg(pact);
    command.args(["--provider-base-url", &provider.base_url]);
    command
}

fn peer(pact: &Path, provider: &Provider) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("peer").arg(pact).arg(&provider.base_url);
    command
}
