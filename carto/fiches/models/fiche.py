"""Everything on the map is a fiche: one thing at one place, with a theme, a stage, an author or none, and a history."""

import uuid
from typing import ClassVar, Final

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.shown import SHOWN, Shown, ShownLine
from carto.fiches.querysets import INTERNAL, EvenementQuerySet, FicheQuerySet
from carto.territoires.models import Rue, Territoire, folded


class Kind(models.TextChoices):
    """The four layers. The letter of a fiche's number is the first of its kind."""

    SIGNALEMENT = "signalement", _("signalement")
    IDEE = "idee", _("idée")
    EQUIPEMENT = "equipement", _("équipement")
    OPPORTUNITE = "opportunite", _("opportunité")


class Stage(models.TextChoices):
    """Where a fiche stands, in four words that hold for every kind; each app's workflow maps its own states to them."""

    NEW = "new", _("nouveau")
    IN_PROGRESS = "in_progress", _("en cours")
    DONE = "done", _("fait")
    SET_ASIDE = "set_aside", _("mis de côté")


OPEN_STAGES: Final = (Stage.NEW.value, Stage.IN_PROGRESS.value)


class Visibility(models.TextChoices):
    """Who sees a fiche; only PUBLIC reaches the map, the lists, the exports and the tiles."""

    DRAFT = "draft", _("brouillon")
    WAITING = "waiting", _("en attente")
    PUBLIC = "public", _("public")
    JOINED = "joined", _("réuni à un autre")  # has its page; the one it is joined to has the pin
    WITHDRAWN = "withdrawn", _("retiré par son auteur")
    EXPIRED = "expired", _("expiré")
    BINNED = "binned", _("à la corbeille publique")
    REMOVED = "removed", _("supprimé")


class Origin(models.TextChoices):
    """Through which door it came."""

    WEB = "web", _("site")
    PAPER = "paper", _("feuille d’atelier")
    SMS = "sms", _("SMS")
    MAIL = "mail", _("courrier")
    PHONE = "phone", _("téléphone")
    COUNTER = "counter", _("guichet")
    API = "api", _("API")
    IMPORT = "import", _("import")


class Temporality(models.TextChoices):
    """How often it is so: a crew mends what happens once, planning looks at what comes back."""

    ONCE = "once", _("ponctuel")
    OFTEN = "often", _("fréquent")
    ALWAYS = "always", _("permanent")


# The same of something that is wished for: how often it would be there.
WISHED: Final = {
    Temporality.ONCE: _("une fois"),
    Temporality.OFTEN: _("souvent"),
    Temporality.ALWAYS: _("tout le temps"),
}


class What(models.TextChoices):
    """What a line of history tells, in the words of a timeline; its public text says more."""

    SUBMITTED = "submitted", _("Contribution reçue")
    IMPORTED = "imported", _("Reprise d’un autre système")
    PUBLISHED = "published", _("Publication")
    STATUS = "status", _("Changement d’état")
    ANSWER = "answer", _("Réponse")
    COMMENT = "comment", _("Commentaire")
    OPENED = "opened", _("Ouverture")
    MOVED = "moved", _("Lieu corrigé")
    CORRECTED = "corrected", _("Correction")
    COMPLETED = "completed", _("Précisions ajoutées")
    WITHDRAWN = "withdrawn", _("Retrait par son auteur")
    EXPIRED = "expired", _("Son heure est passée")
    JOINED = "joined", _("Réuni à un signalement déjà fait")
    SEPARATED = "separated", _("Séparé de nouveau")
    GONE = "gone", _("Un habitant dit que c’est réparé")
    CONTESTED = "contested", _("Contesté : ce n’est pas réparé")
    ASKED = "asked", _("Précisions demandées")
    REPLIED = "replied", _("Précisions données")
    RATED = "rated", _("Avis sur la suite donnée")
    HELD = "held", _("En attente de vérification")
    ROUTED = "routed", _("Orienté vers un service")
    BOUNCED = "bounced", _("Renvoyé à la régulation")
    ASSIGNED = "assigned", _("Confié")
    PRIORITY = "priority", _("Priorité")
    NOTED = "noted", _("Note interne")
    TASK = "task", _("Tâche")
    REACHED = "reached", _("Coordonnées consultées")
    ROUND = "round", _("Tournée")
    SENT_ON = "sent_on", _("Envoyé à un autre système")
    MODERATED = "moderated", _("Modération")
    MERGED = "merged", _("Réunion d’idées")
    AMENDED = "amended", _("Amendement")
    TAKEN_UP = "taken_up", _("Repris dans une proposition")
    LANDED = "landed", _("Du rêve au premier pas")
    DELIVERED = "delivered", _("Réalisation")
    TAGGED = "tagged", _("Étiquette")
    JURY = "jury", _("Jury d’habitants")
    FIGURE = "figure", _("Chiffre publié")
    MEETING = "meeting", _("Réunion")
    FORETOLD = "foretold", _("Une décision va être prise")
    DECIDED = "decided", _("Une décision est prise")
    FOLLOWED = "followed", _("Ce que la décision entraîne")
    CHALLENGED = "challenged", _("Décision questionnée")
    TIED = "tied", _("Rattaché à une source")
    FUNDED = "funded", _("Budget participatif")
    CONSULTED = "consulted", _("Consultation")


