"""Published questionnaires."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.catalogue import Catalogue

# By digest, so an entry can never be stale.
_catalogues: dict[str, Catalogue] = {}
# By primary key: published versions only, which the database keeps as they are.
_published: dict[int, InstrumentVersion] = {}


class InstrumentVersion(models.Model):
    """One version of a questionnaire. Once published it never changes: the database refuses."""

    instrument = models.SlugField(_("instrument"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    definition = models.JSONField(_("definition"))
    digest = models.CharField(_("SHA-256 of the definition"), max_length=64)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("instrument version")
        verbose_name_plural = _("instrument versions")
        constraints = [models.UniqueConstraint(fields=["instrument", "version"], name="one_row_per_version")]

    def __str__(self) -> str:
        return f"{self.instrument} {self.version}"

    @property
    def catalogue(self) -> Catalogue:
        """The checked questionnaire, read once a process: queries defer `definition`, which is large."""
        if self.digest not in _catalogues:
            _catalogues[self.digest] = Catalogue.from_dict(self.definition)
        return _catalogues[self.digest]

    @classmethod
    def known(cls, key: int) -> InstrumentVersion:
        """The version with this primary key; a published one is read once a process."""
        version = _published.get(key)
        if version is None:
            version = cls.objects.defer("definition").get(pk=key)
            if version.published_at is not None:
                _published[key] = version
        return version
