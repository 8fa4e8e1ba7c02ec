"""From a figure to its published row, and from the row to whoever answers for it: the way that a resident goes."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from projets.equipements.models import Demande
from tests.projets.questions.samples import ask, make_ligne, make_marche, make_pool_cost

pytestmark = pytest.mark.django_db
ASK = re.compile(r'href="/argent/questions/poser/\?([^"]+)"')


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_row_of_a_cost_asks_about_that_cost_and_leads_to_what_was_asked(client: Client) -> None:
    cout, ligne = make_pool_cost(), make_ligne()
    cout.ligne = ligne
    cout.save(update_fields=["ligne"])
    row = reverse("equipements:imports:ligne", args=[ligne.pk])
    assert f'href="{row}"' in read(client, cout.equipement.get_absolute_url())
    assert ASK.findall(read(client, row)) == [f"cout={cout.pk}"]
    ask(client, f"cout={cout.pk}")
    assert f'href="/argent/questions/?cout={cout.pk}"' in read(client, row)


@pytest.mark.parametrize("page", ["row", "contract"])
def test_a_row_that_is_no_cost_yet_is_asked_about_and_keeps_its_answer(client: Client, page: str) -> None:
    ligne = make_ligne()
    marche = make_marche(ligne)
    name = {"row": ("imports:ligne", ligne.pk), "contract": ("figures:contract", marche.pk)}[page]
    address = reverse(f"equipements:{name[0]}", args=[name[1]])
    assert ASK.findall(read(client, address)) == [f"ligne={ligne.pk}"]
    ask(client, f"ligne={ligne.pk}")
    Demande.objects.update(answer="Les deux bassins sont refaits.")
    told = read(client, address)
    assert "Pourquoi si cher" in told
    assert "Les deux bassins sont refaits." in told
