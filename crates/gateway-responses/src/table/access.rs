//! REST API: refusals of the caller, 401 and 403.

use super::{REST, provenance};
use crate::Class::{AccessBlocked, CredentialsRejected, NoRoute, WrongAddress};
use crate::Confidence::{Documented, Read, Recorded, Unconfirmed};
use crate::{GatewayResponse, MessageTemplate, ResponseType};

pub(super) const RESPONSES: &[GatewayResponse] = &[
    GatewayResponse {
        response_type: ResponseType::AccessDenied,
        name: "ACCESS_DENIED",
        status: 403,
        message: MessageTemplate::Fixed("User is not authorized to access this resource"),
        message_key: "Message",
        error_type: Some("AccessDeniedException"),
        customised_by: Some("ACCESS_DENIED"),
        class: CredentialsRejected,
        cause: "the authorizer knows the caller and refuses it",
        provenance: provenance(Documented, Unconfirmed, Unconfirmed),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::ExpiredToken,
        name: "EXPIRED_TOKEN",
        status: 403,
        message: MessageTemplate::Fixed("The security token included in the request is expired"),
        error_type: Some("ExpiredTokenException"),
        customised_by: Some("EXPIRED_TOKEN"),
        class: CredentialsRejected,
        cause: "the temporary AWS credentials that signed the request have expired",
        provenance: provenance(Documented, Read, Unconfirmed),
        ..REST
    },
    // The gateway sends it for any Authorization header that is not SigV4, where an unsigned request
    // gets MISSING_AUTHENTICATION_TOKEN: on an IAM method, or on a path the stage does not have.
    GatewayResponse {
        response_type: ResponseType::IncompleteSignature,
        name: "INCOMPLETE_SIGNATURE",
        status: 403,
        message: MessageTemplate::About {
            before: "Invalid key=value pair (missing equal-sign) in Authorization header \
                     (hashed with SHA-256 and encoded with Base64): '",
            sample: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            after: "'.",
        },
        error_type: Some("IncompleteSignatureException"),
        customised_by: Some("DEFAULT_4XX"),
        class: NoRoute,
        alternative_class: Some(CredentialsRejected),
        cause: "the stage has no such route, or the method wants a SigV4 signature and got \
                another kind of Authorization header",
        provenance: provenance(Read, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::InvalidApiKey,
        name: "INVALID_API_KEY",
        status: 403,
        message: MessageTemplate::Fixed("Forbidden"),
        error_type: Some("ForbiddenException"),
        customised_by: Some("INVALID_API_KEY"),
        class: CredentialsRejected,
        cause: "the x-api-key header is missing, wrong, or of no usage plan of this stage",
        provenance: provenance(Documented, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::InvalidSignature,
        name: "INVALID_SIGNATURE",
        status: 403,
        // The service appends the canonical request it computed.
        message: MessageTemplate::About {
            before: "The request signature we calculated does not match the signature you \
                     provided. Check your AWS Secret Access Key and signing method. Consult the \
                     service documentation for details.",
            sample: "",
            after: "",
        },
        error_type: Some("InvalidSignatureException"),
        customised_by: Some("INVALID_SIGNATURE"),
        class: CredentialsRejected,
        cause: "the secret key is wrong, or something changed the request after it was signed",
        provenance: provenance(Documented, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::MissingAuthenticationToken,
        name: "MISSING_AUTHENTICATION_TOKEN",
        status: 403,
        message: MessageTemplate::Fixed("Missing Authentication Token"),
        error_type: Some("MissingAuthenticationTokenException"),
        customised_by: Some("MISSING_AUTHENTICATION_TOKEN"),
        class: NoRoute,
        alternative_class: Some(CredentialsRejected),
        cause: "this stage has no such route, or the method wants a SigV4 signature and got none",
        provenance: provenance(Recorded, Recorded, Recorded),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::ResourcePolicyDenied,
        name: "RESOURCE_POLICY_DENIED",
        status: 403,
        message: MessageTemplate::About {
            before: "User: ",
            sample: "anonymous is not authorized to perform: execute-api:Invoke on resource: \
                     arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/dev/GET/orders",
            after: "",
        },
        message_key: "Message",
        error_type: Some("AccessDeniedException"),
        customised_by: Some("ACCESS_DENIED"),
        class: AccessBlocked,
        cause: "the API's resource policy or the caller's IAM policy does not allow this call",
        provenance: provenance(Read, Read, Unconfirmed),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::SignatureExpired,
        name: "SIGNATURE_EXPIRED",
        status: 403,
        message: MessageTemplate::About {
            before: "Signature ",
            sample: "expired: 20260101T000000Z is now earlier than 20260101T000501Z \
                     (20260101T001001Z - 5 min.)",
            after: " min.)",
        },
        error_type: Some("InvalidSignatureException"),
        customised_by: Some("INVALID_SIGNATURE"),
        class: CredentialsRejected,
        cause: "the clock that signed the request is more than five minutes off",
        provenance: provenance(Read, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::Unauthorized,
        name: "UNAUTHORIZED",
        status: 401,
        message: MessageTemplate::Fixed("Unauthorized"),
        error_type: Some("UnauthorizedException"),
        customised_by: Some("UNAUTHORIZED"),
        class: CredentialsRejected,
        cause: "the authorizer could not tell who calls: no token, or one it does not accept",
        provenance: provenance(Documented, Read, Read),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::UnknownStage,
        name: "UNKNOWN_STAGE",
        status: 403,
        message: MessageTemplate::Fixed("Forbidden"),
        error_type: Some("ForbiddenException"),
        class: WrongAddress,
        cause: "the URL names a stage this API does not have, or its default endpoint is disabled",
        provenance: provenance(Unconfirmed, Unconfirmed, Unconfirmed),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::UnrecognizedClient,
        name: "UNRECOGNIZED_CLIENT",
        status: 403,
        message: MessageTemplate::Fixed("The security token included in the request is invalid."),
        error_type: Some("UnrecognizedClientException"),
        customised_by: Some("DEFAULT_4XX"),
        class: CredentialsRejected,
        cause: "AWS does not know the access key, or the session token is not the key's",
        provenance: provenance(Read, Read, Unconfirmed),
        ..REST
    },
    GatewayResponse {
        response_type: ResponseType::WafFiltered,
        name: "WAF_FILTERED",
        status: 403,
        message: MessageTemplate::Fixed("Forbidden"),
        error_type: Some("WafFilteredException"),
        error_type_aliases: &["ForbiddenException"],
        customised_by: Some("WAF_FILTERED"),
        class: AccessBlocked,
        cause: "a rule of the web application firewall in front of the stage blocked the request",
        provenance: provenance(Documented, Read, Unconfirmed),
        ..REST
    },
];
