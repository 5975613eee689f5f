//! A run speaks to the provider, and to nobody else.

use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::harness::{Provider, Said, folder_with_pact, gatepact};

/// A proxy that counts who wants to leave the machine, and lets nobody.
struct Gate {
    url: String,
    seen: Arc<AtomicUsize>,
}

impl Gate {
    fn shut() -> Gate {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(AtomicUsize::new(0));
        let count = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                drop(stream);
            }
        });
        Gate { url, seen }
    }

    fn before(&self, command: &mut Command) {
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env(name, &self.url).env(name.to_lowercase(), &self.url);
        }
        command.env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
    }

    fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }
}

#[test]
fn nobody_but_the_provider_is_spoken_to() {
    let folder = folder_with_pact(|_| {});
    let (provider, gate) = (Provider::good(), Gate::shut());
    let mut command = provider.verify(folder.path());
    gate.before(command.args(["--dir", "pacts"]));
    Said::of(&mut command).expect(0, &["1 kept of 1"]);
    assert_eq!(provider.all_received().len(), 1);
    assert_eq!(gate.seen(), 0);

    // A provider elsewhere is asked through the gate, so it would have seen others as well.
    let mut command = gatepact(folder.path());
    gate.before(command.args(["verify", "--dir", "pacts"]));
    command.args(["--provider-base-url", "http://elsewhere.invalid"]);
    Said::of(&mut command).expect(3, &["UNKNOWN"]);
    assert!(gate.seen() > 0);
}
