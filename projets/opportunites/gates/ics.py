"""Meetings as a calendar that any telephone opens (RFC 5545): UTC, folded lines, escaped text."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from django.utils import timezone

from projets.opportunites.models import Opportunite, Reunion

LONGEST: Final = 75  # octets of a line, its end left out
STAMP: Final = "%Y%m%dT%H%M%SZ"


def calendar(topic: Opportunite, meetings: Iterable[Reunion], site: str) -> str:
    """The whole file; `site` is the address of ours, without a slash at its end."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Carte commune//Opportunites//FR", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH"]  # fmt: skip
    for meeting in meetings:
        lines += _event(topic, meeting, site)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(topic: Opportunite, meeting: Reunion, site: str) -> list[str]:
    """No end is told: nobody has said when it will be over."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:reunion-{meeting.pk}@{site.partition('://')[2] or site}",
        f"DTSTAMP:{_utc(meeting.recorded_at or timezone.now())}",
        f"DTSTART:{_utc(meeting.at)}",
        f"SUMMARY:{escaped(topic.title)}",
        f"LOCATION:{escaped(meeting.place)}",
        f"URL:{site}{topic.get_absolute_url()}reunions/",
    ]
    if meeting.spot is not None:
        lines.append(f"GEO:{meeting.spot.y:.6f};{meeting.spot.x:.6f}")
    if words := "\n\n".join(filter(None, (meeting.text, meeting.outcome))):
        lines.append(f"DESCRIPTION:{escaped(words)}")
    return [*lines, "END:VEVENT"]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STAMP)


def escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11: what separates values is preceded by a backslash, a line feed is written \\n."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n").replace("\r", "")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most LONGEST octets, each after the first begun by a space; no character is cut."""
    piece, room = "", LONGEST
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield piece
            piece, room = " ", LONGEST - 1
        piece, room = piece + sign, room - size
    yield piece
