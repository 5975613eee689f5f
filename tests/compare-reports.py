#!/usr/bin/env python3
"""Compares the JSON reports of two gatepact binaries.

A refactoring changes no report. This script runs both binaries with the same arguments over every case of the
repository and of the corpora. It demands equal exit codes and reports that are equal byte for byte, except for
the values of `message`, `help`, `tool`, `started_at` and `millis`. A key that is added, removed or moved, and
findings in another order, are differences.

Two parts of a report change from run to run of one binary. The headers of a `curl` command are compared in
alphabetical order. The command of an interaction whose request has generators is not compared.

Standard output has each difference with the commands that reproduce it, then a table. A run that exceeds
60 seconds with both binaries is counted as a timeout, not as a difference. Where only one binary exceeds them, it
runs again with three times the limit.

Exit codes: 0 all reports are equal, 1 a difference, 2 bad arguments, or nothing was compared.
"""

import argparse
import base64
import collections
import copy
import dataclasses
import difflib
import gzip
import http.server
import itertools
import json
import os
import pathlib
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.parse
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent

# How many seconds one run may take.
LIMIT = 60

# How many bytes of memory one run may have.
MEMORY = 4 << 30

# How long `verify` waits for an answer: more than the limit, so that a machine that is busy changes no report.
PATIENT = "10m"

# How many lines of a difference are shown: without -v, and with it.
SHOWN, SHOWN_VERBOSE = 20, 400

FORMATS = ("text", "markdown", "junit", "github", "sarif", "changelog", "stderr")
FORMATS_HELP = "also count the outputs that differ in these formats, and show them with -v: " + ", ".join(FORMATS)

# The credentials are examples. Nothing else of the environment reaches the binaries, so that the settings of
# this machine have no effect.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example-secret",
    "AWS_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "GATEPACT_API_KEY": "example-key",
    "GATEPACT_BEARER_TOKEN": "example-token",
}


# A value that was read from JSON.
Json = Any


# Reports ----------------------------------------------------------------------------------------------------

# Where the values are that may differ; "*" is any index. Everything below such a position is blanked.
BLANKED = {
    ("tool",),
    ("started_at",),
    ("findings", "*", "message"),
    ("findings", "*", "help"),
    ("interactions", "*", "millis"),
}

DESCRIPTION = ("interactions", "*", "description")
CURL = ("interactions", "*", "curl")

TOKEN = re.compile(r'[{}\[\]:,]|"(?:[^"\\]|\\.)*"|[^\s{}\[\]:,"]+')
HEADER = re.compile(r"-H '(?:[^']|'\\+'')*'|-H &apos;.*?&apos;(?= )")


def comparable(report: str, random: frozenset[str]) -> str:
    """A JSON report with the values at BLANKED replaced. `random`: the interactions whose requests have random
    parts, so that their commands are replaced as well."""
    pieces: list[str] = []
    end, described = 0, ""
    path: list[str | None] = []  # None: the next text is a key
    for token in TOKEN.finditer(report):
        text = token[0]
        if text in "{[":
            path.append(None if text == "{" else "*")
        elif text in "}]":
            path.pop()
        elif text == ",":
            path[-1] = "*" if path[-1] == "*" else None
        elif path and path[-1] is None:
            path[-1] = json.loads(text)
        elif text != ":":
            described = json.loads(text) if tuple(path) == DESCRIPTION else described
            pieces += [report[end : token.start()], comparable_value(tuple(path), text, described in random)]
            end = token.end()
    return "".join([*pieces, report[end:]])


def comparable_value(path: tuple[str | None, ...], value: str, is_random: bool) -> str:
    """What is compared of a text, number, boolean or null."""
    is_blanked = path[:1] in BLANKED or path[:3] in BLANKED or (path == CURL and is_random)
    if is_blanked and value != "null":
        return '"..."' if value[0] == '"' else "0"
    return sorted_headers(value) if path == CURL else value


def sorted_headers(command: str) -> str:
    """The command has its headers in the order of a hash map, which is another one in each run."""
    headers = iter(sorted(HEADER.findall(command)))
    return HEADER.sub(lambda _: next(headers), command)


def is_report(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


# Times and durations in the formats that have them.
TIMES = re.compile(r'(?<= time=")[\d.]+|(?<= timestamp=")[^"]+|(?<="startTimeUtc": ")[^"]+')


def comparable_text(text: str, is_random: bool) -> str:
    """What is compared of the other formats. `is_random`: some requests have random parts."""
    lines = (sorted_headers(line) for line in TIMES.sub("...", text).splitlines(keepends=True))
    return re.sub("curl -i.*", "curl ...", "".join(lines)) if is_random else "".join(lines)


# The provider -----------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


Answers = Callable[[Request], Answer]

NOT_FOUND = Answer(404)
STATES = "/_states"
WITH_STATES = ("--state-change-url", "{url}" + STATES)


class Provider(http.server.ThreadingHTTPServer):
    """Serves every `verify` case on one port of the loopback interface: the first segment of a path names the
    case. An answer depends on the request only, so both binaries get the same ones."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.cases: list[Answers] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def add(self, answers: Answers) -> str:
        """The base URL under which these answers are served."""
        self.cases.append(answers)
        return f"http://127.0.0.1:{self.server_port}/{len(self.cases) - 1}"

    def handle_error(self, request, client_address) -> None:
        """A client that was stopped at its time limit closes its connections."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    disable_nagle_algorithm = True
    server: Provider

    def log_message(self, *_) -> None:
        pass

    def __getattr__(self, name: str):
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def answer(self) -> None:
        self.discard_body()
        case, _, path = self.path.split("?")[0].lstrip("/").partition("/")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, "/" + urllib.parse.unquote(path), headers)
        known = case.isdecimal() and int(case) < len(self.server.cases)
        answer = self.server.cases[int(case)](request) if known else NOT_FOUND
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in (204, 304):
            self.wfile.write(answer.body)

    def discard_body(self) -> None:
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            return
        while size := int(self.rfile.readline().split(b";")[0], 16):
            self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()


