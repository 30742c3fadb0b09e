"""The one place that knows where the task decorator lives: Django 6 brings its own."""

from __future__ import annotations

try:
    from django.tasks import task
except ImportError:
    from django_tasks import task

__all__ = ["task"]
