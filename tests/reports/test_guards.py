"""What the database itself holds of releases and their readers, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from reports.models import Guest, GuestVisit, Release, ShareLink
from smax.accounts.tenancy import every_firm
from tests.cast import make_client, make_firm, make_wave
from tests.reports.released import bare_release, guest_of, owner_of, share_of

pytestmark = pytest.mark.django_db

GUARDS = {
    *(
        f"reports_{table}_{rule}"
        for table in (
            *("release", "guest", "guestvisit", "sharelink", "export", "target", "agreedanswer"),
            *("note", "planaction"),
        )
        for rule in ("firm_fixed", "same_firm", "same_firm_moved")
    ),
    *(f"reports_guestvisit_release_{rule}" for rule in ("same_firm", "moved")),
    *(f"reports_export_{parent}_{rule}" for parent in ("file", "release") for rule in ("same_firm", "moved")),
    *(f"reports_planaction_carried_from_{rule}" for rule in ("same_firm", "moved")),
    "reports_release_no_change",
    "reports_release_no_delete",
}


def refused(act, message):
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        act()


@pytest.fixture
def release():
    with every_firm("a test"):
        yield bare_release(make_wave(make_client(make_firm("Ours"))))


def test_every_guard_stands_after_all_migrations():
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert {name for (name,) in cursor.fetchall() if name.startswith("reports_")} == GUARDS


CHANGES = {
    "content": "{}",
    "digest": "0" * 64,
    "number": 7,
    "method_version": "2",
    "released_at": "2030-01-01T00:00Z",
    "reviewed_at": "2030-01-01T00:00Z",
    "made_at": "2030-01-01T00:00Z",
    "made_by": None,
    "released_by": None,
    "withdrawn_at": "2030-01-01T00:00Z",
    "words": "{}",
    "words_erased_at": "2020-01-01T00:00Z",
    "state": "draft",
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("state", ["released", "withdrawn"])
def test_nothing_of_a_release_that_is_out_changes(release, state, column):
    own = Release.objects.filter(pk=release.pk)
    if state == "withdrawn":
        own.update(state="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=owner_of(release))
    before = own.values().get()
    refused(lambda: own.update(**{column: CHANGES[column]}), "this row is final")
    assert own.values().get() == before


@pytest.mark.parametrize("state", ["released", "withdrawn"])
def test_words_go_from_a_release_only_with_the_moment_and_nothing_else_does(release, state):
    own = Release.objects.filter(pk=release.pk)
    if state == "withdrawn":
        own.update(state="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=owner_of(release))
    for moment in ("2040-01-01T00:00Z", "2041-01-01T00:00Z"):
        for column in sorted(set(CHANGES) - {"words", "words_erased_at"}):
            refused(
                lambda column=column, moment=moment: own.update(
                    **{"words": "{}", "words_erased_at": moment} | {column: CHANGES[column]}
                ),
                "this row is final|releases_have_the_dates",
            )
        assert own.update(words=f"gone {moment}", words_erased_at=moment) == 1
        refused(lambda: own.update(words="another"), "this row is final")
        refused(
            lambda moment=moment: own.update(words="another", words_erased_at=moment), "this row is final"
        )


def test_withdrawing_cannot_carry_another_change_along(release):
    own = Release.objects.filter(pk=release.pk)
    now = timezone.now()
    for column in ("content", "words"):
        refused(
            lambda column=column: own.update(state="withdrawn", withdrawn_at=now, **{column: "{}"}),
            "this row is final",
        )
    assert own.update(state="withdrawn", withdrawn_at=now, withdrawn_by=owner_of(release)) == 1
    refused(lambda: own.update(state="released", withdrawn_at=None, withdrawn_by=None), "this row is final")


def test_a_release_that_is_out_is_not_deleted(release):
    def statement():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM reports_release")

    refused(Release.objects.filter(pk=release.pk).delete, "this row is final")
    refused(statement, "this row is final")


def test_a_draft_may_change_and_go(release):
    Release.objects.filter(pk=release.pk).update(state="withdrawn", withdrawn_at=timezone.now())
    draft = Release.objects.get(pk=release.pk)
    draft.pk, draft.number, draft.state = None, 2, "draft"
    draft.reviewed_at = draft.released_at = draft.withdrawn_at = None
    draft.save(force_insert=True)
    assert Release.objects.filter(number=2).update(content="{}") == 1
    assert Release.objects.filter(number=2).delete()[0] == 1


def test_no_reader_hangs_from_another_firms_row(release):
    guest = guest_of(release.assessment.client)
    share, _secret, _passcode = share_of(release)
    other = make_client(make_firm("Theirs"), "Their Client")
    their_release = bare_release(make_wave(other))
    refused(lambda: Guest.objects.filter(pk=guest.pk).update(client=other), "firm differs")
    refused(lambda: Guest.objects.filter(pk=guest.pk).update(firm=other.firm), "never changes its firm")
    refused(lambda: ShareLink.objects.filter(pk=share.pk).update(release=their_release), "firm differs")
    refused(
        lambda: GuestVisit.objects.create(guest=guest, release=their_release, day=timezone.now().date()),
        "firm differs",
    )
