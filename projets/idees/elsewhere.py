"""« Ce que cela coûte ailleurs »: a step of the page that proposes, for whoever has no JavaScript."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from projets.idees.forms import IdeeForm

STEP: Final = "ailleurs"
NEEDED: Final = frozenset({"adresse", "autocollant"})


class CostsElsewhere:
    """For the page that proposes: shows what such a thing costs elsewhere, above what was filled in."""

    request: HttpRequest

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The step, or what the form does otherwise."""
        if request.POST.get("etape") != STEP:
            return super().post(request, *args, **kwargs)
        form: IdeeForm = self.get_form()
        form.is_valid()
        for name in set(form.errors) - NEEDED - {"photos"}:
            del form.errors[name]
        self.keep(form)
        return self.render_to_response(self.get_context_data(form=form), status=422 if form.errors else 200)
