//! Where requests go: nothing is told while every URL is kept, and no URL is lost in silence.

use std::collections::BTreeSet;

use gatepact_diff::{Change, diff};
use gatepact_finding::Severity;
use gatepact_openapi::Document;
use serde_json::{Map, Value, json};

use crate::random::Random;

/// A scheme, a host and a base path each.
const SERVERS: [(&str, &str, &str); 7] = [
    ("https", "a.example", ""),
    ("https", "a.example", "/v1"),
    ("https", "a.example", "/v2"),
    ("http", "a.example", "/v1"),
    ("https", "b.example", ""),
    ("https", "b.example", "/v1"),
    ("https", "b.example:8443", "/v1"),
];
const PATHS: [&str; 5] = ["/boats", "/boats/", "/v1/boats", "/boats/{id}", "/v1/boats/{id}"];

type Server = (&'static str, &'static str, &'static str);

/// An API: the servers of the document, and paths with servers of their own, or none.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    servers: Vec<Server>,
    paths: Vec<(&'static str, Vec<Server>)>,
}

impl Api {
    fn random(random: &mut Random) -> Self {
        let servers = some_servers(random, 1);
        let mut paths = Vec::new();
        for path in PATHS {
            if random.once_in(2) {
                let own = if random.once_in(4) { some_servers(random, 1) } else { Vec::new() };
                paths.push((path, own));
            }
        }
        // Without a path the servers themselves are compared.
        if paths.is_empty() {
            paths.push((PATHS[0], Vec::new()));
        }
        Self { servers, paths }
    }

    /// A release that differs here and there.
    fn edited(&self, random: &mut Random) -> Self {
        let other = Self::random(random);
        match random.below(5) {
            0 => Self { servers: other.servers, ..self.clone() },
            1 => other,
            2 => {
                let mut api = self.clone();
                api.servers.extend(other.servers);
                api
            }
            3 => {
                let mut api = self.clone();
                if let Some((_, own)) = api.paths.first_mut() {
                    *own = other.servers;
                }
                api
            }
            _ => {
                let mut api = self.clone();
                random.shuffle(&mut api.servers);
                api
            }
        }
    }

    /// The URLs of each operation; `None` where two have one, which no router tells apart.
    fn urls(&self) -> Option<BTreeSet<BTreeSet<String>>> {
        let each = |(path, own): &(&str, Vec<Server>)| -> BTreeSet<String> {
            let servers = if own.is_empty() { &self.servers } else { own };
            let url = |(scheme, host, base): &Server| format!("{scheme}://{host}{base}{path}");
            servers.iter().map(url).collect()
        };
        let all: Vec<BTreeSet<String>> = self.paths.iter().map(each).collect();
        let different: BTreeSet<&String> = all.iter().flatten().collect();
        (different.len() == all.iter().map(BTreeSet::len).sum::<usize>())
            .then(|| all.iter().cloned().collect())
    }

    /// The document, in one of its spellings.
    fn document(&self, random: &mut Random) -> Document {
        let mut paths = Map::new();
        for (path, own) in &self.paths {
            let mut item = json!({ "get": { "responses": {} } });
            if !own.is_empty() {
                let owner = if random.once_in(2) { &mut item } else { &mut item["get"] };
                owner["servers"] = list(own, random);
            }
            paths.insert((*path).to_owned(), item);
        }
        let value = json!({ "openapi": "3.0.3", "info": { "title": "boats", "version": "1" },
                            "servers": list(&self.servers, random), "paths": paths });
        Document::read(value.to_string()).unwrap()
    }
}

fn some_servers(random: &mut Random, least: usize) -> Vec<Server> {
    let count = least + random.below(2);
    (0..count).map(|_| *random.pick(&SERVERS)).collect()
}

/// The servers in any case of letters, with default ports and slashes, or as values of a variable.
fn list(servers: &[Server], random: &mut Random) -> Value {
    if let [(scheme, _, base), rest @ ..] = servers
        && rest.iter().all(|other| (other.0, other.2) == (*scheme, *base))
        && random.once_in(3)
    {
        let hosts: Vec<&str> = servers.iter().map(|(_, host, _)| *host).collect();
        return json!([{ "url": format!("{scheme}://{{host}}{base}"),
                        "variables": { "host": { "default": hosts[0], "enum": hosts } } }]);
    }
    let each = |(scheme, host, base): &Server| {
        let mut host = (*host).to_owned();
        if random.once_in(3) && !host.contains(':') {
            host.push_str(if *scheme == "https" { ":443" } else { ":80" });
        }
        if random.once_in(3) {
            host = host.to_uppercase();
        }
        let slash = if random.once_in(3) { "/" } else { "" };
        json!({ "url": format!("{scheme}://{host}{base}{slash}"), "description": host })
    };
    servers.iter().map(each).collect()
}

/// Two releases of a random API.
pub(crate) fn law(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    let old = Api::random(&mut random);
    let new = old.edited(&mut random);
    let changes = diff(&old.document(&mut random), &new.document(&mut random));
    let is_safe = changes.iter().all(|change| change.severity() == Severity::Info);
    let told: Vec<String> = changes.iter().map(Change::to_string).collect();
    let (Some(before), Some(after)) = (old.urls(), new.urls()) else { return Ok(()) };
    let all: BTreeSet<&String> = after.iter().flatten().collect();
    let is_lost = before.iter().flatten().any(|url| !all.contains(url));
    // What was one operation may be two, and two may be one: they may differ in other ways.
    let keepers: BTreeSet<_> =
        before.iter().filter_map(|urls| after.iter().find(|it| urls.is_subset(it))).collect();
    let is_kept = keepers.len() == before.len();
    let why = if before == after && !told.is_empty() {
        "every URL is as it was"
    } else if is_kept && !is_safe {
        "no URL is gone"
    } else if is_lost && is_safe {
        "a URL is gone"
    } else {
        return Ok(());
    };
    Err(format!("{why}, but {told:#?} is told\n{old:?}\n{new:?}"))
}
