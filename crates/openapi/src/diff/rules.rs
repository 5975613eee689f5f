//! Every kind of change, in one table: name, sides, effect, what it means, what is said, what to do.
//!
//! The id of a change is `request.<name>` or `response.<name>` where the kind exists in a direction, and the plain name
//! where it concerns the API or an operation as a whole. Texts may hold `{subject}`, `{old}` and `{new}`.

use super::severity::{Direction, Effect, Severity, severity};

/// On which sides a kind of change exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// In requests and in responses.
    Both,
    /// In requests only.
    Request,
    /// In responses only.
    Response,
    /// The API or an operation as a whole; judged as a request, since that is what fails.
    Whole,
}

/// One kind of change.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its key.
    pub kind: Kind,
    /// Its name without direction.
    pub name: &'static str,
    /// Where it exists.
    pub sides: Sides,
    /// What it does.
    pub effect: Effect,
    /// What it means, for the documentation.
    pub doc: &'static str,
    pub(super) message: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

macro_rules! kinds {
    ($( $kind:ident $name:literal $sides:ident $effect:ident $doc:literal $message:literal $help:literal )*) => {
        /// The key of a kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( #[doc = $doc] $kind, )* }

        /// All kinds, sorted by name.
        pub const ROWS: &[Row] = &[ $( Row {
            kind: Kind::$kind, name: $name, sides: Sides::$sides, effect: Effect::$effect,
            doc: $doc, message: $message, help: $help,
        }, )* ];
    };
}

