//! Whether a value has the shape of an API document: a walk along the [grammar](super::grammar) that meets every part
//! of another shape, and says what is meant by it.
//!
//! Documents of the field have odd parts. What is merely incomplete is no fault: a response without a description says
//! all that is asked of it here. The rest is read as what other tools and the author mean ([`remedy`](super::remedy)),
//! or noted as not understood.
//!
//! A typed model (`openapiv3`) was measured against it on api.github.com's document (13 MB, 600,000 values): building
//! the model took 175 to 270 ms, three times as long as the value and the places together (42 and 18 ms), took as much
//! memory again, and knew OpenAPI 3.0 only. This walk takes about 10 ms.

use serde_json::{Map, Value};

use super::dialect::Specification;
use super::grammar::Kind;
use super::limits;
use super::remedy::{Part, Remedy, remedy};
use super::value_kind::kind_of;
use crate::{Method, StatusRange};
use gatepact_finding::pointer;

/// A part of another shape.
#[derive(Debug)]
pub(super) struct Misfit {
    pub(super) pointer: String,
    /// What was found and what belongs there.
    pub(super) reason: String,
    pub(super) remedy: Remedy,
}

/// A reference in the place of a part that has to be there itself.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) pointer: String,
    pub(super) kind: Kind,
}

/// What a walk met.
#[derive(Debug, Default)]
pub(super) struct Met {
    pub(super) misfits: Vec<Misfit>,
    pub(super) sites: Vec<Site>,
}

/// All parts of another shape, in the order of the document; not many more than [`limits::FAULTS`].
pub(super) fn check(
    value: &Value,
    at: &str,
    kind: Kind,
    specification: Specification,
    met: &mut Met,
) {
    let mut check = Check { specification, base: at, steps: Vec::new(), met };
    check.part(value, kind, None);
}

/// A step from a part to one below.
#[derive(Clone, Copy)]
enum Token<'v> {
    Key(&'v str),
    Index(usize),
}

/// The object or list that a part stands in.
#[derive(Clone, Copy)]
struct Owner<'v> {
    kind: Kind,
    members: Option<&'v Map<String, Value>>,
}

struct Check<'v, 'm> {
    specification: Specification,
    /// Where the walk began.
    base: &'m str,
    /// The way from there, with what stands at each step: nothing is written down on the way to a part that fits.
    steps: Vec<(Token<'v>, Kind)>,
    met: &'m mut Met,
}

impl<'v> Check<'v, '_> {
    fn part(&mut self, value: &'v Value, kind: Kind, owner: Option<Owner<'v>>) {
        let wanted = match (kind, value) {
            (Kind::Any, _) => return,
            (_, Value::Null) if kind.may_be_empty() => return,
            (Kind::Text | Kind::Mapping, Value::String(_)) => return,
            (Kind::Flag | Kind::SchemaOrFlag, Value::Bool(_)) => return,
            (Kind::Number, Value::Number(_)) => return,
            (Kind::Schema, Value::Bool(_)) if self.specification.is_2020() => return,
            (Kind::Type | Kind::TypeName, Value::String(name)) => {
                if !is_type(name, self.specification) {
                    self.push("not the name of a type".to_owned(), Remedy::NotUnderstood);
                }
                return;
            }
            (Kind::Type, Value::Array(items)) => {
                // A list of types is JSON Schema's own; OpenAPI 3.0 has none, but the models of API Gateway are JSON
                // Schema and stand in its exports as they are.
                return self.list(items, Kind::TypeName, Kind::Type);
            }
            (Kind::ListOf(Kind::Schema), Value::Array(items)) if items.is_empty() => {
                let reason = "an empty array, where schemas belong".to_owned();
                return self.misfit(value, kind, owner, reason);
            }
            (Kind::ListOf(item), Value::Array(items)) => return self.list(items, *item, kind),
            (_, Value::Object(members)) if is_object(kind) => {
                if self.is_written_out(members, kind, owner) {
                    let pointer = self.pointer();
                    self.met.sites.push(Site { pointer, kind });
                    return;
                }
                return self.object(members, kind);
            }
            (Kind::ListOf(_), Value::Object(members))
                if kind.is_written_out() && is_reference(members) =>
            {
                let pointer = self.pointer();
                self.met.sites.push(Site { pointer, kind });
                return;
            }
            (Kind::Text | Kind::Mapping | Kind::Type | Kind::TypeName, _) => "text",
            (Kind::Flag, _) => "`true` or `false`",
            (Kind::Number, _) => "a number",
            (Kind::ListOf(_), _) => "an array",
            (Kind::Schema | Kind::SchemaOrFlag, _) => "a schema",
            _ => "an object",
        };
        let reason = format!("{}, where {wanted} belongs", kind_of(value));
        self.misfit(value, kind, owner, reason);
        // The parts of a list in the place of one schema are schemas themselves.
        if let (Kind::Schema, Value::Array(items), Some(Token::Key("items"))) =
            (kind, value, self.steps.last().map(|(token, _)| token))
        {
            self.list(items, Kind::Schema, Kind::Schema);
        }
    }

