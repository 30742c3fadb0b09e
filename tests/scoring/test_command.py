"""The command line: what it prints, and how it refuses."""

from __future__ import annotations

import copy
import json
import subprocess
import sys

import pytest

from scoring.__main__ import main
from tests.scoring.build import answers, assessment, card, cards

GOOD = assessment([answers()], [answers(step=4)])


def changed(**at):
    """A copy of the good assessment with the first respondent's answers changed; None keys delete."""
    given = copy.deepcopy(GOOD)
    given["respondents"][0]["answers"].update({key.replace("_", "-"): value for key, value in at.items()})
    return given


def run(text, tmp_path, capsys):
    path = tmp_path / "input.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    status = main(["score", str(path)])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_one_assessment_gives_one_result(tmp_path, capsys):
    status, out, err = run(json.dumps(GOOD), tmp_path, capsys)
    assert (status, json.loads(out), err) == (0, card(GOOD).as_dict(), "")


def test_list_gives_list(tmp_path, capsys):
    status, out, _ = run(json.dumps([GOOD, changed(G0=1)]), tmp_path, capsys)
    assert (status, json.loads(out)) == (0, cards([GOOD, changed(G0=1)]))


def test_empty_list_gives_empty_list(tmp_path, capsys):
    assert run("[]", tmp_path, capsys)[:2] == (0, "[]\n")


def test_standard_input_in_a_process_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "score", "-"],
        input=json.dumps(GOOD).encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, card(GOOD).as_dict(), b"")


def with_top(**keys):
    return {**copy.deepcopy(GOOD), **keys}


def with_person(**keys):
    given = copy.deepcopy(GOOD)
    given["respondents"][0].update(keys)
    return given


