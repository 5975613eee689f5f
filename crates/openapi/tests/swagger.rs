//! Swagger 2.0: a document and the same API written in OpenAPI 3.0 are the same value.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod told;

use gatepact_openapi::{Document, Specification};
use gatepact_schema::Dialect;
use told::told;

fn read(text: &str) -> Document {
    Document::read(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn swagger(text: &str) -> Document {
    read(&format!("swagger: '2.0'\ninfo: {{title: orders, version: '1'}}\n{text}"))
}

/// Both heads are added here: the pairs are about the rest.
fn same(older: &str, newer: &str) {
    let lowered = swagger(older);
    let written = read(&format!("openapi: 3.0.1\ninfo: {{title: orders, version: '1'}}\n{newer}"));
    assert_eq!(lowered.specification(), Specification::Swagger20);
    assert_eq!(lowered.dialect(), Dialect::OpenApi30);
    let pretty = |document: &Document| {
        let mut value = document.value().clone();
        value.sort_all_objects();
        format!("{value:#}")
    };
    assert_eq!(pretty(&lowered), pretty(&written));
    assert_eq!(lowered.operations(), written.operations());
    assert_eq!(lowered.unresolved(), []);
    assert_eq!(lowered.base_path(), written.base_path());
}

#[test]
fn the_addresses() {
    let cases = [
        (
            "{host: api.example.com, basePath: /v1/, schemes: [https, http]}",
            "[{url: 'https://api.example.com/v1'}, {url: 'http://api.example.com/v1'}]",
        ),
        ("{host: api.example.com}", "[{url: //api.example.com}]"),
        // Without a host no server can say the schemes.
        ("{basePath: v1, schemes: [https]}", "[{url: /v1}]\nx-schemes: [https]"),
        ("{basePath: /}", "[{url: /}]"),
    ];
    for (older, servers) in cases {
        let older = older
            .trim_matches(['{', '}'])
            .replace(", ", "\n")
            .replace("https\nhttp", "https, http");
        same(&format!("{older}\npaths: {{}}\n"), &format!("servers: {servers}\npaths: {{}}\n"));
    }
    same("schemes: [https]\npaths: {}\n", "x-schemes: [https]\npaths: {}\n");
}

#[test]
fn the_shared_parts() {
    same(
        "
consumes: [application/json]
produces: [application/json, application/xml]
parameters:
  id: {name: id, in: path, required: true, type: string, maxLength: 9}
  page: {name: page, in: query, type: integer, format: int32, default: 1}
  NewOrder:
    {name: order, in: body, required: true, description: an order, schema: {$ref: '#/definitions/Order'}}
responses:
  Problem: {description: it failed, schema: {$ref: '#/definitions/Problem%20one'}, x-note: 1}
definitions:
  Order: {type: object, required: [id], properties: {id: {type: string}, parent: {$ref: '#/definitions/Order'}}}
  Problem one: {type: object}
paths:
  /orders/{id}:
    parameters: [{$ref: '#/parameters/id'}]
    put:
      parameters: [{$ref: '#/parameters/NewOrder'}, {$ref: '#/parameters/page'}]
      responses: {'204': {description: done}, default: {$ref: '#/responses/Problem'}}
",
        "
components:
  parameters:
    id: {name: id, in: path, required: true, schema: {type: string, maxLength: 9}}
    page: {name: page, in: query, schema: {type: integer, format: int32, default: 1}}
  requestBodies:
    NewOrder:
      required: true
      description: an order
      content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
  responses:
    Problem:
      description: it failed
      x-note: 1
      content:
        application/json: {schema: {$ref: '#/components/schemas/Problem%20one'}}
        application/xml: {schema: {$ref: '#/components/schemas/Problem%20one'}}
  schemas:
    Order:
      type: object
      required: [id]
      properties: {id: {type: string}, parent: {$ref: '#/components/schemas/Order'}}
    Problem one: {type: object}
paths:
  /orders/{id}:
    parameters: [{$ref: '#/components/parameters/id'}]
    put:
      requestBody: {$ref: '#/components/requestBodies/NewOrder'}
      parameters: [{$ref: '#/components/parameters/page'}]
      responses: {'204': {description: done}, default: {$ref: '#/components/responses/Problem'}}
",
    );
}

#[test]
fn an_operation_with_media_types_of_its_own_has_shared_parts_of_its_own() {
    same(
        "
parameters:
  Note: {name: note, in: body, schema: {type: string}}
responses:
  Text: {description: ok, schema: {type: string}}
paths:
  /notes:
    post:
      consumes: [text/plain]
      produces: [text/plain]
      parameters: [{$ref: '#/parameters/Note'}]
      responses: {'200': {$ref: '#/responses/Text'}}
    put:
      consumes: []
      parameters: [{$ref: '#/parameters/Note'}]
      responses: {'200': {$ref: '#/responses/Text'}}
",
        "
components:
  requestBodies: {Note: {content: {application/json: {schema: {type: string}}}}}
  responses: {Text: {description: ok, content: {application/json: {schema: {type: string}}}}}
paths:
  /notes:
    post:
      requestBody: {content: {text/plain: {schema: {type: string}}}}
      responses: {'200': {description: ok, content: {text/plain: {schema: {type: string}}}}}
    put:
      requestBody: {$ref: '#/components/requestBodies/Note'}
      responses: {'200': {$ref: '#/components/responses/Text'}}
",
    );
}

#[test]
fn lists_in_parameters_and_headers() {
    same(
        "
paths:
  /orders:
    get:
      parameters:
        - {name: plain, in: query, type: array, items: {type: string, enum: [a, b]}}
        - {name: csv, in: query, type: array, items: {type: string}, collectionFormat: csv, uniqueItems: true}
        - {name: multi, in: query, type: array, items: {type: integer}, collectionFormat: multi}
        - {name: ssv, in: query, type: array, items: {type: integer}, collectionFormat: ssv}
        - {name: pipes, in: query, type: array, items: {type: integer}, collectionFormat: pipes}
        - {name: tsv, in: query, type: array, items: {type: integer}, collectionFormat: tsv}
        - {name: x-list, in: header, type: array, items: {type: array, items: {type: string}, collectionFormat: pipes}}
      responses:
        '200':
          description: ok
          headers: {x-total: {type: integer, description: how many, x-note: 1}}
",
        "
paths:
  /orders:
    get:
      parameters:
        - name: plain
          in: query
          style: form
          explode: false
          schema: {type: array, items: {type: string, enum: [a, b]}}
        - name: csv
          in: query
          style: form
          explode: false
          schema: {type: array, items: {type: string}, uniqueItems: true}
        - {name: multi, in: query, style: form, explode: true, schema: {type: array, items: {type: integer}}}
        - name: ssv
          in: query
          style: spaceDelimited
          explode: false
          schema: {type: array, items: {type: integer}}
        - name: pipes
          in: query
          style: pipeDelimited
          explode: false
          schema: {type: array, items: {type: integer}}
        - {name: tsv, in: query, x-collectionFormat: tsv, schema: {type: array, items: {type: integer}}}
        - name: x-list
          in: header
          schema:
            type: array
            items: {type: array, items: {type: string}, x-collectionFormat: pipes}
      responses:
        '200':
          description: ok
          headers: {x-total: {description: how many, x-note: 1, schema: {type: integer}}}
",
    );
}

#[test]
fn forms() {
    same(
        "
parameters: {token: {name: token, in: formData, type: string, required: true}}
paths:
  /login:
    parameters: [{$ref: '#/parameters/token'}, {name: user, in: formData, type: string}]
    post:
      parameters:
        - {name: user, in: formData, type: string, description: who, required: true}
        - {name: roles, in: formData, type: array, items: {type: string}}
      responses: {}
  /upload:
    post:
      consumes: [multipart/form-data, application/json]
      parameters: [{name: file, in: formData, type: file, x-note: 1}]
      responses: {}
  /guess:
    post:
      parameters: [{name: file, in: formData, type: file}]
      responses: {}
",
        "
paths:
  /login:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [user, token]
              properties:
                user: {type: string, description: who}
                roles: {type: array, items: {type: string}}
                token: {type: string}
            encoding: {roles: {style: form, explode: false}}
      responses: {}
  /upload:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string, format: binary, x-note: 1}}}
      responses: {}
  /guess:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string, format: binary}}}
      responses: {}
