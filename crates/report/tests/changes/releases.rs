//! Reports made by hand: what a comparison of two releases of a book shop may bring to light.

use std::collections::BTreeMap;

use gatepact_report::{
    Action, Affected, Changes, Command, ComparedDocument, Comparison, Direction, Finding, Location,
    Outcome, PactFile, Proof, Publication, Report, Run, Severity, Tally, Tool, Waived, Witness,
    WitnessRequest, WitnessResponse,
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
        title: Some("Book shop".to_owned()),
        version: Some(release.to_owned()),
    };
    Comparison { old: document("1.4.0", "4"), new: document("1.5.0", "5"), fail_on: "breaking" }
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
        fail_on: "breaking",
    }
}

/// A report of `gatepact diff` about these findings.
pub(crate) fn report(outcome: Outcome, findings: Vec<Finding>) -> Report {
    let changes = Changes { findings, tally: None };
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
    let tally = Tally { pairs: 12, contained: 8, witnessed: 3, unproved: 1, unverified: 0 };
    let changes = Changes { findings, tally: Some(tally) };
    Report::of_changes(run(Command::Diff), Outcome::Broken, changes).of_comparison(comparison())
}

/// A change at a place of the new document.
pub(crate) fn change(id: &str, severity: Severity, message: &str, place: (usize, &str)) -> Finding {
    let mut change = Finding::change(id.to_owned(), severity, message.to_owned());
    let (line, pointer) = place;
    change.location =
        Some(Location { file: NEW.to_owned(), line: Some(line), pointer: pointer.to_owned() });
    change.consumers = Some(Vec::new());
    change.direction = match id.split_once('.') {
        Some(("request", _)) => Some(Direction::Request),
        Some(("response", _)) => Some(Direction::Response),
        Some(_) | None => None,
    };
    change
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

fn witnessed(mut change: Finding, witness: Witness) -> Finding {
    change.proof = Some(Proof::Witness);
    change.witness = Some(witness);
    change
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
        "request.property.became-required",
        Severity::Error,
        "NewOrder.size: the property `size` is required now",
        (120, "/components/schemas/NewOrder/properties/size"),
    )
    .with_help("keep it optional");
    let mut change = relied_on(
        operations(change, &["PATCH /orders/{id}", "POST /orders"]),
        &["an order of a book", "an order of two books", "a gift", "a draft"],
    );
    change.direction = Some(Direction::Request);
    let body = json!({ "sku": "BOOK-1", "quantity": 1 });
    witnessed(
        change,
        Witness {
            operation: Some("POST /orders".to_owned()),
            request: Some(request("POST", "/orders", "dry-run=true", Some(body))),
            response: None,
            explains: "accepted by 1.4.0, refused by 1.5.0: the property `size` is required now"
                .to_owned(),
        },
    )
}

fn null_in_a_long_response() -> Finding {
    let names: Vec<String> = (0..45).map(|at| format!("GET /reports/r{at:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let change = change(
        "response.nullable.added",
        Severity::Error,
        "Report.total: the value may be null now",
        (301, "/components/schemas/Report/properties/total"),
    )
    .with_help("keep sending a value");
    let mut body: serde_json::Map<String, Value> =
        (1..=20).map(|month| (format!("month-{month:02}"), json!(100 * month))).collect();
    body.insert("total".to_owned(), Value::Null);
    body.insert("unit".to_owned(), json!("EUR"));
    let mut change = operations(change, &names);
    change.direction = Some(Direction::Response);
    witnessed(
        change,
        Witness {
            operation: Some("GET /reports/r00".to_owned()),
            request: None,
            response: Some(WitnessResponse {
                status: "200".to_owned(),
                headers: BTreeMap::from([("etag".to_owned(), "\"1\"".to_owned())]),
                body: Some(Value::Object(body)),
            }),
            explains: "may come from 1.5.0, not from 1.4.0: `total` is null".to_owned(),
        },
    )
}

fn declared() -> Finding {
    let change = change(
        "request.security.api-key-required",
        Severity::Error,
        "an API key is demanded: [{\"api_key\":[]}]",
        (88, "/paths/~1orders/get/security"),
    )
    .with_help("give consumers a key of the usage plan first");
    let mut change = relied_on(operations(change, &["GET /orders"]), &["the orders of a customer"]);
    change.proof = Some(Proof::Declared);
    change
}

fn removed() -> Finding {
    let mut change = change(
        "operation.removed",
        Severity::Error,
        "the operation is gone",
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
            request: Some(request("DELETE", "/carts/7", "", None)),
            response: Some(WitnessResponse {
                status: "4XX".to_owned(),
                headers: BTreeMap::new(),
                body: Some(json!({ "message": "no such cart" })),
            }),
            explains: "answered by 1.4.0, by no route of 1.5.0".to_owned(),
        },
    )
}

