"""The same numbers without the web application: ``python -m scoring score FILE``.

Reads one assessment, or a list of them, as JSON and writes the result as JSON. Input that cannot be
scored is named on standard error; the exit status is then 2 and nothing is on standard output.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring import Cohort, ScoringError, load_method, score
from scoring.interchange import method_versions, parse

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m scoring", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("score", help="score one assessment, or a list of them")
    command.add_argument("file", help="a JSON file, or - for standard input")
    options = parser.parse_args(arguments)
    try:
        result = score_text(_read(options.file))
    except ScoringError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(json.dumps(result, indent=2, allow_nan=False))
    return 0


def score_text(text: str) -> Any:
    """Score JSON text: an object gives an object, a list gives a list."""
    given = parse(text)
    assessments = given if isinstance(given, list) else [given]
    versions = method_versions(assessments)
    for version in versions[1:]:
        if version != versions[0]:
            raise ScoringError("method_version", f"{version!r} and {versions[0]!r} in one list")
    if not assessments:
        return []
    method = load_method(versions[0])
    cards = [card.as_dict() for card in score(Cohort.from_interchange(assessments, method), method)]
    return cards if isinstance(given, list) else cards[0]


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ScoringError(name, error.strerror or "cannot be read") from None
    except UnicodeDecodeError as error:
        raise ScoringError(name, f"not UTF-8 text: {error.reason} at byte {error.start}") from None


if __name__ == "__main__":
    sys.exit(main())
