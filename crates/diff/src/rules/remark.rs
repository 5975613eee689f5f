//! What a comparison says besides the changes.

use gatepact_finding::{Rule, Severity};

/// Makes the enum, its list, its ids and its documentation from one table, so that none can be missing.
macro_rules! remarks {
    ($($remark:ident = $id:literal $doc:literal)+) => {
        /// A kind of remark; [`Remark::id`] is the id of its findings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Remark { $(#[doc = $doc] $remark,)+ }

        impl Remark {
            /// Every remark, sorted by id.
            pub const ALL: &'static [Remark] = &[$(Remark::$remark,)+];

            /// The stable id that scripts filter on.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Remark::$remark => $id,)+ }
            }

            /// What it means.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Remark::$remark => $doc,)+ }
            }
        }
    };
}

remarks! {
    ComparedAsExported = "comparison.as-exported"
        "One document is an export of API Gateway and the other one is not, so the other one is compared as API Gateway would export it; `--as-is` switches that off."
    ComparedAsWritten = "comparison.as-written"
        "An operation that API Gateway could not export is compared as it is written."
    NotCarried = "comparison.not-carried"
        "Parts of the authored document that an export does not carry, so that a change of them is not seen."
    SettingsLeftOut = "comparison.settings-left-out"
        "The authored document has no extension of API Gateway, so the settings that the export has are not compared."
    ComparedWithSource = "comparison.with-source"
        "A kept release is compared by the authored document that it was published with; `--as-is` compares its export."
    KeyRepeated = "spec.key-repeated"
        "A key stands more than once in a JSON object; the last one is compared, other readers may take the first."
    NotUnderstood = "spec.not-understood"
        "A part has another shape than the specification wants, and nobody can tell what is meant. Written in the same way on both sides, with all that it refers to, it is unchanged; else what needs it is not compared, and the run ends with exit code 3 unless --allow-uncompared is given."
    ReferenceAddress = "spec.reference-address"
        "A `$ref` names an address. Nothing is fetched while a document is read: the same address on both sides is unchanged, another one is not compared (exit code 3 unless --allow-uncompared is given)."
    ReferenceDangling = "spec.reference-dangling"
        "A `$ref` names nothing; what needs it is not compared, and the run ends with exit code 3 unless --allow-uncompared is given. Told of the old document only where the new one does not lack the same."
    ReferenceUnread = "spec.reference-unread"
        "A `$ref` names a file that cannot be read, or may not be: one outside of the folder, one beside a document from standard input. What needs it is not compared, and the run ends with exit code 3 unless --allow-uncompared is given."
    Repaired = "spec.repaired"
        "A part has another shape than the specification wants, and is read as what its author means; the rest of the sentence says as what. It has no effect on the exit code."
    WaiverExpired = "waiver.expired"
        "The last day of a waiver is over; what it covered counts again."
    WaiverIncomplete = "waiver.incomplete"
        "A waiver is about a change that it does not cover, so that the change counts: it names one operation and the change reaches others, or the change opens an operation and the waiver does not say `opened = true`."
    WaiverStale = "waiver.stale"
        "A waiver covers nothing: there is no change with its id, at its operation and its place."
}

impl Remark {
    /// How much it weighs: what a comparison could not see is no fault of the documents.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Remark::ComparedAsExported
            | Remark::ComparedAsWritten
            | Remark::NotCarried
            | Remark::SettingsLeftOut
            | Remark::ComparedWithSource => Severity::Info,
            Remark::KeyRepeated
            | Remark::NotUnderstood
            | Remark::ReferenceAddress
            | Remark::ReferenceDangling
            | Remark::ReferenceUnread
            | Remark::Repaired
            | Remark::WaiverExpired
            | Remark::WaiverIncomplete
            | Remark::WaiverStale => Severity::Warning,
        }
    }

    /// The remark with that id.
    #[must_use]
    pub fn of(id: &str) -> Option<Remark> {
        Remark::ALL.iter().copied().find(|remark| remark.id() == id)
    }

    /// The rule of its findings.
    #[must_use]
    pub fn rule(self) -> Rule {
        Rule::remark(self.id(), self.severity())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remark_has_its_own_id_in_order() {
        let ids: Vec<_> = Remark::ALL.iter().map(|remark| remark.id()).collect();
        assert!(ids.is_sorted_by(|one, other| one < other), "{ids:?}");
        assert!(Remark::ALL.iter().all(|remark| Remark::of(remark.id()) == Some(*remark)));
        assert_eq!(Remark::of("spec"), None);
    }
}
