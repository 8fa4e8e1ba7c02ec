"""Storing the stickers of an idea, and moving them when it moves."""

from collections.abc import Sequence

from django.contrib.gis.geos import Point

from projets.idees.models import Idee, Pose
from projets.idees.poses.reading import Laid


def lay(idee: Idee, laid: Sequence[Laid]) -> None:
    """Store how its stickers lie; said of none, its own lies upright at its place.

    The first lies where the idea does, whatever placed that (an address typed after it, a photo); the others keep their
    distance to it.
    """
    place = idee.geom.point_on_surface
    laid = laid or [Laid(idee.autocollant, place)]
    east, north = place.x - laid[0].point.x, place.y - laid[0].point.y
    Pose.objects.bulk_create(
        Pose(
            idee=idee,
            autocollant=one.sticker,
            geom=_shifted(one.point, east, north),
            angle=one.angle,
            size=one.size,
            order=one.order,
        )
        for one in laid
    )


def follow_move(idee: Idee) -> str:
    """The idea was moved: its stickers go with it, as they lie to one another. Nothing to add to its history."""
    poses = list(idee.poses.order_by("pk"))  # the first that was laid is the one at its place
    if not poses:
        return ""
    place, before = idee.geom.point_on_surface, poses[0].geom
    for pose in poses:
        pose.geom = _shifted(pose.geom, place.x - before.x, place.y - before.y)
    Pose.objects.bulk_update(poses, ["geom"])
    return ""


def _shifted(point: Point, east: float, north: float) -> Point:
    """The point so many degrees further east and north (SRID 4326)."""
    return Point(point.x + east, point.y + north, srid=point.srid)
