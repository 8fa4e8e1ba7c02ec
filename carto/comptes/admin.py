"""Accounts, services and roles in Django's admin."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Role, Service, User

admin.site.site_header = _("Carte commune : administration")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Ce que l’on peut régler")
admin.site.unregister(Group)


class RoleInline(admin.TabularInline):
    """What the person may do, on the person's page."""

    model = Role
    extra = 0
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

    list_display = ("name", "code", "email")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}
