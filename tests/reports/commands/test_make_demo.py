from __future__ import annotations

import io
import json
import re
import stat
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from reports.demo import cast
from reports.demo.links import links_path
from reports.edition import live_edition
from reports.inputs import all_waves, read_sittings, read_waves
from reports.models import BenchmarkSnapshot, Release
from reports.scorecards import scorecard_for
from reports.tables.quality import quality_lines, readable_comments, readable_notes
from reports.texts import Texts
from smax.accounts.models import Firm, Membership, User
from smax.accounts.tenancy import every_firm
from surveys.queries import link_by_secret

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path


@pytest.fixture(scope="module")
def made(shared_rows, tmp_path_factory):
    """The demonstration, made once for the tests that look at it."""
    with override_settings(DEMO=True, VAR_DIR=tmp_path_factory.mktemp("demo")):
        run()


def run():
    out = io.StringIO()
    call_command("make_demo", stdout=out)
    return out.getvalue()


def counts():
    with every_firm("a test counts"):
        waves = list(all_waves())
    return len(waves), Firm.objects.count(), User.objects.count(), Membership.objects.count()


def test_the_demonstration_is_made_once_and_printed_again():
    first = run()
    links = re.findall(r"/s/([\w-]{43})/", first)
    people = re.findall(r"(owner|consultant|administrator) +(\S+) +(\S+)\n", first)
    assert [role for role, _email, _password in people] == ["owner", "consultant", "administrator"]
    for _role, email, password in people:
        assert User.objects.get(email=email).check_password(password)
    before = counts()
    assert before == (27, 6, 9, 7)

    second = run()
    assert counts() == before
    assert re.findall(r"/s/([\w-]{43})/", second) == links
    assert [password for _role, _email, password in people if password in second] == []
    assert "manage.py changepassword" in second
    assert [link_by_secret(secret).participant.side for secret in links] == ["sales", "marketing"]


def test_the_links_lie_in_a_file_that_only_its_owner_reads(tmp_path):
    run()
    path = links_path()
    assert path.parent == tmp_path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(json.loads(path.read_text())) == ["Samuel Okafor (sales)", "Lena Hartmann (marketing)"]
    path.unlink()
    assert "The links are no longer on this machine" in run()


def test_the_file_lies_beside_a_database_that_is_a_file(settings, monkeypatch, tmp_path):
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "x" / "smax.sqlite3"}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    assert links_path() == tmp_path / "x" / "demo-links.json"
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": "smax"}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    assert links_path() == tmp_path / "demo-links-smax.json"


def test_a_server_that_is_no_demonstration_refuses(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demonstration"):
        run()
    assert Firm.objects.count() == 0


def test_a_failure_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr("reports.management.commands.make_demo.keep_links", _fail)
    with pytest.raises(OSError, match="disk full"):
        run()
    assert (Firm.objects.count(), User.objects.count()) == (0, 0)


def _fail(_links):
    raise OSError("disk full")


# ---- What it holds: from here on it stands ---------------------------------------------------------------


def test_everything_is_synthetic_and_the_finished_client_tells_its_story(made):
    with every_firm("a test reads"):
        waves = list(all_waves())
        assert {wave.client.synthetic for wave in waves} == {True}
        card = scorecard_for(
            next(wave for wave in waves if (wave.client.name, wave.number) == (cast.FINISHED, 1))
        )
        hosted = [wave for wave in waves if wave.firm.name == cast.HOST_FIRM]
    assert len(hosted) == 7
    assert (card.basis, card.counts.both) == ("groups", 1)
    assert card.perceived.joint - card.measured.index > 30
    assert card.matrix.zone == "running_on_stock"
    assert (card.maturity.level, card.maturity.index_level) == ("ambiguous", "collaborative")
    classes = [score.class_ for score in card.dimensions.values()]
    assert (classes.count("disputed"), classes.count("blind_spot")) == (2, 6)
    assert card.dimensions["FLW"].awareness == "hidden_disagreement"


def test_half_a_year_later_the_gap_is_narrower_and_the_first_wave_is_released(made):
    with every_firm("a test reads"):
        edition = live_edition(all_waves().get(client__name=cast.FINISHED, number=2))
        [release] = Release.objects.all()
    [before], after = edition.earlier, edition.scored
    assert (release.assessment_id, release.state) == (before.wave.assessment.pk, "released")
    assert after.wave.assessment.closed_at - before.wave.assessment.closed_at > timedelta(days=180)
    assert after.card.gap < before.card.gap
    assert after.card.measured.index > before.card.measured.index
    assert after.card.perceived.joint < before.card.perceived.joint


def test_the_finished_client_has_something_to_look_at_twice_and_remarks_to_read(made):
    with every_firm("a test reads"):
        wave = all_waves().get(client__name=cast.FINISHED, number=1)
        [found] = read_waves([wave])
        sittings = read_sittings(found)
        lines = quality_lines(found, sittings, {})
        comments = readable_comments(found, sittings, Texts.of(wave))
        notes = readable_notes(found, sittings)
        times = [len(sitting.seconds) for sitting in sittings]
    # Other flags hang on the order in which each leader happens to see the statements.
    hurried = [line.name for line in lines if "too_fast" in [flag.code for flag in line.flags]]
    assert (hurried, lines[0].time) == (["Marcus Oduya"], "8 min 52 s")
    assert [(remark.place, remark.side) for remark in comments] == [("FLW", "sales"), ("FLW", "marketing")]
    assert [(remark.place, remark.side) for remark in notes] == [("CAD-K1", "sales")]
    assert times == [9] * 6 + [8]


def test_the_benchmark_shows_figures_and_no_firm_holds_more_than_a_quarter(made):
    [snapshot] = BenchmarkSnapshot.objects.all()
    assert (snapshot.state, snapshot.synthetic, snapshot.companies) == ("released", True, 24)
    assert [(cell.key, cell.n) for cell in snapshot.cells.all() if cell.key.startswith(("all", "industry"))][
        :3
    ] == [("all", 25), ("industry:manufacturing", 10), ("industry:software", 10)]
    with every_firm("a test counts"):
        waves = all_waves().filter(client__benchmark_consent=True)
        held = [(wave.firm_id, wave.client.industry) for wave in waves]
    assert {held.count(pair) for pair in held} == {2}