def by_path(table: dict[str, Answer]) -> Answers:
    return lambda request: table.get(request.path, NOT_FOUND)


def by_first_segment(table: dict[str, Answer]) -> Answers:
    return lambda request: table.get(first_segment(request.path), NOT_FOUND)


def always(answer: Answer) -> Answers:
    return lambda _: answer


def with_states(answers: Answers, result: Json = None) -> Answers:
    """The answers, and a handler of provider states at STATES."""
    body = json.dumps(result or {}).encode()
    called = Answer(headers=(("Content-Type", "application/json"),), body=body)
    return lambda request: called if request.path == STATES else answers(request)


def promised(pact: Json, change: Callable[[Json], Json]) -> Answers:
    """Each interaction's own response, with `change` applied to its body if that is JSON. Where several
    interactions have the same method and path, the first one decides."""
    wrapped = str(pact.get("metadata", {}).get("pactSpecification", {}).get("version", "")).startswith("4")
    table: dict[tuple[str, str], Answer] = {}
    for interaction in pact["interactions"]:
        request, response = interaction.get("request"), interaction.get("response")
        if isinstance(request, dict) and isinstance(response, dict):
            key = (str(request.get("method", "GET")).upper(), urllib.parse.unquote(str(request.get("path", "/"))))
            table.setdefault(key, response_answer(response, wrapped, change))
    return with_states(lambda request: table.get((request.method, request.path), NOT_FOUND))


def response_answer(response: Json, wrapped: bool, change: Callable[[Json], Json]) -> Answer:
    """The example of a pact's response. `wrapped`: the body has its content type beside it, as in version 4."""
    headers = [(name, value) for name, values in (response.get("headers") or {}).items() for value in as_list(values)]
    kind = next((value for name, value in headers if name.lower() == "content-type"), None)
    body, encoded = response.get("body"), False
    if wrapped and isinstance(body, dict):
        if kind is None and "contentType" in body:
            kind = body["contentType"]
            headers.append(("Content-Type", kind))
        body, encoded = body.get("content"), body.get("encoded")
    status = response.get("status")
    return Answer(
        status if isinstance(status, int) and 200 <= status < 600 else 200,
        tuple((name, str(value).replace("\n", " ")) for name, value in headers),
        base64.b64decode(body) if encoded == "base64" else body_bytes(body, kind, change),
    )


def body_bytes(body: Json, kind: str | None, change: Callable[[Json], Json]) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str) and "json" not in (kind or ""):
        return body.encode()
    return json.dumps(change(body)).encode()


def as_list(value: Json) -> list:
    return value if isinstance(value, list) else [value]


def unchanged(value: Json) -> Json:
    return value


def retyped(value: Json) -> Json:
    """The value with another type in place of each text, number, boolean and null."""
    if isinstance(value, dict):
        return {key: retyped(part) for key, part in value.items()}
    if isinstance(value, list):
        return [retyped(part) for part in value]
    return 1 if isinstance(value, str) else "x"