    fn list(&mut self, items: &'v [Value], kind: Kind, owner: Kind) {
        let owner = Some(Owner { kind: owner, members: None });
        for (index, item) in items.iter().enumerate() {
            self.enter(Token::Index(index), kind);
            self.part(item, kind, owner);
            self.steps.pop();
        }
    }

    fn object(&mut self, members: &'v Map<String, Value>, kind: Kind) {
        if kind.is_referable()
            && let Some(reference) = members.get("$ref")
        {
            self.reference(members, reference, kind);
            if !kind.counts_beside_reference(self.specification) {
                return;
            }
        }
        let owner = Some(Owner { kind, members: Some(members) });
        for (key, value) in members {
            if kind.is_referable() && key == "$ref" {
                continue;
            }
            let below = kind.member(key, self.specification);
            self.enter(Token::Key(key), below);
            match kind {
                Kind::PathItem => self.method(key, value, members),
                Kind::Responses => self.status(key),
                _ => {}
            }
            self.part(value, below, owner);
            self.steps.pop();
        }
        for key in kind.required(self.specification) {
            if !members.contains_key(*key) {
                let remedy = match kind {
                    Kind::Document | Kind::Info => Remedy::read("a document without it"),
                    _ => Remedy::NotUnderstood,
                };
                self.push(format!("`{key}` is missing"), remedy);
            }
        }
        self.location(members, kind);
    }

    fn reference(&mut self, members: &'v Map<String, Value>, reference: &'v Value, kind: Kind) {
        self.enter(Token::Key("$ref"), Kind::Text);
        match reference {
            Value::String(text) => {
                if let Some(section) = misplaced(text, kind, self.specification) {
                    let reason = format!(
                        "a reference to one of the {section}, where {} belongs",
                        name(kind)
                    );
                    self.push(reason, Remedy::read("what stands there"));
                }
            }
            _ => {
                let owner = Some(Owner { kind, members: Some(members) });
                self.part(reference, Kind::Text, owner);
            }
        }
        self.steps.pop();
    }

    /// `GET:` is `get:`.
    fn method(&mut self, key: &str, value: &Value, members: &Map<String, Value>) {
        let Some(method) = Method::of_key(key).filter(|method| method.key() != key) else { return };
        if !value.is_object() {
            return;
        }
        let reason = "a method in upper case".to_owned();
        let remedy = match members.contains_key(method.key()) {
            true => Remedy::NotUnderstood,
            false => Remedy::rename(&self.pointer(), method.key()),
        };
        self.push(reason, remedy);
    }

    /// No response has the status `success`.
    fn status(&mut self, key: &str) {
        let is_other = matches!(StatusRange::parse(key), StatusRange::Other(_));
        if is_other && !key.starts_with("x-") {
            self.push("not a status of HTTP".to_owned(), Remedy::NotUnderstood);
        }
    }

    /// A parameter that travels nowhere known would be overlooked by everybody.
    fn location(&mut self, members: &'v Map<String, Value>, kind: Kind) {
        if kind != Kind::Parameter || members.contains_key("$ref") {
            return;
        }
        let location = match members.get("in") {
            Some(Value::String(location)) => location.as_str(),
            // It is read as text, and no place has such a name.
            Some(Value::Number(_) | Value::Bool(_)) => "",
            Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => return,
        };
        let known: &[&str] = match self.specification {
            Specification::Swagger20 => &["path", "query", "header", "body", "formData"],
            Specification::OpenApi32 => &["path", "query", "header", "cookie", "querystring"],
            Specification::OpenApi30 | Specification::OpenApi31 => {
                &["path", "query", "header", "cookie"]
            }
        };
        if known.contains(&location) {
            return;
        }
        self.enter(Token::Key("in"), Kind::Text);
        let spelled = known.iter().find(|known| known.eq_ignore_ascii_case(location.trim()));
        let remedy = match spelled {
            Some(known) => Remedy::set(&self.pointer(), Value::from(*known), format!("`{known}`")),
            None => Remedy::NotUnderstood,
        };
        self.push("not a place where a parameter travels".to_owned(), remedy);
        self.steps.pop();
    }

