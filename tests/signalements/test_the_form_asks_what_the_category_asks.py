"""Questions under the chosen category: their answers are kept, an error is said at its place, a stop sends nothing."""

import pytest
from django.test import Client

from signalements.models import Categorie, Question, Signalement
from tests.signalements.samples import filled, load_content

pytestmark = pytest.mark.django_db
REPORT = "/signaler/"
CODE = "bruit"


@pytest.fixture(autouse=True)
def content() -> None:
    """One category asks three things."""
    load_content()
    categorie = Categorie.objects.get(code=CODE)
    categorie.questions.all().delete()
    options = [{"code": "non", "label": "Non"}, {"code": "oui", "label": "Oui", "stop": "Appelez le 18."}]
    ask = Question.objects.create
    ask(categorie=categorie, code="danger", text="Un danger ?", options=options, required=True, order=1)
    when = {"question": "danger", "answers": ["non"]}
    hours = [{"code": "jour", "label": "Le jour"}, {"code": "nuit", "label": "La nuit"}]
    ask(categorie=categorie, code="heure", text="Quand ?", kind="several", options=hours, condition=when, order=2)
    ask(categorie=categorie, code="mots", text="Autre chose ?", kind="text", order=3)


def answered(**answers: object) -> dict[str, object]:
    """A good form with answers by the codes of the questions."""
    return filled(categorie=CODE) | {f"q-{CODE}-{code}": value for code, value in answers.items()}


def test_answers_are_kept_with_the_report(client: Client) -> None:
    assert client.post(REPORT, answered(danger="non", heure=["nuit"], mots="Un \x07bar")).status_code == 302
    stored = Signalement.objects.get()
    assert stored.answers == {"danger": "non", "heure": ["nuit"], "mots": "Un bar"}
    page = client.get(stored.get_absolute_url()).content.decode()
    assert "La nuit" in page and "Un bar" not in page


def test_a_missing_answer_is_said_at_its_question_and_in_the_summary(client: Client) -> None:
    answer = client.post(REPORT, answered(heure=["nuit"], mots="Un bar"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Il nous manque cette réponse.") == 2
    assert f'href="#id_q-{CODE}-danger_0"' in page
    assert 'value="Un bar"' in page


def test_a_stopping_answer_says_whom_to_call_and_keeps_everything(client: Client) -> None:
    form = answered(danger="oui") | {"email": "alice@exemple.fr"}
    answer = client.post(REPORT, form)
    page = answer.content.decode()
    alert = page.split('role="alert"')[1].split("</div>")[0]
    assert answer.status_code == 422
    assert "Appelez le 18." in alert and "Un danger ?" in alert
    assert "alice@exemple.fr" in page and form["text"] in page
    assert not Signalement.objects.exists()


def test_answers_to_another_category_count_for_nothing(client: Client) -> None:
    client.post(REPORT, answered(danger="oui") | {"categorie": "autre"})
    assert "danger" not in Signalement.objects.get().answers


@pytest.mark.parametrize("wrong", ["peut-etre", "\x00", "x" * 5000])
def test_an_answer_that_is_not_offered_is_refused(client: Client, wrong: str) -> None:
    assert client.post(REPORT, answered(danger=wrong)).status_code == 422
    assert not Signalement.objects.exists()


def test_the_preview_shows_the_answers(client: Client) -> None:
    page = client.post(REPORT, answered(danger="non", heure=["jour"]) | {"etape": "apercu"}).content.decode()
    seen = page.split('class="preview"')[1].split("</article>")[0]
    assert "Le jour" in seen


def test_questions_stand_right_under_their_card(client: Client) -> None:
    page = client.get(REPORT).content.decode()
    card = page.index(f'value="{CODE}"')
    assert card < page.index(f'data-name="q-{CODE}-danger"') < page.index('class="category"', card)
    assert f'data-when="q-{CODE}-danger" data-answers="non"' in page
