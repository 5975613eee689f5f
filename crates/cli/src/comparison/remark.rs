//! What a comparison says besides the changes.

use gatepact_report::{Finding, Severity};

/// A kind of remark; [`Remark::id`] is the `id` of its findings. All are warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remark {
    /// A key that stands twice in one object.
    KeyRepeated,
    /// A `$ref` that names nothing.
    ReferenceDangling,
    /// A waiver whose last day is over.
    WaiverExpired,
    /// A waiver that covers some of the operations that a change reaches.
    WaiverIncomplete,
    /// A waiver without a change.
    WaiverStale,
}

impl Remark {
    /// Every remark, sorted by id.
    pub(crate) const ALL: [Remark; 5] = [
        Remark::KeyRepeated,
        Remark::ReferenceDangling,
        Remark::WaiverExpired,
        Remark::WaiverIncomplete,
        Remark::WaiverStale,
    ];

    /// The stable id that scripts filter on.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Remark::KeyRepeated => "spec.key-repeated",
            Remark::ReferenceDangling => "spec.reference-dangling",
            Remark::WaiverExpired => "waiver.expired",
            Remark::WaiverIncomplete => "waiver.incomplete",
            Remark::WaiverStale => "waiver.stale",
        }
    }

    /// The remark with that id.
    pub(crate) fn of(id: &str) -> Option<Remark> {
        Remark::ALL.into_iter().find(|remark| remark.id() == id)
    }

    /// What it means.
    pub(crate) fn doc(self) -> &'static str {
        match self {
            Remark::KeyRepeated => {
                "A key stands more than once in a JSON object; the last one is compared, other readers may take the first."
            }
            Remark::ReferenceDangling => {
                "A `$ref` names nothing; what it stands for is not compared. Told of the old document only where the \
                 new one does not lack the same."
            }
            Remark::WaiverExpired => {
                "The last day of a waiver is over; what it covered counts again."
            }
            Remark::WaiverIncomplete => {
                "A waiver names one operation, and the change reaches others that no waiver covers; it counts."
            }
            Remark::WaiverStale => {
                "A waiver covers nothing: there is no change with its id, at its operation and its place."
            }
        }
    }

    pub(super) fn finding(self, message: String) -> Finding {
        Finding::new(self.id(), Severity::Warning, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remark_is_documented() {
        let ids = Remark::ALL.map(Remark::id);
        assert!(ids.is_sorted_by(|one, other| one < other), "{ids:?}");
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/changes.md");
        let text = std::fs::read_to_string(path).unwrap();
        for remark in Remark::ALL {
            let line = format!("\n- `{}`: {}\n", remark.id(), remark.doc());
            assert!(text.contains(&line), "no {line}");
        }
    }
}
