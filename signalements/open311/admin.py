"""Keys for programs, and the servers that we send on to."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signalements.models import ApiKey, RemoteCode, RemoteServer
from signalements.open311.keys import new_key


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    """A key is shown once, on being made; taken back by unticking it."""

    list_display = ("name", "service", "active", "created_at", "email")
    list_filter = ("active", "service")
    search_fields = ("name", "email")
    fields = ("name", "email", "service", "active", "created_at")
    readonly_fields = ("created_at",)

    def save_model(self, request: HttpRequest, obj: ApiKey, form: forms.ModelForm, change: bool) -> None:
        """Make the key of a new one, and show it this once."""
        key = ""
        if not change:
            key, obj.digest = new_key()
        super().save_model(request, obj, form, change)
        if key:
            said = gettext("Notez cette clé maintenant, elle ne sera plus montrée : %(key)s")
            messages.warning(request, said % {"key": key})


class RemoteServerForm(forms.ModelForm):
    """Their key is not shown again; left empty, it stays."""

    url = forms.URLField(
        label=_("Adresse"), help_text=_("jusqu’à /v2/ compris"), assume_scheme="https", widget=AdminURLFieldWidget
    )
    api_key = forms.CharField(
        label=_("Clé"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput({"class": "vTextField", "autocomplete": "new-password"}),
        help_text=_("celle qu’ils vous ont donnée ; laissez vide pour garder celle qui est enregistrée"),
    )

    class Meta:
        model = RemoteServer
        fields = ("name", "url", "jurisdiction", "api_key", "service", "active")

    def clean_url(self) -> str:
        """Without anybody's password in it."""
        url = self.cleaned_data["url"]
        if "@" in url or not url.startswith(("https://", "http://")):
            raise forms.ValidationError(gettext("Une adresse https://… sans mot de passe est attendue."))
        return url

    def clean_api_key(self) -> str:
        """The new one, or the one that is there."""
        return self.cleaned_data["api_key"] or self.instance.api_key


class RemoteCodeInline(admin.TabularInline):
    """What each of our categories is called there."""

    model = RemoteCode
    extra = 1
    autocomplete_fields = ("categorie",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Called as people call it."""
        return super().formfield_for_foreignkey(db_field, request, **kwargs | {"label": _("Notre catégorie")})


@admin.register(RemoteServer)
class RemoteServerAdmin(admin.ModelAdmin):
    """A server, the service whose reports it receives, and its codes."""

    form = RemoteServerForm
    list_display = ("name", "service", "url", "active", "read_until", "error")
    list_filter = ("active",)
    list_select_related = ("service",)
    readonly_fields = ("read_until", "error")
    inlines = (RemoteCodeInline,)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What one sets, then how it goes."""
        return (*RemoteServerForm.Meta.fields, "read_until", "error")

    @admin.display(description=_("nouvelles lues jusqu’au"), ordering="pulled_until")
    def read_until(self, server: RemoteServer) -> datetime | None:
        """Until when their updates were taken."""
        return server.pulled_until