def variants(value: Json) -> Iterator[Json]:
    """The value with one change, for each part that can be changed or left out."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield {other: rest for other, rest in value.items() if other != key}
            yield from ({**value, key: changed} for changed in variants(part))
    elif isinstance(value, list):
        yield [*value, *value[:1]]
        for number, part in enumerate(value):
            yield from ([*value[:number], changed, *value[number + 1 :]] for changed in variants(part))
    else:
        yield retyped(value)


def variant(number: int) -> Callable[[Json], Json]:
    return lambda value: next(itertools.islice(variants(value), number, None), value)


# Answers that API Gateway gives itself: status, error type, message. Without an error type: an HTTP API.
GATEWAY = (
    (400, "BadRequestException", "Invalid request body"),
    (401, "UnauthorizedException", "Unauthorized"),
    (403, "AccessDeniedException", "User is not authorized to access this resource"),
    (403, "ExpiredTokenException", "The security token included in the request is expired"),
    (403, "ForbiddenException", "Forbidden"),
    (403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
    (403, "WafFilteredException", "Forbidden"),
    (404, "ResourceNotFoundException", "Not Found"),
    (413, "BadRequestException", "Request Too Long"),
    (415, "BadRequestException", "Unsupported Media Type"),
    (429, "LimitExceededException", "Limit Exceeded"),
    (429, "TooManyRequestsException", "Too Many Requests"),
    (500, "ApiConfigurationException", "Internal server error"),
    (500, "AuthorizerFailureException", None),
    (502, "InternalServerErrorException", "Internal server error"),
    (504, "InternalServerErrorException", "Endpoint request timed out"),
    (401, None, "Unauthorized"),
    (403, None, "Forbidden"),
    (404, None, "Not Found"),
    (429, None, "Too Many Requests"),
    (500, None, "Internal Server Error"),
    (503, None, "Service Unavailable"),
)


def gateway_answer(status: int, error_type: str | None, message: str | None) -> Answer:
    own = [("apigw-requestid", "example-id=")]
    if error_type:
        own = [("x-amzn-RequestId", "00000000-0000-0000-0000-000000000000"), ("x-amzn-ErrorType", error_type)]
    headers = (("Content-Type", "application/json"), *own)
    return Answer(status, headers, json.dumps({"message": message}).encode())


# Cases ------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Case:
    """A command line that both binaries run."""

    set: str
    name: str
    args: tuple[str, ...]
    folder: pathlib.Path | None  # the working directory; None is a new one for each run
    is_slow: bool = False
    random: frozenset[str] = frozenset()  # descriptions of the interactions whose requests have generators

    @property
    def label(self) -> str:
        return f"{self.set}/{self.name}"


# Documents on which a debug build of version 0.1.0 took 15 seconds or more. They are compared once, in one
# direction, and of a history the first pair only.
SLOW = re.compile(
    r"real/stripe|found/shapes/(deep20|req1000)|found/hostile/allof"
    r"|found/diff/(tests-of-two-parents|recursive-expandable-type-changed)"
)

NEVER = ("--fail-on", "never")


@dataclasses.dataclass(frozen=True)
class Inputs:
    """What the functions below make the cases of one set of."""

    set: str
    source: pathlib.Path  # the repository, or the folder of the corpus
    work: pathlib.Path  # an empty folder, for what is unpacked or generated
    provider: Provider

    def diff(self, name: str, folder: pathlib.Path, old: str, new: str, *options: str) -> Iterator[Case]:
        """A comparison, and the reverse one."""
        slow = SLOW.match(f"{self.set}/{name}") is not None
        for pair in [(old, new)] if slow or old == new else [(old, new), (new, old)]:
            yield Case(self.set, name, ("diff", *pair, *options), folder, slow)

    def diffs(self, name: str, folder: pathlib.Path, old: str, new: str, *options: str) -> Iterator[Case]:
        """A comparison and the reverse one, and whether each is reported where nothing counts as broken."""
        if not SLOW.match(f"{self.set}/{name}"):
            yield from self.diff(name, folder, old, new, *options)
        yield from self.diff(name, folder, old, new, *options, *NEVER)

    def verify(self, name: str, pact: pathlib.Path, answers: Answers, *options: str) -> Case:
        """A verification of the pact. `{url}` in an option is the base URL of the answers."""
        url = self.provider.add(answers)
        fixed = ("--retry-budget", "0", "--request-timeout", PATIENT)
        args = ("verify", "--file", str(pact), "--provider-base-url", url, *fixed)
        interactions = read_json(pact).get("interactions", [])
        random = frozenset(it["description"] for it in interactions if it.get("request", {}).get("generators"))
        return Case(self.set, name, (*args, *(it.replace("{url}", url) for it in options)), None, random=random)

    def verify_promised(self, name: str, path: pathlib.Path) -> Iterator[Case]:
        """The pact against its own responses, and against these with every value of another type."""
        pact = read_json(path)
        if isinstance(pact, dict) and "interactions" in pact:
            for change in (unchanged, retyped):
                yield self.verify(f"{name}: {change.__name__}", path, promised(pact, change), *WITH_STATES)

    def write(self, name: str, value: Json) -> pathlib.Path:
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1), encoding="utf-8")
        return path


def read_json(path: pathlib.Path) -> Json:
    return json.loads(path.read_text(encoding="utf-8-sig"))


def folders(parent: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for path in parent.iterdir() if path.is_dir())


def only(folder: pathlib.Path, pattern: str) -> str:
    """The name of the one file that the pattern matches."""
    (path,) = folder.glob(pattern)
    return path.name


# Cases of the repository ------------------------------------------------------------------------------------


def cases_of_changes(inputs: Inputs) -> Iterator[Case]:
    """The folders with one id of a change each: base, `before.json` and `patch.json`."""
    bases = {*inputs.source.glob("crates/*/cases/base.json"), *inputs.source.glob("crates/*/tests/cases/base.json")}
    for base in sorted(bases):
        for patch in sorted(base.parent.glob("*/*/patch.json")):
            before = patch.with_name("before.json")
            old = patched(read_json(base), read_json(before) if before.exists() else [])
            name = f"{patch.parent.parent.name}/{patch.parent.name}"
            folder = inputs.write(f"{name}/old.json", old).parent
            inputs.write(f"{name}/new.json", patched(old, read_json(patch)))
            yield from inputs.diffs(name, folder, "old.json", "new.json")
            yield from inputs.diff(name, folder, "old.json", "new.json", "--open-world")


def patched(document: Json, patch: Json) -> Json:
    """JSON Patch: `add`, `remove` and `replace`."""
    document = copy.deepcopy(document)
    for step in patch:
        tokens = [token.replace("~1", "/").replace("~0", "~") for token in step["path"].split("/")[1:]]
        parent = document
        for token in tokens[:-1]:
            parent = parent[int(token) if isinstance(parent, list) else token]
        last = tokens[-1]
        if isinstance(parent, list):
            last = len(parent) if last == "-" else int(last)
        if step["op"] == "remove":
            del parent[last]
        elif step["op"] == "add" and isinstance(parent, list):
            parent.insert(last, step["value"])
        else:
            parent[last] = step["value"]
    return document


def releases(inputs: Inputs) -> Iterator[Case]:
    """The registry, the documents of the example service, and waivers."""
    root = inputs.source
    for index in sorted(root.glob("openapi/*/*/index.json")):
        api = index.parent.parent.name
        kept = sorted(path.name.removesuffix(".full.json") for path in index.parent.glob("*.full.json"))
        for old, new in itertools.pairwise([*(f"{api}@{release}" for release in kept), f"{api}@current"]):
            yield from policies(inputs, "registry", old, new)
    for folder in sorted({path.parent for path in root.glob("examples/*/api/*.json")}):
        documents = sorted(str(path.relative_to(root)) for path in folder.glob("*.json"))
        for old, new in itertools.pairwise(documents):
            yield from policies(inputs, "examples", old, new)
            config = str(inputs.write("waivers.toml", WAIVERS))
            yield from inputs.diff("waivers", root, old, new, "--config", config)


def policies(inputs: Inputs, name: str, old: str, new: str) -> Iterator[Case]:
    for options in [(), ("--open-world",), *(("--fail-on", it) for it in ("risky", "consumers", "never"))]:
        yield from inputs.diff(name, inputs.source, old, new, *options)
        yield from inputs.diff(name, inputs.source, old, new, *options, "--dir", "pacts")


WAIVERS = """\
[[waiver]]
id = "response.type.changed"
reason = "this waiver applies"
expires = 2999-12-31