",
    );
}

#[test]
fn schemas_and_answers() {
    same(
        "
paths:
  /pets:
    parameters: [{name: pet, in: body, schema: {type: [string, 'null']}}]
    get:
      deprecated: true
      tags: [pets]
      schemes: [https]
      parameters: [{name: pet, in: body, schema: {$ref: '#/paths/~1pets/get/responses/200/schema'}}]
      responses:
        '200':
          description: ok
          schema: {type: array, items: {$ref: '#/definitions/Pet'}}
          examples: {application/json: [{kind: cat}], text/plain: cat}
        '404': {description: gone}
    x-amazon-apigateway-any-method:
      produces: [image/png]
      responses: {'200': {description: ok, schema: {type: file}, x-note: {a: kept}}}
definitions:
  Pet:
    type: object
    discriminator: kind
    required: [kind]
    properties: {kind: {type: string, x-nullable: true, example: {x-nullable: true}}}
    additionalProperties: {x-nullable: false, type: string}
  Cat: {allOf: [{$ref: '#/definitions/Pet'}, {type: object, x-nullable: true}]}
",
        "
paths:
  /pets:
    get:
      deprecated: true
      tags: [pets]
      x-schemes: [https]
      requestBody:
        content:
          application/json:
            schema:
              {$ref: '#/paths/~1pets/get/responses/200/content/application~1json/schema'}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
              example: [{kind: cat}]
            text/plain: {example: cat}
        '404': {description: gone}
    x-amazon-apigateway-any-method:
      requestBody: {content: {application/json: {schema: {type: string, nullable: true}}}}
      responses:
        '200':
          description: ok
          content: {image/png: {schema: {type: string, format: binary}}}
          x-note: {a: kept}
components:
  schemas:
    Pet:
      type: object
      discriminator: {propertyName: kind}
      required: [kind]
      properties: {kind: {type: string, nullable: true, example: {x-nullable: true}}}
      additionalProperties: {nullable: false, type: string}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, nullable: true}]}
