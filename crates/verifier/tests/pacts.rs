//! Laws of reading and replaying, for pacts as no tool writes them: no value ends a run, no request
//! leaves the base path, no key that stands twice is ignored.
//!
//! `GATEPACT_FUZZ_RUNS=100000 cargo test -p gatepact-verifier --release --test pacts` for long runs;
//! `GATEPACT_FUZZ_SEED` begins elsewhere. `fuzz` holds the same laws with libFuzzer.

#![allow(clippy::unwrap_used, reason = "a test ends where its own parts fail")]

mod mutator;

use std::time::Duration;

use gatepact_contract::{Body, Pact};
use gatepact_report::Secrets;
use gatepact_verifier::{
    AuthPolicy, Connection, Course, Credentials, Filter, Options, Probe, Target, rehearse,
};

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn options() -> Options {
    Options {
        target: Target::Http { base_url: "http://127.0.0.1:1/dev".parse().unwrap() },
        connection: Connection::default(),
        strip_path_prefix: None,
        filter: Filter::default(),
        auth: AuthPolicy::default(),
        credentials: Credentials::default(),
        headers: Vec::new(),
        states: None,
        course: Course {
            request_timeout: Duration::from_secs(1),
            retry_budget: Duration::ZERO,
            max_rps: None,
            concurrency: 1,
            parallel_states: false,
            read_only: false,
            exit_on_first_error: false,
            probe: Probe::Off,
        },
        secrets: Secrets::default(),
    }
}

/// Every law, for one text.
fn hold(text: &str, options: &Options, runtime: &tokio::runtime::Runtime) {
    let Ok(pact) = Pact::read("fuzz.json", text.as_bytes().to_vec()) else { return };
    for (index, interaction) in pact.interactions.iter().enumerate() {
        assert!(pact.line_of(&interaction.pointer).is_some());
        match &interaction.body {
            Body::Http(http) => {
                let at = format!("/interactions/{index}/response/status");
                let json: serde_json::Value = serde_json::from_str(text).unwrap();
                let said = json.pointer(&at).map_or(Some(200), serde_json::Value::as_u64);
                assert_eq!(Some(u64::from(http.response.status)), said, "{text}");
            }
            Body::Faulty { reason, at } | Body::Foreign { reason, at } => {
                assert!(!reason.is_empty() && at.starts_with("/interactions/"), "{text}");
            }
            Body::Message => {}
        }
        if let Ok(rehearsed) = runtime.block_on(rehearse(interaction, options)) {
            let url = rehearsed.url.as_str();
            assert!(url.starts_with("http://127.0.0.1:1/dev/"), "{url}\n{text}");
            assert!(!rehearsed.url.path().split('/').any(|it| it == ".."), "{url}\n{text}");
        }
    }
}

#[test]
fn no_pact_ends_a_run_or_leaves_the_stage() {
    let runs = number("GATEPACT_FUZZ_RUNS").unwrap_or(1_000);
    let seed = number("GATEPACT_FUZZ_SEED").unwrap_or(0);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let options = options();
    // Panics are told with the text that made them; those that the code catches are no news.
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !gatepact_contract::panics_are_caught() {
            told(panic);
        }
    }));
    for run in 0..runs {
        let mut random = fastrand::Rng::with_seed(seed + run);
        let text = mutator::mutated(&mut |below| random.usize(..below.max(1)));
        let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            hold(&text, &options, &runtime);
        }));
        assert!(held.is_ok(), "GATEPACT_FUZZ_SEED={} breaks a law: {text}", seed + run);
    }
}

#[test]
fn a_key_that_stands_twice_is_never_ignored() {
    let sound = r#"{"consumer":{"name":"c"},"provider":{"name":"p"},"interactions":[{"description":"d","request":{"method":"GET","path":"/a","headers":{"A":"1"},"query":{"q":"1"},"body":{"x":{"y":1}}},"response":{"status":200,"headers":{"B":"1"},"body":[{"z":1}]}}],"metadata":{"pactSpecification":{"version":"3.0.0"}}}"#;
    let is_clean = |text: &str| {
        Pact::read("p.json", text.as_bytes().to_vec())
            .is_ok_and(|pact| matches!(pact.interactions[0].body, Body::Http(_)))
    };
    assert!(is_clean(sound));
    for (at, _) in sound.match_indices("{\"") {
        let key = sound[at + 1..].split(':').next().unwrap();
        let text = format!("{}{key}:0,{}", &sound[..=at], &sound[at + 1..]);
        assert!(!is_clean(&text), "{text}");
    }
}