fn unproved() -> Finding {
    let change = change(
        "request.schema.changed",
        Severity::Warning,
        "Filter: `pattern` changed, and whether the same values pass could not be decided: the pattern holds a \
         look-ahead",
        (210, "/components/schemas/Filter/pattern"),
    )
    .with_help("compare the two schemas by hand, or verify the pacts against the stage");
    let mut change = operations(change, &["GET /books"]);
    change.proof = Some(Proof::Unproved);
    change
}

fn may_be_another_value() -> Finding {
    let change = change(
        "response.enum.value-added",
        Severity::Warning,
        "Order.status: `returned` is a value now",
        (150, "/components/schemas/Order/properties/status/enum/3"),
    )
    .with_help("tell consumers to handle the value before it is sent");
    let change = relied_on(
        operations(change, &["GET /orders", "GET /orders/{id}", "POST /orders"]),
        &["an order of a book"],
    );
    witnessed(
        change,
        Witness {
            operation: None,
            request: None,
            response: Some(WitnessResponse {
                status: "200".to_owned(),
                headers: BTreeMap::new(),
                body: Some(json!({ "id": 1, "status": "returned" })),
            }),
            explains: "may come from 1.5.0, not from 1.4.0: `status` is `returned`".to_owned(),
        },
    )
}

fn waived() -> Finding {
    let change = change(
        "response.property.removed",
        Severity::Error,
        "Order.legacyId: the property `legacyId` is gone",
        (140, "/components/schemas/Order"),
    )
    .with_help("keep the property");
    let mut change =
        relied_on(operations(change, &["GET /orders", "GET /orders/{id}"]), &["an old order"]);
    change.proof = Some(Proof::Unproved);
    change.waived = Some(Waived {
        reason: "the shop's app of 2019 was switched off".to_owned(),
        expires: "2026-12-31".to_owned(),
    });
    change
}

/// Sixty changes of three kinds that break nobody.
fn safe() -> Vec<Finding> {
    let mut changes = Vec::new();
    for at in 0..57 {
        let message = format!("Order.note{at:02}: the property `note{at:02}` is new and optional");
        let pointer = format!("/components/schemas/Order/properties/note{at:02}");
        let change = change(
            "response.property.optional-added",
            Severity::Info,
            &message,
            (400 + at, &pointer),
        );
        changes.push(operations(change, &["GET /orders", "GET /orders/{id}"]));
    }
    let kind = ("operation.added", "the operation is new", "/paths/~1gifts/post");
    let change = |(id, message, pointer): (&str, &str, &str)| {
        change(id, Severity::Info, message, (500, pointer))
    };
    changes.push(operations(change(kind), &["POST /gifts"]));
    changes.push(operations(change(kind), &["PUT /gifts/{id}"]));
    let kind = ("operation.deprecated", "the operation is deprecated", "/paths/~1carts/get");
    changes.push(operations(change(kind), &["GET /carts"]));
    changes
}

fn stale_waiver() -> Finding {
    let message = "the waiver of `request.type.changed` at `POST /carts` fits no change";
    let mut waiver = Finding::new("waiver.stale", Severity::Warning, message.to_owned())
        .with_help("take it out of gatepact.toml");
    waiver.location =
        Some(Location { file: "gatepact.toml".to_owned(), line: Some(14), pointer: String::new() });
    waiver
}

/// Names that mean something to terminals, Markdown, HTML, XML and workflow commands.
pub(crate) const HOSTILE: &str = "`a`` |b| ::error::c\n::warning file=x::d\r\u{1b}[31m\u{202e}\u{0}\u{9b} <script>&amp;]]> ![x](y) %0A::e";

/// A report in which every text is [`HOSTILE`].
pub(crate) fn hostile() -> Report {
    let text = || HOSTILE.to_owned();
    let body = Some(json!({ text(): [text(), { text(): null }] }));
    let headers = BTreeMap::from([(text(), text())]);
    let mut findings = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let mut finding = change(
            "request.property.became-required",
            severity,
            HOSTILE,
            (7, &format!("/components/schemas/{HOSTILE}/properties/{HOSTILE}")),
        )
        .with_help(HOSTILE);
        finding.location = finding.location.map(|location| Location { file: text(), ..location });
        finding = relied_on(operations(finding, &[HOSTILE, HOSTILE]), &[HOSTILE]);
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
                request: Some(witness),
                response: Some(response),
                explains: text(),
            },
        ));
        finding.waived = Some(Waived { reason: text(), expires: text() });
        findings.push(finding);
    }
    let mut remark = Finding::new("pact.unreadable", Severity::Error, text()).with_help(HOSTILE);
    remark.location = Some(Location { file: text(), line: Some(1), pointer: text() });
    findings.push(remark);
    let mut comparison = comparison();
    comparison.old.name = text();
    comparison.new.name = text();
    comparison.new.title = Some(text());
    let changes = Changes { findings, tally: None };
    Report::of_changes(run(Command::Diff), Outcome::Broken, changes).of_comparison(comparison)
}
