//! Reports made by hand: what a comparison of two releases of a book shop may bring to light.

use std::collections::BTreeMap;

use gatepact_diff::policy;
use gatepact_diff::rules::{CHANGE_KINDS, Remark};
use gatepact_finding::{
    Affected, CallerSentences, ChangelogSection, Coverage, Direction, FailOn, Finding, Location,
    NotCompared, Pointer, Proof, Release, Rule, RuleKind, SchemaPlace, SchemaStats, Severity,
    Subject, Template, Text, Waived, Witness, WitnessRequest, WitnessResponse,
};
use gatepact_report::{
    Action, Changes, Command, ComparedDocument, Comparison, Outcome, PactFile, Publication, Report,
    Run, Tool,
};
use serde_json::{Value, json};

const NEW: &str = "openapi/shop-1.5.0.json";

/// A run of a command, with a pact of one consumer.
pub(crate) fn run(command: Command) -> Run {
    Run {
        tool: Tool { name: "gatepact", version: "0.0.0" },
        command,
        started_at: "2026-11-25T12:00:00Z".to_owned(),
        target: None,
        pacts: vec![PactFile {
            file: "pacts/web-shop-shop-api.json".to_owned(),
            sha256: "0f".repeat(32),
            consumer: "web-shop".to_owned(),
            provider: "shop-api".to_owned(),
        }],
    }
}

/// What `gatepact diff` compared.
pub(crate) fn comparison() -> Comparison {
    let document = |release: &str, digit: &str| ComparedDocument {
        name: release.to_owned(),
        file: format!("openapi/shop-{release}.json"),
        sha256: digit.repeat(64),
        revision: None,
        title: Some("Book shop".to_owned()),
        version: Some(release.to_owned()),
        compared_as: None,
    };
    Comparison {
        old: document("1.4.0", "4"),
        new: document("1.5.0", "5"),
        fail_on: FailOn::default(),
    }
}

/// What `gatepact publish-spec` published.
pub(crate) fn publication(previous: Option<&str>) -> Publication {
    Publication {
        api: "shop-api".to_owned(),
        stage: "prod".to_owned(),
        release: "1.5.0".to_owned(),
        action: Action::Created,
        previous: previous.map(str::to_owned),
        files: vec!["openapi/shop-api/prod/1.5.0.json".to_owned()],
        fail_on: FailOn::default(),
    }
}

/// A report of `gatepact diff` about these findings.
pub(crate) fn report(outcome: Outcome, findings: Vec<Finding>) -> Report {
    let changes = Changes { findings, ..Changes::default() };
    Report::of_changes(run(Command::Diff), outcome, changes).of_comparison(comparison())
}

/// A report with something of everything.
pub(crate) fn rich() -> Report {
    let mut findings = vec![
        required_in_a_request(),
        null_in_a_long_response(),
        declared(),
        removed(),
        unproved(),
        may_be_another_value(),
        waived(),
    ];
    findings.extend(safe());
    findings.push(stale_waiver());
    let stats = SchemaStats { pairs: 12, contained: 8, witnessed: 3, unproved: 1, unverified: 0 };
    let changes = Changes { findings, stats: Some(stats), ..Changes::default() };
    Report::of_changes(run(Command::Diff), Outcome::Broken, changes).of_comparison(comparison())
}

/// The rules of all changes, each in the directions that it has.
pub(crate) fn rules() -> impl Iterator<Item = Rule> {
    CHANGE_KINDS.iter().flat_map(|info| {
        info.directions().iter().map(|direction| policy::rule(info.kind, *direction))
    })
}

/// The rule of the table with this id.
#[track_caller]
pub(crate) fn rule(id: &str) -> Rule {
    rules().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule `{id}`"))
}

/// The rule of a change that no table has.
pub(crate) fn made_up(id: &'static str) -> Rule {
    let for_callers = CallerSentences {
        sentence: Template::new("it changed"),
        names_place: false,
        in_field: None,
    };
    Rule {
        kind: RuleKind::Change { section: ChangelogSection::Changed, for_callers },
        ..Rule::remark(id, Severity::Error)
    }
}

/// The sentence that a literal writes with names in backticks.
pub(crate) fn text(literal: &str) -> Text {
    literal.split('`').enumerate().fold(Text::default(), |text, (position, part)| {
        let part = part.to_owned();
        if position % 2 == 1 { text.and_code(part) } else { text.and_prose(part) }
    })
}

