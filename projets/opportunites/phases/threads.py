"""The threads of a topic as their page shows them: a tree, each level in an order drawn for whoever visits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from carto.carte.ordering import visit_seed
from carto.fiches.comments.listing import answering
from carto.fiches.models import Acte, Commentaire, CommentKind, Visibility
from carto.fiches.moderation.register.telling import words_left
from carto.promised import Promised
from projets.opportunites.models import Opportunite, Propos
from projets.opportunites.phases.acts import takes_now

PER_PAGE: Final = 10  # threads; each comes whole
UNREAD: Final = (Visibility.DRAFT, Visibility.WAITING)


@dataclass
class Node:
    """One propos with what stands below it; `acte` is why it was binned, `takes` what may be said under it now."""

    propos: Propos
    takes: tuple[CommentKind, ...]
    promised: Promised | None
    acte: Acte | None
    words: str  # what may still be read of it
    below: list["Node"] = field(default_factory=list)


def drawn_rank(seed: int, pk: int) -> bytes:
    """The place of one row in a visit's own order: neither its age nor what others think of it weighs in."""
    return blake2b(f"{seed}:{pk}".encode(), digest_size=8).digest()


def read_of(topic: Opportunite) -> QuerySet[Propos]:
    """What was said: what was taken out since keeps its place, with the reason, and what stands under it."""
    return Propos.objects.filter(opportunite=topic.pk).exclude(commentaire__visibility__in=UNREAD)


def threads(topic: Opportunite, request: HttpRequest) -> tuple[Page, list[Node], str]:
    """One page of threads, drawn for this visitor, and who answers questions; `?fil=12` is the page of that thread."""
    seed = visit_seed(request)
    pairs = list(read_of(topic).values_list("pk", "under_id"))
    tops = sorted((pk for pk, under in pairs if under is None), key=lambda pk: drawn_rank(seed, pk))
    asked = request.GET.get("fil", "")
    number: Any = request.GET.get("page")
    if asked.isascii() and asked.isdigit() and len(asked) < 15 and int(asked) in tops:
        number = tops.index(int(asked)) // PER_PAGE + 1
    page = Paginator(tops, PER_PAGE).get_page(number)
    return page, _trees(topic, _whole(page, pairs), seed), answering(topic)


def _whole(tops: Iterable[int], pairs: list[tuple[int, int | None]]) -> list[int]:
    """The ids of these threads and of everything below them."""
    below = defaultdict(list)
    for pk, under in pairs:
        below[under].append(pk)
    ids, left = [], list(tops)
    while left:
        ids.append(pk := left.pop())
        left += below[pk]
    return ids


def _trees(topic: Opportunite, ids: list[int], seed: int) -> list[Node]:
    rows = Propos.objects.filter(pk__in=ids).select_related("origin__tablee")
    said = Commentaire.objects.select_related("author").replied().prefetch_related("given__author")
    replied = Prefetch("commentaire", said)
    standing = Prefetch("commentaire__actes", Acte.objects.standing().filter(what="binned"), to_attr="binning")
    kinds: dict[str, tuple[CommentKind, ...]] = {}
    nodes: dict[int, Node] = {}
    for each in rows.prefetch_related(replied, standing):
        kind = each.commentaire.kind
        if kind not in kinds:
            kinds[kind] = takes_now(topic, kind)
        nodes[each.pk] = _node(each, kinds[kind])
    for pk in sorted(nodes, key=lambda pk: drawn_rank(seed, pk)):
        if above := nodes.get(nodes[pk].propos.under_id or 0):
            above.below.append(nodes[pk])
    return [nodes[pk] for pk in sorted(nodes, key=lambda pk: drawn_rank(seed, pk)) if not nodes[pk].propos.under_id]


def _node(propos: Propos, takes: tuple[CommentKind, ...]) -> Node:
    said = propos.commentaire
    if said.visibility != Visibility.PUBLIC:
        acte = said.binning[0] if said.binning and said.visibility == Visibility.BINNED else None
        return Node(propos, (), None, acte, words_left(acte) if acte else "")
    answer = said.given[0].created_at if said.given else None
    promised = Promised(said.due_at, answer) if said.due_at else None
    return Node(propos, takes, promised, None, said.text)
