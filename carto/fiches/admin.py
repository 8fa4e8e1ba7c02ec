"""Fiches and themes in Django's admin: for looking; what happens to a fiche goes through actions, with its history."""

from django.contrib import admin
from django.http import HttpRequest

from carto.fiches.models import Acte, Commentaire, Evenement, Fiche, Lien, Photo, Retenue, Theme


class ReadOnly:
    """Nothing can be written here: a change made behind the history's back would be a lie."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False


class EvenementInline(ReadOnly, admin.TabularInline):
    """The history, private texts included."""

    model = Evenement
    extra = 0
    fields = ("at", "actor_role", "what", "before", "after", "public_text", "private_text")


class PhotoInline(ReadOnly, admin.TabularInline):
    """The photos."""

    model = Photo
    extra = 0
    fields = ("state", "moment", "image", "description", "reviewed_at", "reviewed_by")


@admin.register(Fiche)
class FicheAdmin(ReadOnly, admin.ModelAdmin):
    """Every fiche of every kind."""

    list_display = (
        "number",
        "kind",
        "title",
        "theme",
        "stage",
        "visibility",
        "quartier",
        "created_at",
        "demonstration",
    )
    list_filter = ("kind", "stage", "visibility", "theme", "origin", "demonstration")
    search_fields = ("number", "title")
    list_select_related = ("theme", "quartier")
    show_full_result_count = False
    exclude = ("geom_web",)
    inlines = (EvenementInline, PhotoInline)


@admin.register(Acte)
class ActeAdmin(ReadOnly, admin.ModelAdmin):
    """What the moderation decided; the words that it took out are for the desk alone."""

    list_display = ("at", "what", "fiche", "rule", "by", "outcome")
    list_filter = ("what", "rule", "outcome")
    list_select_related = ("fiche", "by")
    exclude = ("before", "after")


@admin.register(Retenue)
class RetenueAdmin(ReadOnly, admin.ModelAdmin):
    """Why things wait."""

    list_display = ("at", "fiche", "rule", "detail", "lifted_at")
    list_filter = ("rule",)
    list_select_related = ("fiche",)


@admin.register(Commentaire)
class CommentaireAdmin(ReadOnly, admin.ModelAdmin):
    """What others say of a fiche."""

    list_display = ("created_at", "fiche", "kind", "role", "visibility")
    list_filter = ("kind", "visibility")
    list_select_related = ("fiche",)


@admin.register(Lien)
class LienAdmin(ReadOnly, admin.ModelAdmin):
    """What is joined to what."""

    list_display = ("at", "source", "kind", "target", "undone_at")
    list_filter = ("kind",)
    list_select_related = ("source", "target")


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    """What fiches are about."""

    list_display = ("name", "code", "icon", "order")
    ordering = ("order",)
