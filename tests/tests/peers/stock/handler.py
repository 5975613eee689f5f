"""What is in stock: a function behind a REST API, behind an HTTP API, and behind nothing.

The three send it the same request in two shapes of event; it answers all with the same shape.
"""

import base64
import json

STOCK = {"TEA-250": 12, "CUP-02": 0}


def handle(event, context):
    if event.get("version") == "2.0":
        http = event["requestContext"]["http"]
        method, path = http["method"], event["rawPath"]
        # Several values of a name arrive as one, with commas between them.
        query = {
            name: value.split(",")
            for name, value in (event.get("queryStringParameters") or {}).items()
        }
    else:
        method, path = event["httpMethod"], event["path"]
        query = event.get("multiValueQueryStringParameters") or {}
    body = event.get("body")
    if body is not None and event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode()
    # Behind an HTTP API, the path of a stage with a name begins with that name.
    return answer(method, path[path.index("/stock"):], query, body)


def answer(method, path, query, body):
    if path == "/stock" and method == "GET":
        wanted = query.get("sku", sorted(STOCK))
        return reply(200, {"items": [item(sku) for sku in wanted if sku in STOCK]})
    sku = path.rsplit("/", 1)[1]
    if sku not in STOCK:
        return reply(404, {"code": "unknown_product", "sku": sku})
    if method == "GET":
        return reply(200, item(sku))
    try:
        taken = json.loads(body)["take"]
    except (TypeError, KeyError, ValueError):
        return reply(400, {"code": "malformed"})
    if taken > STOCK[sku]:
        return reply(409, {"code": "out_of_stock", "sku": sku})
    return reply(200, {"sku": sku, "available": STOCK[sku] - taken})


def item(sku):
    return {"sku": sku, "available": STOCK[sku]}


def reply(status, body):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "X-Stock-Of": "hamburg"},
        "body": json.dumps(body),
    }
