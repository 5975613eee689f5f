//! A provider that speaks bytes, not HTTP, and the measure of what that costs.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Said, folder_with_pact, gatepact};

/// The path at which the provider misbehaves.
const FAULT: &str = "/fault";

/// How a provider misbehaves, once the request is there; then the connection is closed.
pub(super) type Fault = fn(&mut TcpStream) -> std::io::Result<()>;

/// Misbehaves at [`FAULT`], answers 404 everywhere else.
pub(super) struct RawProvider {
    pub(super) base_url: String,
    asked: Arc<AtomicUsize>,
}

impl RawProvider {
    pub(super) fn with(fault: Fault) -> RawProvider {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let count = count.clone();
                // Whether the other side listens to the end is no concern of this one.
                std::thread::spawn(move || serve(stream.unwrap(), fault, &count).unwrap_or(()));
            }
        });
        RawProvider { base_url, asked }
    }

    /// How often it was asked where it misbehaves.
    pub(super) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, fault: Fault, asked: &AtomicUsize) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 && line != "\r\n" {
            line.clear();
        }
        if first.split(' ').nth(1) == Some(FAULT) {
            asked.fetch_add(1, Ordering::SeqCst);
            return fault(&mut stream);
        }
        stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")?;
    }
}

/// A folder with a pact of two interactions: a harmless one, which a [`RawProvider`] keeps, and one
/// that meets the fault; `change` is made to the latter.
pub(super) fn folder_with_fault(change: impl FnOnce(&mut Value)) -> TempDir {
    folder_with_pact(|pact| {
        let mut interaction = json!({
            "type": "Synchronous/HTTP", "description": "the fault",
            "request": { "method": "GET", "path": FAULT },
            "response": {
                "status": 200,
                "headers": { "Content-Type": ["application/json"] },
                "body": { "contentType": "application/json", "content": { "v": "x" } }
            }
        });
        change(&mut interaction);
        pact["interactions"].as_array_mut().unwrap().push(interaction);
    })
}

/// What a run said, how long it took, and the most memory that it held.
pub(super) struct Measured {
    pub(super) said: Said,
    pub(super) took: Duration,
    /// In MB; 0 where the system does not tell.
    pub(super) peak: usize,
}

impl Measured {
    /// The harmless interaction is kept, the run is short and small.
    #[track_caller]
    pub(super) fn expect(self, code: i32, texts: &[&str]) -> Said {
        let said = self.said.expect(code, &["1 kept"]).expect(code, texts);
        assert!(self.took < Duration::from_secs(30), "{:?}", self.took);
        assert!(self.peak < 200, "{} MB", self.peak);
        said
    }
}

/// Verifies the pacts of a folder with a short timeout.
pub(super) fn verify(folder: &Path, base_url: &str) -> Measured {
    let mut command = gatepact(folder);
    command
        .args(["verify", "--dir", "pacts", "--provider-base-url", base_url])
        .args(["--request-timeout", "2s"]);
    measured(&mut command)
}

fn measured(command: &mut Command) -> Measured {
    let started = Instant::now();
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let watch = std::thread::spawn(move || {
        let mut peak = 0;
        // A process that has ended has no memory to tell of.
        while let Some(now) = std::fs::read_to_string(&status).ok().and_then(|text| peak_in(&text))
        {
            peak = now;
            std::thread::sleep(Duration::from_millis(2));
        }
        peak
    });
    let said = Said::from(child.wait_with_output().unwrap());
    Measured { said, took: started.elapsed(), peak: watch.join().unwrap() }
}

fn peak_in(status: &str) -> Option<usize> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}
