"""GPX and TCX documents, laid by hand."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr


def track(
    sport: str, points: Sequence[tuple[str | None, object, object]], *, extra: str = ""
) -> str:
    """A track of one segment of points given as time, latitude and longitude."""
    inner = "".join(
        f"<trkpt lat={_attribute(latitude)} lon={_attribute(longitude)}>"
        + (f"<time>{_text(time)}</time>" if time is not None else "")
        + f"<extensions>{_plain(extra)}</extensions></trkpt>\n"
        for time, latitude, longitude in points
    )
    return f"<trk><type>{_text(sport)}</type>\n<trkseg>\n{inner}</trkseg></trk>\n"


def gpx(*tracks: str) -> bytes:
    """A GPX document."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="hand">\n'
    return (head + "".join(tracks) + "</gpx>\n").encode()


def tcx(laps: Sequence[tuple[object, object, object, object]], *, sport: str = "Running") -> bytes:
    """A TCX document of one activity: laps given as start, seconds, metres and beats a minute."""
    inner = "".join(
        f"<Lap StartTime={_attribute(start)}><TotalTimeSeconds>{_text(seconds)}</TotalTimeSeconds>"
        f"<DistanceMeters>{_text(meters)}</DistanceMeters><Calories>7</Calories>"
        f"<AverageHeartRateBpm><Value>{_text(beats)}</Value></AverageHeartRateBpm>"
        f"<Track><Trackpoint><Time>{_text(start)}</Time><HeartRateBpm><Value>{_text(beats)}</Value>"
        "</HeartRateBpm></Trackpoint></Track></Lap>\n"
        for start, seconds, meters, beats in laps
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase><Activities>'
        f"<Activity Sport={_attribute(sport)}><Id>x</Id>\n{inner}</Activity></Activities>"
        "</TrainingCenterDatabase>\n"
    ).encode()


def _plain(text: object) -> str:
    """What XML may hold of a text."""
    kept = (c if c in "\t\n" or 32 <= ord(c) < 0xD800 else "?" for c in str(text))
    return "".join(kept)


def _text(text: object) -> str:
    return escape(_plain(text))


def _attribute(text: object) -> str:
    return quoteattr(_plain(text))