class Theme(models.Model):
    """What a fiche is about, one list for the four layers; loaded by `load_themes`."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("nom"), max_length=60)
    icon = models.SlugField(_("icône"), help_text=_("nom d’une icône Maki"))
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Fiche(Shown, models.Model):
    """One thing at one place. The four kinds inherit from it (multi-table) and add what only they have."""

    # Made by the client: it is the idempotency key of the offline outbox.
    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("couche"), max_length=12, choices=Kind, editable=False)
    # Given by the database (S-2026-000123): refresh after save.
    number = models.CharField(_("numéro"), max_length=20, unique=True, null=True, editable=False)
    title = models.CharField(_("titre"), max_length=140)
    text = models.TextField(_("description"), blank=True, max_length=4000)
    # What one sees and what one feels are two fields; `db_default` so that a COPY need not name them.
    feeling = models.TextField(_("ressenti"), blank=True, max_length=1000, default="", db_default="")
    temporality = models.CharField(
        _("fréquence"), max_length=6, choices=Temporality, blank=True, default="", db_default=""
    )
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="fiches", verbose_name=_("thème"))
    stage = models.CharField(_("étape"), max_length=12, choices=Stage, default=Stage.NEW)
    visibility = models.CharField(_("visibilité"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="fiches",
        verbose_name=_("auteur"),
    )
    geom = models.GeometryField(_("lieu"), srid=4326, spatial_index=False)
    # Where everybody is shown it: on a grid of ten metres when whoever wrote stayed anonymous (carto.fiches.privacy).
    # Stale after save() until refreshed, and NULL inside BEFORE triggers. One full GiST, made by the migration:
    # partial ones per kind turn “all kinds” into a sequential scan (395 ms at a million rows against 2–3 ms).
    geom_web = models.GeneratedField(
        expression=SHOWN,
        output_field=models.GeometryField(srid=3857),
        db_persist=True,
        editable=False,
    )
    # Computed by the database from geom (trigger in migration 0001), never by hand.
    rue = models.ForeignKey(
        Rue, models.SET_NULL, null=True, editable=False, related_name="fiches", verbose_name=_("rue")
    )
    iris = models.ForeignKey(
        Territoire, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("micro-quartier")
    )
    quartier = models.ForeignKey(
        Territoire, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("quartier")
    )
    commune = models.ForeignKey(
        Territoire, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("commune")
    )
    precision = models.PositiveIntegerField(_("précision (m)"), null=True, blank=True)
    osm_id = models.CharField(
        _("objet OSM"), max_length=40, blank=True, help_text=_("node/123 : le banc, le lampadaire…")
    )
    origin = models.CharField(_("origine"), max_length=8, choices=Origin, default=Origin.WEB, editable=False)
    demonstration = models.BooleanField(_("démonstration"), default=False, editable=False)
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = FicheQuerySet.as_manager()
    # Dotted path: what follows once one of this kind has arrived and its place is known; a kind that has one names it.
    arrived: ClassVar[str] = ""

    class Meta:
        verbose_name = _("fiche")
        verbose_name_plural = _("fiches")
        ordering = ["-created_at", "-pk"]
        indexes = [
            GistIndex(fields=["geom_web"], name="fiche_geom_web"),
            models.Index(fields=["-created_at", "-id"], condition=Q(visibility="public"), name="fiche_latest"),
            models.Index(
                fields=["kind", "-created_at", "-id"], condition=Q(visibility="public"), name="fiche_latest_kind"
            ),
            models.Index(fields=["quartier", "-created_at"], name="fiche_quartier_latest"),
            # What is still to do somewhere: a tenth of what ever was.
            models.Index(fields=["quartier"], condition=Q(stage__in=OPEN_STAGES), name="fiche_quartier_open"),
            GinIndex(folded("title"), name="fiche_title_folded"),
            # Whether a view holds any: without it a city that has none reads all its fiches to find out.
            models.Index(fields=["kind"], condition=Q(demonstration=True), name="fiche_demonstration"),
            # How many have passed: counted where they were, without reading the others.
            models.Index(fields=["kind"], condition=Q(visibility="expired"), name="fiche_expired"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="fiche_geom_valid"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of its kind."""
        return f"/{self.kind}s/{self.uuid}/"

    @property
    def how_often(self) -> str:
        """Its temporality in the words of its kind; empty when it says none."""
        wished = WISHED.get(self.temporality, "") if self.kind == Kind.IDEE else self.get_temporality_display()
        return str(wished)


class Crossing(models.Model):
    """A territory that a line or area touches; kept by the database beside the one where its largest share lies."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="crossings")
    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="crossings")

    class Meta:
        verbose_name = _("traversée")
        verbose_name_plural = _("traversées")
        constraints = [models.UniqueConstraint(fields=["fiche", "territoire"], name="crossing_once")]


class Evenement(ShownLine, models.Model):
    """Append-only history: the timeline of every page, the feed of every alert, the audit log."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="evenements", verbose_name=_("fiche"))
    at = models.DateTimeField(_("date"), default=timezone.now)
    actor_role = models.CharField(_("rôle"), max_length=12, help_text=_("habitant, agent, référent, système…"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )
    what = models.CharField(_("fait"), max_length=12, choices=What)
    before = models.CharField(_("avant"), max_length=200, blank=True)
    after = models.CharField(_("après"), max_length=200, blank=True)
    public_text = models.TextField(_("texte public"), blank=True)
    private_text = models.TextField(_("texte interne"), blank=True)

    objects = EvenementQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["fiche", "at"], name="evenement_fiche_at"),
            # What services said lately, whatever the fiche: other systems ask for it every few minutes.
            models.Index(
                fields=["at", "id"],
                condition=Q(what__in=["status", "contested", "answer", "asked"]),
                name="evenement_told",
            ),
        ]

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: not what the services keep among themselves, nor words for them alone."""
        if self.public_text:
            return True
        return self.what not in INTERNAL and bool(self.after or not self.private_text)
