//! What documents and callers are made of: few values, so that they meet each other.

pub(crate) const ACCOUNT: &str = "123456789012";

/// Two that differ in a slash, and another one.
pub(crate) const ISSUERS: [&str; 3] =
    ["https://one.example/", "https://one.example", "https://two.example/"];

pub(crate) const AUDIENCES: [&str; 3] = ["orders", "carts", "orders-2"];

pub(crate) const ALGORITHMS: [&str; 4] = ["RS256", "RS384", "ES256", "ES384"];

pub(crate) const SCOPES: [&str; 3] = ["orders/read", "orders/write", "orders"];

pub(crate) const TENANTS: [&str; 2] = ["acme", "globex"];

pub(crate) const POOLS: [&str; 2] = [
    "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Aa1",
    "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Bb2",
];

/// The issuers of the pools.
pub(crate) const POOL_ISSUERS: [&str; 2] = [
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Aa1",
    "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Bb2",
];

pub(crate) const CLIENTS: [&str; 3] = ["client-1", "client-2", "web"];

pub(crate) const CLIENT_PATTERNS: [&str; 3] = ["^client-[0-9]$", "^client-1$", "web"];

/// Texts for a function.
pub(crate) const TEXTS: [&str; 5] = ["abc", "abc1", "xyz", "Q7", "abc-1"];

pub(crate) const TEXT_PATTERNS: [&str; 4] = ["^[a-z]+$", "^[a-z0-9]+$", "^abc", "[0-9]$"];

pub(crate) const HEADERS: [&str; 4] = ["Authorization", "X-Token", "x-token", "X-Tenant"];

pub(crate) const PARAMETERS: [&str; 2] = ["token", "Token"];

pub(crate) const FUNCTIONS: [&str; 3] = [
    "arn:aws:lambda:us-east-1:123456789012:function:first",
    "arn:aws:lambda:us-east-1:123456789012:function:second",
    "arn:aws:lambda:us-east-1:123456789012:function:second:live",
];

/// An identity that no policy names, and those that policies name, of this account and of another one; whether their own
/// policy allows them to call.
pub(crate) const IDENTITIES: [(Option<&str>, bool); 5] = [
    (None, true),
    (Some("arn:aws:iam::123456789012:user/ann"), true),
    (Some("arn:aws:iam::123456789012:user/ann"), false),
    (Some("arn:aws:iam::111122223333:user/bob"), true),
    (Some("arn:aws:iam::111122223333:role/ci"), true),
];

pub(crate) const PRINCIPALS: [&str; 6] = [
    "*",
    "arn:aws:iam::123456789012:user/ann",
    "arn:aws:iam::123456789012:root",
    "arn:aws:iam::111122223333:user/bob",
    "arn:aws:iam::111122223333:role/ci",
    "111122223333",
];

pub(crate) const RESOURCES: [&str; 5] = [
    "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*",
    "execute-api:/prod/GET/*",
    "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/*/orders/7",
    "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/orders/*",
    "arn:aws:execute-api:us-east-1:123456789012:*/prod/POST/*",
];

pub(crate) const RANGES: [&str; 4] =
    ["198.51.100.0/24", "198.51.100.0/25", "198.51.100.7", "203.0.113.0/24"];

/// In and outside of each range, next to its ends.
pub(crate) const ADDRESSES: [&str; 6] = [
    "198.51.100.7",
    "198.51.100.8",
    "198.51.100.200",
    "198.51.101.0",
    "203.0.113.255",
    "192.0.2.1",
];

pub(crate) const ENDPOINTS: [&str; 2] = ["vpce-1", "vpce-2"];

/// The ids of orders for which there are requests.
pub(crate) const IDS: [&str; 2] = ["1", "7"];
