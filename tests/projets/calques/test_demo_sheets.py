"""The demonstration's sheets: the same each time, around real places, and taken away whole."""

from io import StringIO

import pytest
from django.core.management import call_command

from projets.idees.calques.querysets import agreements
from projets.idees.models import Calque, Trait
from tests.projets.samples import load_palette

pytestmark = pytest.mark.django_db


def test_they_are_loaded_once_agree_somewhere_and_leave_nothing() -> None:
    load_palette()
    for _ in range(2):
        call_command("load_demo_calques", stdout=StringIO())
    assert Calque.objects.filter(demonstration=True).count() == 3
    assert Trait.objects.count() == 26
    assert agreements(Calque.objects.values_list("pk", flat=True), 2)[1] > 0
    call_command("load_demo_calques", remove=True, stdout=StringIO())
    assert not Calque.objects.exists()
    assert not Trait.objects.exists()
