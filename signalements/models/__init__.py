"""Everything that a street problem needs to be stored: itself, its rules, its desk, its rounds, its exchanges."""

from signalements.models.desk import Bulk, BulkItem, Forwarding, ReplyTemplate, SavedView, SubTask
from signalements.models.exchange import (
    ApiKey,
    Delivery,
    ReceivedUpdate,
    RemoteCode,
    RemoteServer,
    Sending,
    Webhook,
)
from signalements.models.planning import Etude, EtudeItem
from signalements.models.rounds import Stop, Tournee
from signalements.models.routing import DeadlinePolicy, RoutingRule
from signalements.models.signalement import (
    CLOSING_CHOICES,
    CLOSING_LABELS,
    STATUS_CHOICES,
    STATUS_LABELS,
    Annonce,
    Categorie,
    Priority,
    Question,
    Satisfaction,
    Signalement,
)

__all__ = [
    "CLOSING_CHOICES", "CLOSING_LABELS", "STATUS_CHOICES", "STATUS_LABELS",
    "Annonce", "ApiKey", "Bulk", "BulkItem", "Categorie", "DeadlinePolicy", "Delivery", "Etude", "EtudeItem",
    "Forwarding", "Priority", "Question", "ReceivedUpdate", "RemoteCode", "RemoteServer", "ReplyTemplate",
    "RoutingRule", "Satisfaction", "SavedView", "Sending", "Signalement", "Stop", "SubTask", "Tournee", "Webhook",
]  # fmt: skip
