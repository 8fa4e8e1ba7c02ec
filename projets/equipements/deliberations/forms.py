"""The document of a deliberation, as somebody sends it."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from projets.equipements.deliberations.reading import HEAVIEST, WORDS, Unreadable, count_pages


class DocumentForm(forms.Form):
    """One PDF, opened before it is kept: what cannot be read says why at once."""

    document = forms.FileField(
        label=_("Le document, en PDF"),
        help_text=_("20 Mo et 400 pages au plus. Son texte sera lu, cherchable et citable par paragraphe."),
        widget=forms.ClearableFileInput({"accept": "application/pdf,.pdf"}),
        error_messages={"required": _("Choisissez un PDF."), "empty": WORDS["empty"]},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = 0
        self.kept: Any = None

    def clean_document(self) -> UploadedFile:
        """The upload; `path` is then a file of its own, until `forget`."""
        upload = self.cleaned_data["document"]
        if upload.size > HEAVIEST:
            raise Unreadable("weight")
        self.kept = NamedTemporaryFile(suffix=".pdf")  # noqa: SIM115 (it lives as long as the form)
        for piece in upload.chunks():
            self.kept.write(piece)
        self.kept.flush()
        self.pages = count_pages(self.path)
        return upload

    @property
    def path(self) -> Path:
        """Where the document is while the form lives."""
        return Path(self.kept.name)

    def forget(self) -> None:
        """Drop the file of its own."""
        if self.kept is not None:
            self.kept.close()
