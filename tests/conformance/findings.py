"""What a validator found, and the reviewed file of what is known."""

import json
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

MEMBERS = {"name", "platform", "side", "operations", "statuses", "where", "what", "reason", "source"}
NEEDED = {"name", "platform", "side", "operations", "what", "reason", "source"}


def keyword(validator, value):
    """The keyword that a value fails; `null` where it is only that the document knows no null there."""
    return "null" if value is None and validator in ("type", "nullable") else str(validator)


@dataclass(frozen=True)
class Finding:
    """One point in which a message does not fit its document."""

    platform: str
    operation: str
    side: str
    status: int
    where: str
    what: str
    text: str
    test: str

    def kind(self):
        """The same for findings that are one fault seen many times."""
        return (self.platform, self.operation, self.side, self.status, self.where, self.what)

    def __str__(self):
        status = f" {self.status}" if self.status else ""
        return (
            f"{self.platform} {self.operation}: {self.side}{status}, {self.where or 'the whole'}: "
            f"{self.what}: {self.text} (seen by {self.test})"
        )


class Differences:
    """Known differences between the documents and real servers."""

    def __init__(self, file):
        self.rules = json.loads(Path(file).read_text(encoding="utf-8"))
        self.used = Counter()
        for rule in self.rules:
            unknown = rule.keys() - MEMBERS
            missing = {name for name in NEEDED if not rule.get(name)}
            if unknown or missing:
                raise SystemExit(f"differences.json, {rule.get('name')}: unknown {unknown}, missing {missing}")

    def knows(self, finding):
        """Whether a finding is a known difference."""
        for rule in self.rules:
            if fits(rule, finding):
                self.used[rule["name"]] += 1
                return True
        return False

    def unused(self, platforms):
        return [
            rule["name"]
            for rule in self.rules
            if rule["platform"] in platforms and not self.used[rule["name"]]
        ]


def fits(rule, finding):
    def is_in(patterns, text):
        return any(fnmatchcase(text, pattern.replace("[", "[[]")) for pattern in patterns)

    return (
        rule["platform"] == finding.platform
        and rule["side"] == finding.side
        and is_in(rule["operations"], finding.operation)
        and finding.status in rule.get("statuses", [finding.status])
        and is_in(rule.get("where", ["*"]), finding.where)
        and is_in(rule["what"], finding.what)
    )
