"""Writes sigv4.json: requests to `execute-api` and the signatures that botocore makes of them.

    python3 -m venv venv && venv/bin/pip install botocore==1.44.8
    venv/bin/python tests/vectors/sigv4.py

Every request has its URL as it goes over the wire, so it is botocore's canonical form alone that is
compared, not one library's habit of encoding. The same seed makes the same file.
"""

import json
import pathlib
import random
from urllib.parse import quote

import botocore
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

assert botocore.__version__ == "1.44.8", "the vectors belong to one version"

TIME = "20231114T221320Z"
REGION = "eu-west-1"
ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCWV1LXdlc3QtMSJHMEUCIQD+token="
HOSTS = [
    "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
    "api.example.com",
    "127.0.0.1:8080",
]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
WORDS = [
    "orders", "42", "a b", "a+b", "100%", "50%25", "%2F", "a/b", "ü", "日本語", "🙂", "~x", "a~b",
    "x.y", "-_.~", "a:b", "a@b", "a;b", "a,b", "a=b", "a&b", "$", "!", "'", "(x)", "*", "[x]",
    "{id}", "<>", '"', "\\", "^", "`", "|", "a%20b",
]
DOTS = [".", "..", "", "...", ".hidden", "a.", "..b"]
BODIES = [
    "", "{}", '{"id":"42"}', "a=1&b=2", "ü日本語🙂", "line\nline\r\n\ttab", "\x00binary\x7f",
    '{"total": 12.5, "lines": [{"sku": "TEA-250"}]}', "x" * 200,
]
# What a client may leave as it is in a path segment, on top of the unreserved characters.
SUB_DELIMS = ["", "+", "!$&'()*+,;=:@", ":@"]


class Fixed(SigV4Auth):
    """botocore's signer for `execute-api`, at one moment in time."""

    def add_auth(self, request):
        request.context["timestamp"] = TIME
        self._modify_request_before_signing(request)
        self.canonical = self.canonical_request(request)
        return self.signature(self.string_to_sign(request, self.canonical), request)


def path(rng):
    segments = []
    for _ in range(rng.randint(0, 5)):
        if rng.random() < 0.25:
            segments.append(rng.choice(DOTS))
        else:
            segments.append(quote(rng.choice(WORDS), safe=rng.choice(SUB_DELIMS) + "-._~"))
    text = "/" + "/".join(segments)
    if rng.random() < 0.2:
        text += "/"
    if rng.random() < 0.1:
        text = text.replace("/", "//", 1)
    return text


def query(rng):
    if rng.random() < 0.25:
        return ""
    names = [rng.choice(["a", "b", "A", "Z", "page", "x y", "ü", "a.b", "a[]", "", "%"]) for _ in range(3)]
    pairs = []
    for _ in range(rng.randint(1, 6)):
        name = quote(rng.choice(names), safe="-._~")
        value = rng.choice(["", "1", "2", "10", "b", "B"] + WORDS)
        pairs.append(f"{name}={quote(value, safe='-._~')}")
        if rng.random() < 0.15 and name:
            pairs[-1] = name
    return "?" + "&".join(pairs)


def sign(method, url, body, token):
    headers = {"Host": url.split("/")[2]}
    request = AWSRequest(method=method, url=url, data=body.encode(), headers=headers)
    signer = Fixed(Credentials(ACCESS_KEY, SECRET_KEY, token), "execute-api", REGION)
    return signer.add_auth(request)


def main():
    rng = random.Random(20261125)
    cases = []
    seen = set()
    while len(cases) < 800:
        scheme = "https" if rng.random() < 0.8 else "http"
        method, host = rng.choice(METHODS), rng.choice(HOSTS)
        stage = rng.choice(["", "/prod"])
        url = f"{scheme}://{host}{stage}{path(rng)}{query(rng)}"
        body = rng.choice(BODIES) if method in ("POST", "PUT", "PATCH", "DELETE") else ""
        token = TOKEN if rng.random() < 0.4 else None
        if (method, url, body, token) in seen:
            continue
        seen.add((method, url, body, token))
        cases.append([method, url, body, bool(token), sign(method, url, body, token)])
    document = {
        "made_by": f"botocore {botocore.__version__}, SigV4Auth",
        "time": TIME,
        "region": REGION,
        "access_key_id": ACCESS_KEY,
        "secret_access_key": SECRET_KEY,
        "session_token": TOKEN,
        "columns": ["method", "url", "body", "with the session token", "signature"],
        "cases": "CASES",
    }
    lines = ",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in cases)
    text = json.dumps(document, indent=2).replace('"CASES"', "[\n" + lines + "\n  ]")
    pathlib.Path(__file__).with_name("sigv4.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(cases)} requests signed")


if __name__ == "__main__":
    main()