[[waiver]]
id = "response.property.required-added"
reason = "this waiver has expired"
expires = 2020-01-31

[[waiver]]
id = "operation.removed"
operation = "GET /nowhere"
reason = "this waiver covers nothing"
expires = 2999-12-31
"""


def pacts(inputs: Inputs) -> Iterator[Case]:
    """The committed pacts against a provider that keeps them, breaks them in one place at a time, or is hidden
    behind an answer of API Gateway."""
    for path in sorted([*inputs.source.glob("pacts/*.json"), *inputs.source.glob("tests/tests/**/pacts/*.json")]):
        yield from inputs.verify_promised(path.stem, path)
        pact = read_json(path)
        for option in ("--probe-auth", "--read-only", "--exit-on-first-error"):
            yield inputs.verify(f"{path.stem}: {option}", path, promised(pact, unchanged), *WITH_STATES, option)
        bodies = [interaction["response"].get("body") for interaction in pact["interactions"]]
        for number in range(max(sum(1 for _ in variants(body)) for body in bodies)):
            yield inputs.verify(f"{path.stem}: variant {number}", path, promised(pact, variant(number)), *WITH_STATES)
        for row in GATEWAY:
            answers = with_states(always(gateway_answer(*row)))
            yield inputs.verify(f"{path.stem}: gateway {row[0]} {row[1] or row[2]}", path, answers, *WITH_STATES)


# Cases of the corpora ---------------------------------------------------------------------------------------


def diff_corpus(inputs: Inputs) -> Iterator[Case]:
    for folder in itertools.chain.from_iterable(folders(it) for it in folders(inputs.source)):
        name = f"{folder.parent.name}/{folder.name}"
        old, new = only(folder, "base.*"), only(folder, "revision.*")
        yield from inputs.diffs(name, folder, old, new)
        if folder.parent.name == "apigw-probes":
            yield from inputs.diff(name, folder, old, new, "--open-world")


def authorizers(inputs: Inputs) -> Iterator[Case]:
    for folder in folders(inputs.source):
        yield from inputs.diffs(folder.name, folder, "base.json", "revision.json")


def impact(inputs: Inputs) -> Iterator[Case]:
    for folder in folders(inputs.source):
        yield from inputs.diffs(folder.name, folder, "old.json", "new.json", "--dir", "pacts")
        options = ("--dir", "pacts", "--fail-on", "consumers")
        yield from inputs.diff(folder.name, folder, "old.json", "new.json", *options)
        for pact in sorted(folder.glob("pacts/*.json")):
            yield from inputs.verify_promised(f"{folder.name}/{pact.stem}", pact)


def histories(inputs: Inputs) -> Iterator[Case]:
    for folder in folders(inputs.source):
        yield from consecutive(inputs, folder.name, unpacked(inputs, folder))


def real(inputs: Inputs) -> Iterator[Case]:
    for folder in folders(inputs.source):
        yield from consecutive(inputs, folder.name, unpacked(inputs, folder))


def unpacked(inputs: Inputs, folder: pathlib.Path) -> list[str]:
    """The documents of the folder below `inputs.work`, in the order of their names."""
    documents = []
    for path in sorted(folder.glob("*.gz")):
        place = inputs.work / folder.name / path.name.removesuffix(".gz").removesuffix(".tar")
        place.parent.mkdir(exist_ok=True)
        if path.name.endswith(".tar.gz"):
            with tarfile.open(path) as archive:
                archive.extractall(place, filter="data")
            place = next(place.glob("specification/*-public.*.yaml"))
        else:
            place.write_bytes(gzip.decompress(path.read_bytes()))
        documents.append(str(place.relative_to(inputs.work)))
    return documents


def consecutive(inputs: Inputs, name: str, documents: Iterable[str]) -> Iterator[Case]:
    """Each document below `inputs.work` with the next one."""
    for old, new in itertools.pairwise(documents):
        yield from inputs.diff(name, inputs.work, old, new, *NEVER)
        if SLOW.match(f"{inputs.set}/{name}"):
            return


def exports(inputs: Inputs) -> Iterator[Case]:
    """Each export with itself and with the next one, each import document with what it was exported as."""
    documents: list[str] = []
    for path in sorted([*inputs.source.glob("*.json"), *inputs.source.glob("*.tpl")]):
        document = read_json(path)
        # A recorded answer of the service has the document in its body.
        name = path.name.removesuffix(".tpl")
        inputs.write(name, document["body"] if isinstance(document.get("body"), dict) else document)
        documents.append(name)
    for document in documents:
        yield from inputs.diff("itself", inputs.work, document, document)
    for old, new in itertools.pairwise(documents):
        yield from inputs.diffs("consecutive", inputs.work, old, new)
    for path in sorted(inputs.source.glob("imports/*.json")):
        for document in (it for it in documents if path.stem in it):
            yield from inputs.diffs("imports", inputs.work, str(path), document)


def audit(inputs: Inputs) -> Iterator[Case]:
    """The exports in the accounts, each with the one of the next account."""
    documents: list[str] = []
    for path in sorted(inputs.source.glob("open/*/*/account.json")):
        for key, answer in read_json(path)["answers"].items():
            if "Export" in key and "body" in answer:
                name = f"{path.parent.name}-{len(documents)}.json"
                inputs.write(name, answer["body"])
                documents.append(name)
    yield from consecutive(inputs, "exports", documents)


def static(inputs: Inputs) -> Iterator[Case]:
    """Each document with the one of the next case, and the pact with its own responses."""
    for parent in folders(inputs.source):
        all_cases = [(folder, next(folder.glob("spec.*"), None)) for folder in folders(parent)]
        described = [(folder, document) for folder, document in all_cases if document]
        for (folder, document), (_, following) in itertools.pairwise(described):
            old, new = (str(it.relative_to(parent)) for it in (document, following))
            pact = str((folder / "pact.json").relative_to(parent))
            yield Case(inputs.set, f"{parent.name}/{folder.name}", ("diff", old, new, "--file", pact), parent)
        for folder, _ in all_cases:
            if is_report((folder / "pact.json").read_text(encoding="utf-8")):
                yield from inputs.verify_promised(f"{parent.name}/{folder.name}", folder / "pact.json")


def found(inputs: Inputs) -> Iterator[Case]:
    for part in (found_pairs, found_read, found_shapes, found_verify, found_others):
        yield from part(inputs)


def found_pairs(inputs: Inputs) -> Iterator[Case]:
    for kind in ("diff", "texts"):
        for folder in folders(inputs.source / kind):
            old, new = only(folder, "base.*"), only(folder, "revision.*")
            yield from inputs.diffs(f"{kind}/{folder.name}", folder, old, new)
    for folder in folders(inputs.source / "impact"):
        for policy in ("breaking", "consumers"):
            options = ("--dir", "pacts", "--fail-on", policy)
            yield from inputs.diff(f"impact/{folder.name}", folder, "old.yaml", "new.yaml", *options)


def found_read(inputs: Inputs) -> Iterator[Case]:
    """Documents that must be read, each with itself, with an edited copy, and with one that means the same."""
    for folder in folders(inputs.source / "read"):
        name, expected = f"read/{folder.name}", read_json(folder / "expected.json")
        for document in expected["documents"]:
            yield from inputs.diff(name, folder, document, document)
        document = expected["documents"][0]
        if "equals" in expected:
            yield from inputs.diff(name, folder, document, expected["equals"])
        if "edit" in expected:
            place = inputs.work / name
            shutil.copytree(folder, place)
            place.chmod(0o755)
            text = (folder / document).read_text(encoding="utf-8").replace(*expected["edit"])
            inputs.write(f"{name}/edited.yaml", text)
            yield from inputs.diff(name, place, document, "edited.yaml")


def found_shapes(inputs: Inputs) -> Iterator[Case]:
    folder = inputs.source / "shapes"
    for path in sorted(folder.glob("*.old.json")):
        shape = path.name.removesuffix(".old.json")
        yield from inputs.diff(f"shapes/{shape}", folder, path.name, f"{shape}.new.json", *NEVER)


def found_verify(inputs: Inputs) -> Iterator[Case]:
    for folder in folders(inputs.source / "verify"):
        entries = read_json(folder / "answers.json")
        has_states = any(entry.get("path") == "/states" for entry in entries)
        options = ("--state-change-url", "{url}/states") if has_states else ()
        yield inputs.verify(f"verify/{folder.name}", folder / "pact.json", listed(entries), *options)


def listed(entries: list[Json]) -> Answers:
    """The answers as `answers.json` of found/verify lists them."""

    def answer(request: Request) -> Answer:
        entry = next((it for it in entries if it.get("path", request.path) == request.path), None)
        if entry is None:
            return NOT_FOUND
        if entry.get("length_required") and "content-length" not in request.headers:
            return Answer(411)
        body = entry.get("body", "")
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        headers = tuple((name, value) for name, value in entry.get("headers", []))
        asked = "gzip" in request.headers.get("accept-encoding", "")
        if entry.get("gzip") == "always" or (entry.get("gzip") and asked):
            return Answer(entry.get("status", 200), (*headers, ("Content-Encoding", "gzip")), gzip.compress(data))
        return Answer(entry.get("status", 200), headers, data)

    return answer


def found_others(inputs: Inputs) -> Iterator[Case]:
    """Inputs that attack, the documents of a new user, and every other recorded pact. One generator is left out:
    it asks for 10 GB of memory."""
    hostile, newcomer = inputs.source / "hostile", inputs.source / "newcomer"
    for path in sorted(hostile.glob("*-old.json")):
        stem = path.name.removesuffix("-old.json")
        yield from inputs.diff(f"hostile/{stem}", hostile, path.name, f"{stem}-new.json", *NEVER)
    documents = sorted(path.name for path in hostile.glob("*.yaml"))
    for old, new in itertools.combinations_with_replacement(documents, 2):
        yield from inputs.diff("hostile/documents", hostile, old, new)
    options = ("--registry", "registry", "--file", "library-app-books-api.json")
    for old, new in (("openapi.yaml", "openapi2.yaml"), ("books-api@1.0.0", "books-api@2.0.0")):
        yield from inputs.diffs("newcomer", newcomer, old, new, *options)
    patterns = ("hostile/*.json", "newcomer/*.json", "consumer/*.json", "clients/**/*.json")
    for path in sorted(itertools.chain.from_iterable(inputs.source.glob(pattern) for pattern in patterns)):
        if path.name != "abort-generator-regex.json":
            yield from inputs.verify_promised(str(path.relative_to(inputs.source)), path)


def broker(inputs: Inputs) -> Iterator[Case]:
    for path in sorted(inputs.source.glob("pacts/*.json")):
        yield from inputs.verify_promised(path.stem, path)


def jvm(inputs: Inputs) -> Iterator[Case]:
    """Each pact against answer 0 of every interaction, then answer 1, and so on."""
    for recorded in (read_json(path) for path in sorted(inputs.source.glob("answers/*.json"))):
        path = inputs.source / "pacts" / recorded["pact"]
        interactions = read_json(path)["interactions"]
        answers = {
            first_segment(interactions[it["index"]]["request"]["path"]): [jvm_answer(each) for each in it["answers"]]
            for it in recorded["interactions"]
        }
        for number in range(max(len(it) for it in answers.values())):
            table = {segment: each[number % len(each)] for segment, each in answers.items()}
            serve = with_states(by_first_segment(table), recorded["state_handler"])
            yield inputs.verify(f"{path.stem}: answer {number}", path, serve, *WITH_STATES)


def first_segment(path: str) -> str:
    return urllib.parse.unquote(path.split("?")[0].lstrip("/").split("/")[0])


def jvm_answer(recorded: Json) -> Answer:
    body = bytes.fromhex(recorded["body_hex"]) if "body_hex" in recorded else recorded.get("body", "").encode()
    return Answer(recorded["status"], tuple((name, value) for name, value in recorded["headers"]), body)


SPECIFICATIONS = {"v1": "1.0.0", "v1.1": "1.1.0", "v2": "2.0.0", "v3": "3.0.0", "v4": "4.0"}


def pact_spec(inputs: Inputs) -> Iterator[Case]:
    """The specification's cases of responses; and its requests against a provider that fails, so that the report
    shows them."""
    for version in SPECIFICATIONS:
        folder = inputs.source / "pact-specification" / version / "testcases"
        promises, answers = [], {}
        for number, path in enumerate(sorted(folder.glob("response/**/*.json"))):
            stated, place = read_json(path), f"/case/{number}"
            promises.append((path, {"method": "GET", "path": place}, stated["expected"]))
            answers[place] = response_answer(stated["actual"], version == "v4", unchanged)
        pact = inputs.write(f"{version}-response.json", specification_pact(version, promises))
        yield inputs.verify(f"{version}/response", pact, by_path(answers))
        requests = {path: read_json(path)["expected"] for path in sorted(folder.glob("request/**/*.json"))}
        promises = [(path, {"method": "GET", "path": "/", **it}, {"status": 200}) for path, it in requests.items()]
        pact = inputs.write(f"{version}-request.json", specification_pact(version, promises))
        yield inputs.verify(f"{version}/request", pact, always(Answer(500)))


def specification_pact(version: str, promises: list[tuple[pathlib.Path, dict, dict]]) -> dict:
    """A pact of that version: for each file a request and a response."""
    kind = {"type": "Synchronous/HTTP"} if version == "v4" else {}
    interactions = [
        {**kind, "description": f"{path.parent.name}/{path.stem}", "request": request, "response": response}
        for path, request, response in promises
    ]
    return {
        "consumer": {"name": version},
        "provider": {"name": "p"},
        "interactions": interactions,
        "metadata": {"pactSpecification": {"version": SPECIFICATIONS[version]}},
    }


# How many pairs of schemas one document has.
BATCH = 50


def containment(inputs: Inputs) -> Iterator[Case]:
    """Pairs of schemas, as the request and the response of an operation each; and pairs of whole documents."""
    lines = []
    for path in sorted(inputs.source.glob("*.jsonl")):
        lines += [json.loads(line) for line in path.read_bytes().splitlines()]
    for line in lines:
        if line["draft"].startswith("openapi"):
            folder = inputs.write(f"{line['id']}/a.json", line["a"]).parent
            inputs.write(f"{line['id']}/b.json", line["b"])
            yield from inputs.diffs(line["id"], folder, "a.json", "b.json")
    schemas = [it for it in lines if is_alone(it)]
    for start in range(0, len(schemas), BATCH):
        batch, name = schemas[start : start + BATCH], f"schemas {start}"
        folder = inputs.write(f"{name}/a.json", schema_document([it["a"] for it in batch])).parent
        inputs.write(f"{name}/b.json", schema_document([it["b"] for it in batch]))
        yield from inputs.diff(name, folder, "a.json", "b.json")


def is_alone(line: Json) -> bool:
    """Whether the schemas mean the same inside of an OpenAPI 3.1 document: no older forms, no references."""
    text = json.dumps([line["a"], line["b"]])
    odd = re.search(r'"(\$\w*|id)":|"items": \[|"exclusiveM\w+": (true|false)', text)
    return odd is None and line["draft"] not in ("draft3", "openapi3.1")


def schema_document(schemas: list[Json]) -> dict:
    def operation(schema: Json) -> dict:
        content = {"application/json": {"schema": schema}}
        responses = {"200": {"description": "", "content": content}}
        return {"post": {"requestBody": {"content": content}, "responses": responses}}

    paths = {f"/{number}": operation(schema) for number, schema in enumerate(schemas)}
    return {"openapi": "3.1.0", "info": {"title": "schemas", "version": "1"}, "paths": paths}


OF_REPOSITORY: dict[str, Callable[[Inputs], Iterator[Case]]] = {
    "cases": cases_of_changes,
    "releases": releases,
    "pacts": pacts,
}

OF_CORPORA: dict[str, Callable[[Inputs], Iterator[Case]]] = {
    "audit": audit,
    "authorizers": authorizers,
    "broker": broker,
    "containment": containment,
    "diff": diff_corpus,
    "exports": exports,
    "found": found,
    "histories": histories,
    "impact": impact,
    "jvm": jvm,
    "pact-spec": pact_spec,
    "real": real,
    "static": static,
}

SETS = (*OF_REPOSITORY, *OF_CORPORA)


# Runs -------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one binary did. `code` is None where it exceeded the limit."""

    code: int | None
    report: str = ""
    is_report: bool = False
    formats: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def exit(self) -> str:
        return "timeout" if self.code is None else f"exit code {self.code}"


