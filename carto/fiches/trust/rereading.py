"""Words that could tell who somebody is are shown once before they leave; the person decides, and they then wait."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Rule
from carto.fiches.trust.holding import Hold
from carto.fiches.trust.personal import marked
from carto.fiches.trust.wording import SORTS, Telling, listed


class RereadForm(forms.Form):
    """A form whose words are published; its page includes `fiches/trust/_personal.html`."""

    sure = forms.BooleanField(label=_("J’ai relu : envoyer ces mots tels quels"), required=False)

    read_by_all: tuple[str, ...] = ("text",)  # fields, when the form has them, whose words are published
    kept_aside = False  # ticked, such words go to the service alone and never appear

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.personal: list[Telling] = []

    def clean(self) -> dict[str, Any]:
        """Refuse such words until they are corrected, or meant: `sure`."""
        data = super().clean()
        for name in self.read_by_all:
            self._reread(name, data.get(name) or "", sure=bool(data.get("sure")))
        return data

    def is_new(self, name: str, words: str) -> bool:
        """Whether these words have not been read before."""
        return bool(words)

    def _reread(self, name: str, words: str, *, sure: bool) -> None:
        told = marked(words) if self.is_new(name, words) else []
        sorts = [sort for sort in SORTS if sort in {found for _piece, found in told}]
        if not sorts:
            return
        self.personal.append(Telling(str(self.fields[name].label), told, sorts))
        if not sure:
            said = {"what": listed(sorts)}
            self.add_error(name, gettext("relisez, vos mots semblent contenir %(what)s.") % said)

    def holds(self) -> list[Hold]:
        """Why what the form says has to wait, once it is sent all the same."""
        found = {sort for telling in self.personal for sort in telling.sorts}
        return [Hold(Rule.PERSONAL, listed(sort for sort in SORTS if sort in found))] if found else []


class RereadPicturesForm(RereadForm):
    """Besides, `photos`: a browser does not send again what a refused form came with."""

    def clean(self) -> dict[str, Any]:
        """Say so, rather than lose them in silence."""
        data = super().clean()
        if self.errors and data.get("photos"):
            self.add_error("photos", gettext("choisissez-les de nouveau avant d’envoyer, votre navigateur les oublie."))
        return data
