"""The routes of each vendor for data, as their contracts have them.

What a vendor answers of a thing is what a test put into the store; here is how it is asked for, cut
into pages and wrapped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

import msgspec

from tests.device_sync.fake_vendor.consent import CONSENT, Route, Routes, answer, may
from tests.device_sync.fake_vendor.faults import Reply
from tests.device_sync.fake_vendor.server import Answers, Ask
from tests.device_sync.fake_vendor.store import Account, Paging, Thing
from vegaloop.kernel.time import Instant

_DAY: Final = dt.timedelta(days=1)
# What Withings calls the lists of its actions.
_WITHINGS: Final = {
    "getmeas": "measuregrps",
    "getactivity": "activities",
    "getworkouts": "series",
    "getintradayactivity": "series",
    "getsummary": "series",
    "get": "series",
    "list": "series",
}


def routed(store: Account, routes: Routes | None = None) -> Answers:
    """Make what answers calls, of all vendors or of some routes."""
    known = tuple((method, re.compile(pattern), route) for method, pattern, route in routes or ALL)

    def asked(ask: Ask) -> Reply:
        for method, pattern, route in known:
            match = pattern.fullmatch(f"{ask.host}{ask.path}")
            if match is not None and method in ("*", ask.method):
                return route(store, ask, match)
        return answer({"error": "no such address"}, 404)

    return asked


def _who(store: Account, ask: Ask) -> str:
    return store.whose(ask.token) or ""


def _one(form: str) -> Route:
    """One thing by the id at the end of its address."""

    def asked(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
        found = store.one(_who(store, ask), form or match["form"], match["id"])
        return answer({"error": "not found"}, 404) if found is None else answer(found.data)

    return may(asked)


def _data(things: Sequence[Thing]) -> list[object]:
    return [thing.data for thing in things]


def _strava(store: Account, ask: Ask, __: re.Match[str]) -> Reply:
    query = ask.query
    found = store.some(
        _who(store, ask),
        ("activities",),
        _second(query.get("after")),
        _second(query.get("before")),
        newest_first="after" not in query,
    )
    size = int(query.get("per_page", "30"))
    # Its pages have numbers: one that never ends has the first again under every number.
    offset = (int(query.get("page", "1")) - 1) * size
    if found and store.paging in (Paging.STUCK, Paging.LOOPS):
        offset = 0 if store.paging is Paging.STUCK else offset % len(found)
    part, _ = store.page(found, offset, size, "strava")
    return answer(_data(part))


def _strava_streams(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    found = store.one(_who(store, ask), "streams", match["id"])
    return answer({"errors": []}, 404) if found is None else answer(found.data)


def _oura(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    query = ask.query
    start = _any_time(query.get("start_date") or query.get("start_datetime"))
    end = _any_time(query.get("end_date") or query.get("end_datetime"))
    found = store.some(
        _who(store, ask),
        (match["form"],),
        start,
        end if end is None or "end_datetime" in query else end + _DAY,
        newest_first=False,
    )
    offset = int(query.get("next_token") or 0)
    part, following = store.page(found, offset, None, match["form"])
    token = None if following is None else str(following)
    return answer({"data": _data(part), "next_token": token})


def _whoop(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    query = ask.query
    found = store.some(
        _who(store, ask),
        (match["form"],),
        _any_time(query.get("start")),
        _any_time(query.get("end")),
    )
    size = min(int(query.get("limit", "10")), 25)
    part, following = store.page(found, int(query.get("nextToken") or 0), size, match["form"])
    token = {} if following is None else {"next_token": str(following)}
    return answer({"records": _data(part), **token})


def _withings(store: Account, ask: Ask, _: re.Match[str]) -> Reply:
    asked = {**ask.query, **ask.form}
    who, action = store.whose(ask.token), asked.get("action", "")
    if who is None:
        return answer({"status": 401, "body": {}, "error": "XRequestID: not provided"})
    if action == "subscribe":
        store.subscribed(who, asked.get("callbackurl", ""))
    if action not in _WITHINGS:
        return answer({"status": 0, "body": {}})
    end = _any_time(asked.get("enddateymd"))
    found = store.some(
        who,
        (action,),
        _second(asked.get("startdate")) or _any_time(asked.get("startdateymd")),
        _second(asked.get("enddate")) or (None if end is None else end + _DAY),
        _second(asked.get("lastupdate")),
    )
    part, following = store.page(found, int(asked.get("offset") or 0), None, action)
    more: dict[str, object] = {"more": following is not None, "offset": following or 0}
    if action == "getmeas":
        more["more"] = int(following is not None)
    listed: object = _data(part)
    if action == "getintradayactivity":
        listed = {thing.id: thing.data for thing in part}
    body = {
        "updatetime": int(store.now().timestamp()),
        "timezone": "Europe/Paris",
        _WITHINGS[action]: listed,
        **more,
    }
    return answer({"status": 0, "body": body})


def _polar(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    form = match["form"].split("/")[-1]
    start, end = _any_time(ask.query.get("from")), _any_time(ask.query.get("to"))
    found = store.some(_who(store, ask), (form,), start, None if end is None else end + _DAY)
    things = _data(found)
    wrapped = {"sleep": {"nights": things}, "nightly-recharge": {"recharges": things}}
    return answer(wrapped.get(form, things))


def _polar_day(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    form = match["form"].split("/")[-1]
    found = [t for t in store.some(_who(store, ask), (form,)) if match["day"] in (t.day, t.id)]
    return answer(found[0].data) if found else Reply(404)


def _fitbit_list(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    query = ask.query
    after, before = query.get("afterDate"), query.get("beforeDate")
    form = match["form"]
    found = store.some(
        _who(store, ask),
        (form,),
        _any_time(after),
        _any_time(before),
        newest_first=query.get("sort") == "desc",
    )
    size = min(int(query.get("limit", "20")), 100)
    part, following = store.page(found, int(query.get("offset") or 0), size, form)
    asked = {**query, "offset": str(following), "limit": str(size)}
    following_url = f"https://{ask.host}{ask.path}?{urlencode(asked)}"
    pagination = {"next": "" if following is None else following_url, "previous": ""}
    return answer({form: _data(part), "pagination": pagination})


def _fitbit_days(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    """Whatever lies in a span of days, under the names its parts were put with."""
    start, end = _any_time(match["start"]), _any_time(match["end"] or match["start"])
    form = match["form"].strip("/")
    found = store.some(
        _who(store, ask), (form,), start, None if end is None else end + _DAY, newest_first=False
    )
    things, name = _data(found), _FITBIT_FIELDS.get(form, form.replace("/", "-"))
    return answer({name: things} if name else things)


def _garmin(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    query = ask.query
    found = store.some(
        _who(store, ask),
        (match["form"],),
        modified_from=_second(query.get("uploadStartTimeInSeconds")),
        newest_first=False,
    )
    end = _second(query.get("uploadEndTimeInSeconds"))
    return answer([thing.data for thing in found if end is None or thing.modified_at < end])


def _garmin_backfill(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    store.subscribed(_who(store, ask), f"backfill/{match['form']}?{urlencode(ask.query)}")
    return Reply(202)


def _google(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    """Whatever lies in what a filter says, the newest first."""
    query = ask.query
    start, end = re.findall(r'"([^"]+)"', query["filter"])
    found = store.some(_who(store, ask), (match["form"],), _any_time(start), _any_time(end))
    size = int(query.get("pageSize", "1440"))
    part, following = store.page(found, int(query.get("pageToken") or 0), size, match["form"])
    token = {} if following is None else {"nextPageToken": str(following)}
    return answer({"dataPoints": _data(part), **token})


def _google_days(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
    """The sums of the days of a range."""
    asked = msgspec.json.decode(ask.body)["range"]
    start, end = (
        Instant(dt.datetime(**asked[side]["date"], tzinfo=dt.UTC)) for side in ("start", "end")
    )
    found = store.some(_who(store, ask), (match["form"],), start, end)
    return answer({"rollupDataPoints": _data(found)})


def _me(store: Account, ask: Ask, _: re.Match[str]) -> Reply:
    who = _who(store, ask)
    number: object = int(who) if who.isdecimal() else who
    return answer(
        {
            "id": number,
            "user_id": number,
            "userId": who,
            "healthUserId": who,
            "email": "",
            "user": {"encodedId": who},
        }
    )


def _second(given: str | None) -> Instant | None:
    return None if not given else Instant(dt.datetime.fromtimestamp(int(given), dt.UTC))


def _any_time(given: str | None) -> Instant | None:
    if not given:
        return None
    read = dt.datetime.fromisoformat(given)
    return Instant(read.replace(tzinfo=dt.UTC) if read.tzinfo is None else read.astimezone(dt.UTC))


_OURA: Final = r"api\.ouraring\.com/v2/usercollection"
_WHOOP: Final = r"api\.prod\.whoop\.com/developer/v2"
_POLAR: Final = r"www\.polaraccesslink\.com/v3"
_FITBIT: Final = r"api\.fitbit\.com/1(\.\d)?/user/-"
_GARMIN: Final = r"apis\.garmin\.com/wellness-api/rest"
_GOOGLE: Final = r"health\.googleapis\.com/v4/users/me"
_YMD: Final = r"\d{4}-\d\d-\d\d"
# What Fitbit calls the lists of its documents; the others are called as their address is.
_FITBIT_FIELDS: Final = {
    "body/log/weight": "weight",
    "cardioscore": "cardioScore",
    "spo2": "",
    "temp/core": "tempCore",
    "temp/skin": "tempSkin",
}
_DETAIL: Final = r"(/all|/1d|/1min|/5min|/1sec)*"

DATA: Final[Routes] = (
    ("GET", r"www\.strava\.com/api/v3/athlete", may(_me)),
    ("GET", r"www\.strava\.com/api/v3/athlete/activities", may(_strava)),
    ("GET", r"www\.strava\.com/api/v3/activities/(?P<id>\d+)", _one("activities")),
    ("GET", r"www\.strava\.com/api/v3/activities/(?P<id>\d+)/streams", may(_strava_streams)),
    ("GET", rf"{_OURA}/personal_info", may(_me)),
    ("GET", rf"{_OURA}/(?P<form>\w+)", may(_oura)),
    ("GET", rf"{_OURA}/(?P<form>\w+)/(?P<id>[^/]+)", _one("")),
    ("GET", rf"{_WHOOP}/user/profile/basic", may(_me)),
    ("GET", rf"{_WHOOP}/(?P<form>cycle|recovery|activity/sleep|activity/workout)", may(_whoop)),
    ("GET", rf"{_WHOOP}/cycle/(?P<id>[^/]+)/(?P<form>recovery|sleep)", _one("")),
    ("GET", rf"{_WHOOP}/(?P<form>cycle|activity/sleep|activity/workout)/(?P<id>[^/]+)", _one("")),
    ("*", r"wbsapi\.withings\.net/(v2/)?(measure|sleep|heart|notify)", _withings),
    ("GET", rf"{_POLAR}/(?P<form>[\w/-]+?)/(?P<day>{_YMD})", may(_polar_day)),
    ("GET", rf"{_POLAR}/exercises/(?P<id>[^/]+)", _one("exercises")),
    ("GET", rf"{_POLAR}/(?P<form>[\w/-]+)", may(_polar)),
    ("GET", rf"{_FITBIT}/profile\.json", may(_me)),
    ("GET", rf"{_FITBIT}/(?P<form>\w+)(/logs)?/list\.json", may(_fitbit_list)),
    (
        "GET",
        rf"{_FITBIT}/(?P<form>[\w/-]+?)/date/(?P<start>{_YMD})(/(?P<end>{_YMD}))?{_DETAIL}\.json",
        may(_fitbit_days),
    ),
    ("GET", rf"{_GOOGLE}/identity", may(_me)),
    ("GET", rf"{_GOOGLE}/dataTypes/(?P<form>[\w-]+)/dataPoints:reconcile", may(_google)),
    ("POST", rf"{_GOOGLE}/dataTypes/(?P<form>[\w-]+)/dataPoints:dailyRollUp", may(_google_days)),
    ("GET", rf"{_GARMIN}/user/id", may(_me)),
    ("GET", rf"{_GARMIN}/backfill/(?P<form>\w+)", may(_garmin_backfill)),
    ("GET", rf"{_GARMIN}/(?P<form>\w+)", may(_garmin)),
)
ALL: Final[Routes] = (*CONSENT, *DATA)
