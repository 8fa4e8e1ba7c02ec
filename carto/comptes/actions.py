"""What happens to an account, beyond its own page."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from carto.comptes.models import User


def forget_second_factor(person: User) -> bool:
    """Forget the device and the recovery codes of somebody who lost them, and tell them; False when there was none."""
    with transaction.atomic():
        gone, _details = Authenticator.objects.filter(user=person).delete()
    if gone:
        get_adapter().send_notification_mail("mfa/email/forgotten", person, email=person.email)
    return bool(gone)
