"""The derivation of every number: it ends at answers, and its steps make the number."""

from __future__ import annotations

import json
import math
import random

import pytest

from scoring import ScoringError
from scoring.__main__ import main
from scoring.disclosure import withhold
from scoring.explain import as_text, explain, explain_card
from tests.scoring.build import (
    METHOD,
    answers,
    assessment,
    card,
    random_assessment,
    worked_example,
    worked_method,
)

GIVEN = random_assessment(random.Random(4), most=3, fewest=2)
CARD = card(GIVEN)


def numbers():
    yield "gap", CARD.gap
    for name in ("index", "operating", "outcomes", "revenue", "pipeline"):
        yield f"measured.{name}", getattr(CARD.measured, name)
    for name in ("joint", "sales", "marketing", "both"):
        yield f"perceived.{name}", getattr(CARD.perceived, name)
    for code, each in CARD.dimensions.items():
        for name in ("measured", "practice", "concordance", "perceived", "perceived_sales", "gap"):
            yield f"{code}.{name}", getattr(each, name)
    for item, each in CARD.items.items():
        for name in ("joint", "level", "concordance", "sales", "marketing"):
            if hasattr(each, name):
                yield f"{item}.{name}", getattr(each, name)
    for item, each in CARD.perceptions.items():
        yield f"{item}.joint", each.joint
    for item, score in CARD.outcomes.items():
        yield f"{item}.score", score


NUMBERS = dict(numbers())


@pytest.mark.parametrize("of", NUMBERS)
def test_every_number_has_a_derivation(of):
    assert explain(GIVEN, METHOD, of).value == NUMBERS[of]


def walk(step):
    yield step
    for part in step.parts:
        yield from walk(part)


def test_weights_and_parts_make_the_number():
    for step in walk(explain(GIVEN, METHOD, "gap")):
        weighted = [(part.weight, part.value) for part in step.parts if part.weight is not None]
        if weighted and step.of != "measured.operating":
            share = sum(weight for weight, _ in weighted)
            assert step.value == pytest.approx(sum(w * v for w, v in weighted) / share), step.of
        elif weighted:
            logs = sum(w * math.log(max(v, 10)) for w, v in weighted) / sum(w for w, _ in weighted)
            assert step.value == pytest.approx(math.exp(logs))
        elif step.how.startswith("mean") and "pairs" not in step.how:
            values = [part.value for part in step.parts if isinstance(part.value, float)]
            assert step.value == pytest.approx(sum(values) / len(values)), step.of


def test_reaches_the_answers():
    leaves = [step for step in walk(explain(GIVEN, METHOD, "measured.operating")) if not step.parts]
    assert {step.of.split(" of ")[1] for step in leaves if " of " in step.of} == {
        person["id"] for person in GIVEN["respondents"] if person["side"] != "both"
    }


def test_text_of_the_worked_example():
    text = as_text(explain(worked_example(), worked_method(), "CUS.measured"))
    assert text.splitlines()[:5] == [
        "CUS.measured = 36.3542   0.6 x practice + 0.4 x concordance",
        "  CUS.practice = 32.8125  (weight 0.6)   mean of the practices and levels present",
        "    CUS-K1.joint = 18.7500   0.5 x the lower side + 0.5 x the mean of both",
        "      CUS-K1.sales = 12.5000   mean of the side's answers",
        "        CUS-K1 of S1 = 25.0000   step 2",
    ]


def test_document_and_lone_side_say_so():
    given = assessment([answers(CUS_K1=5)], [answers(CUS_K1="dk", DAT_K1="dk")], documents={"DAT-K1": 4})
    assert explain(given, METHOD, "CUS-K1.joint").how == "one side alone: 0.5 x its mean"
    assert explain(given, METHOD, "DAT-K1.joint").how == "a document shows step 4: it replaces both answers"


def test_withheld_numbers_stay_withheld_and_answers_hidden():
    few = assessment([answers()] * 2, [answers()] * 3)
    hidden = explain(few, METHOD, "measured.index", disclosed=withhold(card(few), "aggregated"))
    assert (hidden.value, hidden.how, hidden.parts) == (None, "withheld: too_few_to_show", ())
    enough = assessment([answers()] * 3, [answers()] * 3)
    shown = explain(enough, METHOD, "measured.index", disclosed=withhold(card(enough), "aggregated"))
    assert shown.value == card(enough).measured.index
    assert [step.of for step in walk(shown) if " of " in step.of or " in " in step.of] == []


@pytest.mark.parametrize("of", ["CUS", "CUS.colour", "CUS-K1.level", "XXX.measured", "", "gap.x", "O9.score"])
def test_unknown_number_is_refused(of):
    with pytest.raises(ScoringError, match="is not a number of the scorecard"):
        explain(GIVEN, METHOD, of)


def test_command_writes_text_or_data(tmp_path, capsys):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(GIVEN))
    assert main(["explain", str(path), "--of", "CUS.measured"]) == 0
    assert capsys.readouterr().out == as_text(explain(GIVEN, METHOD, "CUS.measured")) + "\n"
    assert main(["explain", str(path), "--of", "CUS.measured", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["of"], data["value"]) == ("CUS.measured", CARD.dimensions["CUS"].measured)
    assert main(["explain", str(path), "--of", "nonsense"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("of", NUMBERS)
def test_a_scorecard_alone_derives_every_number_without_answers(of):
    disclosed = withhold(CARD, "attributed")
    step = explain_card(disclosed, METHOD, of, outcomes=GIVEN["outcomes"], why_not="not_kept")
    assert step.value == NUMBERS[of]
    names = {each.of for each in walk(step)}
    assert not [name for name in names if " of " in name or " in " in name]
    kept = explain(GIVEN, METHOD, of, disclosed=disclosed)
    assert {each.of for each in walk(kept) if " of " not in each.of and " in " not in each.of} == names - {
        "answers"
    }


def test_a_document_needs_no_answers_to_be_told():
    given = assessment([answers(DAT_K1=1)], [answers(DAT_K1=1)], documents={"DAT-K1": 4})
    disclosed = withhold(card(given), "attributed")
    step = explain_card(disclosed, METHOD, "DAT-K1.joint", outcomes={}, why_not="not_kept")
    assert step.how == "a document shows step 4: it replaces both answers"
