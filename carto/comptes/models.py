"""People, the services they work for, and what they may do there. Sign-in is by a code sent to an address."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.querysets import RoleQuerySet
from carto.territoires.models import Territoire


class UserManager(BaseUserManager):
    """Accounts are known by their e-mail address; nobody needs a password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A resident's account; without a password only the code by e-mail opens it."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """For `manage.py createsuperuser`."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. `name` is what others see when the person signs a contribution."""

    email = models.EmailField(_("adresse e-mail"), unique=True)
    name = models.CharField(_("nom affiché"), max_length=80, blank=True)
    is_staff = models.BooleanField(_("accès à l’administration"), default=False)
    is_active = models.BooleanField(_("actif"), default=True)
    date_joined = models.DateTimeField(_("inscription"), default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")

    def __str__(self) -> str:
        return self.name or str(_("une personne inscrite"))


class Service(models.Model):
    """A service of the city (voirie, propreté…) that receives and answers."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("nom"), max_length=120)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    # Studies what comes back or lasts, street by street, where the others send a crew.
    planning = models.BooleanField(_("service des études"), default=False, db_default=False)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Crew(models.Model):
    """People of a service who go out together; contractors have a link instead."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("nom"), max_length=80)
    service = models.ForeignKey(Service, models.CASCADE, related_name="crews", verbose_name=_("service"))
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("équipe")
        verbose_name_plural = _("équipes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RoleName(models.TextChoices):
    """Everybody signed in is a resident; these are held on top of that."""

    AGENT = "agent", _("agent")
    CREW = "crew", _("équipe de terrain")
    REGULATOR = "regulator", _("régulation")
    REFERENT = "referent", _("référent de quartier")
    FACILITATOR = "facilitator", _("animation")  # opens campaigns, prints sheets, places what arrives on paper
    MODERATOR = "moderator", _("modération")
    VIGIL = "vigil", _("co-vigilance")  # reads the alerts on how people take part (carto.demarches.vigilance)
    ADMIN = "admin", _("administration")


class Role(models.Model):
    """What one person may do: an agent or a crew in a service, a référent in a territory, a moderator, an admin.

    A regulator sends each report where it belongs, whatever the service. A territory narrows an agent's, a crew's or a
    regulator's role to what lies in it. A référent holds a mandate: from a day to a day, given by somebody.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name=_("personne"))
    name = models.CharField(_("rôle"), max_length=12, choices=RoleName)
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name=_("service")
    )
    territoire = models.ForeignKey(
        Territoire, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name=_("territoire")
    )
    crew = models.ForeignKey(
        Crew, models.SET_NULL, null=True, blank=True, related_name="roles", verbose_name=_("équipe")
    )
    # To see how to reach who reported: a right of its own, and each look leaves a trace.
    contacts = models.BooleanField(_("peut voir les coordonnées"), default=False, db_default=False)
    # The mandate of a référent: rights are read from these days, both of them included.
    since = models.DateField(_("mandat depuis le"), null=True, blank=True)
    until = models.DateField(_("mandat jusqu’au"), null=True, blank=True)
    appointed_by = models.CharField(
        _("nommé par"), max_length=160, blank=True, default="", db_default="",
        help_text=_("Tout le monde le lit : « le conseil de quartier du 3 mars »."),
    )  # fmt: skip
    themes = ArrayField(
        models.SlugField(max_length=50), verbose_name=_("thèmes"), default=list, blank=True,
        help_text=_("Codes séparés par des virgules ; vide : tous les thèmes."),
    )  # fmt: skip

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name", "service", "territoire"], nulls_distinct=False, name="role_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="agent") | Q(service__isnull=False),
                name="role_agent_service",
                violation_error_message=_("Un agent appartient à un service."),
            ),
            models.CheckConstraint(
                condition=~Q(name="crew") | Q(service__isnull=False),
                name="role_crew_service",
                violation_error_message=_("Une équipe appartient à un service."),
            ),
            models.CheckConstraint(
                condition=~Q(name="referent") | Q(territoire__isnull=False),
                name="role_referent_territoire",
                violation_error_message=_("Un référent a un territoire."),
            ),
            models.CheckConstraint(
                condition=Q(name="referent") | Q(since=None, until=None, appointed_by="", themes=[]),
                name="role_mandate_referent",
                violation_error_message=_("Seul un référent a un mandat."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="role_mandate_dates",
                violation_error_message=_("Un mandat finit après avoir commencé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} · {self.service or self.territoire or ''}".strip(" ·")


class Nature(models.TextChoices):
    """What a group says that it is."""

    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("entreprise")
    PARTY = "party", _("parti ou liste")
    COLLECTIVE = "collective", _("collectif d’habitants")


class Groupe(models.Model):
    """People who say that they speak together: however many they are, they weigh as one (decided in projets)."""

    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    nature = models.CharField(_("nature"), max_length=12, choices=Nature)
    interest = models.TextField(_("ce que le groupe cherche, et ce qu’il y gagne"), max_length=1000)
    declared_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("déclaré par"))
    declared_at = models.DateTimeField(_("déclaré le"), default=timezone.now)
    dissolved_at = models.DateTimeField(_("dissous le"), null=True, blank=True)

    class Meta:
        verbose_name = _("groupe")
        verbose_name_plural = _("groupes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/groupes/{self.slug}/"


class Adhesion(models.Model):
    """That somebody is of a group: they were asked, and said yes; they leave when they want."""

    groupe = models.ForeignKey(Groupe, models.CASCADE, related_name="adhesions", verbose_name=_("groupe"))
    person = models.ForeignKey(User, models.CASCADE, related_name="adhesions", verbose_name=_("personne"))
    asked_at = models.DateTimeField(_("invitée le"), default=timezone.now)
    consented_at = models.DateTimeField(_("d’accord le"), null=True, blank=True)
    left_at = models.DateTimeField(_("partie le"), null=True, blank=True)

    class Meta:
        verbose_name = _("adhésion")
        verbose_name_plural = _("adhésions")
        constraints = [models.UniqueConstraint(fields=["groupe", "person"], name="adhesion_once")]
