"""Schemathesis against the served simulator: requests made up from the document, answers held against it."""

import logging

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from documents import BASES, for_server
from findings import Finding, keyword

CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

SECONDS = 30

TEST = "schemathesis"


def hold_server(address, platform, document, tally, n_examples):
    """Sends requests to every call of one platform, each call in a fresh world, as its first administrator."""
    logging.getLogger("schemathesis").setLevel(logging.ERROR)
    schema = schemathesis.openapi.from_dict(for_server(document, platform, address))
    schema.config.update(base_url=f"{address}/platforms/{platform}{BASES[platform]}")
    n_fit = n_sent = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        fits, sent = hold_operation(address, platform, operation, tally, n_examples)
        n_fit += fits
        n_sent += sent
    print(f"{platform}: {n_fit} of {n_sent} answers to made-up requests fit")
    if not n_sent:
        tally.fail(f"{platform}: no request could be made up")


def hold_operation(address, platform, operation, tally, n_examples):
    post(address, "reset", {"seed": 1, "users": 20, "platform": platform})
    headers = sign_in(address, platform)
    account = account_of(headers)
    label = f"{operation.method.upper()} {operation.path}"
    counts = [0, 0]

    @settings(
        max_examples=n_examples,
        # The same requests in every run, and no longer a search for the shortest: each finding is told apart anyway.
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def hold_one(case):
        counts[1] += 1
        if account:
            case.query = {**(case.query or {}), "accountIdentifier": account}
        try:
            response = case.call(headers=headers, timeout=SECONDS)
        except requests.RequestException as error:
            lost = Finding(platform, label, "answer", 0, "", "NoAnswer", str(error)[:200], TEST)
            counts[0] += tally.hold([lost])
            return
        counts[0] += tally.hold(findings(platform, label, case, response))

    hold_one()
    return counts


def account_of(headers):
    """The account that a key of Harness belongs to; without it in the query nothing but refusals would be seen."""
    parts = headers.get("x-api-key", "").split(".")
    return parts[1] if len(parts) == 4 else None


def findings(platform, label, case, response):
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as group:
        return [
            finding(platform, label, response.status_code, failure) for failure in group.exceptions
        ]
    return []


def finding(platform, label, status, failure):
    kind = type(failure).__name__
    where = ""
    what = {
        "UndefinedStatusCode": "ResponseNotFound",
        "UndefinedContentType": "MediaTypeNotFound",
        "MissingContentType": "MediaTypeNotFound",
        "MissingHeaders": "MissingRequiredHeader",
    }.get(kind, kind)
    if kind == "JsonSchemaError":
        place = getattr(failure, "instance_path", [])
        where = "$" + "".join("[*]" if isinstance(part, int) else f".{part}" for part in place)
        path = getattr(failure, "schema_path", [])
        what = keyword(path[-1], failure.instance) if path else kind
    text = " ".join(str(failure.message).split())[:300]
    return Finding(platform, label, "answer", status, where, what, text, TEST)


def post(address, call, body):
    response = requests.post(f"{address}/__sim/{call}", json=body, timeout=SECONDS)
    response.raise_for_status()
    return response.json()


def sign_in(address, platform):
    """The headers of the first account that the simulator names for a platform."""
    accounts = requests.get(f"{address}/__sim/accounts", timeout=SECONDS).json()
    account = next((one for one in accounts if one["platform"] == platform), None)
    if account is None:
        return {}
    name, password = account["name"], account["password"]
    base = f"{address}/platforms/{platform}{BASES[platform]}"
    basic = requests.auth._basic_auth_str(name.encode(), password.encode())
    if platform == "harbor":
        return {"Authorization": basic}
    if platform == "portainer":
        body = {"Username": name, "Password": password}
        token = requests.post(f"{base}/auth", json=body, timeout=SECONDS).json()["jwt"]
        return {"Authorization": f"Bearer {token}"}
    if platform == "sftpgo":
        answer = requests.get(f"{base}/token", headers={"Authorization": basic}, timeout=SECONDS)
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}
    if platform == "harness":
        return {"x-api-key": password}
    return {"Authorization": f"Bearer {password}"}
