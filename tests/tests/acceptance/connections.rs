//! How a provider is reached: names, proxies, hosts, trust.

use crate::harness::{Provider, Said, folder_with_pact, gatepact};

#[test]
fn names_below_localhost_are_this_machine() {
    let folder = folder_with_pact(|_| {});
    let provider = Provider::good();
    let url = provider.base_url.replace("127.0.0.1", "a1b2.execute-api.localhost");
    let mut command = gatepact(folder.path());
    command.args(["verify", "--dir", "pacts", "--provider-base-url", &url]);
    Said::of(&mut command).expect(0, &["1 kept of 1"]);
    let host = provider.received()[0].header("host").unwrap().to_owned();
    assert!(host.starts_with("a1b2.execute-api.localhost:"), "{host}");
}

#[test]
fn a_proxy_of_the_environment_is_used_but_not_for_this_machine() {
    let folder = folder_with_pact(|_| {});
    let provider = Provider::good();
    let verify = |url: &str, variables: &[(&str, &str)]| {
        let mut command = gatepact(folder.path());
        command.args(["verify", "--dir", "pacts", "--provider-base-url", url]);
        command.args(["--retry-budget", "0"]).envs(variables.iter().copied());
        Said::of(&mut command)
    };
    let proxy = provider.base_url.clone();
    verify("http://api.example.invalid", &[("HTTP_PROXY", &proxy)]).expect(0, &[]);
    // A proxy is sent the whole URL.
    assert_eq!(provider.received()[0].target, "http://api.example.invalid/orders/unknown");
    let direct = [("HTTP_PROXY", proxy.as_str()), ("NO_PROXY", "example.invalid")];
    verify("http://api.example.invalid", &direct).expect(3, &["no connection"]);
    let nowhere = [("HTTP_PROXY", "http://127.0.0.1:1"), ("ALL_PROXY", "http://127.0.0.1:1")];
    verify(&provider.base_url, &nowhere).expect(0, &[]);
    let said = verify("http://h", &[("HTTP_PROXY", "socks://me:hunter2@h")])
        .expect(2, &["HTTP_PROXY is no URL of an HTTP proxy"]);
    assert!(!said.stderr.contains("hunter2"));
}

#[test]
fn certificates_and_keys_are_checked_before_anything_is_sent() {
    let folder = folder_with_pact(|_| {});
    let provider = Provider::good();
    std::fs::write(folder.path().join("empty.pem"), "no certificate").unwrap();
    for (arguments, text) in [
        (&["--ca-bundle", "nowhere.pem"][..], "--ca-bundle: nowhere.pem cannot be read"),
        (&["--ca-bundle", "empty.pem"], "empty.pem holds no certificate"),
        (&["--client-key", "empty.pem"], "--client-key has no certificate"),
        (&["--client-certificate", "empty.pem"], "are no pair that can be used"),
        (&["--max-rps", "0"], "--max-rps 0 is no rate"),
        (&["--max-rps", "NaN"], "--max-rps NaN is no rate"),
        (&["--retry-budget", "soon"], "--retry-budget: `soon` is no duration"),
        (&["--probe-unsafe"], "--probe-unsafe alone probes nothing"),
        (&["--strip-path-prefix", "dev"], "is no beginning of a path"),
    ] {
        let mut command = provider.verify(folder.path());
        Said::of(command.args(["--dir", "pacts"]).args(arguments)).expect(2, &[text]);
    }
    assert!(provider.all_received().is_empty());
}