kinds! {
    AdditionalPropertiesClosed "additional-properties.closed" Both Narrowed
        "Properties that are not listed were allowed and are now refused or restricted."
        "an object takes no further properties, or fewer kinds of them"
        "allow additional properties again, or list those in use"
    AdditionalPropertiesOpened "additional-properties.opened" Both Extended
        "Properties that are not listed were refused or restricted and are now allowed."
        "an object takes further properties"
        "close the object again if consumers refuse unknown properties"
    AlternativeAdded "alternative.added" Both Extended
        "`anyOf` or `oneOf` has another alternative."
        "`{subject}` has an alternative more: {new}"
        "tell consumers to handle the new alternative before it is sent"
    AlternativeRemoved "alternative.removed" Both Narrowed
        "`anyOf` or `oneOf` has an alternative less."
        "`{subject}` has an alternative less: {old}"
        "keep accepting the alternative"
    ApiKeySourceChanged "api-key-source.changed" Whole Undecided
        "API Gateway reads the API key from another place (`x-amazon-apigateway-api-key-source`)."
        "the source of the API key changed from {old} to {new}"
        "check that the key that consumers send still reaches its check"
    BinaryMediaTypesChanged "binary-media-types.changed" Whole Undecided
        "API Gateway treats other media types as binary."
        "the binary media types changed from {old} to {new}"
        "check the bodies of these media types on the stage: they may arrive in base64"
    BodyBecameOptional "body.became-optional" Request Widened
        "The request body may now be left out."
        "the request body is optional now"
        "nothing"
    BodyBecameRequired "body.became-required" Request Narrowed
        "The request body may no longer be left out."
        "the request body is required now"
        "keep the body optional, or release under another path"
    BodyOptionalAdded "body.optional-added" Request Granted
        "The operation takes a body that it did not take before."
        "the operation takes an optional request body"
        "nothing"
    BodyRemoved "body.removed" Request Forgotten
        "The operation no longer describes a request body."
        "the request body is no longer described"
        "check that bodies of existing consumers are still read"
    BodyRequiredAdded "body.required-added" Request Narrowed
        "The operation demands a body that it did not take before."
        "the operation demands a request body"
        "make the body optional"
    ConstraintChanged "constraint.changed" Both Undecided
        "`pattern`, `format` or `multipleOf` is another one; which values pass cannot be compared."
        "`{subject}` changed from {old} to {new}"
        "check that values of existing consumers still pass"
    ConstraintNarrowed "constraint.narrowed" Both Narrowed
        "A bound is tighter or new: fewer values pass."
        "`{subject}` is stricter: {old} before, {new} now"
        "keep the old bound"
    ConstraintWidened "constraint.widened" Both Extended
        "A bound is looser or gone: more values pass."
        "`{subject}` is looser: {old} before, {new} now"
        "check that consumers can take the further values"
    CorsChanged "cors.changed" Whole Undecided
        "The CORS configuration of an HTTP API changed (`x-amazon-apigateway-cors`)."
        "the CORS configuration changed from {old} to {new}"
        "check the origins, methods and headers that browsers use"
    DefaultChanged "default.changed" Both Undecided
        "The value that stands for an absent one is another."
        "the default is {new} instead of {old}"
        "check that consumers who leave the value out want the new one"
    EndpointBasePathChanged "endpoint.base-path-changed" Whole Replaced
        "The base path of the first server (for an export, the stage) changed: every URL is another one."
        "the base path changed from {old} to {new}"
        "publish under the old base path as well, or move consumers first"
    EndpointDisabled "endpoint.disabled" Whole Withdrawn
        "The default execute-api endpoint was switched off: it answers 403 (`disableExecuteApiEndpoint`)."
        "the default endpoint is disabled"
        "move consumers to the custom domain first"
    EndpointEnabled "endpoint.enabled" Whole Granted
        "The default execute-api endpoint was switched on."
        "the default endpoint is enabled"
        "nothing"
    EndpointRestricted "endpoint.restricted" Whole Narrowed
        "The API can be reached through other or fewer VPC endpoints (`vpcEndpointIds`)."
        "the VPC endpoints changed from {old} to {new}"
        "keep the endpoints that consumers use"
    EndpointUnrestricted "endpoint.unrestricted" Whole Widened
        "The API can be reached through more VPC endpoints, or without one."
        "the VPC endpoints changed from {old} to {new}"
        "nothing"
    EnumAdded "enum.added" Both Narrowed
        "Values were free and are now listed."
        "only {new} are values now"
        "keep accepting other values"
    EnumRemoved "enum.removed" Both Extended
        "Values were listed and are now free."
        "values other than {old} may come now"
        "tell consumers to handle other values"
    EnumValueAdded "enum.value-added" Both Extended
        "The list of values has one more."
        "{new} is a value now"
        "tell consumers to handle the value before it is sent"
    EnumValueRemoved "enum.value-removed" Both Narrowed
        "The list of values has one less."
        "{old} is no longer a value"
        "keep accepting the value"
    ExtensionChanged "extension.changed" Whole Undecided
        "Another `x-amazon-apigateway-*` extension of the API or of an operation changed; what it does is not known here."
        "`{subject}` changed"
        "look the extension up in the API Gateway developer guide"
    GatewayResponseBodyChanged "gateway-response.body-changed" Whole Undecided
        "API Gateway words one of its own answers otherwise."
        "the gateway response {subject} has other headers or another body"
        "check consumers that read the gateway's own answers"
    GatewayResponseStatusChanged "gateway-response.status-changed" Whole Replaced
        "API Gateway gives one of its own answers another status."
        "the gateway response {subject} has status {new} instead of {old}"
        "keep the status: consumers decide by it"
    HeaderAdded "header.added" Response Granted
        "A response has another header."
        "the header `{subject}` is new"
        "nothing"
    HeaderBecameOptional "header.became-optional" Response Widened
        "A header may now be absent."
        "the header `{subject}` may be absent now"
        "keep sending the header always"
    HeaderBecameRequired "header.became-required" Response Narrowed
        "A header is now always present."
        "the header `{subject}` is always there now"
        "nothing"
    HeaderRemoved "header.removed" Response Forgotten
        "An optional header is no longer described. An export marks no header as required."
        "the header `{subject}` is gone"
        "keep the header; browsers need those of CORS"
    HeaderRequiredRemoved "header.required-removed" Response Withdrawn
        "A header that was always present is gone."
        "the header `{subject}`, always there before, is gone"
        "keep the header"
    HeaderValueChanged "header.value-changed" Response Undecided
        "API Gateway sets another value in a response header (`responseParameters`), for example an origin of CORS."
        "the header `{subject}` is set to {new} instead of {old}"
        "check consumers that depend on the value; browsers do for CORS"
    IntegrationChanged "integration.changed" Whole Internal
        "The backend behind an operation changed, not its contract."
        "the integration changed"
        "verify the pacts against the stage"
    IntegrationTimeoutLowered "integration.timeout-lowered" Whole Undecided
        "API Gateway waits for the backend for a shorter time."
        "the integration's timeout went from {old} to {new} milliseconds"
        "check the slowest answers: they become 504"
    IntegrationTypeChanged "integration.type-changed" Whole Undecided
        "The backend is of another kind, for example a mock instead of a function."
        "the integration's type changed from {old} to {new}"
        "verify the pacts against the stage"
    MediaTypeAdded "media-type.added" Both Granted
        "A body may have another media type."
        "the media type {subject} is new"
        "nothing"
    MediaTypeRemoved "media-type.removed" Both Withdrawn
        "A media type of a body is gone."
        "the media type {subject} is gone"
        "keep the media type"
    MinimumCompressionChanged "minimum-compression.changed" Whole Internal
        "API Gateway compresses from another size on; consumers ask for it with Accept-Encoding."
        "the minimum size for compression changed from {old} to {new}"
        "nothing"
    NullableAdded "nullable.added" Both Widened
        "A value may now be null."
        "the value may be null now"
        "keep sending a value"
    NullableRemoved "nullable.removed" Both Narrowed
        "A value may no longer be null."
        "the value may no longer be null"
        "keep accepting null"
    OperationAdded "operation.added" Whole Granted
        "A new operation."
        "the operation is new"
        "nothing"
    OperationCovered "operation.covered" Whole Granted
        "The operation is gone, but another route (ANY, a greedy path) takes its requests."
        "requests are taken by {new} now"
        "verify the pacts against the stage: the other route promises less"
    OperationRemoved "operation.removed" Whole Withdrawn
        "The operation is gone and no other route takes its requests: API Gateway answers 403 or 404."
        "the operation is gone"
        "keep the operation until no consumer needs it"
    ParameterBecameOptional "parameter.became-optional" Request Widened
        "A parameter may now be left out."
        "the {subject} is optional now"
        "nothing"
    ParameterBecameRequired "parameter.became-required" Request Narrowed
        "A parameter may no longer be left out."
        "the {subject} is required now"
        "keep it optional"
    ParameterOptionalAdded "parameter.optional-added" Request Granted
        "The operation takes another parameter."
        "the {subject} is new and optional"
        "nothing"
    ParameterRemoved "parameter.removed" Request Forgotten
        "A parameter is no longer described; API Gateway ignores it or passes it on."
        "the {subject} is gone"
        "keep the parameter: a request with it is answered otherwise"
    ParameterRequiredAdded "parameter.required-added" Request Narrowed
        "The operation demands another parameter."
        "the {subject} is new and required"
        "make it optional"
    PolicyAdded "policy.added" Whole Narrowed
        "The API has a resource policy where it had none: who may call it is decided there (`x-amazon-apigateway-policy`)."
        "a resource policy was added"
        "check that every consumer is allowed by it"
    PolicyChanged "policy.changed" Whole Undecided
        "The resource policy is another one."
        "the resource policy changed"
        "check that every consumer is still allowed by it"
    PolicyRemoved "policy.removed" Whole Widened
        "The resource policy is gone."
        "the resource policy was removed"
        "check that this was meant: it no longer denies anybody"
    PropertyBecameOptional "property.became-optional" Both Widened
        "A property may now be absent."
        "the property `{subject}` is optional now"
        "keep sending it always"
    PropertyBecameRequired "property.became-required" Both Narrowed
        "A property may no longer be absent."
        "the property `{subject}` is required now"
        "keep it optional"
    PropertyOptionalAdded "property.optional-added" Both Granted
        "An object has another property, which may be absent."
        "the property `{subject}` is new and optional"
        "nothing"
    PropertyOptionalRemoved "property.optional-removed" Both Forgotten
        "A property that could be absent is no longer described."
        "the optional property `{subject}` is gone"
        "keep the property while a consumer uses it"
    PropertyRefused "property.refused" Request Narrowed
        "A property is gone from an object that takes no others: requests with it are refused."
        "the property `{subject}` is refused now"
        "keep accepting the property"
    PropertyRemoved "property.removed" Both Dropped
        "A property that was required is no longer described."
        "the property `{subject}` is gone"
        "keep the property"
    PropertyRequiredAdded "property.required-added" Both Narrowed
        "An object has another property, which may not be absent."
        "the property `{subject}` is new and required"
        "make it optional"
    SchemaChanged "schema.changed" Both Undecided
        "`anyOf`, `oneOf` or `not` changed in a way that this engine does not compare."
        "`{subject}` changed; whether the same values pass is not decided"
        "compare the two schemas by hand, or verify the pacts against the stage"
    SecurityAdded "security.added" Request Narrowed
        "The operation was open and now demands credentials."
        "credentials are demanded: {new}"
        "give consumers credentials first"
    SecurityAlternativeAdded "security.alternative-added" Request Widened
        "Another way to authenticate is accepted."
        "{new} is accepted as well"
        "nothing"
    SecurityApiKeyRequired "security.api-key-required" Request Narrowed
        "The operation was open and now demands an API key: 403 without one."
        "an API key is demanded: {new}"
        "give consumers a key of the usage plan first"
    SecurityChanged "security.changed" Request Replaced
        "A way to authenticate no longer suffices: it was removed, replaced, moved or joined by another."
        "{old} no longer suffices; accepted: {new}"
        "accept the old credentials as an alternative until consumers have moved"
    SecurityRemoved "security.removed" Request Widened
        "The operation demanded credentials and is now open."
        "no credentials are demanded any more; before: {old}"
        "check that this was meant"
    StatusAdded "status.added" Response Granted
        "The operation may answer another status."
        "status {subject} is new"
        "tell consumers about the status if it needs handling"
    StatusErrorRemoved "status.error-removed" Response Forgotten
        "An error status, or `default`, is no longer described."
        "error status {subject} is gone"
        "keep describing the errors that the service answers"
    StatusRemoved "status.removed" Response Withdrawn
        "A status of success is no longer described."
        "status {subject} is gone"
        "keep answering the status"
    TypeChanged "type.changed" Both Replaced
        "A value has a type of which no value had the old one."
        "the type changed from {old} to {new}"
        "keep the type, or add a property beside it"
    TypeNarrowed "type.narrowed" Both Narrowed
        "A type takes fewer values: any to one, `number` to `integer`."
        "the type went from {old} to {new}"
        "keep the type"
    TypeWidened "type.widened" Both Widened
        "A type takes more values: one to any, `integer` to `number`."
        "the type went from {old} to {new}"
        "keep the type"
    ValidationDisabled "validation.disabled" Request Widened
        "API Gateway no longer validates the request (`x-amazon-apigateway-request-validator`)."
        "API Gateway no longer validates the {subject}"
        "check that the service validates by itself"
    ValidationEnabled "validation.enabled" Request Narrowed
        "API Gateway validates the request: what passed so far may be answered with 400."
        "API Gateway validates the {subject} now"
        "check that requests of existing consumers are valid"
}

