"""The platforms' documents, prepared for the validators."""

import copy
import json
import subprocess
import tempfile
from pathlib import Path

import yaml

PLATFORMS = ("harbor", "portainer", "sftpgo", "harness", "alauda")

# What stands between a server's address and the paths of its document.
BASES = {
    "harbor": "/api/v2.0",
    "portainer": "/api",
    "sftpgo": "/api/v2",
    "harness": "",
    "alauda": "",
}

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

HOST = "http://platform.example"


def path_of(folder, platform):
    """The file of a platform's document, the readable form first; nothing when there is none."""
    for suffix in (".yaml", ".json"):
        file = Path(folder) / f"{platform}{suffix}"
        if file.is_file():
            return file
    return None


def load(folder, platform, converter):
    """A platform's document as OpenAPI 3, or nothing when the folder has none.

    `converter` is the program that turns Swagger 2.0 into OpenAPI 3.
    """
    file = path_of(folder, platform)
    if file is None:
        return None
    document = read(file)
    if "swagger" in document:
        document = converted(file, converter)
    open_to_null(document)
    # YAML reads the names of answers as numbers.
    for item in document["paths"].values():
        for method in METHODS:
            if method in item:
                responses = item[method].get("responses", {})
                item[method]["responses"] = {str(status): value for status, value in responses.items()}
    return document


def open_to_null(node):
    """Says what `nullable` beside a reference is meant to say: OpenAPI 3.0.3 gives it no effect without a type."""
    if isinstance(node, list):
        for one in node:
            open_to_null(one)
    elif isinstance(node, dict):
        for one in node.values():
            open_to_null(one)
        if node.get("nullable") is True and "type" not in node and "allOf" in node:
            whole = {"allOf": node.pop("allOf")}
            node["anyOf"] = [whole, {"type": "object", "nullable": True, "enum": [None]}]


def read(file):
    text = file.read_text(encoding="utf-8")
    return json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)


def converted(file, converter):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "document.json"
        subprocess.run(
            ["node", converter, "--patch", "--outfile", str(out), str(file)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return read(out)


def for_notes(document, platform):
    """The document for single messages: at our address, and without credentials, which the client's transport adds."""
    document = copy.deepcopy(document)
    document["servers"] = [{"url": HOST + BASES[platform]}]
    document.pop("security", None)
    for item in document["paths"].values():
        elsewhere = stands_elsewhere(item)
        item.pop("servers", None)
        for method in METHODS:
            if method in item:
                item[method].pop("security", None)
                item[method].pop("servers", None)
        if elsewhere:
            item["servers"] = [{"url": HOST}]
    return document


def stands_elsewhere(item):
    """Whether a path has an address of its own, beside the base path."""
    operations = [item[method] for method in METHODS if method in item]
    return any("servers" in node for node in [item, *operations])


def for_server(document, platform, address):
    """The document for a server that serves all platforms; how to sign in is said beside it, once for all calls."""
    document = copy.deepcopy(document)
    document.pop("security", None)
    document["servers"] = [{"url": f"{address}/platforms/{platform}{BASES[platform]}"}]
    # What stands beside the base path is left to the single messages: Schemathesis knows one address.
    paths = document["paths"]
    document["paths"] = {path: item for path, item in paths.items() if not stands_elsewhere(item)}
    for item in document["paths"].values():
        for method in METHODS:
            if method in item:
                item[method].pop("security", None)
                item[method].pop("servers", None)
    return document
