"""Categories, questions and notices may be edited here; signalements are only looked at: what happens to them goes
through actions.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from carto.fiches.admin import EvenementInline, PhotoInline, ReadOnly
from signalements.desk.notice_forms import AnnonceForm
from signalements.models import Annonce, Categorie, Question, Signalement
from signalements.open311 import admin as open311  # noqa: F401 (its models are registered there)
from signalements.questions import verify


class QuestionFormSet(forms.BaseInlineFormSet):
    """The questions of one category, which have to hold together: a condition only looks back."""

    def clean(self) -> None:
        """Refuse what would leave a question nobody can reach, or a form nobody can finish."""
        super().clean()
        if any(self.errors):
            return
        kept = [form.instance for form in self.forms if form.has_changed() or form.instance.pk]
        gone = {form.instance for form in self.deleted_forms}
        verify(sorted((each for each in kept if each not in gone), key=lambda each: (each.order, each.pk or 0)))


class QuestionInline(admin.StackedInline):
    """What the category asks besides; `load_categories` puts the shipped ones back."""

    model = Question
    formset = QuestionFormSet
    extra = 0
    fields = (("order", "code", "kind", "required"), "text", "options", "condition")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Say what the two structured fields hold, with an example to copy."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "options":
            field.help_text = _("« stop » arrête le formulaire et dit qui appeler. Exemple : %(example)s") % {
                "example": '[{"code": "non", "label": "Non"}, {"code": "oui", "label": "Oui", "stop": "Appelez."}]'
            }
        if db_field.name == "condition":
            field.help_text = _(
                "{} : toujours posée. Sinon, après une réponse à une question d’avant : %(example)s"
            ) % {"example": '{"question": "danger", "answers": ["non"]}'}
        return field


@admin.register(Categorie)
class CategorieAdmin(admin.ModelAdmin):
    """What residents may choose, which service receives it, and what is asked besides."""

    list_display = ("name", "family", "theme", "service", "deadline_days", "radius", "order", "active")
    list_filter = ("active", "family", "service", "theme")
    list_editable = ("order", "active")
    list_select_related = ("theme", "service")
    search_fields = ("name", "words")
    prepopulated_fields = {"code": ("name",)}
    inlines = (QuestionInline,)


@admin.register(Annonce)
class AnnonceAdmin(admin.ModelAdmin):
    """What a service says before one sends: dated, outside its hours, or both."""

    form = AnnonceForm
    list_display = ("text", "service", "categorie", "starts_at", "ends_at", "from_hour", "until_hour", "closed_days")
    list_filter = ("service", "closed_days")
    list_select_related = ("service", "categorie")
    search_fields = ("text",)
    autocomplete_fields = ("categorie",)
    fieldsets = (
        (None, {"fields": ("text",), "description": _("Une ou deux phrases simples, lues avant d’envoyer.")}),
        (
            _("Pour qui"),
            {
                "fields": ("service", "categorie"),
                "description": _(
                    "Sans service ni catégorie, elle est dite à tous ; datée, elle est aussi sur la carte."
                ),
            },
        ),
        (
            _("Du jour… au jour"),
            {
                "fields": ("starts_at", "ends_at"),
                "description": _("Une grève, une vague de froid, des congés. Elle disparaît toute seule à la fin."),
            },
        ),
        (
            _("À certaines heures"),
            {
                "fields": ("from_hour", "until_hour", "closed_days"),
                "description": _(
                    "Quand le service est fermé : de 18:00 à 8:00, par exemple, passe par minuit. Avec la case, "
                    "l’annonce est dite aussi toute la journée les samedis, dimanches et jours fériés."
                ),
            },
        ),
    )


@admin.register(Signalement)
class SignalementAdmin(ReadOnly, admin.ModelAdmin):
    """Every street problem, with its history."""

    list_display = ("number", "categorie", "status", "service", "quartier", "reported_at", "due_at", "demonstration")
    list_filter = ("status", "service", "categorie__family", "visibility", "origin", "demonstration")
    list_select_related = ("categorie", "service", "quartier")
    search_fields = ("number", "title")
    show_full_result_count = False
    exclude = ("geom_web",)
    inlines = (EvenementInline, PhotoInline)