/// One id: a kind of change in a direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// For example `response.property.removed`.
    pub id: String,
    /// Its severity.
    pub severity: Severity,
    /// What it means.
    pub doc: &'static str,
}

/// All ids, sorted.
#[must_use]
pub fn rules() -> Vec<Rule> {
    let mut rules: Vec<_> = ROWS
        .iter()
        .flat_map(|row| row.directions().iter().map(|direction| row.rule(*direction)))
        .collect();
    rules.sort_by(|one, other| one.id.cmp(&other.id));
    rules
}

impl Row {
    /// The directions in which this kind exists; a request for what concerns the API or an operation as a whole.
    #[must_use]
    pub fn directions(&self) -> &'static [Direction] {
        match self.sides {
            Sides::Both => &[Direction::Request, Direction::Response],
            Sides::Request | Sides::Whole => &[Direction::Request],
            Sides::Response => &[Direction::Response],
        }
    }

    fn rule(&self, direction: Direction) -> Rule {
        Rule { id: self.id(direction), severity: severity(self.effect, direction), doc: self.doc }
    }

    /// The id in a direction, for example `response.property.removed`.
    #[must_use]
    pub fn id(&self, direction: Direction) -> String {
        match self.sides {
            Sides::Whole => self.name.to_owned(),
            Sides::Both | Sides::Request | Sides::Response => {
                format!("{}.{}", direction.as_str(), self.name)
            }
        }
    }
}

impl Kind {
    /// The row of this kind.
    #[must_use]
    pub fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}
