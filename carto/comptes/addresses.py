"""Which addresses are known to be somebody's own."""

from allauth.account.models import EmailAddress

from carto.comptes.models import User


def own_addresses(person: User) -> set[str]:
    """In small letters: the account's, and those that they have proved. One that they only typed may be another's."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {each.lower() for each in (person.email, *proved)}
