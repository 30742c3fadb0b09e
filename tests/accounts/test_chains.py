"""Whatever is done to the audit trail behind the application's back is found."""

from __future__ import annotations

import random
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from smax.accounts.audit import acting, record, record_for_server
from smax.accounts.chains import AnchorError, anchor_folder, chains, read_anchors, verify, write_anchors
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm
from smax.accounts.trail import AuditEvent
from smax.jobs.registry import JOBS, SCHEDULES
from tests.cast import make_firm

pytestmark = pytest.mark.django_db

TABLE = AuditEvent._meta.db_table
ROWS = 12


@pytest.fixture(autouse=True)
def _own_records(settings, tmp_path):
    settings.RECORDS_DIR = tmp_path


@pytest.fixture
def firm():
    firm = make_firm("Ours")
    with acting(User.objects.get(email="owner@ours.example")):
        for number in range(ROWS):
            record("wave.closed", on=firm, number=number, note=f"n{number}")
    return firm


@pytest.fixture
def unguarded(firm):
    """The firm, its trail open to raw SQL."""
    where = f"ON {TABLE}" if connection.vendor == "postgresql" else ""
    for rule in ("no_change", "no_delete"):
        sql(f"DROP TRIGGER {TABLE}_{rule} {where}")
    return firm


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(TABLE), values)
        return cursor.rowcount


def edit(dice, firm):
    column, value = dice.choice(
        [
            ("action", "wave.opened"), ("actor_kind", "job"), ("actor_ref", "999"), ("object_id", "77"),
            ("object_kind", "surveys.wave"), ("label", "Elsewhere"), ("root", "surveys.client:9"),
            ("facts", '{"number": 99}'), ("at", "2020-01-01 00:00:00+00:00"), ("seal", "f" * 64),
        ]
    )  # fmt: skip
    return sql(
        f'UPDATE {{}} SET "{column}" = %s WHERE chain = %s AND sequence = %s', value, firm.pk, place(dice)
    )


def delete(dice, firm):
    return sql("DELETE FROM {} WHERE chain = %s AND sequence = %s", firm.pk, dice.randint(1, ROWS - 1))


def reorder(dice, firm):
    one, other = sorted(dice.sample(range(1, ROWS + 1), 2))
    swap = "UPDATE {} SET sequence = %s WHERE chain = %s AND sequence = %s"
    return sql(swap, 900, firm.pk, one) and sql(swap, one, firm.pk, other) and sql(swap, other, firm.pk, 900)


def truncate(dice, firm):
    return sql("DELETE FROM {} WHERE chain = %s AND sequence >= %s", firm.pk, place(dice))


def insert(dice, firm):
    """A copy of a row, at the end or in the middle, where the rows behind it make room."""
    at = dice.randint(1, ROWS + 1)
    sql("UPDATE {} SET sequence = sequence + 1000 WHERE chain = %s AND sequence >= %s", firm.pk, at)
    sql("UPDATE {} SET sequence = sequence - 999 WHERE chain = %s AND sequence > 1000", firm.pk)
    names = (
        "firm_id, chain, at, actor_kind, actor_ref, action, object_kind, object_id, root, label, facts, seal"
    )
    copied = "INSERT INTO {0} (sequence, %s) SELECT %%s, %s FROM {0} WHERE chain = %%s AND sequence = %%s"
    source = dice.choice([number for number in range(1, ROWS + 2) if number != at])
    return sql(copied % (names, names), at, firm.pk, source)


def place(dice):
    return dice.randint(1, ROWS)


ATTACKS = [edit, delete, reorder, truncate, insert]


def test_an_untouched_trail_is_intact(firm):
    write_anchors()
    assert chains() == [firm.pk]
    found = verify(firm.pk, read_anchors())
    assert (found.rows, found.fault) == (ROWS, "")
    assert (verify(firm.pk, read_anchors(), newest=5).rows, verify(firm.pk, {}, newest=50).rows) == (5, ROWS)


@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_random_attacks_are_all_found(unguarded, seed):
    dice = random.Random(seed)
    write_anchors()
    assert verify(unguarded.pk, read_anchors()).fault == ""
    attack = ATTACKS[seed % len(ATTACKS)]
    assert attack(dice, unguarded) >= 1
    assert verify(unguarded.pk, read_anchors()).fault != ""


