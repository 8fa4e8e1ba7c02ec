"""Who publishes figures: the city's services and administration for the city, others for their own organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from carto.comptes.models import RoleName, User
from projets.equipements.models import Organisme, Source

View = Callable[..., HttpResponse]
FOR_THE_CITY: Final = (RoleName.ADMIN, RoleName.REGULATOR, RoleName.AGENT)  # the highest first


@dataclass(frozen=True)
class Publishing:
    """In whose name a person publishes: the city's, with a role, and that of each organisation that gave a mandate."""

    role: str = ""
    organismes: tuple[Organisme, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.role or self.organismes)

    @property
    def acting(self) -> str:
        """As what history names them."""
        return self.role or "publisher"

    def may_change(self, organisme: Organisme | None) -> bool:
        """Whether they publish what is that organisation's; `None` is the city's own."""
        return organisme in self.organismes or bool(self.role)

    def sources(self) -> Q:
        """The sources that they may read again and change."""
        return Q() if self.role else Q(organisme__in=self.organismes)

    def owns(self, source: Source) -> bool:
        """The same, of one."""
        return bool(self.role) or source.organisme in self.organismes


def publishing(user: User) -> Publishing:
    """In whose name somebody publishes; falsy for everybody else."""
    if not user.is_authenticated:
        return Publishing()
    held = set(user.roles.filter(name__in=FOR_THE_CITY).values_list("name", flat=True))
    role = next((name.value for name in FOR_THE_CITY if name in held), "")
    return Publishing(role, tuple(Organisme.objects.filter(mandats__person=user, mandats__ended_at=None)))


def for_publishers(view: View) -> View:
    """Only for those who publish: others sign in, or are refused (403). `request.publishing` tells in whose name."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.publishing = publishing(request.user)
        if not request.publishing:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
