"""Results as text that never changes, and back: what a release keeps.

The page of a release is made by the same code as the live one, from this alone: scores as they were shown,
the reasons for what was withheld, what each side answered to a fact, who took part, the figures entered, the
client's own words and the method with every threshold. Only the wording of questions is read from the
questionnaire's version, which the database never lets change. Nobody is named in it: who reads a release
learns of people by side and seniority, and erasing a person leaves it whole. Notes and the plan can name
people: they are kept beside it as a text of their own, whose digest stands in the content.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from reports.benchmarks.standing import Benchmark
from reports.decisions import TargetLine
from reports.edition import Edition
from reports.inputs import Leader, WaveInput
from reports.models.releases import digest_of_content
from reports.scorecards import ScoredWave
from reports.written import Written
from scoring import Method, Scorecard
from scoring.disclosure import Disclosed, Mode, Reason
from scoring.plain import from_plain, to_plain
from surveys.enums import Seniority, SourceGrade

if TYPE_CHECKING:
    from reports.models import Release
    from surveys.models import InstrumentVersion

FORMAT = 2
READABLE = (1, FORMAT)  # the first had no earlier waves and no single ratings
NOBODY = UUID(int=0)


class UnreadableReleaseError(ValueError):
    """A release holds what this version of the program cannot read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenClient:
    """A client as it was called when its results were released."""

    name: str
    synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenWave:
    """What the results page reads of a wave, as it was."""

    client: FrozenClient
    instrument_version: InstrumentVersion | FrozenInstrument
    number: int
    identity_mode: str
    deadline: datetime
    time_zone: str
    segments: list[dict[str, str]]
    trigger_labels: dict[str, str | None]
    profile: dict[str, Any]
    state: str = "closed"
    trial: bool = False
    counts: bool = True
    takes_answers: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The client's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def segment_options(self) -> list[tuple[str, str]]:
        """The client's own segments as (code, text)."""
        return [(segment["code"], segment["text"]) for segment in self.segments]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFigure:
    """An outcome figure as it was entered."""

    item: str
    value: float
    period: str
    source: str

    def get_source_display(self) -> str:
        """Where the figure comes from, in words."""
        return str(SourceGrade(self.source).label)