class Runner:
    """Runs both binaries over cases. `stop` ends what is under way."""

    def __init__(self, binaries: list[str], work: pathlib.Path, formats: list[str]) -> None:
        self.binaries = binaries
        self.work = work
        self.formats = formats
        self.processes: set[subprocess.Popen] = set()
        self.stopped = False

    def pair(self, case: Case) -> list[Outcome]:
        outcomes = [self.run(binary, case, LIMIT) for binary in self.binaries]
        late = [outcome.code is None for outcome in outcomes]
        if late[0] != late[1]:
            outcomes[late[1]] = self.run(self.binaries[late[1]], case, 3 * LIMIT)
        return outcomes

    def run(self, binary: str, case: Case, limit: int) -> Outcome:
        with tempfile.TemporaryDirectory(dir=self.work) as scratch:
            formats = [it for it in self.formats if it != "stderr" and (it, case.args[0]) != ("changelog", "verify")]
            reports = [f"--report={name}={scratch}/{name}" for name in formats]
            command = [binary, *case.args, "--report", "json", *reports]
            code, out, err = self.execute(command, case.folder or pathlib.Path(scratch), limit)
            if code is None:
                return Outcome(None)
            texts = {"stderr": err} if "stderr" in self.formats else {}
            for name in formats:
                path = pathlib.Path(scratch, name)
                texts[name] = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        for name, text in texts.items():
            texts[name] = comparable_text(text.replace(scratch, "SCRATCH"), bool(case.random))
        valid = is_report(out)
        return Outcome(code, comparable(out, case.random) if valid else out, valid, texts)

    def execute(self, command: list[str], folder: pathlib.Path, limit: int) -> tuple[int | None, str, str]:
        if self.stopped:
            raise InterruptedError
        # A session of its own: at the limit its children end as well.
        process = subprocess.Popen(
            command, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        self.processes.add(process)
        if hasattr(resource, "prlimit"):
            resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            out, err = process.communicate(timeout=limit)
            return process.returncode, out, err
        except subprocess.TimeoutExpired:
            kill(process)
            return None, "", ""
        finally:
            self.processes.discard(process)

    def stop(self) -> None:
        self.stopped = True
        for process in list(self.processes):
            kill(process)


def kill(process: subprocess.Popen) -> None:
    """Ends a process and its children; `wait` of the thread that started it returns."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.communicate()


# Output -----------------------------------------------------------------------------------------------------


class Results:
    """Prints the differences and counts them."""

    COLUMNS = ("runs", "reports", "timeouts", "differ", "skipped")

    def __init__(self, options: argparse.Namespace, work: pathlib.Path) -> None:
        self.options = options
        self.work = work
        self.table: dict[str, collections.Counter] = {}

    def add(self, case: Case, old: Outcome, new: Outcome) -> None:
        row = self.table[case.set]
        row["runs"] += 1
        row["reports"] += old.is_report
        row["timeouts"] += old.code is None and new.code is None
        if (old.code, old.report) != (new.code, new.report):
            row["differ"] += 1
            self.print_difference(case, old, new)
        for name, text in old.formats.items():
            if text != new.formats.get(name):
                row[name] += 1
                if self.options.verbose:
                    lines = difference(text, new.formats.get(name, ""), SHOWN_VERBOSE)
                    self.print_lines(f"{name.upper()} {case.label}", lines)

    def print_difference(self, case: Case, old: Outcome, new: Outcome) -> None:
        lines = [] if old.code == new.code else [f"{old.exit} -> {new.exit}"]
        shown = SHOWN_VERBOSE if self.options.verbose else SHOWN
        if None not in (old.code, new.code) and old.report != new.report:
            lines += difference(old.report, new.report, shown)
        self.print_lines(f"DIFFERENT {case.label}", [*self.commands(case), *lines])

    def print_lines(self, title: str, lines: list[str]) -> None:
        print(title, *(f"    {line}" for line in lines), "", sep="\n")

    def commands(self, case: Case) -> Iterator[str]:
        """How to run the case again."""
        for binary in (self.options.old, self.options.new):
            folder = case.folder or "$(mktemp -d)"
            yield f"(cd {folder} && {shlex.join([binary, *case.args, '--report', 'json'])})"
        if case.args[0] == "verify" or str(self.work) in f"{case.folder} {case.args}":
            yield "The inputs and the provider exist while this runs; `--keep DIR` keeps the inputs:"
            yield f"{shlex.join([*sys.argv[:1], self.options.old, self.options.new, '--case', case.label])}"

    def print_table(self) -> None:
        columns = [*self.COLUMNS, *self.options.formats]
        print(f"{'set':12}", *(f"{column:>9}" for column in columns))
        total = sum(self.table.values(), collections.Counter())
        for name, row in [*self.table.items(), ("all", total)]:
            print(f"{name:12}", *(f"{row[column]:9}" for column in columns))
        if self.options.formats:
            print("The columns of formats count outputs that differ. They have no effect on the exit code.")


def difference(old: str, new: str, limit: int) -> list[str]:
    """The first lines of a unified diff. Equal beginnings are cut off before, so that large texts take no time."""
    lines, others = old.splitlines(), new.splitlines()
    equal = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(lines, others, strict=False)))
    start = max(0, equal - 3)
    diff = difflib.unified_diff(lines[start : start + 2000], others[start : start + 2000], lineterm="")
    shown = [f"from line {equal + 1}:", *itertools.islice(diff, 2, limit + 2)]
    return [*shown, "..."] if len(shown) > limit else shown


class Progress:
    """A line that is replaced, where standard error is a terminal."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.shown = sys.stderr.isatty()

    def step(self) -> None:
        self.done += 1
        if self.shown and (self.done % 10 == 0 or self.done == self.total):
            sys.stderr.write(f"\r\033[K{self.done} of {self.total} runs")
            sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            sys.stderr.write("\r\033[K")


# The command line -------------------------------------------------------------------------------------------


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("old", metavar="OLD_BINARY", help="the binary before the change")
    add("new", metavar="NEW_BINARY", help="the binary after the change")
    add("--corpora", metavar="DIR", type=pathlib.Path, help="default: $GATEPACT_CORPORA, else ../shared/corpora")
    add("--only", metavar="SET,...", type=names(SETS), default=list(SETS), help="of " + ", ".join(SETS))
    add("--case", metavar="TEXT", default="", help="only cases whose SET/NAME contains this text")
    add("--sample", metavar="N", type=positive, default=1, help="one case of N, always the same ones")
    add("--formats", metavar="FORMAT,...", type=names(FORMATS), default=[], help=FORMATS_HELP)
    add("--jobs", metavar="N", type=positive, default=os.cpu_count(), help="default: the number of processors")
    add("--keep", metavar="DIR", type=pathlib.Path, help="keep what is unpacked and generated, in this new folder")
    add("-v", "--verbose", action="store_true", help="show more of each difference")
    options = parser.parse_args()
    for name in ("old", "new"):
        binary = os.path.abspath(getattr(options, name))
        if not is_gatepact(binary):
            parser.error(f"`{getattr(options, name)}` is not a gatepact binary")
        setattr(options, name, binary)
    if options.keep and options.keep.exists():
        parser.error(f"`{options.keep}` exists already")
    return options


def is_gatepact(binary: str) -> bool:
    try:
        version = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=LIMIT)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return version.stdout.startswith("gatepact ")


