"""Django's admin for places: to read and to correct words. Borders and streets come from files, never from a hand."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from carto.territoires.models import Adresse, Lieu, Population, Rue, Territoire


class FromFiles(admin.ModelAdmin):
    """What an import makes, an import unmakes: nothing is added or deleted here, and no geometry is loaded."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the geometries, which weigh more than all the rest."""
        return super().get_queryset(request).defer("geom")


class PopulationInline(admin.TabularInline):
    """The figures of a territory, to read."""

    model = Population
    extra = 0
    can_delete = False
    fields = readonly_fields = ("year", "age_from", "age_to", "count", "source")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Figures come from `import_population`."""
        return False


@admin.register(Territoire)
class TerritoireAdmin(FromFiles):
    """Names may be corrected; the next import of borders says otherwise if its file does."""

    list_display = ("name", "level", "code", "parent", "valid_from", "valid_to", "source")
    list_filter = ("level", ("valid_to", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    fields = ("level", "code", "name", "parent", "valid_from", "valid_to", "source", "pieces")
    readonly_fields = ("level", "code", "parent", "valid_from", "valid_to", "pieces")
    inlines = (PopulationInline,)

    @admin.display(description=_("morceaux pour la recherche"))
    def pieces(self, territoire: Territoire) -> int:
        """How many pieces its border was cut into; none once it is closed."""
        return territoire.parts.count()


@admin.register(Rue)
class RueAdmin(FromFiles):
    """Streets, to read."""

    list_display = ("name", "commune", "code", "source")
    list_filter = ("commune",)
    list_select_related = ("commune",)
    search_fields = ("name", "code")
    fields = readonly_fields = ("name", "code", "commune", "osm_ids", "source")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without their lines, in degrees or in metres."""
        return super().get_queryset(request).defer("geom", "geom_metres")


@admin.register(Adresse)
class AdresseAdmin(FromFiles):
    """Addresses, to read."""

    list_display = ("number", "street", "postcode", "city", "rue", "source")
    list_select_related = ("rue",)
    search_fields = ("street", "code")
    fields = readonly_fields = ("code", "number", "street", "postcode", "city", "rue", "source")


@admin.register(Lieu)
class LieuAdmin(FromFiles):
    """Named spots, to read."""

    list_display = ("name", "nature", "osm_id", "source")
    list_filter = ("nature",)
    search_fields = ("name", "osm_id")
    fields = readonly_fields = ("name", "nature", "osm_id", "source")
