"""Accounts, services, crews and roles in Django's admin: its history is the trace of who gave what to whom."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.actions import forget_second_factor
from carto.comptes.models import Crew, Role, Service, User

admin.site.site_header = _("Carte commune : administration")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Ce que l’on peut régler")
admin.site.unregister(Group)
_by_password, _by_code = admin.site.login, secure_admin_login(admin.site.login)


def enter(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Where a second proof is asked for, the password page would be a way around it: one signs in as everywhere."""
    asked = _by_code if settings.CARTO_SECOND_FACTOR == "staff" else _by_password
    return asked(request, extra_context)


admin.site.login = enter


class RoleForm(forms.ModelForm):
    """A role that holds together."""

    def clean(self) -> dict[str, Any]:
        """A crew goes out for its own service."""
        data = super().clean()
        crew, service = data.get("crew"), data.get("service")
        if crew and crew.service != service:
            said = gettext("L’équipe « %(crew)s » est du service « %(service)s ».")
            raise ValidationError(said % {"crew": crew, "service": crew.service}, code="crew")
        return data


class RoleInline(admin.TabularInline):
    """What the person may do, on the person's page."""

    model = Role
    form = RoleForm
    extra = 0
    fields = ("name", "service", "territoire", "crew", "contacts", "since", "until", "appointed_by", "themes")
    raw_id_fields = ("territoire",)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Names and roles; only a superuser makes others staff."""

    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "roles__name")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "is_superuser", "date_joined", "last_login")
    readonly_fields = ("date_joined", "last_login")
    inlines = (RoleInline,)
    actions = ("reset_second_factor",)

    @admin.action(description=_("Appareil perdu : oublier la seconde clé"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Once one has made sure that it is them: the person is told, and links another device at the next sign-in."""
        done = 0
        for person in people:
            if self.has_change_permission(request, person) and forget_second_factor(person):
                self.log_change(request, person, gettext("Seconde clé oubliée : appareil perdu."))
                done += 1
        said = ngettext("Seconde clé oubliée pour %(n)d personne.", "Seconde clé oubliée pour %(n)d personnes.", done)
        self.message_user(request, said % {"n": done}, messages.SUCCESS if done else messages.WARNING)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser is changed by superusers alone: nobody else may shut them out."""
        shielded = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not shielded and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """An admin by role cannot raise anybody above the roles."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        return fixed if request.user.is_superuser else (*fixed, "is_staff", "is_superuser", "email")


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    """The city's services."""

    list_display = ("name", "code", "email", "planning")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}


@admin.register(Crew)
class CrewAdmin(admin.ModelAdmin):
    """The people of a service who go out together."""

    list_display = ("name", "code", "service", "active")
    list_filter = ("service", "active")
    list_select_related = ("service",)
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}
