"""One's own account: the name shown, the second key, what one signed, and how to leave."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
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
from carto.policy import allow

PER_PAGE = 20


def login(request: HttpRequest) -> HttpResponse:
    """`account_login` everywhere in Django means this: ask for a code, then come back to `next`."""
    address = reverse("account_request_login_code")
    following = request.GET.get("next", "")
    return redirect(f"{address}?{urlencode({'next': following})}" if following else address)


class AddDevice(ActivateTOTPView):
    """Adding a device is a proof of it: the code is not asked again on the next page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With leave to show the QR code, which is drawn in its own address."""
        allow(self.request, "img-src", "data:")
        return super().get_context_data(**kwargs)

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """Add it, and note the proof in the session."""
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        return response


add_device = never_cache(login_required(AddDevice.as_view()))


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
    roles = list(request.user.roles.in_force().select_related("service", "territoire"))
    status = 422 if form.errors else 200
    return render(request, "comptes/home.html", {"form": form, "fiches": signed, "own_roles": roles}, status=status)