def test_the_fault_names_the_first_broken_row(unguarded):
    sql("UPDATE {} SET label = 'x' WHERE sequence IN (4, 9)")
    found = verify(unguarded.pk, {})
    assert (found.rows, found.place, found.fault) == (3, 4, "the row is not as it was written")
    assert verify(unguarded.pk, {}, newest=5).place == 9
    sql("DELETE FROM {} WHERE sequence = 2")
    assert (verify(unguarded.pk, {}).place, verify(unguarded.pk, {}).fault) == (2, "a row is missing")


def test_a_cut_end_is_found_by_the_anchor_alone(unguarded):
    write_anchors()
    sql("DELETE FROM {} WHERE sequence > 7")
    assert verify(unguarded.pk, {}).fault == ""
    found = verify(unguarded.pk, read_anchors())
    assert (found.place, found.fault) == (8, "rows are missing at the end")
    record("wave.closed", on=unguarded)
    for _ in range(ROWS):
        record("wave.closed", on=unguarded)
    found = verify(unguarded.pk, read_anchors())
    assert (found.place, found.fault) == (ROWS, "the row is not the one that was anchored")


def test_a_trail_that_is_gone_altogether_is_found(unguarded):
    write_anchors()
    sql("DELETE FROM {}")
    assert verify(unguarded.pk, read_anchors()).fault == "rows are missing at the end"
    with pytest.raises(CommandError, match="1 of 1 trails are broken"):
        call_command("verify_audit", stdout=StringIO())


def test_the_commands_say_what_they_find(unguarded):
    record_for_server("firm.created", on=unguarded)
    out = StringIO()
    call_command("anchor_audit", stdout=out)
    call_command("verify_audit", stdout=out)
    number = unguarded.pk
    assert out.getvalue().splitlines()[1:] == [
        "server: 1 rows checked, intact",
        f"firm {number}: {ROWS} rows checked, intact",
    ]
    sql("UPDATE {} SET label = 'x' WHERE sequence = 4 AND chain = %s", number)
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 1 trails are broken"):
        call_command("verify_audit", firm=number, stdout=out)
    assert (
        out.getvalue()
        == f"firm {number}: 3 rows checked, broken at row 4: the row is not as it was written\n"
    )
    with pytest.raises(CommandError, match="no trail of a firm with the number 999"):
        call_command("verify_audit", firm=999)


def test_a_page_reads_the_anchors_of_the_last_days_only(firm):
    for day in ("2026-05-01", "2026-05-02", "2026-05-03"):
        with time_machine.travel(day, tick=False):
            record("wave.closed", on=firm)
            write_anchors()
    assert list(read_anchors()[firm.pk]) == [ROWS + 1, ROWS + 2, ROWS + 3]
    assert list(read_anchors(days=2)[firm.pk]) == [ROWS + 2, ROWS + 3]


def test_the_jobs_of_the_day_are_known_to_the_clock(firm):
    assert {"audit.anchor", "surveys.retention"} <= SCHEDULES.keys()
    JOBS["audit.anchor"].function(None)
    JOBS["surveys.retention"].function(None)
    assert list(read_anchors()[firm.pk]) == [ROWS]


def test_an_unreadable_anchor_is_named(firm):
    write_anchors()
    [path] = anchor_folder().glob("*.jsonl")
    path.write_text(path.read_text() + '{"chain": 1}\n')
    with pytest.raises(AnchorError, match=f"{path.name}, line 2: not an anchor"):
        read_anchors()
    with pytest.raises(CommandError, match="line 2: not an anchor"):
        call_command("verify_audit", stdout=StringIO())


def test_anchors_of_a_day_stand_in_one_file(firm):
    write_anchors()
    record("wave.closed", on=firm)
    write_anchors()
    assert len(list(anchor_folder().glob("*.jsonl"))) == 1
    assert list(read_anchors()[firm.pk]) == [ROWS, ROWS + 1]
    with every_firm("a test"):
        assert read_anchors()[firm.pk][ROWS + 1] == AuditEvent.objects.latest("sequence").seal