/// A change at a place of the new document.
pub(crate) fn change(
    rule: Rule,
    severity: Severity,
    message: Text,
    (line, pointer): (usize, &str),
) -> Finding {
    let (file, pointer) = (NEW.to_owned(), Pointer::from(pointer));
    Finding {
        severity,
        location: Some(Location { file, line: Some(line), column: None, pointer }),
        consumers: Some(Vec::new()),
        direction: match rule.id.split_once('.') {
            Some(("request", _)) => Some(Direction::Request),
            Some(("response", _)) => Some(Direction::Response),
            Some(_) | None => None,
        },
        ..Finding::new(rule, message)
    }
}

/// The same change, at a property: `Order.lines[].sku`.
pub(crate) fn at_property(change: Finding, path: &str) -> Finding {
    let field = path.rsplit('.').next().map(str::to_owned);
    let schema_place = SchemaPlace { path: Some(path.to_owned()), field, part: None };
    Finding { schema_place, ..change }
}

/// The same change, about a property: `Order.lines[].sku`.
pub(crate) fn of_property(change: Finding, path: &str) -> Finding {
    let change = at_property(change, path);
    Finding { subject: change.schema_place.field.clone().map(Subject::Property), ..change }
}

fn operations(mut change: Finding, operations: &[&str]) -> Finding {
    change.operations = operations.iter().map(|operation| (*operation).to_owned()).collect();
    change.operation = change.operations.first().cloned();
    change
}

fn relied_on(mut change: Finding, interactions: &[&str]) -> Finding {
    let affected = |(at, interaction): (usize, &&str)| Affected {
        consumer: "web-shop".to_owned(),
        interaction: (*interaction).to_owned(),
        file: "pacts/web-shop-shop-api.json".to_owned(),
        line: 12 + 40 * at,
    };
    change.consumers = Some(interactions.iter().enumerate().map(affected).collect());
    change
}

fn witnessed(change: Finding, witness: Witness) -> Finding {
    Finding { proof: Some(Proof::Witness(Box::new(witness))), ..change }
}

fn request(method: &str, path: &str, query: &str, body: Option<Value>) -> WitnessRequest {
    let kind = ("content-type".to_owned(), "application/json".to_owned());
    WitnessRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: body.iter().map(|_| kind.clone()).collect(),
        body,
    }
}

fn required_in_a_request() -> Finding {
    let change = change(
        rule("request.property.became-required"),
        Severity::Error,
        text("NewOrder.size: the property `size` is required now"),
        (120, "/components/schemas/NewOrder/properties/size"),
    )
    .with_help("keep it optional");
    let change = relied_on(
        operations(of_property(change, "NewOrder.size"), &["PATCH /orders/{id}", "POST /orders"]),
        &["an order of a book", "an order of two books", "a gift", "a draft"],
    );
    let body = json!({ "sku": "BOOK-1", "quantity": 1 });
    witnessed(
        change,
        Witness {
            operation: Some("POST /orders".to_owned()),
            caller: None,
            request: Some(request("POST", "/orders", "dry-run=true", Some(body))),
            response: None,
            holder: Release::Old,
            releases: text("accepted by 1.4.0, refused by 1.5.0"),
            why: text("the property `size` is required now"),
        },
    )
}