def names(known: Iterable[str]) -> Callable[[str], list[str]]:
    def parse(text: str) -> list[str]:
        for name in text.split(","):
            if name not in known:
                raise argparse.ArgumentTypeError(f"`{name}` is not one of {', '.join(known)}")
        return [name for name in known if name in text.split(",")]

    return parse


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"`{text}` is not a positive number")
    return int(text)


def collected(options: argparse.Namespace, work: pathlib.Path, provider: Provider, results: Results) -> list[Case]:
    """The cases of all sets that are there."""
    default = os.environ.get("GATEPACT_CORPORA") or ROOT.parent / "shared" / "corpora"
    corpora = pathlib.Path(options.corpora or default).resolve()
    chosen: list[Case] = []
    for name in options.only:
        source = ROOT if name in OF_REPOSITORY else corpora / name
        if not source.is_dir():
            print(f"skipped: corpora/{name} not present")
            continue
        place = work / name
        place.mkdir(parents=True)
        cases = list({**OF_REPOSITORY, **OF_CORPORA}[name](Inputs(name, source, place, provider)))
        if not cases:
            raise SystemExit(f"error: no case of the set `{name}` was found in {source}")
        sample = sampled([case for case in cases if options.case in case.label], options.sample)
        results.table[name] = collections.Counter(skipped=len(cases) - len(sample))
        chosen += sample
    return chosen


