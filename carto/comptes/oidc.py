"""The accounts of the city's own people, known to its identity provider (OpenID Connect).

An account here is found by the address that the provider has verified, and by nothing else. Roles come from the
provider's groups only where a file says which group has which role (comptes/granting.py).
"""

import logging
from typing import Any, Final

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from carto.comptes.granting import follow_groups
from carto.comptes.models import User

SIGNATURES: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")

logger = logging.getLogger(__name__)


class CityAccounts(DefaultSocialAccountAdapter):
    """Who may come in from there, and what is kept of them."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Without an address that the provider has verified nobody comes in; roles follow the groups."""
        if not sociallogin.is_existing and not any(email.verified for email in sociallogin.email_addresses):
            raise ImmediateHttpResponse(render(request, "socialaccount/unverified.html", status=403))
        if sociallogin.is_existing:
            _take_as_verified(sociallogin)
            follow_groups(sociallogin.user, sociallogin.claims)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """The address alone: the name that others see is the person's to choose."""
        sociallogin.user.email = (data.get("email") or "").lower()
        return sociallogin.user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> User:
        """A new account, with the roles that its groups have here."""
        person = super().save_user(request, sociallogin, form)
        follow_groups(person, sociallogin.claims)
        return person


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):
    """Checks the token's signature although it came over TLS, and keeps of what was told who it is, no more."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """The sign-in, with all that was claimed in `claims`; OAuth2Error when the two answers are of two people."""
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        identity, about = told.get("id_token", {}), told.get("userinfo", {})
        if not identity or about.get("sub", identity["sub"]) != identity["sub"]:
            raise OAuth2Error("The identity token is missing, or of somebody else.")
        login.claims = identity | about
        login.account.extra_data = {"userinfo": {"sub": identity["sub"]}}
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """What the token says, once its signature, issuer, audience and date hold; OAuth2Error otherwise."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            key = jwt.PyJWKSet.from_dict(answer.json())[jwt.get_unverified_header(id_token)["kid"]]
            return jwt.decode(
                id_token,
                key=key.key,
                algorithms=SIGNATURES,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                options={"require": ["exp", "iat", "sub"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            logger.warning("OIDC: the identity token was refused: %s", error)
            raise OAuth2Error("Invalid identity token") from error


def _take_as_verified(sociallogin: SocialLogin) -> None:
    """The provider has verified the address of an account that was made by hand: no code is sent there once more."""
    person = sociallogin.user
    if any(each.verified and each.email.lower() == person.email for each in sociallogin.email_addresses):
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends people back; 404 for a provider that is not ours."""
    try:
        return OAuth2CallbackView.adapter_view(VerifyingAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
