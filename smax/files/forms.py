"""A form field for a file of a purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from smax.files.kinds import KINDS
from smax.files.purposes import PURPOSES, checked_kind

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class CheckedFileField(forms.FileField):
    """Takes a file that the purpose takes, told by its content."""

    def __init__(self, *, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        endings = ",".join(f".{KINDS[kind].ending}" for kind in PURPOSES[purpose].kinds)
        super().__init__(widget=forms.FileInput(attrs={"accept": endings}), **kwargs)

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        """Check size and content."""
        upload = super().to_python(data)
        if upload is not None:
            checked_kind(upload.file, size=upload.size, name=upload.name, purpose=self.purpose)
        return upload