def sampled(cases: list[Case], n: int) -> list[Case]:
    """One case of `n`, in the order of the cases. Names decide, so that a new case changes little; paths and ports
    differ from machine to machine and do not."""
    parts = ((case.label, *(arg for arg in case.args if not arg.startswith(("/", "http:")))) for case in cases)
    keys = [zlib.crc32(" ".join(part).encode()) for part in parts]
    kept = sorted(range(len(cases)), key=lambda number: keys[number])[: -(-len(cases) // n)]
    return [cases[number] for number in sorted(kept)]


def compare(options: argparse.Namespace, work: pathlib.Path, provider: Provider) -> int:
    started = time.monotonic()
    results = Results(options, work)
    cases = collected(options, work, provider, results)
    runner = Runner([options.old, options.new], work, options.formats)
    progress = Progress(len(cases))
    with ThreadPoolExecutor(options.jobs) as pool:
        try:
            # Slow cases start first; the output has the order of the cases.
            order = sorted(range(len(cases)), key=lambda number: not cases[number].is_slow)
            pending = {number: pool.submit(runner.pair, cases[number]) for number in order}
            for number, case in enumerate(cases):
                outcomes = pending.pop(number).result()
                progress.step()
                results.add(case, *outcomes)
        finally:
            runner.stop()
            pool.shutdown(cancel_futures=True)
            progress.clear()
    results.print_table()
    return verdict(results, time.monotonic() - started)


def verdict(results: Results, seconds: float) -> int:
    total = sum(results.table.values(), collections.Counter())
    empty = [name for name, row in results.table.items() if row["runs"] and not row["reports"]]
    if not total["runs"]:
        print("error: nothing was compared")
        return 2
    if empty and not results.options.case:
        print(f"error: no run of {', '.join(empty)} wrote a report")
        return 2
    runs = f"{total['runs']} runs of each binary, {seconds:.0f} s"
    print(f"{total['differ']} DIFFERENCES in {runs}" if total["differ"] else f"no difference in {runs}")
    return 1 if total["differ"] else 0


def main() -> int:
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    provider = Provider()
    try:
        if options.keep:
            options.keep.mkdir(parents=True)
            return compare(options, options.keep.resolve(), provider)
        with tempfile.TemporaryDirectory(prefix="compare-reports-") as work:
            return compare(options, pathlib.Path(work).resolve(), provider)
    finally:
        provider.shutdown()
        provider.server_close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of the output has ended
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
