"""The same numbers without the web application: ``python -m scoring score FILE``.

Reads one assessment, or a list of them, as JSON and writes the result as JSON. ``python -m scoring
explain FILE --of CUS.measured`` shows what one number is made of. Input that cannot be
scored is named on standard error; the exit status is then 2 and nothing is on standard output.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring import Cohort, ScoringError, load_method, score
from scoring.explain import Step, as_text, explain
from scoring.interchange import method_versions, parse

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give the exit status."""
    options = _parser().parse_args(arguments)
    try:
        text = _read(options.file)
        if options.command == "score":
            result = json.dumps(score_text(text), indent=2, allow_nan=False)
        else:
            step = explain_text(text, options.of)
            result = json.dumps(step.as_dict(), indent=2) if options.json else as_text(step)
    except ScoringError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    try:
        print(result, flush=True)
    except OSError as error:
        # The descriptor still holds what could not be written, and would fail once more at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"error: standard output: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scoring", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    command = commands.add_parser("score", help="score one assessment, or a list of them")
    command.add_argument("file", help="a JSON file, or - for standard input")
    command = commands.add_parser("explain", help="show what one number of an assessment is made of")
    command.add_argument("file", help="a JSON file, or - for standard input")
    command.add_argument("--of", required=True, metavar="NAME", help="such as CUS.measured or measured.index")
    command.add_argument("--json", action="store_true", help="as data instead of text")
    return parser


def explain_text(text: str, of: str) -> Step:
    """Derive one number of the assessment in a JSON text."""
    assessment = parse(text)
    version = method_versions([assessment])[0]
    return explain(assessment, load_method(version), of)


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
