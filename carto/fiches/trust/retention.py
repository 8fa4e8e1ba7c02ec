"""What is forgotten, and when: ways to reach people, passages, marks, secret links. The fiches stay."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from carto.fiches.models import Contact, SecretLink, Soutien, Stage, Visibility, Visit

PASSAGES_KEPT = timedelta(hours=48)
WITHDRAWN_LINKS_KEPT = timedelta(days=365)
GONE = (Visibility.WITHDRAWN, Visibility.EXPIRED, Visibility.REMOVED)
OVER = Q(fiche__stage__in=[Stage.DONE, Stage.SET_ASIDE]) | Q(fiche__visibility__in=GONE)  # of what hangs on a fiche


def contact_kept() -> timedelta:
    """How long the means to reach somebody outlives the last line of a closed fiche's history."""
    return timedelta(days=settings.CARTO_CONTACT_DAYS)


def forget_passages() -> int:
    """Delete the passages of two days ago, spent challenges among them, and the marks of soutiens. Returns how many."""
    before = timezone.now() - PASSAGES_KEPT
    forgotten, _kinds = Visit.objects.filter(at__lt=before).delete()
    return forgotten + Soutien.objects.filter(created_at__lt=before).exclude(mark="").update(mark="")


def forget_contacts() -> int:
    """Delete the contacts of fiches that are over and have had no line of history since. Returns how many."""
    before = timezone.now() - contact_kept()
    quiet = Contact.objects.filter(OVER, created_at__lt=before).exclude(fiche__evenements__at__gte=before)
    count, _kinds = quiet.delete()
    return count


def forget_links() -> int:
    """Delete the secret links of fiches that have been withdrawn, expired or removed for a year. Returns how many."""
    before = timezone.now() - WITHDRAWN_LINKS_KEPT
    links = SecretLink.objects.filter(fiche__visibility__in=GONE, created_at__lt=before)
    count, _kinds = links.exclude(fiche__evenements__at__gte=before).delete()
    return count
