"""On the page of a topic: who put it and when it is answered, its sleep, and what whoever reads may do."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from carto.fiches.models import SoutienKind
from carto.fiches.voices.actions import Voice, heard
from carto.fiches.voices.remembering import Remembered
from projets.opportunites.models import SIGNALS, Candidat, Opportunite
from projets.opportunites.referents.act_views import OfSleep
from projets.opportunites.referents.clock import awaited
from projets.opportunites.referents.rights import hand_on_candidate, hand_on_topic
from projets.opportunites.referents.waking import SHARE
from projets.opportunites.workflow import WORKFLOW, Status

ACTS = (("porter", Status.CARRIED), ("reveiller", Status.SPOTTED), ("mettre-de-cote", Status.SET_ASIDE))


def page_piece(request: HttpRequest, opportunite: Opportunite) -> dict[str, Any]:
    """Where the topic comes from, what is owed on it, why it sleeps, and the acts open to whoever reads."""
    sleep = opportunite.sommeils.filter(ended_at=None).first() if opportunite.status == Status.SET_ASIDE else None
    told = {"owed": awaited(opportunite), "sleep": sleep, "counted": _counted(opportunite)}
    if sleep is not None:
        voice = Voice.of(request, opportunite)
        said = heard(opportunite, voice)
        mine = SoutienKind.STILL in said.mine or (
            voice.person is None and Remembered.of(request).holds(OfSleep.of(sleep))
        )
        told |= {"back": said.still, "mine": mine, "share": SHARE, "left": max(0, sleep.needed - said.still)}
    hand = hand_on_topic(request.user, opportunite)
    acts = [act for act, after in ACTS if WORKFLOW.may_go(opportunite.status, after)] if hand else []
    now = []
    if sleep is not None and not told["mine"]:
        now.append((_("Redemander ce sujet"), "#sommeil"))
    if acts and opportunite.status == Status.SPOTTED:
        now.append((_("Porter ce sujet"), reverse("opportunites:topic_act", args=[opportunite.uuid, "porter"])))
    return told | {"now": now, "hand": hand, "acts": acts, "centre": opportunite.geom.point_on_surface}


def candidat_piece(request: HttpRequest, candidat: Candidat) -> dict[str, Any]:
    """For whoever may carry it or set it aside, as long as nobody has."""
    taken = candidat.opportunite_id is not None
    return {} if taken or not hand_on_candidate(request.user, candidat) else {"hand": True}


def _counted(topic: Opportunite) -> list[tuple[object, object]]:
    """The signals that were counted when the candidate was taken up, each with its words."""
    return [(label, topic.counted.get(name)) for name, label in SIGNALS.items()] if topic.counted else []