fn null_in_a_long_response() -> Finding {
    let names: Vec<String> = (0..45).map(|at| format!("GET /reports/r{at:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let change = change(
        rule("response.nullable.added"),
        Severity::Error,
        text("Report.total: the value may be null now"),
        (301, "/components/schemas/Report/properties/total"),
    )
    .with_help("keep sending a value");
    let mut body: serde_json::Map<String, Value> =
        (1..=20).map(|month| (format!("month-{month:02}"), json!(100 * month))).collect();
    body.insert("total".to_owned(), Value::Null);
    body.insert("unit".to_owned(), json!("EUR"));
    witnessed(
        operations(at_property(change, "Report.total"), &names),
        Witness {
            operation: Some("GET /reports/r00".to_owned()),
            caller: None,
            request: None,
            response: Some(WitnessResponse {
                status: "200".to_owned(),
                headers: BTreeMap::from([("etag".to_owned(), "\"1\"".to_owned())]),
                body: Some(Value::Object(body)),
            }),
            holder: Release::New,
            releases: text("may come from 1.5.0, not from 1.4.0"),
            why: text("`total` is null"),
        },
    )
}

fn declared() -> Finding {
    let change = change(
        rule("request.security.api-key-required"),
        Severity::Error,
        text("an API key is demanded: [{\"api_key\":[]}]"),
        (88, "/paths/~1orders/get/security"),
    )
    .with_help("give consumers a key of the usage plan first");
    Finding {
        proof: Some(Proof::Declared),
        new: Some(json!([{ "api_key": [] }])),
        ..relied_on(operations(change, &["GET /orders"]), &["the orders of a customer"])
    }
}

fn removed() -> Finding {
    let mut change = change(
        rule("operation.removed"),
        Severity::Error,
        text("the operation is gone"),
        (41, "/paths/~1carts~1{id}/delete"),
    )
    .with_help("keep the operation until no consumer needs it");
    if let Some(location) = &mut change.location {
        location.file = "openapi/shop-1.4.0.json".to_owned();
    }
    witnessed(
        operations(change, &["DELETE /carts/{id}"]),
        Witness {
            operation: None,
            caller: None,
            request: Some(request("DELETE", "/carts/7", "", None)),
            response: Some(WitnessResponse {
                status: "4XX".to_owned(),
                headers: BTreeMap::new(),
                body: Some(json!({ "message": "no such cart" })),
            }),
            holder: Release::Old,
            releases: text("answered by 1.4.0, by no route of 1.5.0"),
            why: Text::default(),
        },
    )
}

fn unproved() -> Finding {
    let change = change(
        rule("request.schema.changed"),
        Severity::Warning,
        text(
            "Filter: `pattern` changed, and whether the same values pass could not be decided: \
             the pattern holds a look-ahead",
        ),
        (210, "/components/schemas/Filter/pattern"),
    )
    .with_help("compare the two schemas by hand, or verify the pacts against the stage");
    Finding {
        proof: Some(Proof::Unproved(text("the pattern holds a look-ahead"))),
        subject: Some(Subject::SchemaKeyword("pattern".to_owned())),
        schema_place: SchemaPlace { path: Some("Filter".to_owned()), ..SchemaPlace::default() },
        ..operations(change, &["GET /books"])
    }
}

fn may_be_another_value() -> Finding {
    let change = change(
        rule("response.enum.value-added"),
        Severity::Warning,
        text("Order.status: `returned` is a value now"),
        (150, "/components/schemas/Order/properties/status/enum/3"),
    )
    .with_help("tell consumers to handle the value before it is sent");
    let change = Finding { new: Some(json!("returned")), ..at_property(change, "Order.status") };
    let change = relied_on(
        operations(change, &["GET /orders", "GET /orders/{id}", "POST /orders"]),
        &["an order of a book"],
    );
    witnessed(
        change,
        Witness {
            operation: None,
            caller: None,
            request: None,
            response: Some(WitnessResponse {
                status: "200".to_owned(),
                headers: BTreeMap::new(),
                body: Some(json!({ "id": 1, "status": "returned" })),
            }),
            holder: Release::New,
            releases: text("may come from 1.5.0, not from 1.4.0"),
            why: text("`status` is `returned`"),
        },
    )
}

fn waived() -> Finding {
    let change = change(
        rule("response.property.removed"),
        Severity::Error,
        text("Order.legacyId: the property `legacyId` is gone"),
        (140, "/components/schemas/Order"),
    )
    .with_help("keep the property");
    let change =
        operations(of_property(change, "Order.legacyId"), &["GET /orders", "GET /orders/{id}"]);
    Finding {
        proof: Some(Proof::Unproved(text("no whole message around the change was found"))),
        waived: Some(Waived {
            reason: "the shop's app of 2019 was switched off".to_owned(),
            expires: "2026-12-31".to_owned(),
        }),
        ..relied_on(change, &["an old order"])
    }
}

/// Sixty changes of three kinds that break no consumer.
fn safe() -> Vec<Finding> {
    let mut changes = Vec::new();
    for at in 0..57 {
        let message = format!("Order.note{at:02}: the property `note{at:02}` is new and optional");
        let pointer = format!("/components/schemas/Order/properties/note{at:02}");
        let change = change(
            rule("response.property.optional-added"),
            Severity::Info,
            text(&message),
            (400 + at, &pointer),
        );
        let change = of_property(change, &format!("Order.note{at:02}"));
        changes.push(operations(change, &["GET /orders", "GET /orders/{id}"]));
    }
    let change = |(id, message, pointer): (&str, &str, &str)| {
        change(rule(id), Severity::Info, text(message), (500, pointer))
    };
    let kind = ("operation.added", "the operation is new", "/paths/~1gifts/post");
    changes.push(operations(change(kind), &["POST /gifts"]));
    changes.push(operations(change(kind), &["PUT /gifts/{id}"]));
    let kind = ("operation.deprecated", "the operation is deprecated", "/paths/~1carts/get");
    changes.push(operations(change(kind), &["GET /carts"]));
    changes
}

fn stale_waiver() -> Finding {
    let message = text("the waiver of `request.type.changed` at `POST /carts` fits no change");
    let (file, pointer) = ("gatepact.toml".to_owned(), Pointer::root());
    Finding {
        location: Some(Location { file, line: Some(14), column: None, pointer }),
        ..Finding::new(Remark::WaiverStale.rule(), message)
            .with_help("take it out of gatepact.toml")
    }
}

/// Names that mean something to terminals, Markdown, HTML, XML and workflow commands.
pub(crate) const HOSTILE: &str = "`a`` |b| ::error::c\n::warning file=x::d\r\u{1b}[31m\u{202e}\u{0}\u{9b} <script>&amp;]]> ![x](y) %0A::e";

/// A sentence that holds [`HOSTILE`] as words and as a name.
pub(crate) fn hostile_text() -> Text {
    Text::prose(HOSTILE).and_prose(" ").and_code(HOSTILE)
}

/// A change whose facts are all [`HOSTILE`].
pub(crate) fn hostile_change(rule: Rule, severity: Severity, subject: Subject) -> Finding {
    let text = || Some(HOSTILE.to_owned());
    let pointer = Pointer::from("/components/schemas").child(HOSTILE);
    let pointer = pointer.child("properties").child(HOSTILE);
    let mut change = change(rule, severity, hostile_text(), (7, &pointer));
    if let Some(location) = &mut change.location {
        location.file = HOSTILE.to_owned();
    }
    Finding {
        subject: Some(subject),
        schema_place: SchemaPlace { path: text(), field: text(), part: None },
        old: Some(json!(HOSTILE)),
        new: Some(json!([HOSTILE, HOSTILE])),
        ..operations(change.with_help(Text::code(HOSTILE).and_prose(HOSTILE)), &[HOSTILE, HOSTILE])
    }
}

/// A report in which every text is [`HOSTILE`].
pub(crate) fn hostile() -> Report {
    let text = || HOSTILE.to_owned();
    let body = Some(json!({ text(): [text(), { text(): null }] }));
    let headers = BTreeMap::from([(text(), text())]);
    let mut findings = Vec::new();
    for (severity, id, subject) in [
        (Severity::Error, "request.property.became-required", Subject::Property(text())),
        (Severity::Warning, "response.enum.value-replaced", Subject::Schema),
        (Severity::Info, "request.constraint.narrowed", Subject::Keyword(text())),
    ] {
        let mut finding = relied_on(hostile_change(rule(id), severity, subject), &[HOSTILE]);
        for affected in finding.consumers.iter_mut().flatten() {
            affected.consumer = text();
        }
        let mut witness = request("GET", HOSTILE, HOSTILE, body.clone());
        witness.headers.clone_from(&headers);
        let response =
            WitnessResponse { status: text(), headers: headers.clone(), body: body.clone() };
        findings.push(witnessed(
            finding.clone(),
            Witness {
                operation: Some(text()),
                caller: Some(hostile_text()),
                request: Some(witness),
                response: Some(response),
                holder: Release::Old,
                releases: hostile_text(),
                why: hostile_text(),
            },
        ));
        finding.proof = Some(Proof::Unproved(hostile_text()));
        finding.waived = Some(Waived { reason: text(), expires: text() });
        findings.push(finding);
    }
    let remark = Rule::remark("pact.unreadable", Severity::Error);
    let remark = Finding::new(remark, hostile_text()).with_help(HOSTILE);
    let (line, pointer) = (Some(1), Pointer::from(text()));
    let location = Some(Location { file: text(), line, column: None, pointer });
    findings.push(Finding { location, ..remark });
    let mut comparison = comparison();
    comparison.old.name = text();
    comparison.new.name = text();
    comparison.new.title = Some(text());
    let not_compared = vec![NotCompared { what: text(), reason: hostile_text() }];
    let coverage = Coverage { operations: 2, compared: 1, components: 0, not_compared };
    let changes = Changes { findings, coverage: Some(coverage), ..Changes::default() };
    Report::of_changes(run(Command::Diff), Outcome::Broken, changes).of_comparison(comparison)
}