",
    );
}

#[test]
fn schemas_under_the_keywords_of_draft_4_are_lowered() {
    same(
        "
paths: {}
definitions:
  A:
    patternProperties: {^a: {x-nullable: true}}
    additionalItems: {x-nullable: true}
    dependencies: {b: {x-nullable: true}, c: [d]}
    definitions: {x-nullable: {x-nullable: true}}
    not: {x-nullable: true}
    anyOf: [{x-nullable: true}]
",
        "
paths: {}
components:
  schemas:
    A:
      patternProperties: {^a: {nullable: true}}
      additionalItems: {nullable: true}
      dependencies: {b: {nullable: true}, c: [d]}
      definitions: {x-nullable: {nullable: true}}
      not: {nullable: true}
      anyOf: [{nullable: true}]
",
    );
}

#[test]
fn what_only_references_reach_is_lowered_where_it_is() {
    same(
        "
x-models: {A: {type: string, x-nullable: true}, B: {$ref: '#/x-models/A'}, C: {x-nullable: true}}
paths:
  /a: {get: {responses: {'200': {$ref: '#/x-answers/0'}}}}
x-answers: [{description: ok, schema: {$ref: '#/x-models/B'}}]
",
        "
x-models: {A: {type: string, nullable: true}, B: {$ref: '#/x-models/A'}, C: {x-nullable: true}}
paths:
  /a: {get: {responses: {'200': {$ref: '#/x-answers/0'}}}}
x-answers: [{description: ok, content: {application/json: {schema: {$ref: '#/x-models/B'}}}}]
",
    );
}

#[test]
fn a_reference_to_where_openapi_3_has_its_parts_is_read_as_meant() {
    let text = "swagger: '2.0'\ninfo: {title: a}\npaths: {}\ndefinitions: {A: {}, B: {$ref: '#/components/schemas/A'}}\n";
    let document = Document::read(text).unwrap();
    assert_eq!(document.unresolved(), []);
    let fault = document.faults().iter().find(|it| it.place.pointer == "/definitions/B/$ref");
    assert_eq!(fault.unwrap().place.position.line, 4);
}

