//! REST API: who are you. Refusals of the caller, 401 and 403.

use super::{REST, marks};
use crate::Class::{KeptOut, NoRoute, OurCredentials, WrongAddress};
use crate::Evidence::{Documented, Read, Recorded, Unconfirmed};
use crate::{ResponseType, Row, Wording};

pub(super) const ROWS: &[Row] = &[
    Row {
        response_type: ResponseType::AccessDenied,
        name: "ACCESS_DENIED",
        status: 403,
        wording: Wording::Fixed("User is not authorized to access this resource"),
        key: "Message",
        error_type: Some("AccessDeniedException"),
        customised_by: Some("ACCESS_DENIED"),
        class: OurCredentials,
        cause: "the authorizer knows the caller and refuses it",
        marks: marks(Documented, Unconfirmed, Unconfirmed),
        ..REST
    },
    Row {
        response_type: ResponseType::ExpiredToken,
        name: "EXPIRED_TOKEN",
        status: 403,
        wording: Wording::Fixed("The security token included in the request is expired"),
        error_type: Some("ExpiredTokenException"),
        customised_by: Some("EXPIRED_TOKEN"),
        class: OurCredentials,
        cause: "the temporary AWS credentials that signed the request have expired",
        marks: marks(Documented, Read, Unconfirmed),
        ..REST
    },
    // Sent for any Authorization header that is not SigV4, where an unsigned request would get
    // MISSING_AUTHENTICATION_TOKEN: an IAM method, or a path the stage does not have.
    Row {
        response_type: ResponseType::IncompleteSignature,
        name: "INCOMPLETE_SIGNATURE",
        status: 403,
        wording: Wording::About {
            before: "Invalid key=value pair (missing equal-sign) in Authorization header \
                     (hashed with SHA-256 and encoded with Base64): '",
            sample: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            after: "'.",
        },
        error_type: Some("IncompleteSignatureException"),
        customised_by: Some("DEFAULT_4XX"),
        class: NoRoute,
        doubt: Some(OurCredentials),
        cause: "the stage has no such route, or the method wants a SigV4 signature and got \
                another kind of Authorization header",
        marks: marks(Read, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::InvalidApiKey,
        name: "INVALID_API_KEY",
        status: 403,
        wording: Wording::Fixed("Forbidden"),
        error_type: Some("ForbiddenException"),
        customised_by: Some("INVALID_API_KEY"),
        class: OurCredentials,
        cause: "the x-api-key header is missing, wrong, or of no usage plan of this stage",
        marks: marks(Documented, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::InvalidSignature,
        name: "INVALID_SIGNATURE",
        status: 403,
        // The service appends the canonical request it computed.
        wording: Wording::About {
            before: "The request signature we calculated does not match the signature you \
                     provided. Check your AWS Secret Access Key and signing method. Consult the \
                     service documentation for details.",
            sample: "",
            after: "",
        },
        error_type: Some("InvalidSignatureException"),
        customised_by: Some("INVALID_SIGNATURE"),
        class: OurCredentials,
        cause: "the secret key is wrong, or something changed the request after it was signed",
        marks: marks(Documented, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::MissingAuthenticationToken,
        name: "MISSING_AUTHENTICATION_TOKEN",
        status: 403,
        wording: Wording::Fixed("Missing Authentication Token"),
        error_type: Some("MissingAuthenticationTokenException"),
        customised_by: Some("MISSING_AUTHENTICATION_TOKEN"),
        class: NoRoute,
        doubt: Some(OurCredentials),
        cause: "this stage has no such route, or the method wants a SigV4 signature and got none",
        marks: marks(Recorded, Recorded, Recorded),
        ..REST
    },
    Row {
        response_type: ResponseType::ResourcePolicyDenied,
        name: "RESOURCE_POLICY_DENIED",
        status: 403,
        wording: Wording::About {
            before: "User: ",
            sample: "anonymous is not authorized to perform: execute-api:Invoke on resource: \
                     arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/dev/GET/orders",
            after: "",
        },
        key: "Message",
        error_type: Some("AccessDeniedException"),
        customised_by: Some("ACCESS_DENIED"),
        class: KeptOut,
        cause: "the API's resource policy or the caller's IAM policy does not allow this call",
        marks: marks(Read, Read, Unconfirmed),
        ..REST
    },
    Row {
        response_type: ResponseType::SignatureExpired,
        name: "SIGNATURE_EXPIRED",
        status: 403,
        wording: Wording::About {
            before: "Signature ",
            sample: "expired: 20260101T000000Z is now earlier than 20260101T000501Z \
                     (20260101T001001Z - 5 min.)",
            after: " min.)",
        },
        error_type: Some("InvalidSignatureException"),
        customised_by: Some("INVALID_SIGNATURE"),
        class: OurCredentials,
        cause: "the clock that signed the request is more than five minutes off",
        marks: marks(Read, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::Unauthorized,
        name: "UNAUTHORIZED",
        status: 401,
        wording: Wording::Fixed("Unauthorized"),
        error_type: Some("UnauthorizedException"),
        customised_by: Some("UNAUTHORIZED"),
        class: OurCredentials,
        cause: "the authorizer could not tell who calls: no token, or one it does not accept",
        marks: marks(Documented, Read, Read),
        ..REST
    },
    Row {
        response_type: ResponseType::UnknownStage,
        name: "UNKNOWN_STAGE",
        status: 403,
        wording: Wording::Fixed("Forbidden"),
        error_type: Some("ForbiddenException"),
        class: WrongAddress,
        cause: "the URL names a stage this API does not have, or its default endpoint is disabled",
        marks: marks(Unconfirmed, Unconfirmed, Unconfirmed),
        ..REST
    },
    Row {
        response_type: ResponseType::UnrecognizedClient,
        name: "UNRECOGNIZED_CLIENT",
        status: 403,
        wording: Wording::Fixed("The security token included in the request is invalid."),
        error_type: Some("UnrecognizedClientException"),
        customised_by: Some("DEFAULT_4XX"),
        class: OurCredentials,
        cause: "AWS does not know the access key, or the session token is not the key's",
        marks: marks(Read, Read, Unconfirmed),
        ..REST
    },
    Row {
        response_type: ResponseType::WafFiltered,
        name: "WAF_FILTERED",
        status: 403,
        wording: Wording::Fixed("Forbidden"),
        error_type: Some("WafFilteredException"),
        aliases: &["ForbiddenException"],
        customised_by: Some("WAF_FILTERED"),
        class: KeptOut,
        cause: "a rule of the web application firewall in front of the stage blocked the request",
        marks: marks(Documented, Read, Unconfirmed),
        ..REST
    },
];
