//! The table: a row for each kind of change.
//!
//! A row says: key, name, where the kind applies, what it does, how it is shown, where a changelog lists it; what it
//! means, the sentence, what to do. The sentence may hold `{subject}`, `{old}` and `{new}`.

use gatepact_finding::{ChangelogSection, Direction, Template};

use super::{AppliesTo, ChangeKindInfo, ProofKind};
use crate::rules::Effect;

macro_rules! kinds {
    ($(
        $kind:ident $name:literal $applies_to:ident $effect:ident $proof:ident $section:ident
        $doc:literal $message:literal $help:literal
    )*) => {
        /// The key of a kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ChangeKind { $( #[doc = $doc] $kind, )* }

        /// All kinds, sorted by name.
        pub const CHANGE_KINDS: &[ChangeKindInfo] = &[ $( ChangeKindInfo {
            kind: ChangeKind::$kind,
            name: $name,
            ids: [concat!("request.", $name), concat!("response.", $name)],
            applies_to: AppliesTo::$applies_to,
            effect: Effect::$effect,
            proof: ProofKind::$proof,
            section: ChangelogSection::$section,
            doc: $doc,
            message: Template::new($message),
            help: Template::new($help),
        }, )* ];
    };
}

kinds! {
    AdditionalPropertiesClosed "additional-properties.closed" Both Narrowed Schema Changed
        "Properties that are not listed were allowed and are now refused or restricted."
        "the object takes no further properties, or fewer kinds of them"
        "allow additional properties again, or list those in use"
    AdditionalPropertiesOpened "additional-properties.opened" Both Extended Schema Changed
        "Properties that are not listed were refused or restricted and are now allowed."
        "the object takes further properties"
        "close the object again if consumers refuse unknown properties"
    AlternativeAdded "alternative.added" Both Widened Schema Added
        "`anyOf` or `oneOf` has another alternative."
        "`{subject}` has a new alternative: {new}"
        "tell consumers to handle the new alternative before it is sent"
    AlternativeRemoved "alternative.removed" Both Narrowed Schema Removed
        "`anyOf` or `oneOf` has one alternative less."
        "`{subject}` no longer has the alternative {old}"
        "keep accepting the alternative"
    ApiKeySourceChanged "api-key-source.changed" Whole Undecided Caller Changed
        "API Gateway reads the API key from another place (`x-amazon-apigateway-api-key-source`)."
        "the source of the API key changed from {old} to {new}"
        "check that the key that consumers send still reaches its check"
    BinaryMediaTypesChanged "binary-media-types.changed" Whole Undecided Declared Changed
        "API Gateway treats other media types as binary."
        "the binary media types changed from {old} to {new}"
        "check the bodies of these media types on the stage: they may arrive in base64"
    BodyBecameOptional "body.became-optional" Request Widened Schema Changed
        "The request body may now be left out."
        "the request body is optional now"
        "nothing"
    BodyBecameRequired "body.became-required" Request Narrowed Schema Changed
        "The request body may no longer be left out."
        "the request body is required now"
        "keep the body optional, or release under another path"
    BodyOptionalAdded "body.optional-added" Request Allowed Schema Added
        "The operation takes a body that it did not take before."
        "the operation takes an optional request body"
        "nothing"
    BodyRemoved "body.removed" Request Undescribed Withdrawn Removed
        "The operation no longer describes a request body."
        "the request body is no longer described"
        "check that bodies of existing consumers are still read"
    BodyRequiredAdded "body.required-added" Request Narrowed Schema Added
        "The operation demands a body that it did not take before."
        "the operation demands a request body"
        "make the body optional"
    CallbackAdded "callback.added" Whole Allowed Declared Changed
        "An operation calls back where it did not before."
        "the callback {subject} is new"
        "nothing"
    CallbackRemoved "callback.removed" Whole Withdrawn Declared Changed
        "An operation no longer calls back: consumers wait for a request that never comes."
        "the callback {subject} is gone"
        "keep calling back until no consumer waits for it"
    ComponentAdded "component.added" Whole Allowed Declared Added
        "A document without operations has another component."
        "the component `{subject}` is new"
        "nothing"
    ComponentRemoved "component.removed" Whole Withdrawn Declared Removed
        "A document without operations, a library of parts, lacks a component: documents that refer to it cannot be read in full any more."
        "the component `{subject}` is gone"
        "keep the component until no document refers to it"
    ConstraintChanged "constraint.changed" Both Undecided Schema Changed
        "`pattern`, `format` or `multipleOf` is another one; which values pass cannot be compared."
        "`{subject}` changed from {old} to {new}"
        "check that values of existing consumers still pass"
    ConstraintNarrowed "constraint.narrowed" Both Narrowed Schema Changed
        "A bound is tighter or new: fewer values pass."
        "`{subject}` is stricter: {old} before, {new} now"
        "keep the old bound"
    ConstraintReplaced "constraint.replaced" Both Replaced Schema Changed
        "`multipleOf` is another one, and neither is a multiple of the other: other values pass."
        "`{subject}` is another one: {old} before, {new} now"
        "keep the old one, or a divisor of it for requests and a multiple for responses"
    ConstraintWidened "constraint.widened" Both Widened Schema Changed
        "A bound is looser or gone: more values pass."
        "`{subject}` is looser: {old} before, {new} now"
        "check that consumers can take the further values"
    ContentChanged "content.changed" Both Replaced Declared Changed
        "A text carries another encoding or media type (`contentEncoding`, `contentMediaType`): who decodes it as before reads something else."
        "`{subject}` changed from {old} to {new}"
        "keep the encoding, or add a property beside it"
    ContentSchemaChanged "content.schema-changed" Both Undecided Declared Changed
        "A text holds something of another form (`contentSchema`): who reads what it holds may meet other values."
        "`{subject}` changed: the text holds something of another form"
        "check that what the text holds can still be read"
    CorsChanged "cors.changed" Whole Undecided Declared Changed
        "The CORS configuration of an HTTP API changed (`x-amazon-apigateway-cors`)."
        "the CORS configuration changed from {old} to {new}"
        "check the origins, methods and headers that browsers use"
    DefaultChanged "default.changed" Both Undecided Declared Changed
        "The value that stands for an absent one is another."
        "the default is {new} instead of {old}"
        "check that consumers who leave the value out want the new one"
    EndpointAccessModeNarrowed "endpoint.access-mode-narrowed" Whole Narrowed Declared Changed
        "The endpoint is stricter about the server name of a connection: `STRICT` refuses requests whose TLS server name is not the host (`x-amazon-apigateway-endpoint-access-mode`)."
        "the endpoint access mode is {new} instead of {old}"
        "check that every consumer connects with the host name that it requests"
    EndpointAccessModeWidened "endpoint.access-mode-widened" Whole Widened Declared Changed
        "The endpoint no longer asks that the TLS server name is the host (`x-amazon-apigateway-endpoint-access-mode`)."
        "the endpoint access mode is {new} instead of {old}"
        "nothing"
    EndpointBasePathChanged "endpoint.base-path-changed" Whole Replaced Declared Changed
        "The base path of the first server (for an export, the stage) changed, and the paths do not make up for it: every URL is another one."
        "the base path changed from {old} to {new}"
        "publish under the old base path as well, or move consumers first"
    EndpointDisabled "endpoint.disabled" Whole Withdrawn Declared Changed
        "The default execute-api endpoint was switched off: it answers 403 (`disableExecuteApiEndpoint`)."
        "the default endpoint is disabled"
        "move consumers to the custom domain first"
    EndpointEnabled "endpoint.enabled" Whole Allowed Declared Changed
        "The default execute-api endpoint was switched on."
        "the default endpoint is enabled"
        "nothing"
    EndpointHostChanged "endpoint.host-changed" Whole Undecided Declared Changed
        "The first server has another host, and no server has the old one. That includes the host of an execute-api endpoint, which names the API; kept releases name none."
        "the host changed from {old} to {new}"
        "keep the old name answering, or tell consumers the new one"
    EndpointRestricted "endpoint.restricted" Whole Narrowed Declared Changed
        "The API can be reached through other or fewer VPC endpoints (`vpcEndpointIds`)."
        "the VPC endpoints changed from {old} to {new}"
        "keep the endpoints that consumers use"
    EndpointSchemeRemoved "endpoint.scheme-removed" Whole Undescribed Declared Removed
        "A server is described with another scheme only, for example http instead of https."
        "the server {old} is now {new}"
        "keep answering under the old scheme"
    EndpointServerAdded "endpoint.server-added" Whole Allowed Declared Added
        "Another server, or another value of a variable in the URL of one, is described."
        "the server {new} is new"
        "nothing"
    EndpointServerRemoved "endpoint.server-removed" Whole Undescribed Declared Removed
        "A server, or a value of a variable in the URL of one, is no longer described."
        "the server {old} is gone"
        "keep the server answering, or tell consumers which one to use"
    EndpointTlsPolicyChanged "endpoint.tls-policy-changed" Whole Undecided Declared Changed
        "The endpoint has another TLS policy; it accepts the same versions of TLS, or it is not known which (`x-amazon-apigateway-security-policy`)."
        "the TLS policy changed from {old} to {new}"
        "check that the TLS versions and cipher suites of every consumer are accepted"
    EndpointTlsPolicyNarrowed "endpoint.tls-policy-narrowed" Whole Narrowed Declared Changed
        "The TLS policy of the endpoint refuses a version of TLS that was accepted before (`x-amazon-apigateway-security-policy`)."
        "the TLS policy changed from {old} to {new}, which refuses older versions of TLS"
        "keep the policy until every consumer supports the newer version of TLS"
    EndpointTlsPolicyWidened "endpoint.tls-policy-widened" Whole Widened Declared Changed
        "The TLS policy of the endpoint accepts a version of TLS that was refused before (`x-amazon-apigateway-security-policy`)."
        "the TLS policy changed from {old} to {new}, which refuses no version of TLS that was accepted"
        "nothing"
    EndpointUnrestricted "endpoint.unrestricted" Whole Widened Declared Changed
        "The API can be reached through more VPC endpoints, or without one."
        "the VPC endpoints changed from {old} to {new}"
        "nothing"
    EnumAdded "enum.added" Both Narrowed Schema Changed
        "Values were free and are now listed."
        "only {new} are values now"
        "keep accepting other values"
    EnumRemoved "enum.removed" Both Widened Schema Changed
        "Values were listed and are now free."
        "values other than {old} may come now"
        "tell consumers to handle other values"
    EnumValueAdded "enum.value-added" Both Extended Schema Changed
        "The list of values has one more."
        "{new} is a new value"
        "tell consumers to handle the value before it is sent"
    EnumValueRemoved "enum.value-removed" Both Narrowed Schema Changed
        "The list of values has one less."
        "{old} is no longer a value"
        "keep accepting the value"
    EnumValueReplaced "enum.value-replaced" Both Replaced Schema Changed
        "The only value there was is another one (`const`, or a list of one)."
        "the value is {new} instead of {old}"
        "keep the value"
    ExtensionChanged "extension.changed" Whole Undecided Declared Unseen
        "Another `x-amazon-apigateway-*` extension of the API or of an operation changed; what it does is not known here."
        "`{subject}` changed"
        "look the extension up in the API Gateway developer guide"
    GatewayResponseBodyChanged "gateway-response.body-changed" Whole Undecided Declared Changed
        "API Gateway words one of its own answers otherwise."
        "the gateway response {subject} has other headers or another body"
        "check consumers that read the gateway's own answers"
    GatewayResponseStatusChanged "gateway-response.status-changed" Whole Replaced Declared Changed
        "API Gateway gives one of its own answers another status."
        "the gateway response {subject} has status {new} instead of {old}"
        "keep the status: consumers decide by it"
    HeaderAdded "header.added" Response Allowed Schema Added
        "A response has another header."
        "the header `{subject}` is new"
        "nothing"
    HeaderBecameOptional "header.became-optional" Response Widened Schema Changed
        "A header may now be absent."
        "the header `{subject}` may be absent now"
        "keep sending the header always"
    HeaderBecameRequired "header.became-required" Response Narrowed Schema Changed
        "A header is now always present."
        "the header `{subject}` is always there now"
        "nothing"
    HeaderDeprecated "header.deprecated" Response Internal Declared Deprecated
        "A header is announced to go, on its sunset date if it has one."
        "the header `{subject}` is deprecated; sunset: {new}"
        "nothing"
    HeaderReactivated "header.reactivated" Response Allowed Declared Changed
        "A header is no longer deprecated."
        "the header `{subject}` is no longer deprecated"
        "nothing"
    HeaderRemoved "header.removed" Response Undescribed Withdrawn Removed
        "An optional header is no longer described. An export marks no header as required."
        "the header `{subject}` is gone"
        "keep the header; browsers need those of CORS"
    HeaderRequiredRemoved "header.required-removed" Response Withdrawn Withdrawn Removed
        "A header that was always present is gone."
        "the header `{subject}`, always there before, is gone"
        "keep the header"
    HeaderSerializationChanged "header.serialization-changed" Response Replaced Declared Changed
        "A header of a response is written otherwise (`explode`, `content`): the same value is another text."
        "the header `{subject}` is written as {new} instead of {old}"
        "keep writing the value as before"
    HeaderValueChanged "header.value-changed" Response Undecided Declared Changed
        "API Gateway sets another value in a response header (`responseParameters`), for example an origin of CORS."
        "the header `{subject}` is set to {new} instead of {old}"
        "check consumers that depend on the value; browsers do for CORS"
    IntegrationChanged "integration.changed" Whole Internal Declared Unseen
        "The backend behind an operation changed, not its contract."
        "the integration changed"
        "verify the pacts against the stage"
    IntegrationPassthroughClosed "integration.passthrough-closed" Whole Undecided Declared Unseen
        "Bodies for which the integration has no mapping template were passed on and are now refused with 415 (`passthroughBehavior`)."
        "the passthrough behavior changed from {old} to {new}"
        "check that every media type that consumers send has a template"
    IntegrationTimeoutLowered "integration.timeout-lowered" Whole Undecided Declared Unseen
        "API Gateway waits for the backend for a shorter time."
        "the integration's timeout went from {old} to {new} milliseconds"
        "check the slowest answers: they become 504"
    IntegrationTypeChanged "integration.type-changed" Whole Undecided Declared Unseen
        "The backend is of another kind, for example a mock instead of a function."
        "the integration's type changed from {old} to {new}"
        "verify the pacts against the stage"
    MediaTypeAdded "media-type.added" Both Allowed Schema Added
        "A body may have another media type."
        "the media type {subject} is new"
        "nothing"
    MediaTypeCharsetChanged "media-type.charset-changed" Both Undecided Declared Changed
        "A body is written in another character set: the same bytes are another text."
        "the media type is {new} instead of {old}"
        "keep the character set, or use UTF-8 under a media type of its own"
    MediaTypeEncodingChanged "media-type.encoding-changed" Both Undecided Declared Changed
        "The parts of a form or multipart body are written otherwise (`encoding`)."
        "the encoding of {subject} changed from {old} to {new}"
        "check that bodies of existing consumers are still read"
    MediaTypeNarrowed "media-type.narrowed" Both Narrowed Schema Changed
        "A media type is more specific: one of a range, one with parameters, `+json` instead of JSON."
        "the media type is {new} instead of {old}"
        "keep accepting the whole range"
    MediaTypeRemoved "media-type.removed" Both Withdrawn Withdrawn Removed
        "A media type of a body is gone."
        "the media type {subject} is gone"
        "keep the media type"
    MediaTypeSchemaAdded "media-type.schema-added" Response Allowed Declared Added
        "A body that was not described has a schema."
        "the body of {subject} is described now"
        "nothing"
    MediaTypeSchemaRemoved "media-type.schema-removed" Both Extended Declared Removed
        "A body that was described has no schema any more."
        "the body of {subject} is no longer described"
        "keep describing the body"
    MediaTypeWidened "media-type.widened" Both Widened Schema Changed
        "A media type is less specific: a range, one without parameters, JSON instead of `+json`."
        "the media type is {new} instead of {old}"
        "keep naming the media type that is sent"
    MinimumCompressionChanged "minimum-compression.changed" Whole Internal Declared Unseen
        "API Gateway compresses from another size on; consumers ask for it with Accept-Encoding."
        "the minimum size for compression changed from {old} to {new}"
        "nothing"
    NullableAdded "nullable.added" Both Widened Schema Changed
        "A value may now be null."
        "the value may be null now"
        "keep sending a value"
    NullableIgnored "nullable.ignored" Both Narrowed Schema Changed
        "A value may no longer be null: `nullable` is a keyword of OpenAPI 3.0, and 3.1 does not read it."
        "`nullable` says nothing in OpenAPI 3.1: the value may no longer be null"
        "add \"null\" to the types"
    NullableRemoved "nullable.removed" Both Narrowed Schema Changed
        "A value may no longer be null."
        "the value may no longer be null"
        "keep accepting null"
    NullableUnclear "nullable.unclear" Both Undecided Declared Changed
        "Whether a value may be null is not clear: `nullable` stands where OpenAPI 3.0 gives it no effect (without a `type`, beside a reference, beside an `enum` without null), and most tools read it all the same."
        "`nullable` has no effect by the letter, and most tools read it: whether the value may be null has changed for them"
        "write `nullable` beside a `type`, and null into the `enum`"
    OperationAdded "operation.added" Whole Allowed Declared Added
        "A new operation."
        "the operation is new"
        "nothing"
    OperationCovered "operation.covered" Whole Allowed Declared Changed
        "The operation is gone, but another route (ANY, a greedy path) takes its requests."
        "requests are taken by {new} now"
        "verify the pacts against the stage: the other route promises less"
    OperationDeprecated "operation.deprecated" Whole Internal Declared Deprecated
        "The operation is announced to go, on its sunset date if it has one."
        "the operation is deprecated; sunset: {new}"
        "nothing"
    OperationIdChanged "operation.id-changed" Whole Internal Declared Changed
        "The operation has another `operationId`: code generated from the document has other names, requests are the same."
        "the operationId changed from {old} to {new}"
        "nothing"
    OperationReactivated "operation.reactivated" Whole Allowed Declared Changed
        "The operation is no longer deprecated."
        "the operation is no longer deprecated"
        "nothing"
    OperationRemoved "operation.removed" Whole Withdrawn Withdrawn Removed
        "The operation is gone and no other route takes its requests: API Gateway answers 403 or 404."
        "the operation is gone"
        "keep the operation until no consumer needs it"
    OperationRemovedAfterSunset "operation.removed-after-sunset" Whole Internal Declared Changed
        "The operation is gone; it was deprecated and its sunset date is past."
        "the operation is gone after its sunset of {old}"
        "nothing"
    OperationRemovedAnnounced "operation.removed-announced" Whole Undescribed Declared Changed
        "The operation is gone; it was deprecated without a sunset date."
        "the deprecated operation is gone"
        "check that no consumer uses it any more; a sunset date tells them how long they have"
    OperationRemovedUnstable "operation.removed-unstable" Whole Internal Declared Changed
        "The operation is gone; its stability level was draft or alpha, which promises nothing (`x-stability-level`)."
        "the operation of stability {old} is gone"
        "nothing"
    OperationStabilityLowered "operation.stability-lowered" Whole Withdrawn Declared Changed
        "The operation has a lower stability level (`x-stability-level`; without one, or with an unknown one, it is stable)."
        "the stability level went from {old} to {new}"
        "keep the level: consumers rely on it"
    OperationStabilityRaised "operation.stability-raised" Whole Allowed Declared Changed
        "The operation has a higher stability level (`x-stability-level`)."
        "the stability level went from {old} to {new}"
        "nothing"
    OperationSunsetEarlier "operation.sunset-earlier" Whole Replaced Declared Changed
        "The operation goes earlier than announced (`x-sunset`)."
        "the sunset date moved from {old} to {new}"
        "keep the date that was announced"
    OperationSunsetUnreadable "operation.sunset-unreadable" Whole Replaced Declared Changed
        "The operation was deprecated with a sunset date that is none: nobody knows when it goes (`x-sunset`)."
        "the sunset date {new} cannot be read"
        "write the date as in 2027-12-31"
    OperationSunsetWithdrawn "operation.sunset-withdrawn" Whole Withdrawn Declared Changed
        "The operation is still deprecated and its sunset date is gone or unreadable: it was promised to live until then (`x-sunset`)."
        "the sunset date {old} is gone"
        "keep the date that was announced"
    ParameterBecameOptional "parameter.became-optional" Request Widened Schema Changed
        "A parameter may now be left out."
        "the {subject} is optional now"
        "nothing"
    ParameterBecameRequired "parameter.became-required" Request Narrowed Schema Changed
        "A parameter may no longer be left out."
        "the {subject} is required now"
        "keep it optional"
    ParameterDefaultChanged "parameter.default-changed" Request Replaced Declared Changed
        "What an absent parameter stands for is another value, or none: the same request is answered otherwise."
        "the default of the {subject} is {new} instead of {old}"
        "keep the default, or move consumers to naming the value"
    ParameterDeprecated "parameter.deprecated" Request Internal Declared Deprecated
        "A parameter is announced to go, on its sunset date if it has one."
        "the {subject} is deprecated; sunset: {new}"
        "nothing"
    ParameterEmptyValueAllowed "parameter.empty-value-allowed" Request Widened Declared Changed
        "A query parameter may be sent without a value (`allowEmptyValue`)."
        "the {subject} may be empty now"
        "nothing"
    ParameterEmptyValueRefused "parameter.empty-value-refused" Request Narrowed Declared Changed
        "A query parameter may no longer be sent without a value (`allowEmptyValue`)."
        "the {subject} may no longer be empty"
        "keep accepting the parameter without a value"
    ParameterMoved "parameter.moved" Request Replaced Declared Changed
        "A parameter is read from another place: query, header or cookie."
        "the {subject} was a {old} parameter"
        "read the parameter from both places until consumers have moved"
    ParameterNotInPathChanged "parameter.not-in-path-changed" Request Undecided Declared Unseen
        "A path parameter changed whose name is not in the path: no request holds it, so either the name or the path is wrong."
        "the {subject} changed, and the path does not have it"
        "correct the name or the path"
    ParameterOptionalAdded "parameter.optional-added" Request Allowed Schema Added
        "The operation takes another parameter."
        "the {subject} is new and optional"
        "nothing"
    ParameterReactivated "parameter.reactivated" Request Allowed Declared Changed
        "A parameter is no longer deprecated."
        "the {subject} is no longer deprecated"
        "nothing"
    ParameterRemoved "parameter.removed" Request Undescribed Withdrawn Removed
        "A parameter is no longer described; API Gateway ignores it or passes it on."
        "the {subject} is gone"
        "keep the parameter: a request with it is answered otherwise"
    ParameterRemovedAfterSunset "parameter.removed-after-sunset" Request Internal Declared Changed
        "A parameter is gone; it was deprecated and its sunset date is past."
        "the {subject} is gone after its sunset of {old}"
        "nothing"
    ParameterRemovedBeforeSunset "parameter.removed-before-sunset" Request Withdrawn Declared Changed
        "A parameter is gone before its sunset date (`x-sunset`)."
        "the {subject} is gone before its sunset of {old}"
        "keep the parameter until then"
    ParameterRequiredAdded "parameter.required-added" Request Narrowed Schema Added
        "The operation demands another parameter."
        "the {subject} is new and required"
        "make it optional"
    ParameterReservedAllowed "parameter.reserved-allowed" Request Widened Declared Changed
        "Reserved characters in a query parameter need not be percent-encoded (`allowReserved`)."
        "the {subject} takes reserved characters now"
        "nothing"
    ParameterReservedRefused "parameter.reserved-refused" Request Narrowed Declared Changed
        "Reserved characters in a query parameter have to be percent-encoded now (`allowReserved`)."
        "the {subject} takes no reserved characters any more"
        "keep accepting them"
    ParameterSerializationChanged "parameter.serialization-changed" Request Replaced Declared Changed
        "A parameter is read otherwise (`style`, `explode`, `content`): the same text is another value."
        "the {subject} is read as {new} instead of {old}"
        "keep the style, or add a parameter beside it"
    ParameterSunsetEarlier "parameter.sunset-earlier" Request Replaced Declared Changed
        "A parameter goes earlier than announced (`x-sunset`)."
        "the sunset date of the {subject} moved from {old} to {new}"
        "keep the date that was announced"
    ParameterSunsetUnreadable "parameter.sunset-unreadable" Request Replaced Declared Changed
        "A parameter was deprecated with a sunset date that is none (`x-sunset`)."
        "the sunset date {new} of the {subject} cannot be read"
        "write the date as in 2027-12-31"
    ParameterSunsetWithdrawn "parameter.sunset-withdrawn" Request Withdrawn Declared Changed
        "A parameter is still deprecated and its sunset date is gone or unreadable: it was promised to live until then (`x-sunset`)."
        "the sunset date {old} of the {subject} is gone"
        "keep the date that was announced"
    PolicyChanged "policy.changed" Whole Undecided Caller Changed
        "The resource policy lets callers in on another condition, of which the documents do not tell whether it holds (`x-amazon-apigateway-policy`)."
        "the resource policy depends on another condition: {new}"
        "check that every consumer is still allowed by it"
    PolicyNarrowed "policy.narrowed" Whole Narrowed Caller Changed
        "The resource policy denies callers that it allowed, by address, network, identity or path (`x-amazon-apigateway-policy`)."
        "the resource policy no longer allows {old}"
        "keep allowing these callers until they have moved"
    PolicyWidened "policy.widened" Whole Widened Caller Changed
        "The resource policy allows callers that it denied (`x-amazon-apigateway-policy`)."
        "the resource policy allows {new}"
        "check that this was meant"
    PropertyBecameOptional "property.became-optional" Both Widened Schema Changed
        "A property may now be absent."
        "the property `{subject}` is optional now"
        "keep sending it always"
    PropertyBecameRequired "property.became-required" Both Narrowed Schema Changed
        "A property may no longer be absent."
        "the property `{subject}` is required now"
        "keep it optional"
    PropertyDeprecated "property.deprecated" Both Internal Declared Deprecated
        "A property, or another part of a schema, is deprecated."
        "it is deprecated"
        "nothing"
    PropertyOptionalAdded "property.optional-added" Both Allowed Schema Added
        "An object has another property, which may be absent."
        "the property `{subject}` is new and optional"
        "nothing"
    PropertyOptionalRemoved "property.optional-removed" Both Undescribed Withdrawn Removed
        "A property that could be absent is no longer described."
        "the optional property `{subject}` is gone"
        "keep the property while a consumer uses it"
    PropertyReactivated "property.reactivated" Both Allowed Declared Changed
        "A property, or another part of a schema, is no longer deprecated."
        "it is no longer deprecated"
        "nothing"
    PropertyReadOnlyAdded "property.read-only-added" Request Undescribed Declared Changed
        "A property is read-only now: requests should not hold it, and a value that is sent is ignored or refused."
        "the property `{subject}` is read-only now"
        "check that no consumer sends it, or keep reading it"
    PropertyReadOnlyRemoved "property.read-only-removed" Request Allowed Declared Changed
        "A property is no longer read-only: requests may hold it."
        "the property `{subject}` is no longer read-only"
        "nothing"
    PropertyRefused "property.refused" Request Narrowed Schema Changed
        "A property is gone from an object that takes no others: requests with it are refused."
        "the property `{subject}` is refused now"
        "keep accepting the property"
    PropertyRemoved "property.removed" Both Removed Withdrawn Removed
        "A property that was required is no longer described."
        "the property `{subject}` is gone"
        "keep the property"
    PropertyRemovedAfterSunset "property.removed-after-sunset" Both Internal Declared Changed
        "A property is gone whose sunset date had passed, or that was never stable."
        "the property `{subject}` is gone, as announced"
        "nothing"
    PropertyRequiredAdded "property.required-added" Both Narrowed Schema Added
        "An object has another property, which may not be absent."
        "the property `{subject}` is new and required"
        "make it optional"
    PropertyRequiredWriteOnlyAdded "property.required-write-only-added" Response Withdrawn Withdrawn Removed
        "A required property is write-only now: no response has it any more."
        "the property `{subject}`, always there before, is write-only now"
        "keep sending it"
    PropertyRestricted "property.restricted" Request Undescribed Schema Changed
        "An object that took any property now describes this one: other values of it are refused."
        "the property `{subject}`, free before, is described now"
        "check that nobody sends other values under this name"
    PropertySchemaAdded "property.schema-added" Both Narrowed Schema Changed
        "A required property that could hold anything is described now."
        "the property `{subject}`, required and free before, is described now"
        "keep accepting other values"
    PropertySchemaRemoved "property.schema-removed" Both Widened Schema Changed
        "The description of a property is gone, and the property is still required: it may hold anything."
        "the required property `{subject}` is no longer described: it may hold any value"
        "describe the property again"
    PropertyStabilityLowered "property.stability-lowered" Both Withdrawn Declared Changed
        "A property, or another part of a schema, has a lower stability level (`x-stability-level`; without one, or with an unknown one, it is stable)."
        "the stability level went from {old} to {new}"
        "keep the level: consumers rely on it"
    PropertyStabilityRaised "property.stability-raised" Both Allowed Declared Changed
        "A property, or another part of a schema, has a higher stability level (`x-stability-level`)."
        "the stability level went from {old} to {new}"
        "nothing"
    PropertySunsetEarlier "property.sunset-earlier" Both Replaced Declared Changed
        "A property goes earlier than announced (`x-sunset`)."
        "the sunset date moved from {old} to {new}"
        "keep the date that was announced"
    PropertySunsetUnreadable "property.sunset-unreadable" Both Replaced Declared Changed
        "A property was deprecated with a sunset date that is none (`x-sunset`)."
        "the sunset date {new} cannot be read"
        "write the date as in 2027-12-31"
    PropertySunsetWithdrawn "property.sunset-withdrawn" Both Withdrawn Declared Changed
        "A property is still deprecated and its sunset date is gone or unreadable: it was promised to live until then (`x-sunset`)."
        "the sunset date {old} is gone"
        "keep the date that was announced"
    PropertyUndescribedRefused "property.undescribed-refused" Request Undescribed Declared Changed
        "An object that said nothing of properties it does not describe refuses them now, or restricts them (`additionalProperties`, `unevaluatedProperties`, `propertyNames`)."
        "by `{subject}` the object refuses or restricts properties that it does not describe"
        "check that nobody sends them"
    PropertyUnexpected "property.unexpected" Response Extended Schema Changed
        "An object that promised no further properties has one more."
        "the property `{subject}` is new in an object that promised no others"
        "tell consumers that refuse unknown properties"
    PropertyWriteOnlyAdded "property.write-only-added" Response Undescribed Withdrawn Removed
        "A property that could be absent is write-only now: no response has it any more."
        "the property `{subject}` is write-only now"
        "keep sending it while a consumer uses it"
    PropertyWriteOnlyRemoved "property.write-only-removed" Response Allowed Declared Added
        "A property is no longer write-only: responses may have it."
        "the property `{subject}` is no longer write-only"
        "nothing"
    SchemaChanged "schema.changed" Both Undecided Schema Changed
        "A schema changed, and whether the same values pass could not be decided."
        "{subject} changed, and whether the same values pass could not be decided"
        "compare the two schemas by hand, or verify the pacts against the stage"
    SchemaDescribesLess "schema.describes-less" Response Undescribed Declared Changed
        "A use of a component takes another component, which lacks some of the properties."
        "the schema is {new} in place of {old}, and describes fewer properties"
        "keep the component while a consumer uses the other properties"
    SchemaNarrowed "schema.narrowed" Both Narrowed Schema Changed
        "A schema takes fewer values, for a reason that no other kind of change names."
        "{subject} is stricter: some values that passed before no longer do"
        "keep accepting the values"
    SchemaReplaced "schema.replaced" Both Replaced Schema Changed
        "A use of a component takes another component, which stands for other values."
        "the schema is {new} in place of {old}, and some values are lost by it"
        "keep the component, or tell consumers of this use"
    SchemaReplacedSafely "schema.replaced-safely" Both Allowed Declared Changed
        "A use of a component takes another component, and nothing is lost by it."
        "the schema is {new} in place of {old}"
        "nothing has to be done"
    SchemaWidened "schema.widened" Both Widened Schema Changed
        "A schema takes more values, for a reason that no other kind of change names."
        "{subject} is looser: some values pass that did not before"
        "tell consumers to handle the further values"
    SecurityAdded "security.added" Request Narrowed Caller Changed
        "The operation was open and now demands credentials."
        "credentials are demanded: {new}"
        "give consumers credentials first"
    SecurityAlgorithmAdded "security.algorithm-added" Request Widened Caller Changed
        "Tokens that are signed with another algorithm are accepted as well."
        "tokens signed with {new} are accepted as well"
        "nothing"
    SecurityAlgorithmRemoved "security.algorithm-removed" Request Narrowed Caller Changed
        "Tokens that are signed with an algorithm are no longer accepted."
        "tokens signed with {old} are no longer accepted"
        "keep accepting the algorithm until the issuer has moved"
    SecurityAlternativeAdded "security.alternative-added" Request Widened Caller Changed
        "Another way to authenticate is accepted."
        "{new} is accepted as well"
        "nothing"
    SecurityApiKeyRequired "security.api-key-required" Request Narrowed Caller Changed
        "The operation was open and now demands an API key: 403 without one."
        "an API key is demanded: {new}"
        "give consumers a key of the usage plan first"
    SecurityAudienceAdded "security.audience-added" Request Widened Caller Changed
        "Tokens for another audience are accepted as well."
        "tokens for the audience {new} are accepted as well"
        "nothing"
    SecurityAudienceRemoved "security.audience-removed" Request Narrowed Caller Changed
        "Tokens for an audience are no longer accepted."
        "the audience {old} is no longer accepted"
        "keep accepting the audience until consumers have moved"
    SecurityChanged "security.changed" Request Replaced Caller Changed
        "A way to authenticate no longer suffices: it was removed, replaced or moved."
        "{old} no longer suffices; accepted: {new}"
        "accept the old credentials as an alternative until consumers have moved"
    SecurityClaimDemanded "security.claim-demanded" Request Narrowed Caller Changed
        "A claim of a token has to be there, or has to have another value."
        "the demand on the claim {new} refuses tokens that were accepted"
        "let the issuer add the claim before it is demanded"
    SecurityClaimRelaxed "security.claim-relaxed" Request Widened Caller Changed
        "A claim of a token may be absent, or may have other values."
        "the demand on the claim {old} accepts more tokens"
        "nothing"
    SecurityDemandAdded "security.demand-added" Request Narrowed Caller Changed
        "Something is demanded in addition to what was demanded: an API key, an identity source, a second scheme."
        "{new} is demanded as well"
        "give consumers what is demanded first"
    SecurityDemandRemoved "security.demand-removed" Request Widened Caller Changed
        "Something that was demanded in addition is no longer demanded."
        "{old} is no longer demanded"
        "nothing"
    SecurityFlowAdded "security.flow-added" Request Widened Caller Changed
        "Tokens that are obtained by another flow of OAuth 2.0 are accepted as well."
        "tokens of the flow {new} are accepted as well"
        "nothing"
    SecurityFlowRemoved "security.flow-removed" Request Narrowed Caller Changed
        "Tokens can no longer be obtained by a flow of OAuth 2.0."
        "tokens of the flow {old} are no longer accepted"
        "keep the flow until consumers have moved"
    SecurityFunctionChanged "security.function-changed" Request Undecided Caller Changed
        "Another Lambda function authorizes callers; what it accepts, the documents do not tell."
        "the function {new} authorizes callers in place of {old}"
        "check that it accepts the same credentials"
    SecurityIssuerChanged "security.issuer-changed" Request Undecided Caller Changed
        "Tokens are issued at another URL (`authorizationUrl`, `tokenUrl`, `refreshUrl` of an OAuth flow); the rest of the scheme is the same."
        "the URLs of {new} changed"
        "check that tokens of the old issuer are still taken, or move consumers first"
    SecurityPatternNarrowed "security.pattern-narrowed" Request Narrowed Caller Changed
        "A token, or its audience, has to match another pattern, and some that passed do not (`identityValidationExpression`)."
        "a text such as {old} does not match the pattern {new}"
        "keep the pattern until no consumer sends such tokens"
    SecurityPatternWidened "security.pattern-widened" Request Widened Caller Changed
        "Tokens that did not match a pattern are looked at (`identityValidationExpression`)."
        "a text such as {new} passes, which did not match the pattern {old}"
        "nothing"
    SecurityRemoved "security.removed" Request Widened Caller Changed
        "The operation demanded credentials and is now open."
        "no credentials are demanded any more; before: {old}"
        "check that this was meant"
    SecurityScopeAdded "security.scope-added" Request Widened Caller Changed
        "A further scope is enough where one of several is (API Gateway)."
        "the scope {new} suffices as well"
        "nothing"
    SecurityScopeDemanded "security.scope-demanded" Request Narrowed Caller Changed
        "A scope is demanded where none was, or in addition."
        "a scope is demanded: {new}"
        "give consumers the scope first"
    SecurityScopeDropped "security.scope-dropped" Request Widened Caller Changed
        "A scope is no longer demanded."
        "a scope is no longer demanded: {old}"
        "nothing"
    SecurityScopeRemoved "security.scope-removed" Request Narrowed Caller Changed
        "One of several scopes that were each enough is gone (API Gateway)."
        "the scope {old} no longer suffices; one of these does: {new}"
        "keep the scope until consumers have another one"
    SecurityTokenUseChanged "security.token-use-changed" Request Replaced Caller Changed
        "A method with a user pool takes access tokens in place of identity tokens, or the reverse: it does the first where it has scopes."
        "the method takes {new} in place of {old}"
        "move consumers to the other kind of token at the same time"
    SecurityTrustedIssuerAdded "security.trusted-issuer-added" Request Widened Caller Changed
        "Tokens of another issuer are accepted as well."
        "tokens of the issuer {new} are accepted as well"
        "nothing"
    SecurityTrustedIssuerRemoved "security.trusted-issuer-removed" Request Narrowed Caller Changed
        "Tokens of an issuer are no longer accepted."
        "tokens of the issuer {old} are no longer accepted"
        "keep trusting the issuer until consumers have moved"
    SecurityUndecided "security.undecided" Request Undecided Caller Changed
        "What callers need changed, and whether all of them still pass could not be decided."
        "whether callers still pass {new} could not be decided"
        "compare the two by hand, or verify the pacts against the stage"
    SecurityUserPoolAdded "security.user-pool-added" Request Widened Caller Changed
        "Tokens of another user pool are accepted as well."
        "tokens of the user pool {new} are accepted as well"
        "nothing"
    SecurityUserPoolRemoved "security.user-pool-removed" Request Narrowed Caller Changed
        "Tokens of a user pool are no longer accepted."
        "tokens of the user pool {old} are no longer accepted"
        "keep the user pool until consumers have moved"
    StatusAdded "status.added" Response Extended Schema Added
        "The operation may answer another status that is no error."
        "status {subject} is new"
        "tell consumers about the status before it is answered"
    StatusErrorAdded "status.error-added" Response Allowed Schema Added
        "The operation may answer another error, or says by `default` what other answers look like."
        "error status {subject} is new"
        "nothing"
    StatusErrorRemoved "status.error-removed" Response Undescribed Withdrawn Removed
        "An error status, or `default`, is no longer described."
        "error status {subject} is gone"
        "keep describing the errors that the service answers"
    StatusNarrowed "status.narrowed" Response Narrowed Schema Changed
        "A range of statuses, or `default`, is gone and some of its statuses are named instead."
        "status {old} is now {new}"
        "nothing"
    StatusRemoved "status.removed" Response Withdrawn Withdrawn Removed
        "A status of success is no longer described."
        "status {subject} is gone"
        "keep answering the status"
    StatusWidened "status.widened" Response Extended Schema Changed
        "A status became a range: the operation may answer others of it."
        "status {old} is now {new}"
        "tell consumers about the statuses that may come"
    TypeChanged "type.changed" Both Replaced Schema Changed
        "A value has a type of which no value had the old one."
        "the type changed from {old} to {new}"
        "keep the type, or add a property beside it"
    TypeNarrowed "type.narrowed" Both Narrowed Schema Changed
        "A type takes fewer values: any to one, `number` to `integer`."
        "the type went from {old} to {new}"
        "keep the type"
    TypeWidened "type.widened" Both Widened Schema Changed
        "A type takes more values: one to any, `integer` to `number`."
        "the type went from {old} to {new}"
        "keep the type"
    ValidationDisabled "validation.disabled" Request Widened Declared Changed
        "API Gateway no longer validates the request (`x-amazon-apigateway-request-validator`)."
        "API Gateway no longer validates the {subject}"
        "check that the service validates by itself"
    ValidationEnabled "validation.enabled" Request Narrowed Declared Changed
        "API Gateway validates the request: what passed so far may be answered with 400."
        "API Gateway validates the {subject} now"
        "check that requests of existing consumers are valid"
    WebhookAdded "webhook.added" Whole Allowed Declared Changed
        "The service sends another webhook."
        "the webhook is new"
        "nothing"
    WebhookRemoved "webhook.removed" Whole Withdrawn Declared Changed
        "The service no longer sends a webhook: consumers wait for a request that never comes."
        "the webhook is gone"
        "keep sending the webhook until no consumer waits for it"
    XmlChanged "xml.changed" Both Replaced Declared Changed
        "In a body of an XML media type, a part is another element or attribute (`xml`: name, namespace, prefix, attribute, wrapped)."
        "the XML form is {new} instead of {old}"
        "keep the name and the place that it has in the XML"
}

impl ChangeKind {
    /// The row of this kind.
    #[must_use]
    pub fn info(self) -> &'static ChangeKindInfo {
        &CHANGE_KINDS[self as usize]
    }

    /// The id in a direction, for example `response.property.removed`.
    #[must_use]
    pub fn id(self, direction: Direction) -> &'static str {
        self.info().id(direction)
    }
}
