//! What a process costs: wall and CPU time, memory.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

/// The cost of one process, from its start to its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
    /// The most memory it held, in MB; 0 where the system does not tell.
    pub(crate) peak: usize,
}

/// Runs a command that must succeed.
pub(crate) fn cost(command: &mut Command) -> Cost {
    let (before, started) = (cpu_of_children(), Instant::now());
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let watch = std::thread::spawn(move || {
        let mut peak = 0;
        // A process that has ended has no memory to tell of.
        while let Some(now) = std::fs::read_to_string(&status).ok().and_then(|text| peak_in(&text))
        {
            peak = now;
            std::thread::sleep(Duration::from_millis(5));
        }
        peak
    });
    let exit = child.wait().unwrap();
    let wall = started.elapsed();
    assert!(exit.success(), "{exit}: every promise is kept");
    Cost { wall, cpu: cpu_of_children() - before, peak: watch.join().unwrap() }
}

/// The cheapest in wall time of so many runs: what is left when others disturb least.
pub(crate) fn best_of(runs: usize, mut command: impl FnMut() -> Command) -> Cost {
    (0..runs).map(|_| cost(&mut command())).min_by_key(|cost| cost.wall).unwrap()
}

/// The CPU time of all children that have ended and were waited for.
fn cpu_of_children() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    [usage.user_time(), usage.system_time()]
        .into_iter()
        .map(|time| {
            let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
            Duration::from_micros(micros.unsigned_abs())
        })
        .sum()
}

fn peak_in(status: &str) -> Option<usize> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}
