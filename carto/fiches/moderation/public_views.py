"""What everybody sees of the moderation, and what an author may answer: the rules, the public bin, the reply."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from carto.fiches.actions import fiche_of_secret
from carto.fiches.layers import layer_of, layers
from carto.fiches.models import Acte, Photo, Rule
from carto.fiches.moderation import actions, pictures
from carto.fiches.moderation.forms import DescribeForm, ReplyForm
from carto.fiches.moderation.jury.actions import why_none
from carto.fiches.moderation.register.telling import words_left
from carto.fiches.moderation.wording import RULES

PER_PAGE = 30
UNPROCESSABLE = 422


def our_rules(request: HttpRequest) -> HttpResponse:
    """`/regles/`: the rules, when somebody looks, what is done when a rule is not kept, and how to answer."""
    before = [process for layer in layers() if layer.read_before for process in import_string(layer.read_before)()]
    context = {"rules": RULES, "days": settings.CARTO_ORIGINALS_DAYS, "before": before}
    return render(request, "fiches/moderation/rules.html", context)


@never_cache
def public_bin(request: HttpRequest) -> HttpResponse:
    """`/corbeille/`: what was set aside, by which rule and why, the latest first; `?regle=` one rule alone."""
    asked = request.GET.get("regle", "")
    only = Rule(asked) if asked in Rule.values else None
    standing = Acte.objects.standing()
    by_rule = standing.by_rule()
    counts = [(rule, by_rule.get(rule.value, 0)) for rule in Rule]
    page = Paginator((standing.filter(rule=only) if only else standing).for_bin(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "counts": counts, "total": sum(by_rule.values()), "undone": Acte.objects.told().count() - sum(by_rule.values()),
        "only": only, "page": page, "query": f"regle={only.value}" if only else "",
        "lines": [(acte, layer_of(acte.fiche.kind), words_left(acte)) for acte in page],
    }  # fmt: skip
    response = render(request, "fiches/moderation/bin.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
def reply_by_link(request: HttpRequest, secret: str, pk: int) -> HttpResponse:
    """The author without an account answers, from the secret link of the fiche."""
    fiche = fiche_of_secret(secret)
    if fiche is None:
        raise Http404
    acte = get_object_or_404(Acte.objects.told().filter(fiche=fiche, commentaire=None).for_bin(), pk=pk)
    response = _reply(request, acte, jury=reverse("fiches:moderation:jury:call_by_link", args=[secret, pk]))
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "strict-origin"  # the secret goes nowhere
    return response


@never_cache
@login_required
def reply_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """The author with an account answers about their own fiche or comment; a stranger finds nothing here."""
    acte = get_object_or_404(Acte.objects.told().about(request.user).for_bin(), pk=pk)
    return _reply(request, acte, jury=reverse("fiches:moderation:jury:call", args=[pk]))


def _reply(request: HttpRequest, acte: Acte, *, jury: str) -> HttpResponse:
    """`jury`: the address by which this author calls one, once the answer was read and the decision upheld."""
    form, status = ReplyForm(request.POST or None), 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.reply(acte, form.cleaned_data["text"])
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("C’est reçu. Une personne de la modération lira votre réponse."))
                return redirect(request.path)
    context = {
        "acte": acte, "fiche": acte.fiche, "layer": layer_of(acte.fiche.kind), "form": form,
        "jury": "" if why_none(acte) else jury,
    }  # fmt: skip
    return render(request, "fiches/moderation/reply.html", context, status=status)


@never_cache
@require_POST
def describe(request: HttpRequest, secret: str, pk: int) -> HttpResponse:
    """The sender says what a photo shows, as long as nobody has looked at it."""
    fiche = fiche_of_secret(secret)
    if fiche is None:
        raise Http404
    photo: Any = get_object_or_404(Photo, fiche=fiche, pk=pk)
    form = DescribeForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Cette description est trop longue (200 lettres au plus)."))
        pictures.describe(photo, form.cleaned_data["description"])
        messages.success(request, _("C’est noté."))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect("fiches:follow", secret)