#[test]
fn security() {
    same(
        "
securityDefinitions:
  basic: {type: basic, description: d}
  key: {type: apiKey, name: x-api-key, in: header, x-amazon-apigateway-authtype: custom}
  code:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://a.example
    tokenUrl: https://t.example
    scopes: {read: to read}
  machine: {type: oauth2, flow: application, tokenUrl: https://t.example, scopes: {}}
  implicit: {type: oauth2, flow: implicit, authorizationUrl: https://a.example}
  password: {type: oauth2, flow: password, tokenUrl: https://t.example, scopes: {}, x-note: 1}
security: [{code: [read]}]
paths: {/a: {get: {security: [], responses: {}}}}
",
        "
components:
  securitySchemes:
    basic: {type: http, scheme: basic, description: d}
    key: {type: apiKey, name: x-api-key, in: header, x-amazon-apigateway-authtype: custom}
    code:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://a.example
          tokenUrl: https://t.example
          scopes: {read: to read}
    machine: {type: oauth2, flows: {clientCredentials: {tokenUrl: https://t.example, scopes: {}}}}
    implicit: {type: oauth2, flows: {implicit: {authorizationUrl: https://a.example, scopes: {}}}}
    password: {type: oauth2, x-note: 1, flows: {password: {tokenUrl: https://t.example, scopes: {}}}}
security: [{code: [read]}]
paths: {/a: {get: {security: [], responses: {}}}}
",
    );
}

#[test]
fn every_part_is_found_where_its_author_wrote_it() {
    let document = swagger(
        "basePath: /v1
paths:
  /orders:
    post:
      parameters:
        - name: order
          in: body
          schema:
            type: object
            properties:
              kind: {type: string, x-nullable: true}
        - name: page
          in: query
          type: integer
      responses:
        '200':
          description: ok
          schema: {$ref: '#/definitions/Order'}
          headers: {x-total: {type: integer}}
definitions:
  Order: {type: object, discriminator: kind}
securityDefinitions:
  code: {type: oauth2, flow: implicit, authorizationUrl: 'https://a.example', scopes: {}}
",
    );
    let operation = "/paths/~1orders/post";
    let cases = [
        ("/servers/0/url", "/basePath", 3),
        (operation, operation, 6),
        (&format!("{operation}/requestBody"), &format!("{operation}/parameters/0"), 8),
        (
            &format!("{operation}/requestBody/content/application~1json"),
            &format!("{operation}/parameters/0/schema"),
            10,
        ),
        (
            &format!(
                "{operation}/requestBody/content/application~1json/schema/properties/kind/nullable"
            ),
            &format!("{operation}/parameters/0/schema/properties/kind/x-nullable"),
            13,
        ),
        (
            &format!("{operation}/parameters/0/schema/type"),
            &format!("{operation}/parameters/1/type"),
            16,
        ),
        (
            &format!("{operation}/responses/200/content/application~1json/schema/$ref"),
            &format!("{operation}/responses/200/schema/$ref"),
            20,
        ),
        (
            &format!("{operation}/responses/200/headers/x-total/schema/type"),
            &format!("{operation}/responses/200/headers/x-total/type"),
            21,
        ),
        (
            "/components/schemas/Order/discriminator/propertyName",
            "/definitions/Order/discriminator",
            23,
        ),
        (
            "/components/securitySchemes/code/flows/implicit/authorizationUrl",
            "/securityDefinitions/code/authorizationUrl",
            25,
        ),
        ("/info/title", "/info/title", 2),
    ];
    for (pointer, origin, line) in cases {
        assert!(document.at(pointer).is_some(), "{pointer}");
        let place = document.place(pointer);
        assert_eq!((place.file, place.pointer.as_str()), (None, origin), "{pointer}");
        assert_eq!(place.position.line, line, "{pointer}");
        assert_eq!(document.position(pointer), place.position, "{pointer}");
    }
}

#[test]
fn what_is_odd_is_told_in_the_terms_of_the_text() {
    let told = [
        "definitions: []\npaths: {}\n",
        "paths: []\n",
        "definitions: {A: {properties: {a: yes please}}}\npaths: {}\n",
        "paths: {/a: {get: {parameters: {}}}}\n",
        "paths: {/a: {get: {parameters: [{name: a, in: form, type: string}]}}}\n",
        "paths: {/a: {get: {parameters: [{name: a, in: query, type: 7}]}}}\n",
        "paths: {/a: {post: {requestBody: {content: {}}}}}\n",
        "paths: {/a: {post: {parameters: [{name: a, in: body}, {name: b, in: body}]}}}\n",
        "paths: {/a: {post: {parameters: [{name: a, in: body}, {name: b, in: formData}]}}}\n",
        "paths: {/a: {post: {consumes: application/json}}}\n",
        "paths: {}\ncomponents: {}\n",
        "paths: {}\nhost: 7\n",
        "paths: {}\nsecurityDefinitions: {a: {type: oauth2, flow: device}}\n",
    ]
    .map(|text| {
        let text = format!("swagger: '2.0'\ninfo: {{title: orders, version: '1'}}\n{text}");
        let told = told(Document::read(&text));
        format!("{}    => {told}", text.split_once('}').unwrap().1.trim_start())
    })
    .join("\n\n");
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_written_out_is_bounded() {
    let name = "b".repeat(2_000);
    let types: Vec<String> = (0..200).map(|number| format!("a/{name}{number}")).collect();
    let operations: Vec<String> = (0..2_000)
        .map(|number| format!("/a{number}: {{post: {{parameters: [{{in: body, schema: {{}}}}]}}}}"))
        .collect();
    let text = format!("consumes: [{}]\npaths: {{{}}}\n", types.join(", "), operations.join(", "));
    let text = format!("swagger: '2.0'\ninfo: {{title: orders, version: '1'}}\n{text}");
    let error = Document::read(&text).expect_err("refused");
    assert!(matches!(error, gatepact_openapi::ReadError::TooManyValues { .. }), "{error}");
}
