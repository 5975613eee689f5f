//! Whether a release takes a message: written for these tests alone, from the specification and the `jsonschema` crate.
//!
//! It shares no code with the engine, so that a mistake in the one is not repeated in the other. Where the
//! specification lets a text be read in several ways (`5` is a number and a text), any of them will do.

mod content;
mod read;
mod route;
mod schema;

use gatepact_finding::{WitnessRequest, WitnessResponse};
use serde_json::Value;

pub(crate) use content::covers;
pub(crate) use read::Style;
use read::readings;
use schema::Schemas;
pub(crate) use schema::Way;

/// A release, its schemas ready to be asked.
pub(crate) struct Release<'d> {
    root: &'d Value,
    schemas: Schemas<'d>,
}

/// An operation that takes a request, with the values of its path parameters.
pub(crate) struct Reached<'d> {
    item: &'d Value,
    pub(crate) operation: &'d Value,
    path: Vec<(String, String)>,
}

/// Why a message is not taken.
pub(crate) type Refusal = String;

impl<'d> Release<'d> {
    /// `root` has the shape of OpenAPI 3.
    pub(crate) fn new(root: &'d Value) -> Self {
        Self { root, schemas: Schemas::new(root) }
    }

    /// The operation of a request.
    pub(crate) fn reached(&self, method: &str, path: &str) -> Option<Reached<'d>> {
        route::find(self.root, method, path)
    }

    /// Whether the release takes a request.
    pub(crate) fn takes(&self, request: &WitnessRequest) -> Result<(), Refusal> {
        let reached = self
            .reached(&request.method, &request.path)
            .ok_or_else(|| format!("no operation for {} {}", request.method, request.path))?;
        for parameter in self.parameters(&reached) {
            self.parameter(parameter, &reached, request)?;
        }
        self.body(&reached, request)
    }

    /// Whether an operation of this release may give an answer. Its status is a key of `responses`, or a status.
    pub(crate) fn answers(
        &self,
        operation: &'d Value,
        response: &WitnessResponse,
    ) -> Result<(), Refusal> {
        let described = self
            .response(operation, &response.status)
            .ok_or_else(|| format!("status {} is not described", response.status))?;
        for (name, header) in members(described.get("headers")) {
            let header = self.followed(header);
            let sent = find(&response.headers, name);
            match sent {
                None if header["required"] == true => return Err(format!("no header {name}")),
                None => {}
                Some(text) => {
                    let style = Style::of(header);
                    self.value(header, readings(&style, &[text.to_owned()]), Way::Response)
                        .map_err(|why| format!("header {name}: {why}"))?;
                }
            }
        }
        let Some(body) = &response.body else { return Ok(()) };
        let media = find(&response.headers, "content-type").unwrap_or_default();
        self.content(described, (media, body), Way::Response)
    }

    /// What describes a status: its own key, its range, or `default` for errors.
    pub(crate) fn response(&self, operation: &'d Value, status: &str) -> Option<&'d Value> {
        let responses = operation.get("responses")?.as_object()?;
        let range = format!("{}XX", &status[..1]);
        let by = |key: &str| {
            responses.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, it)| it)
        };
        let is_error = status == "default" || status.starts_with(['4', '5']);
        let found = by(status).or_else(|| by(&range));
        Some(self.followed(found.or_else(|| by("default").filter(|_| is_error))?))
    }

    /// The parameters that hold: those of the operation override those of the path.
    pub(crate) fn parameters(&self, reached: &Reached<'d>) -> Vec<&'d Value> {
        let key = |parameter: &Value| {
            let name = parameter["name"].as_str().unwrap_or_default();
            let place = parameter["in"].as_str().unwrap_or_default();
            let name = if place == "header" { name.to_lowercase() } else { name.to_owned() };
            (place.to_owned(), name.trim_end_matches('+').to_owned())
        };
        let mut all: Vec<&'d Value> = Vec::new();
        for owner in [reached.item, reached.operation] {
            for parameter in owner["parameters"].as_array().into_iter().flatten() {
                let parameter = self.followed(parameter);
                all.retain(|known| key(known) != key(parameter));
                all.push(parameter);
            }
        }
        all
    }

    /// Whether nobody can tell what a query means: an object with a parameter for each property takes any.
    pub(crate) fn is_ambiguous(&self, request: &WitnessRequest) -> bool {
        let reached = self.reached(&request.method, &request.path);
        let parameters = reached.map(|reached| self.parameters(&reached)).unwrap_or_default();
        parameters.into_iter().map(Style::of).any(|style| style.takes_any())
    }

    fn parameter(
        &self,
        parameter: &'d Value,
        reached: &Reached<'d>,
        request: &WitnessRequest,
    ) -> Result<(), Refusal> {
        let name = parameter["name"].as_str().unwrap_or_default();
        let named = |why: String| format!("{} parameter {name}: {why}", parameter["in"]);
        let style = Style::of(parameter);
        let others = self.parameters(reached).into_iter().filter(|it| it["in"] == parameter["in"]);
        let others: Vec<&str> =
            others.filter_map(|it| it["name"].as_str()).filter(|it| *it != name).collect();
        let is_spread = |it: &&Value| it["in"] == parameter["in"] && Style::of(it).is_spread;
        if style.is_spread && self.parameters(reached).iter().copied().filter(is_spread).count() > 1
        {
            // Nobody can tell which of them a part belongs to.
            return Ok(());
        }
        let texts = match style.place.as_str() {
            "path" => {
                let name = name.trim_end_matches('+');
                let found = reached.path.iter().find(|(known, _)| known == name);
                // One that the template does not have cannot be sent.
                let Some((_, text)) = found else { return Ok(()) };
                vec![text.clone()]
            }
            "header" => find(&request.headers, name).map(str::to_owned).into_iter().collect(),
            "query" => style.texts(request.query.split('&'), &others),
            _ => {
                let cookies = find(&request.headers, "cookie").unwrap_or_default();
                style.texts(cookies.split("; "), &others)
            }
        };
        if texts.is_empty() {
            let is_required = parameter["required"] == true;
            return if is_required { Err(named("missing".to_owned())) } else { Ok(()) };
        }
        self.value(parameter, readings(&style, &texts), Way::Request).map_err(named)
    }

    /// Whether any reading of a text is a value of a parameter or a header.
    fn value(&self, owner: &'d Value, readings: Vec<Value>, way: Way) -> Result<(), Refusal> {
        let described = match members(owner.get("content")).next() {
            Some((_, media)) => media.get("schema"),
            None => owner.get("schema"),
        };
        let Some(schema) = described else { return Ok(()) };
        let mut why = "it cannot be read".to_owned();
        for value in readings {
            match self.schemas.check(schema, &value, way) {
                Ok(()) => return Ok(()),
                Err(refusal) => why = refusal,
            }
        }
        Err(why)
    }

    fn body(&self, reached: &Reached<'d>, request: &WitnessRequest) -> Result<(), Refusal> {
        let described = reached.operation.get("requestBody").map(|body| self.followed(body));
        match (described, &request.body) {
            (Some(described), None) if described["required"] == true => Err("no body".to_owned()),
            (_, None) => Ok(()),
            // What nobody describes is nobody's business.
            (None, Some(_)) => Ok(()),
            (Some(described), Some(body)) => {
                let media = find(&request.headers, "content-type").unwrap_or_default();
                self.content(described, (media, body), Way::Request)
            }
        }
    }

    fn content(
        &self,
        described: &'d Value,
        (media, body): (&str, &Value),
        way: Way,
    ) -> Result<(), Refusal> {
        if described.get("content").is_none() {
            return Ok(());
        }
        let content = content::closest(described, media)
            .ok_or_else(|| format!("the media type {media} is not described"))?;
        match content.get("schema") {
            Some(schema) => {
                self.schemas.check(schema, body, way).map_err(|why| format!("body: {why}"))
            }
            None => Ok(()),
        }
    }

    pub(crate) fn followed(&self, value: &'d Value) -> &'d Value {
        schema::followed(self.root, value)
    }
}

/// The members of an object, where it is one.
pub(crate) fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn find<'h>(
    headers: &'h std::collections::BTreeMap<String, String>,
    name: &str,
) -> Option<&'h str> {
    headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, text)| text.as_str())
}