REFUSED = [
    ("unknown-item", changed(XXX_K9=3), "respondent 'sales-0', item XXX-K9: no item has this id"),
    ("step-9", changed(CUS_P1=9), "respondent 'sales-0', item CUS-P1: 9 is not a step from 1 to 5"),
    ("step-0", changed(CUS_K1=0), "respondent 'sales-0', item CUS-K1: 0 is not a step from 1 to 5"),
    ("boolean", changed(CUS_K1=True), "item CUS-K1: True is not a step"),
    ("digits", changed(CUS_K1="3"), "item CUS-K1: '3' is not a step"),
    ("fraction", changed(CUS_X=2.5), "item CUS-X: 2.5 is not a step"),
    ("null-answer", changed(CUS_K1=None), "item CUS-K1: None is not a step"),
    ("huge-step", changed(CUS_K1=10**400), "item CUS-K1: 1000"),
    ("ordinal-code", changed(CAP_F1="often"), "item CAP-F1: 'often' is not a step"),
    ("nominal-code", changed(ORG_F1="cfo"), "item ORG-F1: 'cfo' is not one of nobody, by_stage"),
    ("nominal-list", changed(STR_F1=["margin"]), "item STR-F1: ['margin'] is not one of"),
    ("set-text", changed(CUS_F2="growth"), "item CUS-F2: 'growth' is not a list of codes"),
    ("set-code", changed(CUS_F2=["growth", "luck"]), "item CUS-F2: 'luck' is not one of"),
    ("set-number", changed(CUS_F2=[1]), "item CUS-F2: 1 is not a code"),
    ("set-twice", changed(CUS_F2=["growth", "growth"]), "item CUS-F2: 'growth' is ticked twice"),
    ("set-too-many", changed(CUS_F1=["a", "b", "c"]), "item CUS-F1: ['a', 'b', 'c'] holds more than 2 codes"),
    ("set-none-beside", changed(DAT_F1=["none", "ltv"]), "item DAT-F1: 'none' stands beside other codes"),
    ("set-none-beside-segments", changed(CUS_F1=["none", "a"]), "item CUS-F1: 'none' stands beside"),
    ("set-slug", changed(CUS_F1=["a b"]), "item CUS-F1: 'a b' is not a slug"),
    ("set-reserved", changed(CUS_F1=["dk"]), "item CUS-F1: 'dk' is not a slug"),
    ("outcome-unknown", with_top(outcomes={"O7": 1}), "outcomes, O7: 'O7' is not an outcome"),
    ("outcome-nan", with_top(outcomes={"O1": float("nan")}), "outcomes, O1: nan is not a finite number"),
    ("outcome-infinite", with_top(outcomes={"O1": float("inf")}), "outcomes, O1: inf is not a finite number"),
    ("outcome-huge", with_top(outcomes={"O1": 10**400}), "is too large"),
    ("outcome-text", with_top(outcomes={"O1": "12"}), "outcomes, O1: '12' is not a number"),
    ("outcome-boolean", with_top(outcomes={"O1": True}), "outcomes, O1: True is not a number"),
    ("document-item", with_top(documents={"CUS-P1": 3}), "documents, CUS-P1: 'CUS-P1' is not an item that"),
    ("document-step", with_top(documents={"CUS-K1": 6}), "documents, CUS-K1: 6 is not a step"),
    ("document-unknown", with_top(documents={"CUS-K1": "dk"}), "documents, CUS-K1: 'dk' is not a step"),
    ("sponsor", with_top(profile={"sponsor": "boss"}), "profile, sponsor: 'boss' is unknown"),
    ("profile-key", with_top(profile={"colour": "red"}), "profile: the key 'colour' is unknown"),
    ("headwinds", with_top(profile={"headwinds": "budget"}), "profile, headwinds: 'budget' is not a list"),
    ("top-key", with_top(extra=1), "the key 'extra' is unknown"),
    ("person-key", with_person(mood=1), "respondent 'sales-0': the key 'mood' is unknown"),
    ("side", with_person(side="finance"), "respondent 'sales-0', side: 'finance' is not one of sales"),
    ("level", with_person(level="boss"), "respondent 'sales-0', level: 'boss' is not one of c_level"),
    ("no-id", with_person(id=""), "respondent 1, id: '' is not a name"),
    ("surrogate-id", with_person(id="\ud800"), "respondent 1, id: '\\ud800' is not a name"),
    ("item-of-a-megabyte", changed(**{"x" * 1_000_000: 3}), "xxx'...: no item has this id"[4:]),
    ("item-with-newline", changed(**{"CUS\nP1": 3}), "item 'CUS\\nP1': no item has this id"),
    ("number-id", with_person(id=7), "respondent 1, id: 7 is not a name"),
    ("same-id", with_person(id="marketing-0"), "respondent 'marketing-0': two respondents have this id"),
    ("answers-list", with_person(answers=[]), "respondent 'sales-0', answers: [] is not an object"),
    ("person-text", with_top(respondents=["x"]), "respondent 1: 'x' is not an object"),
    ("respondents", with_top(respondents={}), "respondents: {} is not a list"),
    ("version", with_top(method_version="9"), "method_version: '9' is unknown; known: 1"),
    ("version-path", with_top(method_version="../x"), "method_version: '../x' is unknown"),
    ("version-number", with_top(method_version=1), "method_version: 1 is not a version"),
    ("in-a-list", [GOOD, changed(CUS_P1=9)], "assessment 2, respondent 'sales-0', item CUS-P1: 9"),
    ("two-versions", [GOOD, with_top(method_version="2")], "method_version: '2' and '1' in one list"),
    ("number", 3, "3 is not an object"),
]


@pytest.mark.parametrize(("given", "message"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED])
def test_refuses_naming_the_place_and_the_value(given, message, tmp_path, capsys):
    status, out, err = run(json.dumps(given), tmp_path, capsys)
    assert (status, out) == (2, "")
    assert message in err
    assert err.startswith("error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{", "not valid JSON", id="cut-off"),
        pytest.param("", "not valid JSON", id="empty"),
        pytest.param('{"a": 1, "a": 2}', "the key 'a' appears twice in one object", id="key-twice"),
        pytest.param("9" * 5000, "not valid JSON", id="number-too-long"),
        pytest.param("[" * 200_000, "nested too deeply", id="too-deep"),
        pytest.param(b"\xff{}", "not UTF-8", id="not-utf-8"),
    ],
)
def test_refuses_what_is_not_json(text, message, tmp_path, capsys):
    status, out, err = run(text, tmp_path, capsys)
    assert (status, out) == (2, "")
    assert message in err


def test_refuses_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["score", str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_importing_pulls_in_numpy_and_the_standard_library_alone():
    code = (
        "import sys, time; import scoring; m = scoring.load_method('1'); "
        "roots = {name.split('.')[0] for name in sys.modules}; "
        "print(sorted(roots - sys.stdlib_module_names - {'numpy', 'scoring', '__main__'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    foreign = [name for name in eval(done.stdout) if not name.startswith(("_", "sitecustomize"))]
    assert foreign == []
