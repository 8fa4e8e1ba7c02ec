"""The ballot: filled, read over, then given for good. Nothing here needs JavaScript."""

from dataclasses import dataclass
from typing import Any, Final

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.carte.ordering import keep_seed, visit_seed
from projets.opportunites.choosing.balloting import LONGEST_REASON, Line, lines, said_in
from projets.opportunites.choosing.casting import BY_HAND, Said, Who, cast, examine
from projets.opportunites.choosing.forms import WhoForm
from projets.opportunites.choosing.masses import age_label, area_names
from projets.opportunites.choosing.rights import carrying
from projets.opportunites.choosing.roll import has_spoken
from projets.opportunites.choosing.telling import rules_told
from projets.opportunites.choosing.views import found
from projets.opportunites.models import Consultation, Moment
from projets.votes.polls.poll import Proof

UNPROCESSABLE, CONFLICT = 422, 409
LATE: Final = ("closed", "voted")
KEPT: Final = ("secteur", "age", "preuve", "code", "nom", "naissance")


@dataclass
class Sheet:
    """One ballot being filled: on the web, or by a facilitator with somebody on the phone."""

    request: HttpRequest
    consultation: Consultation
    phone: bool = False

    def __post_init__(self) -> None:
        sent = self.request.POST if self.request.method == "POST" else None
        person = self.request.user if self.request.user.is_authenticated else None
        told = {"verified": is_verified(self.request), "phone": self.phone}
        self.seed = visit_seed(self.request)
        self.lines: list[Line] = lines(self.consultation, self.seed, sent)
        self.form = WhoForm(self.consultation, person, sent, **told)

    @property
    def open(self) -> bool:
        """Whether it may be given now, by the clock."""
        return self.consultation.moment in (BY_HAND if self.phone else (Moment.OPEN,))

    def read(self) -> tuple[Said, Who] | None:
        """What it says and by whom, or None with the errors in the form."""
        valid = self.form.is_valid()
        said = said_in(self.lines, self.form.cleaned_data.get("area", ""), self.form.cleaned_data.get("age", ""))
        try:
            examine(self.consultation, said)
        except ValidationError as error:
            if error.code != "area":  # the form has said it, beside its field
                self.form.add_error(None, error)
                valid = False
        return (said, self.form.cleaned_data["who"]) if valid else None

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        """The ballot in one of its three states."""
        consultation = self.consultation
        context = {
            "consultation": consultation, "lines": self.lines, "form": self.form, "phone": self.phone,
            "open": self.open, "longest": LONGEST_REASON, "signs_in": self.form.person is None and not self.phone and
            bool({Proof.ACCOUNT, Proof.OIDC} & set(consultation.proofs)), **more,
        }  # fmt: skip
        where = f"opportunites/choosing/{template}.html"
        response = render(self.request, where, context | rules_told(consultation), status=status)
        return keep_seed(response, self.request, self.seed)


def is_verified(request: HttpRequest) -> bool:
    """Whether this visit was opened by an identity provider (OpenID Connect)."""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return request.user.is_authenticated and any(each.get("method") == "socialaccount" for each in methods)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """`voter/`: the ballot, its reading over, and the voice itself; each person once by each proof."""
    consultation = found(request, slug)
    sheet = Sheet(request, consultation)
    if request.method != "POST" and not sheet.open:
        messages.info(request, _("On ne choisit pas en ce moment."))
        return redirect(consultation.get_absolute_url())
    return _turn(sheet)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, slug: str) -> HttpResponse:
    """`animer/…/telephone/`: the same ballot, filled with somebody on the phone or in front of one."""
    consultation = found(request, slug)
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    if carrying(request.user, consultation) is None:
        raise PermissionDenied
    sheet = Sheet(request, consultation, phone=True)
    if request.method != "POST" and not sheet.open:
        messages.info(request, _("On ne choisit pas en ce moment."))
        return redirect("opportunites:consultation_edit", slug=slug)
    return _turn(sheet)


def _turn(sheet: Sheet) -> HttpResponse:
    request = sheet.request
    if request.method != "POST":
        return sheet.show("vote", spoken=_spoken(sheet))
    if not sheet.open:
        return sheet.show("vote", CONFLICT, late=True)
    if "changer" in request.POST:
        sheet.form = WhoForm(
            sheet.consultation, sheet.form.person, initial=request.POST.dict(), verified=sheet.form.verified,
            phone=sheet.phone,
        )  # fmt: skip
        return sheet.show("vote")
    read = sheet.read()
    if read is None:
        return sheet.show("vote", UNPROCESSABLE)
    said, who = read
    if "confirmer" not in request.POST:
        return sheet.show("review", **_over(sheet, said, who))
    try:
        cast(sheet.consultation, said, who)
    except ValidationError as error:
        sheet.form.add_error(None, error)
        late = error.code in LATE
        return sheet.show("vote", CONFLICT if late else UNPROCESSABLE, late=error.code == "closed")
    return redirect(
        f"opportunites:consultation_{'phone_thanks' if sheet.phone else 'thanks'}", slug=sheet.consultation.slug
    )


def _over(sheet: Sheet, said: Said, who: Who) -> dict[str, Any]:
    """What is read over: the first of a ranking first, where one lives, by which proof; and what the form sends on."""
    chosen = [line for line in sheet.lines if line.value is not None]
    if sheet.consultation.method == "ranking":
        chosen.sort(key=lambda line: line.value or 0)
    return {
        "chosen": chosen,
        "area": area_names(sheet.consultation).get(said.area, ""),
        "age_said": age_label(said.age) if said.age else "",
        "proof": who.proof.label,
        "kept": [(name, sheet.request.POST[name]) for name in KEPT if sheet.request.POST.get(name)],
    }


def _spoken(sheet: Sheet) -> bool:
    """Whether this account has spoken already: better said before one fills a ballot."""
    person = sheet.form.person
    if person is None or sheet.phone:
        return False
    who = Who.of_person(person, verified=sheet.form.verified)
    return has_spoken(sheet.consultation, who.proof, who.known)


@never_cache
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """`voter/merci/`: it is done; what was said is told nowhere, not even here."""
    return render(request, "opportunites/choosing/thanks.html", {"consultation": found(request, slug)})


@never_cache
@require_safe
def phone_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Back to an empty ballot, for the next person."""
    messages.success(request, _("Cette voix est comptée. Rien ne dit de qui elle est."), "good")
    return redirect("opportunites:consultation_phone", slug=slug)
