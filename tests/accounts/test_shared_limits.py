"""The limits of signing in, on the real server with its two workers."""

from __future__ import annotations

import pytest

from tests.security.http import Visitor

pytestmark = pytest.mark.slow

FIELDS = {"login": "limited@nobody.example", "password": "wrong-password-here"}


def test_two_workers_count_together(server):
    answers = [Visitor(server.base_url).post("/accounts/login/", FIELDS).body for _attempt in range(6)]
    assert ["are not correct" in answer for answer in answers[:5]] == [True] * 5
    assert "Too many failed login attempts" in answers[5]
