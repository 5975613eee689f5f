"""Waits until a stand-in for AWS really answers: ready.py PID URL SERVICE...

"Ready" in its log or health page is no proof: a LocalStack on an unfit Python says so and then fails
every call. So each service is called. The first call also loads it, which takes seconds that no
test should wait for.
"""

import os
import sys
import time
import urllib.error
import urllib.request

PATIENCE = 180.0  # seconds for everything
ONE_CALL = 90.0  # seconds; a first call loads the service

CALLS = {
    "sts": ("POST", "/", b"Action=GetCallerIdentity&Version=2011-06-15"),
    "apigateway": ("GET", "/restapis", None),
    "lambda": ("GET", "/2015-03-31/functions", None),
}


def call(base, service):
    method, path, body = CALLS[service]
    request = urllib.request.Request(base + path, data=body, method=method)
    scope = f"test/20260101/us-east-1/{service}/aws4_request"
    request.add_header("Host", f"{service}.us-east-1.amazonaws.com")
    request.add_header(
        "Authorization",
        f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
    )
    if body is not None:
        request.add_header("Content-Type", "application/x-www-form-urlencoded")
    # No proxy: the stand-in is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=ONE_CALL) as answer:
        return answer.status


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main():
    pid, base, services = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    begun = time.monotonic()
    for service in services:
        while True:
            try:
                call(base, service)
                break
            except urllib.error.HTTPError as error:
                problem = f"{error.code}: {error.read(500).decode(errors='replace')}"
            except OSError as error:
                problem = str(error)
            if not alive(pid):
                sys.exit(f"{base} ended before it answered a call of {service}")
            if time.monotonic() - begun > PATIENCE:
                sys.exit(f"{base} did not answer a call of {service} in {PATIENCE:.0f} s: {problem}")
            time.sleep(0.3)
    print(f"{base} answers {', '.join(services)} after {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
