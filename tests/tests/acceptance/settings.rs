//! `gatepact.toml`: found upwards, checked, outranked by the environment and by flags.

use serde_json::json;
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact, gatepact};

fn with_settings(text: &str) -> TempDir {
    let folder = folder_with_pact(|_| {});
    std::fs::write(folder.path().join("gatepact.toml"), text).unwrap();
    folder
}

#[test]
fn a_name_that_is_not_known_is_an_error_with_its_line() {
    let folder = with_settings("[verify]\ndir = ['pacts']\nfilter-descripton = 'x'\n");
    Said::of(gatepact(folder.path()).arg("verify"))
        .expect(2, &["gatepact.toml", "line 3", "filter-descripton", "filter-description"]);
}

#[test]
fn a_named_file_that_is_not_there_is_an_error() {
    let folder = TempDir::new().unwrap();
    Said::of(gatepact(folder.path()).args(["verify", "--config", "mine.toml"]))
        .expect(2, &["mine.toml cannot be used"]);
}

#[test]
fn the_file_is_found_from_a_folder_below_and_its_paths_count_from_its_own() {
    let provider = Provider::good();
    let text = format!("[verify]\ndir = ['pacts']\nprovider-base-url = '{}'\n", provider.base_url);
    let folder = with_settings(&text);
    let below = folder.path().join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    Said::of(gatepact(&below).arg("verify")).expect(0, &["1 kept of 1"]);
}

#[test]
fn a_flag_outranks_the_environment_which_outranks_the_file() {
    let provider = Provider::good();
    let folder = with_settings("[verify]\ndir = ['pacts']\nfilter-description = 'from the file'\n");
    let verify = || {
        let mut command = gatepact(folder.path());
        command.args(["verify", "--provider-base-url", &provider.base_url]);
        command
    };
    Said::of(&mut verify()).expect(3, &["passes the filters"]);
    Said::of(verify().env("PACT_DESCRIPTION", "unknown order")).expect(0, &[]);
    Said::of(
        verify().env("PACT_DESCRIPTION", "unknown order").args(["--filter-description", "flag"]),
    )
    .expect(3, &["passes the filters"]);
}

#[test]
fn the_first_auth_rule_that_applies_chooses_the_credentials() {
    let folder = with_settings(
        "[verify]\ndir = ['pacts']\nauth = ['bearer']\n\
         [[auth]]\nconsumer = 'nobody'\nkind = 'bearer'\n\
         [[auth]]\ndescription = '^an unknown'\nkind = ['api-key']\n\
         [[auth]]\nconsumer = 'someone'\nkind = 'none'\n",
    );
    let provider = Provider::good();
    Said::of(provider.verify(folder.path()).env("GATEPACT_BEARER_TOKEN", "a-token")).expect(0, &[]);
    let received = &provider.received()[0];
    assert_eq!(received.header("x-api-key"), Some("test-key"));
    assert_eq!(received.header("authorization"), None);
}

#[test]
fn an_auth_rule_with_a_kind_that_is_not_known_is_an_error() {
    let folder = with_settings("[[auth]]\nkind = 'cookies'\n");
    let provider = Provider::good();
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts"]))
        .expect(2, &["unknown kind of credential `cookies`"]);
}

#[test]
fn a_declaration_in_the_pact_outranks_rules_and_flags() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["comments"] =
            json!({ "references": { "gatepact": { "auth": ["none"] } } });
    });
    std::fs::write(folder.path().join("gatepact.toml"), "[[auth]]\nkind = 'api-key'\n").unwrap();
    let provider = Provider::good();
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts", "--auth", "api-key"]))
        .expect(0, &[]);
    assert_eq!(provider.received()[0].header("x-api-key"), None);
}

/// What stands on the command line only: secrets, the deployment of this very run, and the settings
/// about the file itself.
const FLAGS_ONLY: [&str; 7] =
    ["header", "expect-deployment-id", "config", "quiet", "verbose", "help", "version"];

#[test]
fn every_flag_of_verify_has_its_place_in_the_file() {
    let commands = gatepact::command_line();
    let verify = commands.find_subcommand("verify").unwrap();
    let flags: Vec<&str> = verify.get_arguments().filter_map(|flag| flag.get_long()).collect();
    assert!(flags.len() > 30, "{flags:?}");
    for flag in flags {
        // A value of a type that no setting has: known names are told by another complaint.
        let folder = with_settings(&format!("[verify]\n{flag} = 1979-05-27\n"));
        let said = Said::of(gatepact(folder.path()).arg("verify")).expect(2, &["gatepact.toml"]);
        let known = !said.stderr.contains("unknown field");
        assert_eq!(known, !FLAGS_ONLY.contains(&flag), "{flag}: {}", said.stderr);
    }
}
