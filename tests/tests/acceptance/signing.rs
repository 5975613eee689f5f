//! An IAM signature, checked by an implementation that shares nothing with the signer.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use hmac::{Hmac, KeyInit as _, Mac as _};

use crate::harness::{Provider, Received, Said, folder_with_pact};

const SECRET: &str = "test-secret";

/// SigV4 as AWS documents it: "Create a signed AWS API request", IAM User Guide.
fn signature(request: &Received, authorization: &str) -> String {
    let field = |name: &str| {
        let (_, rest) = authorization.split_once(name).unwrap();
        rest.split(',').next().unwrap().trim()
    };
    let scope = field("Credential=").split_once('/').unwrap().1;
    let signed_headers = field("SignedHeaders=");
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| if pair.contains('=') { pair.to_owned() } else { format!("{pair}=") })
        .collect();
    pairs.sort();
    let headers: String = signed_headers
        .split(';')
        .map(|name| format!("{name}:{}\n", request.header(name).unwrap().trim()))
        .collect();
    let canonical = format!(
        "{}\n{}\n{}\n{headers}\n{signed_headers}\n{}",
        request.method,
        // Services other than S3 encode each segment a second time.
        path.replace('%', "%25"),
        pairs.join("&"),
        hex(&Sha256::digest(&request.body)),
    );
    let date = request.header("x-amz-date").unwrap();
    let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    let key = scope
        .split('/')
        .fold(format!("AWS4{SECRET}").into_bytes(), |key, part| mac(&key, part.as_bytes()));
    hex(&mac(&key, to_sign.as_bytes()))
}

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_signature_covers_what_is_really_sent() {
    let folder = folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["providerStates"] =
            json!([{ "name": "an order exists", "params": { "id": "88" } }]);
        // A generator changes the body and the path after recording; the query needs encoding.
        interaction["request"] = json!({
            "method": "POST", "path": "/orders/1/cancel",
            "query": { "b": ["x y", "+&="], "a": ["ü"] },
            "headers": { "Content-Type": ["application/json"], "X-Amz-Date": ["recorded"] },
            "body": { "contentType": "application/json", "content": { "id": "1" } },
            "generators": {
                "path": { "type": "ProviderState", "expression": "/orders/${id}/cancel" },
                "body": { "$.id": { "type": "ProviderState", "expression": "${id}" } }
            }
        });
        interaction["response"]["status"] = json!(200);
    });
    let provider = Provider::good();
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--auth", "iam"]).env("AWS_SESSION_TOKEN", "a-token");
    Said::of(&mut command).expect(0, &[]);
    let received = provider.received();
    let request = &received[0];
    assert_eq!(request.target, "/orders/88/cancel?b=x%20y&b=%2B%26%3D&a=%C3%BC");
    assert!(String::from_utf8_lossy(&request.body).contains("88"));
    assert_eq!(request.header("x-amz-security-token"), Some("a-token"));
    let authorization = request.header("authorization").unwrap();
    assert!(authorization.contains("/eu-west-1/execute-api/aws4_request"), "{authorization}");
    let (_, given) = authorization.split_once("Signature=").unwrap();
    assert_eq!(given, signature(request, authorization));
}

/// A private API is reached through the host of its VPC endpoint, under its own name.
#[test]
fn a_host_that_is_given_is_sent_and_signed() {
    let folder = folder_with_pact(|_| {});
    let provider = Provider::good();
    let host = "a1b2.execute-api.eu-west-1.amazonaws.com";
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--auth", "iam", "--header", &format!("Host={host}")]);
    Said::of(&mut command).expect(0, &[]);
    let request = &provider.received()[0];
    assert_eq!(request.header("host"), Some(host));
    let authorization = request.header("authorization").unwrap();
    assert!(authorization.contains("SignedHeaders=host;"), "{authorization}");
    let (_, given) = authorization.split_once("Signature=").unwrap();
    assert_eq!(given, signature(request, authorization));
}
