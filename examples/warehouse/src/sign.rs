use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign as signature};
use aws_sigv4::sign::v4;
use reqwest::Request;
use reqwest::header::{HeaderName, HeaderValue};

type Reason = Box<dyn std::error::Error + Send + Sync>;

/// Signs a request as it will be sent, for API Gateway.
pub(crate) fn sign(
    request: &mut Request,
    region: &str,
    credentials: &Credentials,
) -> Result<(), Reason> {
    let identity = credentials.clone().into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("execute-api")
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()?
        .into();
    let body = request.body().map(|body| body.as_bytes().ok_or("a stream cannot be signed"));
    let signable = SignableRequest::new(
        request.method().as_str(),
        request.url().as_str(),
        std::iter::empty(),
        SignableBody::Bytes(body.transpose()?.unwrap_or_default()),
    )?;
    let (instructions, _) = signature(signable, &parameters)?.into_parts();
    let (headers, _) = instructions.into_parts();
    for header in headers {
        let mut value = HeaderValue::from_str(header.value())?;
        value.set_sensitive(header.sensitive());
        request.headers_mut().insert(HeaderName::from_static(header.name()), value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use aws_credential_types::Credentials;
    use reqwest::{Method, Request};

    use super::sign;

    #[test]
    fn a_request_is_signed_for_the_gateways_service_and_region() {
        let url = "https://a1.execute-api.eu-central-1.amazonaws.com/prod/orders?status=open";
        let mut request = Request::new(Method::GET, url.parse().unwrap());
        let credentials =
            Credentials::new("AKIDEXAMPLE", "secret", Some("token".to_owned()), None, "test");
        sign(&mut request, "eu-central-1", &credentials).unwrap();
        let header = |name: &str| request.headers()[name].to_str().unwrap();
        let authorization = header("authorization");
        assert!(authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"));
        assert!(authorization.contains("/eu-central-1/execute-api/aws4_request, "));
        assert!(authorization.contains("SignedHeaders=host;x-amz-date;x-amz-security-token, "));
        assert_eq!(header("x-amz-security-token"), "token");
    }
}
