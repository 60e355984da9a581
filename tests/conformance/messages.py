"""Single messages against a document: requests that the client builds, answers that the simulator gives."""

import json
from urllib.parse import parse_qsl

from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V30ResponseValidator
from openapi_core.templating.paths.exceptions import PathError
from openapi_core.testing import MockRequest, MockResponse
from werkzeug.datastructures import Headers, MultiDict

from documents import HOST, for_notes
from findings import Finding, keyword

JSON_TYPES = ("application/merge-patch+json", "application/json-patch+json")

NO_CALL = ("PathNotFound", "OperationNotFound")


class Messages:
    """The validators of one platform."""

    def __init__(self, document, platform):
        spec = SchemaPath.from_dict(for_notes(document, platform))
        self.platform = platform
        more = {"extra_media_type_deserializers": {name: json.loads for name in JSON_TYPES}}
        # A request of ours holds nothing that the document does not know; of an answer we are not that strict,
        # because a schema put together of several would then forbid what each of the others has.
        self.requests = V30RequestValidator(
            spec, forbid_unspecified_additional_properties=True, **more
        )
        self.answers = V30ResponseValidator(spec, **more)

    def operation(self, sent):
        """Method and path as the document has them; nothing for a call that it does not know."""
        try:
            found = self.requests.path_finder.find(sent.method, HOST + sent.path)
        except PathError:
            return None
        return f"{sent.method.upper()} {list(found.path.parts)[-1]}"

    def check_request(self, note):
        """Findings on a request that a test of the client built; nothing when the document does not know the call."""
        sent = request_of(note["request"])
        operation = self.operation(sent)
        if operation is None:
            return None
        errors = self.requests.iter_errors(sent)
        return [self.finding(operation, "request", 0, error, note) for error in flat(errors)]

    def check_answer(self, note):
        """Findings on an answer that the simulator gave; nothing when the document does not know the call."""
        sent = request_of(note["request"])
        operation = self.operation(sent)
        if operation is None:
            return None
        status = note["response"]["status"]
        if status == 0 or note["response"]["body"] is None:
            # No HTTP answer at all, or one too long to be written down.
            return None
        got = answer_of(note["response"])
        errors = list(flat(self.answers.iter_errors(sent, got)))
        if any(what in NO_CALL for _, what, _ in errors):
            # A path with dot segments means another call to whoever takes them out.
            return None
        return [self.finding(operation, "answer", status, error, note) for error in errors]

    def finding(self, operation, side, status, error, note):
        where, what, text = error
        return Finding(self.platform, operation, side, status, where, what, text, note["test"])


def request_of(request):
    path, _, query = request["target"].partition("?")
    headers = Headers([tuple(pair) for pair in request["headers"]])
    body = request["body"]
    content_type = headers.get("content-type", "application/json")
    return MockRequest(
        HOST,
        request["method"].lower(),
        path,
        args=MultiDict(parse_qsl(query, keep_blank_values=True)),
        headers=headers,
        data=None if body in (None, "") else body.encode(),
        content_type=content_type.partition(";")[0],
    )


def answer_of(response):
    headers = Headers([tuple(pair) for pair in response["headers"]])
    return MockResponse(
        (response["body"] or "").encode(),
        response["status"],
        headers=headers,
        content_type=headers.get("content-type", "").partition(";")[0],
    )


def flat(errors):
    """Where, what and the words of every single error inside nested ones."""
    for error in errors:
        yield from leaves(error, "")


def leaves(error, where):
    name = getattr(error, "name", None)
    if isinstance(name, str):
        where = where or f"{getattr(error, 'location', 'header')} {name}"
    inner = getattr(error, "schema_errors", None)
    if inner is not None:
        for one in inner:
            yield from schema_leaves(one, where)
        return
    cause = error.__cause__
    if cause is not None:
        yield from leaves(cause, where)
        return
    several = getattr(error, "errors", None)
    if several:
        for one in several:
            yield from leaves(one, where)
        return
    yield where, type(error).__name__, str(error)


def schema_leaves(error, where):
    # Of several forms that a value might have, what keeps it from each.
    if error.context and error.validator in ("allOf",):
        for one in error.context:
            yield from schema_leaves(one, where)
        return
    place = f"{where} {path_text(error.absolute_path)}".strip()
    yield place, keyword(error.validator, error.instance), error.message[:300]


def path_text(parts):
    """A JSON path in which every index is a star."""
    return "$" + "".join("[*]" if isinstance(part, int) else f".{part}" for part in parts)


def notes(folder):
    """Every note that tests wrote down, requests and exchanges only."""
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                note = json.loads(line)
                if note["kind"] in ("request", "exchange"):
                    yield note