WAVE_FIELDS = ("number", "identity_mode", "time_zone", "segments", "trigger_labels", "profile")
FIGURE_FIELDS = ("item", "value", "period", "source")
LEADER_FIELDS = ("id", "side", "seniority", "submitted", "excluded", "counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenInstrument:
    """The questionnaire of an earlier wave: no more of it than its name is shown."""

    name: str
    digest: str

    def __str__(self) -> str:
        return self.name


def freeze(edition: Edition) -> str:
    """Write a closed wave's results as text: the same results give the same text."""
    content = {
        "format": FORMAT,
        **_scored(edition.scored),
        "method": to_plain(edition.scored.method),
        "earlier": [_earlier(each, edition.scored.method) for each in edition.earlier],
        "target": None if edition.target is None else asdict(edition.target),
        "agreed": edition.agreed,
        **({"benchmark": edition.benchmark.as_dict()} if edition.benchmark else {}),
        **({"words": digest_of_content(words)} if (words := freeze_words(edition)) else {}),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def freeze_words(edition: Edition) -> str:
    """Write what people wrote as text; "" where they wrote nothing."""
    return Written(notes=edition.notes, plan=edition.plan, earlier_plan=edition.earlier_plan).frozen()


def _earlier(scored: ScoredWave, method: Method) -> dict[str, Any]:
    """An earlier wave; its method stands with it only where it is another one."""
    return _scored(scored) | ({} if scored.method == method else {"method": to_plain(scored.method)})


def _scored(scored: ScoredWave) -> dict[str, Any]:
    wave = scored.wave.assessment
    return {
        "instrument": {"name": str(wave.instrument_version), "digest": wave.instrument_version.digest},
        "client": {"name": wave.client.name, "synthetic": wave.client.synthetic},
        "wave": {
            **{name: getattr(wave, name) for name in WAVE_FIELDS},
            "deadline": wave.deadline.isoformat(),
        },
        "leaders": [{name: getattr(each, name) for name in LEADER_FIELDS} for each in scored.wave.leaders],
        "outcomes": [{name: getattr(each, name) for name in FIGURE_FIELDS} for each in scored.wave.outcomes],
        "card": scored.card.as_dict(),
        "withheld": scored.disclosed.withheld,
        "facts": scored.facts,
        "believers_of": scored.believers_of,
        "ratings": scored.ratings,
    }


def thaw(release: Release) -> Edition:
    """Read a release's results for the page; UnreadableReleaseError where its content is not what it was."""
    content = json.loads(release.content)
    if content.get("format") not in READABLE:
        raise UnreadableReleaseError(f"{release}: format {content.get('format')!r} is unknown")
    if content["instrument"]["digest"] != release.instrument_version.digest:
        raise UnreadableReleaseError(f"{release}: its questionnaire is another one now")
    written = Written.thawed(release.words or "")
    return Edition(
        scored=_thawed(content, release.instrument_version, content["method"]),
        earlier=tuple(
            _thawed(each, FrozenInstrument(**each["instrument"]), each.get("method", content["method"]))
            for each in content.get("earlier", [])
        ),
        release=release,
        target=TargetLine(**content["target"]) if content.get("target") else None,
        agreed=content.get("agreed", {}),
        notes=written.notes,
        plan=written.plan,
        earlier_plan=written.earlier_plan,
        # Releases from before benchmarks keep none; a later snapshot changes no release.
        benchmark=Benchmark.from_dict(content["benchmark"]) if "benchmark" in content else None,
    )


def _thawed(
    content: dict[str, Any], version: InstrumentVersion | FrozenInstrument, method: dict[str, Any]
) -> ScoredWave:
    mode = Mode(content["wave"]["identity_mode"])
    withheld = {path: Reason(reason) for path, reason in content["withheld"].items()}
    return ScoredWave(
        wave=WaveInput(
            assessment=_wave(content, version),
            leaders=tuple(_leader(entry) for entry in content["leaders"]),
            outcomes=tuple(FrozenFigure(**entry) for entry in content["outcomes"]),
        ),
        disclosed=Disclosed(card=Scorecard.from_dict(content["card"]), withheld=withheld, mode=mode),
        facts={
            item: {side: tuple(answers) for side, answers in sides.items()}
            for item, sides in content["facts"].items()
        },
        believers_of=content["believers_of"],
        method=_method(json.dumps(method)),
        ratings=_ratings(content.get("ratings", {})),
    )


def _ratings(plain: dict[str, dict[str, dict[str, int]]]) -> dict[str, dict[str, dict[int | str, int]]]:
    """Counted answers with their steps as numbers again: a key is text in JSON."""
    return {
        item: {
            side: {int(answer) if answer.isdigit() else answer: people for answer, people in given.items()}
            for side, given in sides.items()
        }
        for item, sides in plain.items()
    }


@lru_cache(maxsize=8)
def _method(plain: str) -> Method:
    """A method from its text; there are few, and each stands in many releases."""
    return from_plain(Method, json.loads(plain))


def _wave(content: dict[str, Any], version: InstrumentVersion | FrozenInstrument) -> Any:
    fields = content["wave"]
    return FrozenWave(
        client=FrozenClient(**content["client"]),
        instrument_version=version,
        deadline=datetime.fromisoformat(fields["deadline"]),
        **{name: fields[name] for name in WAVE_FIELDS},
    )


def _leader(entry: dict[str, Any]) -> Leader:
    seniority = str(Seniority(entry["seniority"]).label)
    return Leader(**entry, public_id=NOBODY, name="", seniority_name=seniority, answers=None)
