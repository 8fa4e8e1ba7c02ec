"""One's own account: the name shown, what one signed, and how to leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from carto.comptes.forms import NameForm

PER_PAGE = 20


def login(request: HttpRequest) -> HttpResponse:
    """`account_login` everywhere in Django means this: ask for a code, then come back to `next`."""
    address = reverse("account_request_login_code")
    following = request.GET.get("next", "")
    return redirect(f"{address}?{urlencode({'next': following})}" if following else address)


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The account's page; only signed fiches are listed: an anonymous one belongs to nobody's account."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est noté."))
        return redirect("comptes:home")
    signed = Paginator(request.user.fiches.for_cards().with_news(), PER_PAGE).get_page(request.GET.get("page"))
    roles = list(request.user.roles.select_related("service", "territoire"))
    status = 422 if form.errors else 200
    return render(request, "comptes/home.html", {"form": form, "fiches": signed, "own_roles": roles}, status=status)
