//! An authored document beside an export of API Gateway: the authored one is taken through the same import and export
//! before the two are compared, or each of them would differ from the other without any change.

use gatepact_diff::NamedDocument;
use gatepact_diff::rules::Remark;
use gatepact_finding::{Finding, Text};
use gatepact_openapi::gateway_export::{
    ExportForm, NotCarried, NotCarriedKind, Projection, project, recognise, summary,
};
use gatepact_report::{ComparedAs, ComparedDocument, NotCarriedGroup};

use crate::comparison::ReadDocument;
use crate::documents::OpenedDocument;
use crate::error::CliError;

/// The maximum number of locations that a report names of each kind.
const MAX_LOCATIONS: usize = 100;

/// The maximum number of operations that are named one by one.
const MAX_OPERATIONS: usize = 10;

/// Two documents, ready to be compared.
pub(super) struct Aligned {
    pub(super) documents: [ReadDocument; 2],
    /// How a report names them, and what was compared in their place.
    pub(super) described: [ComparedDocument; 2],
    /// What is said of it.
    pub(super) notes: Vec<Finding>,
}

/// Makes two documents comparable, unless they are to be compared as they are: where one is an export and the other is
/// authored, the export of a kept release gives way to the authored document that it was published with, or else the
/// authored one is taken through the same export.
pub(super) fn align(sides: [OpenedDocument; 2], as_is: bool) -> Result<Aligned, CliError> {
    let [old, new] = sides;
    let forms = [&old, &new].map(form);
    let (exported, form) = match forms {
        [Some(form), None] if !as_is => (Exported::Old, form),
        [None, Some(form)] if !as_is => (Exported::New, form),
        _ => {
            return Ok(Aligned {
                documents: [old.document, new.document],
                described: [old.described, new.described],
                notes: Vec::new(),
            });
        }
    };
    let (export, authored) = exported.sides(old, new);
    let (export, authored, notes) = match export {
        OpenedDocument { source: Some(source), document, .. } => {
            let mut source = source.read()?;
            source.described.compared_as = Some(ComparedAs::Source);
            let notes = vec![with_source(&document.name)];
            (source, authored, notes)
        }
        export => as_exported(export, authored, form),
    };
    let (old, new) = exported.sides(export, authored);
    Ok(Aligned {
        documents: [old.document, new.document],
        described: [old.described, new.described],
        notes,
    })
}

/// Which side is the export.
#[derive(Clone, Copy)]
enum Exported {
    Old,
    New,
}

impl Exported {
    /// The export first, or back in their order.
    fn sides<T>(self, one: T, other: T) -> (T, T) {
        match self {
            Self::Old => (one, other),
            Self::New => (other, one),
        }
    }
}

/// What the registry keeps was exported; a file is recognised.
fn form(side: &OpenedDocument) -> Option<ExportForm> {
    if side.is_release {
        return Some(ExportForm::Canonical);
    }
    recognise(&side.document.document)
}

fn as_exported(
    mut export: OpenedDocument,
    mut authored: OpenedDocument,
    form: ExportForm,
) -> (OpenedDocument, OpenedDocument, Vec<Finding>) {
    let projection = match project(&authored.document.document, &export.document.document, form) {
        Ok(projection) => projection,
        Err(error) => {
            let note = Text::code(authored.document.name.clone())
                .and_prose(format!(" is compared as it is written: {error}"));
            let note = Finding::new(Remark::ComparedAsWritten.rule(), note);
            return (export, authored, vec![note]);
        }
    };
    let Projection { authored: projected, export: without_settings, not_carried, as_written } =
        projection;
    let names = [&authored, &export].map(|side| side.document.name.clone());
    let notes = notes(&names, &not_carried, &as_written);
    let sides = [authored.document.named(), export.document.named()];
    let not_carried = groups(sides, &not_carried);
    authored.described.compared_as = Some(ComparedAs::Exported { not_carried });
    authored.document.document = projected;
    if let Some(without_settings) = without_settings {
        export.document.document = without_settings;
    }
    (export, authored, notes)
}

fn with_source(release: &str) -> Finding {
    let message = Text::prose("release ")
        .and_code(release.to_owned())
        .and_prose(" is compared by the document that it was published with");
    Finding::new(Remark::ComparedWithSource.rule(), message)
        .with_help("`--as-is` compares what API Gateway exported")
}

fn notes(
    [authored, export]: &[String; 2],
    not_carried: &[NotCarried],
    as_written: &[String],
) -> Vec<Finding> {
    let message = Text::code(authored.clone())
        .and_prose(" is compared as API Gateway would export it, because ")
        .and_code(export.clone())
        .and_prose(" is an export");
    let note = Finding::new(Remark::ComparedAsExported.rule(), message)
        .with_help("`--as-is` compares it as it is written");
    let mut notes = vec![note];
    let (of_the_export, lost): (Vec<_>, Vec<_>) =
        not_carried.iter().cloned().partition(|it| it.kind.is_of_the_export());
    if !lost.is_empty() {
        let words = summary(&lost).join(", ");
        let message = format!("not compared, because an export does not carry it: {words}");
        notes.push(Finding::new(Remark::NotCarried.rule(), message));
    }
    if !of_the_export.is_empty() {
        let words = summary(&of_the_export).join(", ");
        let message = Text::prose("not compared, because ")
            .and_code(authored.clone())
            .and_prose(format!(" has no extension of API Gateway: {words}"));
        notes.push(Finding::new(Remark::SettingsLeftOut.rule(), message));
    }
    if !as_written.is_empty() {
        notes.push(written(as_written));
    }
    notes
}

fn written(operations: &[String]) -> Finding {
    let mut message = Text::default();
    for (index, operation) in operations.iter().take(MAX_OPERATIONS).enumerate() {
        message = message.and_prose(if index == 0 { "" } else { ", " }).and_code(operation.clone());
    }
    if let Some(more) = operations.len().checked_sub(MAX_OPERATIONS).filter(|more| *more > 0) {
        message = message.and_prose(format!(" and {more} more"));
    }
    let message = message.and_prose(
        ": compared as written, because API Gateway exports no API with a body that is not JSON",
    );
    let mut finding = Finding::new(Remark::ComparedAsWritten.rule(), message);
    finding.operations = operations.to_vec();
    finding
}

fn groups(
    [authored, export]: [NamedDocument<'_>; 2],
    not_carried: &[NotCarried],
) -> Vec<NotCarriedGroup> {
    let group = |kind: &NotCarriedKind| {
        let side = if kind.is_of_the_export() { export } else { authored };
        let of_kind = || not_carried.iter().filter(|it| it.kind == *kind);
        let locations = of_kind().take(MAX_LOCATIONS).map(|it| side.location(&it.pointer));
        NotCarriedGroup {
            kind: kind.id(),
            count: of_kind().count(),
            locations: locations.collect(),
        }
    };
    NotCarriedKind::ALL.iter().map(group).filter(|group| group.count > 0).collect()
}
