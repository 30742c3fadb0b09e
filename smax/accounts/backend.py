"""Who is signed in: allauth's way in, and one read of the person with their membership afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend

from smax.accounts.members import person_by_key

if TYPE_CHECKING:
    from smax.accounts.models import User


class MemberBackend(AuthenticationBackend):
    """Finds the signed-in person of each request."""

    def get_user(self, user_id: int) -> User | None:
        """The person with their membership, firm and whether they have a second factor; None if shut out."""
        user = person_by_key(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
