//! One pair, asked: the verdict of the comparison, and the answers of the stages.

use fastrand::Rng;
use gatepact_diff::{Options, compare};
use gatepact_finding::Severity;
use gatepact_openapi::Document;
use gatepact_stage::AccessRules;

use crate::api::{Api, Method};
use crate::caller::{Caller, callers, origins};
use crate::change::pair;
use crate::stages::{Side, Stages};

/// How many callers are asked who should not tell the documents apart.
const ASKED: usize = 12;

/// A pair of APIs, and their documents.
pub(crate) struct Pair {
    pub(crate) old: Api,
    pub(crate) new: Api,
    pub(crate) changed: Vec<&'static str>,
    documents: [Document; 2],
}

/// What the comparison says of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Verdict {
    /// Callers break.
    pub(crate) breaks: bool,
    /// Callers may break: it depends on what a function thinks.
    pub(crate) risks: bool,
    pub(crate) opens: bool,
}

impl Pair {
    pub(crate) fn of_seed(seed: u64) -> Self {
        let (old, new, changed) = pair(&mut Rng::with_seed(seed));
        let documents = [&old, &new].map(|api| Document::read(api.document().to_string()).unwrap());
        Self { old, new, changed, documents }
    }

    /// The verdict for each method.
    pub(crate) fn verdicts(&self, options: Options) -> Vec<Verdict> {
        let [old, new] = &self.documents;
        let changes = compare(old, new, options).changes;
        let of = |method: &Method| {
            let name = format!("{} {}", method.verb, method.path);
            let about = changes
                .iter()
                .map(|it| &it.finding)
                .filter(|it| it.operations.is_empty() || it.operations.contains(&name));
            let mut verdict = Verdict::default();
            for finding in about {
                verdict.breaks |= finding.severity == Severity::Error;
                verdict.risks |= finding.severity == Severity::Warning;
                verdict.opens |= finding.opened;
            }
            verdict
        };
        self.old.methods.iter().map(of).collect()
    }

    /// Asks the stages, and says where their answers and the verdicts disagree.
    pub(crate) async fn check(
        &self,
        stages: &mut Stages,
        verdicts: &[Verdict],
        (seed, unexpected): (u64, usize),
    ) -> Result<(), String> {
        stages.deploy(self.documents.each_ref());
        let mut rng = Rng::with_seed(seed);
        let limit = |expected: bool| if expected { usize::MAX } else { unexpected };
        for (at, verdict) in verdicts.iter().enumerate() {
            let methods = [&self.old.methods[at], &self.new.methods[at]];
            let told = |what: &str, caller: Option<Caller>| {
                let of = format!("{} {}: {what}", methods[0].verb, methods[0].path);
                Err(format!("{of}\n{verdict:?}\n{caller:?}\n{:?}\n{:?}", self.old, self.new))
            };
            let lost = self.lost(stages, methods, (true, limit(verdict.breaks)), &mut rng).await;
            match (lost, verdict.breaks) {
                (Some(caller), false) => {
                    return told("a caller is refused, and nothing breaks", Some(caller));
                }
                (None, true) => return told("something breaks, and no caller is refused", None),
                _ => {}
            }
            if !verdict.breaks {
                let lost =
                    self.lost(stages, methods, (false, limit(verdict.risks)), &mut rng).await;
                match (lost, verdict.risks) {
                    (Some(caller), false) => {
                        return told(
                            "a function may refuse a caller, and nothing is risky",
                            Some(caller),
                        );
                    }
                    (None, true) => {
                        return told("something is risky, and no function refuses a caller", None);
                    }
                    _ => {}
                }
            }
            let opened = self.opened(stages, methods).await;
            match (opened, verdict.opens) {
                (Some(caller), false) => {
                    return told("a caller without credentials gets in unnoticed", Some(caller));
                }
                (None, true) => return told("it is said to open, and does not", None),
                _ => {}
            }
        }
        Ok(())
    }

    /// A caller whom OLD lets in and NEW refuses, among so many.
    async fn lost(
        &self,
        stages: &mut Stages,
        methods: [&Method; 2],
        (favoured, limit): (bool, usize),
        rng: &mut Rng,
    ) -> Option<Caller> {
        let mut asked = callers([&self.old, &self.new], methods, favoured, rng);
        asked.truncate(limit);
        for caller in asked {
            if stages.lets_in(Side::Old, methods[0], &caller).await
                && !stages.lets_in(Side::New, methods[1], &caller).await
            {
                return Some(caller);
            }
        }
        None
    }

    /// A caller without credentials whom OLD refuses and NEW lets in.
    async fn opened(&self, stages: &mut Stages, methods: [&Method; 2]) -> Option<Caller> {
        for origin in origins([&self.old, &self.new]) {
            let caller = Caller { origin, ..Caller::anonymous() };
            if stages.lets_in(Side::New, methods[1], &caller).await
                && !stages.lets_in(Side::Old, methods[0], &caller).await
            {
                return Some(caller);
            }
        }
        None
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Pairs, from the seed of the environment on.
pub(crate) fn seeds(default: u64) -> impl Iterator<Item = u64> {
    let first = number("GATEPACT_CALLER_SEED", 0) << 32;
    first..first + number("GATEPACT_CALLER_PAIRS", default)
}

#[tokio::test]
async fn the_answers_of_the_stages_agree_with_the_verdicts() {
    let mut stages = Stages::start(AccessRules::default()).await;
    let mut disagreeing = Vec::new();
    let mut told = [0; 4];
    for seed in seeds(300) {
        let pair = Pair::of_seed(seed);
        let verdicts = pair.verdicts(Options::default());
        for verdict in &verdicts {
            let Verdict { breaks, risks, opens } = *verdict;
            for (count, is) in told.iter_mut().zip([breaks, risks, opens, true]) {
                *count += usize::from(is);
            }
        }
        if let Err(told) = pair.check(&mut stages, &verdicts, (seed, ASKED)).await {
            disagreeing.push(format!("seed {seed}, {:?}: {told}", pair.changed));
        }
    }
    let [breaks, risks, opens, all] = told;
    assert!(disagreeing.is_empty(), "{} pairs:\n{}", disagreeing.len(), disagreeing.join("\n\n"));
    // A sample in which little happens shows little.
    assert!(breaks * 5 > all && risks * 50 > all && opens * 100 > all, "{told:?}");
}