    fn is_written_out(
        &self,
        members: &Map<String, Value>,
        kind: Kind,
        owner: Option<Owner<'_>>,
    ) -> bool {
        let is_path = kind == Kind::PathItem && owner.is_some_and(|it| it.kind == Kind::Paths);
        (is_path || kind.is_written_out()) && is_reference(members)
    }

    fn misfit(&mut self, value: &Value, kind: Kind, owner: Option<Owner<'_>>, reason: String) {
        let pointer = self.pointer();
        let key = match self.steps.last() {
            Some((Token::Key(key), _)) => key,
            Some((Token::Index(_), _)) | None => "",
        };
        let remedy = remedy(&Part {
            value,
            kind,
            key,
            owner: owner.map_or(Kind::Any, |owner| owner.kind),
            property: self.property(),
            siblings: owner.and_then(|owner| owner.members),
            pointer: &pointer,
            specification: self.specification,
        });
        self.met.add(Misfit { pointer, reason, remedy });
    }

    fn push(&mut self, reason: String, remedy: Remedy) {
        let pointer = self.pointer();
        self.met.add(Misfit { pointer, reason, remedy });
    }

    fn enter(&mut self, token: Token<'v>, kind: Kind) {
        self.steps.push((token, kind));
    }

    fn pointer(&self) -> String {
        self.pointer_after(self.steps.len())
    }

    fn pointer_after(&self, steps: usize) -> String {
        let steps = self.steps.iter().take(steps);
        steps.fold(self.base.to_owned(), |at, (token, _)| match token {
            Token::Key(key) => pointer::child(&at, key),
            Token::Index(index) => format!("{at}/{index}"),
        })
    }

    /// The schema that has the schema here for a property, and the name of that, for a keyword of the latter.
    fn property(&self) -> Option<(String, &'v str)> {
        let [.., (Token::Key("properties"), Kind::MapOf(_)), (Token::Key(name), _), _] =
            self.steps.as_slice()
        else {
            return None;
        };
        Some((self.pointer_after(self.steps.len() - 3), name))
    }
}

impl Met {
    fn add(&mut self, misfit: Misfit) {
        if self.misfits.len() <= limits::FAULTS {
            self.misfits.push(misfit);
        }
    }
}

/// Whether a name is that of a type, or one that can only mean a type.
fn is_type(name: &str, specification: Specification) -> bool {
    const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];
    const MEANT: [&str; 18] = [
        "bool",
        "date",
        "date-time",
        "datetime",
        "decimal",
        "dict",
        "double",
        "float",
        "int",
        "int32",
        "int64",
        "list",
        "long",
        "map",
        "short",
        "str",
        "text",
        "uuid",
    ];
    let is_file = name == "file" && specification == Specification::Swagger20;
    is_file || TYPES.contains(&name) || MEANT.contains(&name)
}

fn is_reference(members: &Map<String, Value>) -> bool {
    members.get("$ref").is_some_and(Value::is_string)
}

/// Whether a part of this kind is an object.
fn is_object(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Text
            | Kind::Mapping
            | Kind::Type
            | Kind::TypeName
            | Kind::Flag
            | Kind::Number
            | Kind::ListOf(_)
            | Kind::Any
    )
}

/// The section of the components that a reference names, where parts of this kind stand in another one.
fn misplaced(text: &str, kind: Kind, specification: Specification) -> Option<&str> {
    let (prefix, own) = match specification {
        Specification::Swagger20 => ("#/", kind.section_of_swagger()?),
        _ => ("#/components/", kind.section()?),
    };
    let (section, name) = text.strip_prefix(prefix)?.split_once('/')?;
    let is_section = match specification {
        Specification::Swagger20 => ["definitions", "parameters", "responses"].contains(&section),
        _ => Kind::Components.member(section, specification) != Kind::Any,
    };
    (is_section && section != own && !name.contains('/')).then_some(section)
}

/// What belongs in the place, for a sentence.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Schema | Kind::SchemaOrFlag => "a schema",
        Kind::Response => "a response",
        Kind::Parameter => "a parameter",
        Kind::RequestBody => "a request body",
        Kind::Header => "a header",
        Kind::PathItem => "a path item",
        Kind::SecurityScheme => "a security scheme",
        _ => "another part",
    }
}
