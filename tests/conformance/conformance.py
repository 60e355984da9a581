"""Holds client and simulator against the platforms' OpenAPI documents.

Called by `cargo xtask test conformance`. Prints one line for each platform and part, every finding that is no known
difference, and at the end `conformance: N passed, M failed`.
"""

import argparse
import sys
from pathlib import Path

from documents import PLATFORMS, load
from findings import Differences
from messages import Messages, notes


def main():
    options = read_options()
    differences = Differences(Path(__file__).with_name("differences.json"))
    documents = {}
    for platform in PLATFORMS:
        document = load(options.specs, platform, options.converter)
        if document is None:
            print(f"skipped: {platform} has no document in {options.specs}")
        else:
            documents[platform] = document
    if not documents:
        print("conformance: 0 passed, 1 failed")
        return 1
    tally = Tally(differences)
    if options.notes:
        hold_notes(options.notes, documents, tally)
    if options.server:
        # Only here, so that the messages can be held without it.
        from served import hold_server

        for platform, document in documents.items():
            hold_server(options.server, platform, document, tally, options.examples)
    if options.notes and options.server:
        for name in differences.unused(documents):
            tally.fail(f"differences.json, {name}: nothing differs so any more")
    return tally.close()


class Tally:
    """What fits, what is known to differ, and what else does not fit."""

    def __init__(self, differences):
        self.differences = differences
        self.n_passed = 0
        self.failures = {}

    def hold(self, findings):
        """Counts one message; gives whether it fits, leaving known differences out."""
        unknown = [finding for finding in findings if not self.differences.knows(finding)]
        if unknown:
            for finding in unknown:
                self.failures.setdefault(finding.kind(), str(finding))
        else:
            self.n_passed += 1
        return not unknown

    def fail(self, text):
        self.failures.setdefault(text, text)

    def close(self):
        for text in self.failures.values():
            print(f"failed: {text}")
        used = self.differences.used
        print(f"known differences: {len(used)} kinds, met {sum(used.values())} times")
        print(f"conformance: {self.n_passed} passed, {len(self.failures)} failed")
        return 1 if self.failures else 0


def hold_notes(folder, documents, tally):
    validators = {platform: Messages(document, platform) for platform, document in documents.items()}
    counts = {}
    for note in notes(folder):
        validator = validators.get(note["platform"])
        if validator is None:
            continue
        side = "requests" if note["kind"] == "request" else "answers"
        check = validator.check_request if side == "requests" else validator.check_answer
        findings = check(note)
        count = counts.setdefault((note["platform"], side), [0, 0, 0])
        if findings is None:
            count[2] += 1
        else:
            count[0] += tally.hold(findings)
            count[1] += 1
    for platform in documents:
        for side in ("requests", "answers"):
            n_fit, n_held, n_outside = counts.get((platform, side), (0, 0, 0))
            print(f"{platform}: {n_fit} of {n_held} {side} fit, {n_outside} outside of the document")
            if not n_held:
                tally.fail(f"{platform}: no {side} of a call that the document knows")


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--specs", type=Path, required=True)
    parser.add_argument("--converter", required=True)
    parser.add_argument("--notes", type=Path)
    parser.add_argument("--server")
    parser.add_argument("--examples", type=int, default=25)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
