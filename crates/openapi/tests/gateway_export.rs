//! Import and export of API Gateway as a function: what it recognises, what it makes of a document, where that stands.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_openapi::Document;
use gatepact_openapi::canonical::{Form, canonical};
use gatepact_openapi::gateway_export::{
    Deployed, ExportForm, Extensions, NotCarriedKind, Projection, project, recognise, rest_api,
    summary,
};

const EXPORT: &str = "
openapi: 3.0.1
info: { title: teas, version: '2026-11-30T12:00:00Z' }
servers:
  - url: https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/{basePath}
    variables: { basePath: { default: prod } }
paths:
  /teas/{id}:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: string } }
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        '200':
          description: 200 response
          content: { application/json: { schema: { $ref: '#/components/schemas/MODEL123abc' } } }
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:teas/invocations
        passthroughBehavior: when_no_match
components:
  schemas:
    MODEL123abc: { type: object, required: [name], properties: { name: { type: string } } }
";

const AUTHORED: &str = "
openapi: 3.0.3
info: { title: teas, version: 1.0.0 }
security: [{ bearer: [] }]
paths:
  /teas/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
    get:
      summary: A tea
      parameters:
        - { name: session, in: cookie, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        '200': { $ref: '#/components/responses/Tea' }
        default: { description: A problem }
      x-amazon-apigateway-integration:
        type: AWS_PROXY
        httpMethod: POST
        uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/x' }
components:
  responses:
    Tea:
      description: A tea
      content:
        application/json:
          schema:
            type: object
            required: [name]
            properties:
              name: { type: string, nullable: true, example: Earl Grey }
  securitySchemes: { bearer: { type: http, scheme: bearer } }
";

fn read(text: &str) -> Document {
    Document::read(text).unwrap()
}

fn projected(authored: &Document, export: &Document) -> Projection {
    project(authored, export, recognise(export).unwrap()).unwrap()
}

#[track_caller]
fn assert_same(projection: &Projection, export: &Document) {
    let of = |document: &Document| canonical(document, Form::Full);
    assert_eq!(
        of(&projection.authored).replace("1.0.0", "unversioned"),
        of(projection.export.as_ref().unwrap_or(export))
    );
}

#[test]
fn an_unchanged_document_is_its_export() {
    let (authored, export) = (read(AUTHORED), read(EXPORT));
    let projection = projected(&authored, &export);
    assert_same(&projection, &export);
    assert_eq!(
        summary(&projection.not_carried),
        [
            "the types of 2 parameters",
            "1 cookie parameter",
            "1 default or ranged response",
            "1 schema keyword (nullable)",
            "the root-level security of 1 operation",
            "1 value that the deployment fills in",
        ]
    );
    // The canonical form, as a registry keeps it.
    let kept = read(&canonical(&export, Form::Full));
    assert_eq!(recognise(&kept), Some(ExportForm::Canonical));
    assert_same(&projected(&authored, &kept), &kept);
}

#[test]
fn every_part_of_the_export_leads_to_what_its_author_wrote() {
    let (authored, export) = (read(AUTHORED), read(EXPORT));
    let kept = read(&canonical(&export, Form::Full));
    for export in [export, kept] {
        let projection = projected(&authored, &export).authored;
        let model = projection.at("/components/schemas").unwrap().as_object().unwrap();
        let model = format!("/components/schemas/{}", model.keys().next().unwrap());
        let get = "/paths/~1teas~1{id}/get";
        for (at, line) in [
            (format!("{get}/operationId"), 9),
            (format!("{get}/parameters/0/name"), 13),
            (format!("{get}/parameters/1"), 8),
            (format!("{get}/responses/200"), 23),
            (format!("{get}/responses/200/content/application~1json/schema/$ref"), 27),
            (format!("{get}/x-amazon-apigateway-integration/uri"), 20),
            (model.clone(), 27),
            (format!("{model}/properties/name/type"), 31),
            ("/servers".to_owned(), 2),
        ] {
            let place = projection.place(&at);
            assert_eq!(usize::try_from(place.position.line).unwrap(), line, "{at}: {place:?}");
        }
    }
}

#[test]
fn the_parts_of_other_files_become_models() {
    let text = "
openapi: 3.0.3
info: { title: teas, version: 1.0.0 }
paths:
  /teas:
    get:
      responses:
        '200':
          description: Teas
          content: { application/json: { schema: { $ref: 'models.yaml#/Teas' } } }
";
    let models = "
Teas: { type: array, items: { $ref: '#/Tea' } }
Tea: { type: object, properties: { next: { $ref: '#/Teas' } } }
";
    let authored = Document::read_with(text, "openapi.yaml", |_| Ok::<_, String>(models)).unwrap();
    let projection = projected(&authored, &read(EXPORT)).authored;
    assert_eq!(projection.unresolved(), []);
    let schema = projection
        .at("/paths/~1teas/get/responses/200/content/application~1json/schema/$ref")
        .unwrap();
    let model = schema.as_str().unwrap().trim_start_matches('#');
    assert_eq!(projection.at(model).unwrap()["type"], "array");
    let place = projection.place(&format!("{model}/type"));
    assert_eq!((place.file.as_deref(), place.position.line), (Some("models.yaml"), 2));
}

#[test]
fn an_operation_that_is_not_exported_stays_as_it_is_written() {
    let text = "
openapi: 3.0.3
info: { title: teas, version: 1.0.0 }
paths:
  /teas/{id}:
    parameters: [{ $ref: '#/components/parameters/Id' }]
    put:
      requestBody: { content: { text/csv: { schema: { type: string } } } }
      responses: { 2XX: { $ref: '#/components/responses/Done' } }
components:
  parameters: { Id: { name: id, in: path, required: true, schema: { type: integer } } }
  responses: { Done: { description: done } }
";
    let authored = read(text);
    let projection = projected(&authored, &read(EXPORT));
    assert_eq!(projection.as_written, ["PUT /teas/{id}"]);
    let (operation, value) = (&projection.authored.operations()[0], projection.authored.value());
    assert_eq!(projection.authored.parameters(operation)[0].at.value["schema"]["type"], "integer");
    assert_eq!(projection.authored.place("/paths/~1teas~1{id}/put/parameters/0").position.line, 11);
    assert!(value.pointer("/paths/~1teas~1{id}/put/responses/2XX").is_some());
    assert_eq!(projection.authored.unresolved(), []);
    let deployed = Deployed { api_id: "a", region: "r", base_path: "s", name: None, time: "t" };
    let refused = rest_api(&authored, deployed, Extensions::ALL).unwrap_err();
    assert!(refused.to_string().contains("PUT /teas/{id}"), "{refused}");
}

#[test]
fn without_extensions_the_settings_of_the_export_are_not_compared() {
    let start = AUTHORED.find("      x-amazon-apigateway-integration").unwrap();
    let end = AUTHORED.find("components:").unwrap();
    let authored = read(&format!("{}{}", &AUTHORED[..start], &AUTHORED[end..]));
    let preflight = "
    options:
      responses: { '204': { description: 204 response, content: {} } }
      x-amazon-apigateway-integration: { type: mock, passthroughBehavior: when_no_match }
components:";
    let export = read(&EXPORT.replace("\ncomponents:", preflight));
    let projection = projected(&authored, &export);
    assert_same(&projection, &export);
    let kinds: Vec<_> = projection.not_carried.iter().map(|it| it.kind).collect();
    assert!(kinds.contains(&NotCarriedKind::GatewaySetting), "{kinds:?}");
    assert!(kinds.contains(&NotCarriedKind::Preflight), "{kinds:?}");
    let without = projection.export.unwrap();
    let place = |document: &Document| document.place("/components/schemas/MODEL123abc/type");
    assert_eq!(place(&without), place(&export), "its places are those of its text");
}

#[test]
fn an_export_of_an_http_api_has_routes_only() {
    let export = "
openapi: 3.0.1
info: { title: teas, version: 2026-11-30 12:00:00UTC }
servers:
  - url: https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/{basePath}
    variables: { basePath: { default: '' } }
paths:
  /teas/{id}:
    get:
      responses: { default: { description: 'Default response for GET /teas/{id}' } }
      x-amazon-apigateway-integration: { type: http_proxy, uri: 'http://a/' }
    parameters:
      - { name: id, in: path, description: Generated path parameter for id, required: true, schema: { type: string } }
x-amazon-apigateway-importexport-version: '1.0'
";
    let export = read(export);
    let authored = read(&AUTHORED.replace(
        "        uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/x' }\n",
        "        uri: http://a/\n",
    ));
    let projection = projected(&authored, &export);
    assert_eq!(projection.authored.base_path(), "");
    let get = projection.authored.at("/paths/~1teas~1{id}/get/responses").unwrap();
    assert_eq!(get.as_object().unwrap().keys().collect::<Vec<_>>(), ["default"]);
    assert_eq!(
        summary(&projection.not_carried),
        ["the type of 1 parameter", "2 parameters", "1 response"]
    );
}

#[test]
fn only_an_export_is_taken_for_one() {
    assert_eq!(recognise(&read(EXPORT)), Some(ExportForm::Raw));
    let swagger = "
swagger: '2.0'
info: { title: t, version: '1' }
host: a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com
basePath: /prod
schemes: [https]
paths: { /a: { get: { responses: { '200': { description: 200 response } } } } }
";
    assert_eq!(recognise(&read(swagger)), Some(ExportForm::Raw));
    assert_eq!(recognise(&read(AUTHORED)), None);
    for (before, after) in [
        ("200 response", "the tea"),
        ("amazonaws.com/{basePath}", "example.com/{basePath}"),
        ("a1b2c3d4e5.execute-api", "a1b2c3d4e5.execute"),
        ("    variables: { basePath: { default: prod } }\n", ""),
        ("in: query, schema: { type: string }", "in: query, schema: { type: integer }"),
        ("    get:\n", "    get:\n      summary: A tea\n"),
        ("  schemas:\n", "  parameters: {}\n  schemas:\n"),
    ] {
        let text = EXPORT.replacen(before, after, 1);
        assert_ne!(text, EXPORT, "{before}");
        assert_eq!(recognise(&read(&text)), None, "{after}");
    }
}

#[test]
fn an_export_is_its_own_export() {
    let export = read(EXPORT);
    let projection = projected(&export, &export);
    assert_eq!(projection.not_carried, []);
    assert_eq!(canonical(&projection.authored, Form::Full), canonical(&export, Form::Full));
}

/// References may repeat a part as often as they like; a copy is written a bounded number of times.
#[test]
fn a_part_that_is_repeated_too_often_is_refused() {
    let headers: String =
        (0..3_000).map(|n| format!("H{n}: {{ schema: {{ type: string }} }}, ")).collect();
    let paths: String = (0..3_000)
        .map(|n| {
            format!("  /p{n}: {{ get: {{ responses: {{ '200': {{ $ref: '#/components/responses/R' }} }} }} }}\n")
        })
        .collect();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths:\n{paths}\
         components: {{ responses: {{ R: {{ description: d, headers: {{ {headers} }} }} }} }}\n"
    );
    let export = read(EXPORT);
    let refused = project(&read(&text), &export, ExportForm::Raw).unwrap_err();
    assert!(refused.to_string().contains("more than 1000000 parameters"), "{refused}");
}
