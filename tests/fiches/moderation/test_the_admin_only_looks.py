"""Django's admin shows what the moderation did and writes nothing; words taken out are not shown there."""

import pytest
from django.test import Client

from carto.comptes.models import User
from carto.fiches.models import Commentaire, Lien, LienKind, Retenue, Rule
from carto.fiches.moderation import actions
from tests.factories import make_fiche
from tests.fiches.moderation.samples import emma, make_photo

pytestmark = pytest.mark.django_db


def test_acts_holds_comments_and_links_are_read_and_not_written(client: Client) -> None:
    fiche = make_fiche(text="Le 06 12 34 56 78")
    make_photo(fiche)
    [acte] = actions.edit(fiche, {"text": "Le"}, by=emma(), rule=Rule.PERSONAL, reason="Un numéro.")
    rows = [
        acte,
        Retenue.objects.create(fiche=fiche, rule=Rule.FLOOD),
        Commentaire.objects.create(fiche=fiche, text="Oui"),
        Lien.objects.create(source=fiche, target=make_fiche(), kind=LienKind.DUPLICATES, role="moderator"),
    ]
    client.force_login(User.objects.create_superuser("admin@exemple.fr"))
    for row in rows:
        address = f"/admin/fiches/{row._meta.model_name}/"
        assert client.get(address).status_code == 200
        page = client.get(f"{address}{row.pk}/change/")
        assert page.status_code == 200 and "06 12" not in page.content.decode()
        assert client.get(f"{address}add/").status_code == 403
    assert client.get(f"/admin/fiches/fiche/{fiche.pk}/change/").status_code == 200
