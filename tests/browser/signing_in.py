"""Opening a browser as somebody, without their mail."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page

from carto.comptes.models import User


def sign_in(page: Page, person: User) -> None:
    """Give the page's browser that person's session."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    page.goto("/regles/")
    site = page.url.removesuffix("regles/")  # the whole of it: a cookie of one page is sent to that page alone
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": site}])
