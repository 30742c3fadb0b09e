"""Handing out a kept file: no cookie in, none out, and nothing that a browser would run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_safe
from rules import perm_exists

from smax.accounts.audit import acting, record
from smax.accounts.models import Membership
from smax.accounts.tenancy import firm_scope
from smax.files.models import StoredFile
from smax.files.services import LINK_MINUTES, SALT

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@login_not_required
@require_safe
def download(request: HttpRequest, token: str) -> HttpResponse:
    """The bytes of one file, for whoever holds a fresh address made for somebody who still may read it."""
    membership, public_id = _reader(token)
    with firm_scope(membership.firm_id):
        stored = StoredFile.objects.filter(public_id=public_id).first()
        if stored is None or (stored.expires_at and stored.expires_at <= timezone.now()):
            raise Http404
        # The app that keeps files for a purpose may say who reads each of them.
        permission = f"files.read_{stored.purpose}"
        if perm_exists(permission) and not membership.user.has_perm(permission, stored):
            raise Http404
        answer = _answer(stored)
        if request.method == "GET":
            with acting(membership.user):
                record("file.fetched", on=stored, purpose=stored.purpose)
        return answer


def _reader(token: str) -> tuple[Membership, str]:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        public_id, user_id = signer.unsign_object(token, max_age=60 * LINK_MINUTES)
    except signing.BadSignature:
        raise Http404 from None
    members = Membership.objects.filter(user_id=user_id, user__is_active=True, firm__is_active=True)
    membership = members.select_related("user").first()
    if membership is None:
        raise Http404
    return membership, public_id


def _answer(stored: StoredFile) -> FileResponse:
    try:
        content = stored.path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = stored.type
    answer = FileResponse(
        content, as_attachment=not kind.inline, filename=stored.name, content_type=kind.content_type
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
