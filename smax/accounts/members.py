"""As what somebody works here, read anew whenever it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from smax.accounts.factors import factors_of
from smax.accounts.models import Membership, User
from smax.prepared import Argument, PreparedRead

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


def membership_of(user: User | AnonymousUser) -> Membership | None:
    """The membership that counts now: of somebody who may sign in, is no administrator, in an active firm.

    It says whether they have a second factor, as `has_factor`.
    """
    if not user.is_authenticated or user.is_administrator:
        return None
    return _MEMBERSHIP.get(user=user.pk)


def person_by_key(user_id: int) -> User | None:
    """Somebody with what they work here as: what `membership_read_with` then takes without asking again."""
    return _PERSON.get(user=user_id)


def membership_read_with(user: User | AnonymousUser) -> Membership | None:
    """What `membership_of` gives, without asking again of somebody whom `person_by_key` has just found."""
    if not user.is_authenticated or not hasattr(user, "has_factor"):
        return membership_of(user)
    membership: Membership | None = user._state.fields_cache.get("membership")
    if membership is None or user.is_administrator or not (user.is_active and membership.firm.is_active):
        return None
    membership.has_factor = user.has_factor
    return membership


def with_factors(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Let each say whether the person has a second factor, as `has_factor`."""
    return members.annotate(has_factor=Exists(factors_of(OuterRef("user"))))


# Every page of the desk begins with it.
_PERSON = PreparedRead(
    lambda: (
        User.objects.filter(pk=Argument("user", User.id.field))
        .select_related("membership__firm")
        .annotate(has_factor=Exists(factors_of(OuterRef("pk"))))
    ),
    stored="accounts_person_1",
)
_MEMBERSHIP = PreparedRead(
    lambda: with_factors(Membership.objects.select_related("firm")).filter(
        user=Argument("user", User.id.field), user__is_active=True, firm__is_active=True
    )
)
