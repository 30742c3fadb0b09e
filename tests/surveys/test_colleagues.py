"""The people of a firm: invited, given a role, taken off again, by its owners alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone

from smax.accounts.audit import AuditEvent
from smax.accounts.colleagues import accept, remove
from smax.accounts.invitations import Invitation, invitation_by_secret
from smax.accounts.models import Membership, User
from smax.accounts.tenancy import every_firm, firm_scope
from smax.errors import RefusedError
from smax.mail.models import Message
from smax.mail.occasions import OCCASIONS, Letter, NotWanted
from surveys.services.colleagues import invite_again, invite_colleague
from tests.cast import PASSWORD, make_administrator, make_client, make_firm, make_person
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db

PEOPLE = "/firm/people/"
ANA = "ana@new.example"


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def firm():
    firm = make_firm("Ours")
    make_client(firm, "Alpha")
    make_client(firm, "Beta")
    return firm


@pytest.fixture
def owner(firm):
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    confirm(browser)
    return browser


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def member(email):
    return Membership.objects.get(user__email=email)


def invitation(email=ANA):
    with every_firm("a test looks"):
        return Invitation.objects.select_related("membership__user", "membership__firm").get(
            membership__user__email=email
        )


def secret(email=ANA):
    return invitation(email).link.rstrip("/").rpartition("/")[2]


def letters(firm):
    with firm_scope(firm):
        return list(Message.objects.filter(occasion="colleague").order_by("pk"))


def composed(message):
    with firm_scope(message.firm_id):
        return OCCASIONS["colleague"].compose(message)


def invite(owner, **fields):
    return owner.post(f"{PEOPLE}invite/", {"email": ANA, "role": "consultant", "scope": "all", **fields})


def chosen(**fields):
    return {"name": "Ana Ruiz", "new_password1": PASSWORD, "new_password2": PASSWORD, **fields}


# ---- Inviting -----------------------------------------------------------------------------------------


def test_an_invitation_becomes_a_letter_and_a_row_in_the_list(firm, owner):
    assert invite(owner).headers["Location"] == PEOPLE
    page = text(owner.get(PEOPLE))
    assert (ANA in page, "Invited" in page, "Invite again" in page) == (True, True, True)
    [letter] = letters(firm)
    assert (letter.recipient, letter.state) == (ANA, "queued")
    said = composed(letter)
    assert isinstance(said, Letter)
    assert (said.values["firm"], said.values["link"]) == ("Ours", invitation().link)


def test_the_link_rests_nowhere(firm, owner):
    invite(owner)
    row = Invitation._base_manager.values().get()
    assert secret() not in str(row)
    assert secret() not in str([list(each.__dict__.values()) for each in letters(firm)])


def test_a_consultant_of_some_clients(firm, owner):
    with firm_scope(firm):
        alpha = firm.clients.get(name="Alpha")
    invite(owner, scope="some", clients=[alpha.pk])
    with firm_scope(firm):
        assert [each.client for each in member(ANA).assignments.all()] == [alpha]
    assert member(ANA).all_clients is False


@pytest.mark.parametrize("role", ["owner", "analyst"])
def test_only_a_consultant_has_single_clients(firm, owner, role):
    with firm_scope(firm):
        alpha = firm.clients.get(name="Alpha")
        invite(owner, role=role, scope="some", clients=[alpha.pk])
        assert (member(ANA).role, member(ANA).assignments.count()) == (role, 0)


def test_a_client_of_another_firm_cannot_be_chosen(firm, owner):
    theirs = make_client(make_firm("Theirs"), "Their Client")
    answer = invite(owner, scope="some", clients=[theirs.pk])
    assert answer.status_code == 200
    assert "Their Client" not in text(answer)
    assert not User.objects.filter(email=ANA).exists()


@pytest.mark.parametrize(
    "email", ["consultant@ours.example", "OWNER@theirs.example", "administrator@server.example"]
)
def test_who_works_here_already_is_not_invited(firm, owner, email):
    make_firm("Theirs")
    make_administrator()
    before = Membership.objects.count()
    assert "This address has an account already." in text(invite(owner, email=email))
    assert Membership.objects.count() == before


@pytest.mark.parametrize(("field", "value"), [("email", "no-address"), ("email", ""), ("role", "guest")])
def test_bad_input_is_named_and_nothing_happens(firm, owner, field, value):
    before = Membership.objects.count(), len(letters(firm))
    assert "Please check what you entered" in text(invite(owner, **{field: value}))
    assert (Membership.objects.count(), len(letters(firm))) == before


def test_an_invited_person_cannot_get_in_or_reset_a_password_before_accepting(firm, owner, mailoutbox):
    invite(owner)
    browser = Browser()
    browser.post("/accounts/password/reset/", {"email": ANA})
    assert mailoutbox == []
    browser.post("/accounts/login/", {"login": ANA, "password": ""})
    assert "_auth_user_id" not in browser.session


def test_only_owners_see_the_people(firm):
    for role in ("consultant", "analyst"):
        browser = Browser()
        browser.force_login(User.objects.get(email=f"{role}@ours.example"))
        pages = ["", "invite/", f"{member('owner@ours.example').pk}/"]
        assert [browser.get(PEOPLE + page).status_code for page in pages] == [404] * 3


def test_people_of_another_firm_are_not_there(firm, owner):
    make_firm("Theirs")
    pk = member("consultant@theirs.example").pk
    pages = [f"{pk}/", f"{pk}/again/", f"{pk}/remove/"]
    answers = [owner.get(PEOPLE + page) for page in pages] + [owner.post(PEOPLE + page) for page in pages]
    assert [answer.status_code for answer in answers] == [404] * 6
    assert "theirs.example" not in text(owner.get(PEOPLE))


def test_changes_ask_who_is_there(firm):
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    pk = member("consultant@ours.example").pk
    for page in ("invite/", f"{pk}/", f"{pk}/remove/"):
        assert browser.post(PEOPLE + page).headers["Location"].startswith("/accounts/reauthenticate/")
    assert browser.get(PEOPLE).status_code == 200


# ---- Accepting ----------------------------------------------------------------------------------------


def test_accepting_sets_name_and_password_and_leads_to_the_second_step(firm, owner):
    invite(owner)
    browser = Browser()
    place = f"/accounts/invitation/{secret()}/"
    page = browser.get(place)
    assert ("Ours invites you" in text(page), page.headers["Referrer-Policy"]) == (True, "strict-origin")
    assert browser.post(place, chosen(name="  Ana   Ruiz ")).headers["Location"] == "/accounts/login/"
    user = User.objects.get(email=ANA)
    assert (user.name, user.is_active, user.emailaddress_set.get().verified) == ("Ana Ruiz", True, True)
    answer = browser.post("/accounts/login/", {"login": ANA, "password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert browser.get("/clients/").headers["Location"] == "/accounts/second-factor/"


def test_looking_accepts_nothing(firm, owner):
    invite(owner)
    for method in ("get", "head", "get", "options"):
        getattr(Browser(), method)(f"/accounts/invitation/{secret()}/")
    assert (invitation().accepted_at, User.objects.get(email=ANA).is_active) == (None, False)


def test_a_link_accepts_once(firm, owner):
    invite(owner)
    place = f"/accounts/invitation/{secret()}/"
    Browser().post(place, chosen())
    again = Browser().post(
        place, chosen(new_password1="another-long-phrase", new_password2="another-long-phrase")
    )
    assert (again.status_code, "does not work any more" in text(again)) == (404, True)
    assert User.objects.get(email=ANA).check_password(PASSWORD)


def test_of_two_at_the_same_moment_one_accepts(firm, owner):
    invite(owner)
    first, second = invitation_by_secret(secret()), invitation_by_secret(secret())
    with firm_scope(firm):
        accept(invitation=first, name="First", password=PASSWORD)
        with pytest.raises(RefusedError):
            accept(invitation=second, name="Second", password=PASSWORD)
    assert User.objects.get(email=ANA).name == "First"


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 404)])
def test_a_link_lasts_seven_days(firm, owner, days, status):
    invite(owner)
    place = f"/accounts/invitation/{secret()}/"
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert Browser().get(place).status_code == status
        assert isinstance(composed(letters(firm)[0]), Letter if status == 200 else NotWanted)


@pytest.mark.parametrize(
    "fields",
    [
        {"new_password1": "short", "new_password2": "short"},
        {"new_password2": "something-else-entirely"},
        {"name": ""},
        {"new_password1": "password1234", "new_password2": "password1234"},
    ],
)
def test_what_cannot_be_chosen_is_refused(firm, owner, fields):
    invite(owner)
    answer = Browser().post(f"/accounts/invitation/{secret()}/", chosen(**fields))
    assert answer.status_code == 200
    assert not User.objects.get(email=ANA).is_active


@pytest.mark.parametrize("made_up", ["x" * 43, "A" * 42 + "="])
def test_a_made_up_link_is_none(db, made_up):
    assert Browser().get(f"/accounts/invitation/{made_up}/").status_code == 404


def test_a_suspended_firm_lets_nobody_join(firm, owner):
    invite(owner)
    firm.is_active = False
    firm.save()
    assert Browser().get(f"/accounts/invitation/{secret()}/").status_code == 404


def test_inviting_again_ends_the_first_link(firm, owner):
    invite(owner)
    old = secret()
    pk = member(ANA).pk
    assert "works no more" in text(owner.get(f"{PEOPLE}{pk}/again/"))
    assert secret() == old
    owner.post(f"{PEOPLE}{pk}/again/")
    assert [Browser().get(f"/accounts/invitation/{each}/").status_code for each in (old, secret())] == [
        404,
        200,
    ]
    first, second = letters(firm)
    assert isinstance(composed(first), NotWanted)
    assert composed(second).values["link"].rstrip("/").endswith(secret())


def test_who_has_accepted_is_not_invited_again(firm, owner):
    invite(owner)
    waiting = invitation()
    Browser().post(f"/accounts/invitation/{secret()}/", chosen())
    assert owner.get(f"{PEOPLE}{member(ANA).pk}/again/").status_code == 404
    with firm_scope(firm), pytest.raises(RefusedError):
        invite_again(invitation=waiting)


def test_a_withdrawn_invitation_is_gone(firm, owner):
    invite(owner)
    old = secret()
    owner.post(f"{PEOPLE}{member(ANA).pk}/remove/")
    assert Browser().get(f"/accounts/invitation/{old}/").status_code == 404
    assert isinstance(composed(letters(firm)[0]), NotWanted)
    assert invite(owner).status_code == 302
    assert Browser().get(f"/accounts/invitation/{secret()}/").status_code == 200


# ---- Roles and leaving --------------------------------------------------------------------------------


def test_another_role_counts_at_the_next_request(firm, owner):
    ana = Browser()
    ana.force_login(User.objects.get(email="consultant@ours.example"))
    assert ana.get(PEOPLE).status_code == 404
    owner.post(f"{PEOPLE}{member('consultant@ours.example').pk}/", {"role": "owner"})
    assert ana.get(PEOPLE).status_code == 200
    owner.post(f"{PEOPLE}{member('consultant@ours.example').pk}/", {"role": "analyst"})
    assert [ana.get(page).status_code for page in (PEOPLE, "/clients/")] == [404, 404]


def test_the_last_owner_stays_one(firm, owner):
    place = f"{PEOPLE}{member('owner@ours.example').pk}/"
    changed = owner.post(place, {"role": "consultant", "scope": "all"})
    removed = owner.post(f"{place}remove/")
    assert [changed.status_code, removed.status_code] == [409, 409]
    assert "A firm needs an owner" in text(removed)
    assert member("owner@ours.example").role == "owner"


def test_an_owner_who_has_not_accepted_is_no_second_one(firm, owner):
    invite(owner, role="owner")
    assert owner.post(f"{PEOPLE}{member('owner@ours.example').pk}/remove/").status_code == 409


def test_with_a_second_owner_the_first_may_go(firm, owner):
    member("consultant@ours.example")
    Membership.objects.filter(user__email="consultant@ours.example").update(role="owner")
    answer = owner.post(f"{PEOPLE}{member('owner@ours.example').pk}/remove/")
    assert answer.headers["Location"] == "/accounts/login/"
    assert owner.get("/clients/").headers["Location"].startswith("/accounts/login/")


def test_leaving_asks_first(firm, owner):
    page = text(owner.get(f"{PEOPLE}{member('consultant@ours.example').pk}/remove/"))
    assert "Remove Consultant of Ours from the firm?" in page
    assert member("consultant@ours.example")


def test_who_left_comes_back_by_a_new_invitation_only(firm, owner):
    user = User.objects.get(email="consultant@ours.example")
    remove(membership=user.membership)
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert not Authenticator.objects.filter(user=user).exists()
    invite(owner, email=user.email)
    Browser().post(f"/accounts/invitation/{secret(user.email)}/", chosen())
    assert User.objects.get(email=user.email).pk == user.pk


def test_each_act_is_in_the_trail_without_an_address(firm, owner):
    invite(owner)
    Browser().post(f"/accounts/invitation/{secret()}/", chosen())
    pk = member(ANA).pk
    owner.post(f"{PEOPLE}{pk}/", {"role": "owner"})
    owner.post(f"{PEOPLE}{pk}/remove/")
    with firm_scope(firm):
        events = AuditEvent.objects.order_by("sequence")
        acts = [event.action for event in events if event.action.startswith(("colleague.", "role."))]
        assert acts == ["colleague.invited", "colleague.joined", "role.changed", "colleague.left"]
        assert ANA not in str(list(events.values()))
        assert events.get(action="role.changed").actor_ref == str(member("owner@ours.example").user_id)


@pytest.mark.parametrize("size", [3, 30])
def test_the_list_asks_as_much_for_many_as_for_few(firm, owner, size, django_assert_num_queries):
    with firm_scope(firm):
        for number in range(size):
            invite_colleague(
                firm=firm, email=f"p{number}@new.example", role="consultant",
                all_clients=False, clients=firm.clients.all(),
            )  # fmt: skip
    with django_assert_num_queries(4):
        owner.get(PEOPLE)


def test_the_list_pages_at_fifty(firm, owner):
    for number in range(51):
        user = make_person(f"p{number:02}@many.example", factor=False)
        Membership.objects.create(user=user, firm=firm, role="analyst")
    assert (
        text(owner.get(PEOPLE)).count("@many.example")
        + text(owner.get(f"{PEOPLE}?page=2")).count("@many.example")
        >= 51
    )
    assert "page=2" in text(owner.get(PEOPLE))
