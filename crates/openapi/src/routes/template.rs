//! Path templates: `/orders/{id}`, `/files/{proxy+}`, `/$default`.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// A path template, ready to be matched.
#[derive(Debug, Clone)]
pub(super) struct Template {
    text: String,
    shape: Shape,
}

#[derive(Debug, Clone)]
enum Shape {
    Segments(Vec<Segment>),
    /// The `$default` route of an HTTP API, exported as the path `/$default`.
    Default,
}

/// In the order of precedence.
#[derive(Debug, Clone)]
enum Segment {
    Literal(String),
    /// Text around parameters, `{id}.json`: no resource of API Gateway, but usual in documents of other hands.
    Mixed(Vec<Piece>),
    Parameter(String),
    Greedy(String),
}

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Parameter(String),
}

impl Template {
    /// A template whose named parameters take several segments, as a greedy one does (`x-multi-segment`).
    pub(super) fn new(path: &str, multi_segment: &[&str]) -> Self {
        let segment = |text| match Segment::new(text) {
            Segment::Parameter(name) if multi_segment.contains(&name.as_str()) => {
                Segment::Greedy(name)
            }
            segment => segment,
        };
        let shape = if path == "/$default" {
            Shape::Default
        } else {
            Shape::Segments(split(path.trim_end_matches('/')).map(segment).collect())
        };
        Self { text: path.to_owned(), shape }
    }

    /// How each segment is found; `None` for the route that takes everything.
    pub(super) fn keys(&self) -> Option<impl Iterator<Item = Key<'_>>> {
        let Shape::Segments(segments) = &self.shape else { return None };
        Some(segments.iter().map(|segment| match segment {
            Segment::Literal(text) => Key::Literal(text),
            Segment::Mixed(_) | Segment::Parameter(_) => Key::Any,
            Segment::Greedy(_) => Key::Several,
        }))
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Smaller is more specific. A path that ends earlier sorts first, which matters to no request.
    pub(super) fn precedence(&self) -> Vec<u8> {
        match &self.shape {
            Shape::Default => vec![u8::MAX],
            Shape::Segments(segments) => {
                let ranks = segments.iter().map(Segment::rank);
                // What goes on behind a greedy segment says more than what ends there.
                let is_open = matches!(segments.last(), Some(Segment::Greedy(_)));
                ranks.chain(is_open.then_some(u8::MAX)).collect()
            }
        }
    }

    /// The parameters, if the path matches.
    pub(super) fn matches(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let Shape::Segments(segments) = &self.shape else { return Some(Vec::new()) };
        let parts: Vec<&str> = split(path).collect();
        let mut parameters = Vec::new();
        taken(segments, &parts, &mut parameters).then_some(parameters)
    }
}

/// Whether the segments take all parts; a greedy one takes as few as the others allow.
fn taken<'t>(
    segments: &'t [Segment],
    parts: &[&str],
    parameters: &mut Vec<(&'t str, String)>,
) -> bool {
    let Some((segment, others)) = segments.split_first() else { return parts.is_empty() };
    let Some((part, rest)) = parts.split_first() else { return false };
    let known = parameters.len();
    let is_taken = match segment {
        Segment::Literal(literal) => decode(part) == *literal,
        Segment::Mixed(pieces) => mixed(pieces, &decode(part), parameters).is_some(),
        Segment::Parameter(name) => {
            parameters.push((name.as_str(), decode(part).into_owned()));
            !part.is_empty()
        }
        Segment::Greedy(name) => {
            return (1..=parts.len()).any(|count| {
                let value = parts[..count].join("/");
                parameters.truncate(known);
                parameters.push((name.as_str(), decode(&value).into_owned()));
                !value.is_empty() && taken(others, &parts[count..], parameters)
            });
        }
    };
    is_taken && taken(others, rest, parameters)
}

/// How a segment of a path is found among the templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'t> {
    /// By its decoded text.
    Literal(&'t str),
    /// One segment, whatever it says.
    Any,
    /// One segment or more.
    Several,
}

impl Segment {
    fn new(segment: &str) -> Self {
        let pieces = pieces(segment);
        match pieces.as_slice() {
            [Piece::Parameter(name)] => match name.strip_suffix('+') {
                Some(greedy) => Self::Greedy(greedy.to_owned()),
                None => Self::Parameter(name.clone()),
            },
            [] | [Piece::Text(_)] => Self::Literal(decode(segment).into_owned()),
            _ => Self::Mixed(pieces),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Literal(_) => 0,
            Self::Mixed(_) => 1,
            Self::Parameter(_) => 2,
            Self::Greedy(_) => 3,
        }
    }
}

/// The segments after the leading slash; none for the root.
pub(super) fn split(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split('/').take(if path.is_empty() { 0 } else { usize::MAX })
}

fn pieces(segment: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        if !before.is_empty() {
            pieces.push(Piece::Text(decode(before).into_owned()));
        }
        pieces.push(Piece::Parameter(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(decode(rest).into_owned()));
    }
    pieces
}

/// Each parameter takes up to the next text, the last one all that is left; none may be empty.
fn mixed<'t>(
    pieces: &'t [Piece],
    part: &str,
    parameters: &mut Vec<(&'t str, String)>,
) -> Option<()> {
    let mut rest = part;
    let mut waiting: Option<&str> = None;
    for piece in pieces {
        match piece {
            Piece::Text(text) => match waiting.take() {
                None => rest = rest.strip_prefix(text.as_str())?,
                Some(name) => {
                    let first = rest.chars().next()?.len_utf8();
                    let end = first + rest[first..].find(text.as_str())?;
                    parameters.push((name, rest[..end].to_owned()));
                    rest = &rest[end + text.len()..];
                }
            },
            Piece::Parameter(name) => waiting = Some(name),
        }
    }
    match waiting {
        Some(_) if rest.is_empty() => None,
        Some(name) => {
            parameters.push((name, rest.to_owned()));
            Some(())
        }
        None => rest.is_empty().then_some(()),
    }
}

/// Percent-decoded, or as it is where that is no UTF-8.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}
