"""A vendor in memory: it keeps what people did, edits and forgets it, and has bad days."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from vegaloop.device_sync.application.calling import Answer, Call, Caller, CannotCall, NoAnswer
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, Instant, epoch_us

QUOTA: Final = 40
WINDOW_S: Final = 900
PAGE_ITEMS: Final = 3
TOKEN_LIFE_US: Final = 6 * 3_600 * 1_000_000
# After so many calls in a row without an answer nobody calls for so long.
_FAILURES_MOST: Final = 5
_LEFT_ALONE_US: Final = 60 * 1_000_000
# Whoever uses a token that is being used, within so long, did not wait for their turn.
_AT_ONCE_US: Final = 120 * 1_000_000


def is_night(id: str) -> bool:
    """Tell whether something is a night: nights are listed by their days, deleted ones never."""
    return int(id) % 4 == 3


@dataclass(frozen=True)
class Thing:
    """Something that happened: when it was last changed, on which day it was, and what it says."""

    id: str
    modified_us: int
    day: dt.date
    says: str | None

    def body(self) -> dict[str, object]:
        return {
            "id": self.id,
            "modified": self.modified_us,
            "day": self.day.isoformat(),
            "says": self.says,
        }


@dataclass
class Grant:
    """A consent, and the tokens under it: a refresh token is good for once."""

    account: str
    access: str
    refresh: str
    until_us: int
    is_revoked: bool = False
    is_over: bool = False
    number: int = 0


@dataclass
class SimulatedVendor(Caller):
    """Answers calls as a vendor does; everything it does follows from `chance` and the calls.

    `faults` are the calls it should never have had; `hidden` are nights it forgets to list once;
    `said` is whatever it ever said of a thing, None once that was deleted.
    """

    clock: Clock
    chance: random.Random
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)
    grants: list[Grant] = field(default_factory=list)
    is_down: bool = False
    trouble: float = 0.0
    meanwhile: Callable[[], None] = lambda: None
    afterwards: Callable[[], None] = lambda: None
    calls: Counter[int] = field(default_factory=Counter)
    paused_until_us: int = 0
    failures: int = 0
    given_up_us: int | None = None
    codes: dict[str, str] = field(default_factory=dict)
    refreshing: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    saw: Callable[[str], None] = lambda what: None
    hidden: dict[str, frozenset[str]] = field(default_factory=dict)
    said: dict[str, set[str | None]] = field(default_factory=dict)

    def change(self, account: str, id: str, day: dt.date, says: str | None) -> Thing:
        """Create, edit or delete something."""
        before = self.things.setdefault(account, {}).get(id)
        modified_us = epoch_us(self.clock.now())
        if before is not None:  # Nothing is changed twice in one microsecond.
            modified_us = max(modified_us, before.modified_us + 1)
            day = before.day
        thing = Thing(id, modified_us, day, says)
        self._says(account, thing)
        return thing

    def has(self, account: str, id: str, day: dt.date, says: str) -> None:
        """Let there be something since the day on which it happened."""
        noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
        self._says(account, Thing(id, int(noon.timestamp()) * 1_000_000, day, says))

    def _says(self, account: str, thing: Thing) -> None:
        self.things.setdefault(account, {})[thing.id] = thing
        self.said.setdefault(thing.id, set()).add(thing.says)

    def consent(self, account: str) -> Grant:
        """Let somebody consent; an earlier consent is over."""
        for grant in self.grants:
            grant.is_revoked |= grant.account == account
        number = len(self.grants)
        self.hidden.pop(account, None)
        grant = Grant(account, f"a{number}-0", f"r{number}-0", self._until())
        self.grants.append(grant)
        return grant

    def code(self, account: str) -> str:
        """Let somebody consent in their browser, which brings this back."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = account
        return code

    def over(self, account: str) -> None:
        """From now on nobody may ask for anything of somebody, under any consent there was."""
        for grant in self.grants:
            grant.is_over |= grant.account == account

    def forgive(self) -> None:
        """Ask for nothing any more: whoever calls had their clock set, and cannot know."""
        self.paused_until_us, self.failures, self.given_up_us = 0, 0, None
        self.calls.clear()
        self.refreshing.clear()

    def call(self, call: Call) -> Result[Answer, CannotCall]:
        """Answer a call, in some mood."""
        split = urlsplit(call.url)
        form = dict(call.form or ())
        token = dict(call.headers).get("authorization", "").removeprefix("Bearer ")
        if split.path in {"/consented", "/revoke"}:
            self._watch(self.clock.now(), "")  # Also where a consent is over: to say so.
            told = self._consenting(split.path, form, token)
            self._heard(told)
            return told
        now = self.clock.now()
        self._watch(now, token)
        spent = form.get("refresh_token", "")
        with self._refreshing(spent, now):
            self.meanwhile()
            result = self._answered(split.path, split.query, form, token)
            if epoch_us(self.clock.now()) >= self.paused_until_us:  # Nobody knows yet.
                self.afterwards()
        self._heard(result)
        return result

    def _consenting(
        self, path: str, form: dict[str, str], token: str
    ) -> Result[Answer, CannotCall]:
        self.meanwhile()
        if self.is_down:
            return Failure(NoAnswer("refused"))
        if path == "/revoke":
            for grant in self.grants:
                grant.is_revoked |= grant.access == token
            return Success(_answer(200, {}))
        account = self.codes.pop(form.get("code", ""), None)
        if account is None:
            return Success(_answer(400, {"error": "invalid_grant"}))
        return Success(_tokens(self.consent(account)))

    def _answered(
        self, path: str, asked: str, form: dict[str, str], token: str
    ) -> Result[Answer, CannotCall]:
        now = self.clock.now()
        if self.is_down:
            self.saw("outage")
            return Failure(NoAnswer("refused"))
        if self.chance.random() < self.trouble:
            return self._badly(now)
        query = {name: values[0] for name, values in parse_qs(asked).items()}
        if path == "/token":
            return Success(self._token(form))
        grant = self._grant(token, now)
        if grant is None:
            return Success(_answer(401, {}))
        things = self.things.get(grant.account, {})
        if path == "/list":
            return Success(_answer(200, self._page(grant.account, query)))
        found = things.get(path.rpartition("/")[2])
        is_more = path.startswith("/more")
        if found is None or found.says is None or (is_more and int(found.id) % 2):
            return Success(_answer(404, {}))
        return Success(_answer(200, found.body()))

    def _watch(self, now: Instant, token: str) -> None:
        """Count a call, and tell whether it should not have been made."""
        now_us = epoch_us(now)
        if now_us < self.paused_until_us:
            self.faults.append("called before it was allowed")
        if self.given_up_us is not None and now_us < self.given_up_us + _LEFT_ALONE_US:
            self.faults.append("called while the breaker was open")
        of = token.partition("-")[0]  # Under whichever of its tokens.
        if any(grant.access.partition("-")[0] == of and grant.is_over for grant in self.grants):
            self.faults.append("called after the consent was over")
        window = now_us // (WINDOW_S * 1_000_000)
        self.calls[window] += 1
        if self.calls[window] == QUOTA:
            self.saw("quota spent")
        if self.calls[window] > QUOTA:
            self.faults.append("called more often than allowed")

    def _heard(self, result: Result[Answer, CannotCall]) -> None:
        match result:
            case Success(Answer(status=status)) if status != 503:
                self.failures, self.given_up_us = 0, None
            case Success() | Failure():
                now_us = epoch_us(self.clock.now())
                self.failures += 1
                is_open = self.given_up_us is not None and now_us < (
                    self.given_up_us + _LEFT_ALONE_US
                )
                if self.failures >= _FAILURES_MOST and not is_open:
                    self.saw("breaker opened")
                    self.given_up_us = now_us

    @contextmanager
    def _refreshing(self, token: str, now: Instant) -> Iterator[None]:
        """While a token is spent nobody else spends it."""
        began_us = self.refreshing.get(token) if token else None
        if began_us is not None and epoch_us(now) < began_us + _AT_ONCE_US:
            self.faults.append("two refreshed at once")
        if token:
            self.refreshing[token] = epoch_us(now)
        try:
            yield
        finally:
            self.refreshing.pop(token, None)

    def _badly(self, now: Instant) -> Result[Answer, CannotCall]:
        match self.chance.randrange(6):
            case 0:
                return Failure(NoAnswer("timeout"))
            case 1:
                return Success(_answer(503, {}))
            case 2:
                wait_s = self.chance.choice((1, 30, 600))
                self.saw("Retry-After")
                self.paused_until_us = max(self.paused_until_us, epoch_us(now) + wait_s * 1_000_000)
                return Success(Answer(429, {"retry-after": str(wait_s)}, b""))
            case 3:
                return Success(Answer(200, {}, b'{"items": [{"id'))
            case 4:
                return Success(Answer(200, {}, b"\xff\x00" + b"[" * 5_000))
            case _:
                return Failure(NoAnswer("reset"))

    def _token(self, form: dict[str, str]) -> Answer:
        for grant in self.grants:
            if grant.refresh == form.get("refresh_token") and not grant.is_revoked:
                self.saw("refresh")
                grant.number += 1
                grant.access = f"{grant.access.partition('-')[0]}-{grant.number}"
                grant.refresh = f"{grant.refresh.partition('-')[0]}-{grant.number}"
                grant.until_us = self._until()
                return _tokens(grant)
        return _answer(400, {"error": "invalid_grant"})

    def _grant(self, token: str, now: Instant) -> Grant | None:
        for grant in self.grants:
            if grant.access == token:
                if grant.is_revoked or grant.until_us <= epoch_us(now):
                    return None
                return grant
        return None

    def _page(self, account: str, query: dict[str, str]) -> dict[str, object]:
        """List what changed, deletions too; nights by their days, as far as there are any."""
        start, things = int(query.get("page", "0")), self.things.get(account, {})
        of_kind = [one for one in things.values() if is_night(one.id) is ("night" in query)]
        if "since" in query and "night" not in query:
            found = [one for one in of_kind if one.modified_us >= int(query["since"])]
        else:
            days = query["from"], query["to"]
            found = [one for one in of_kind if days[0] <= one.day.isoformat() < days[1]]
        if "night" in query:
            hidden = self.hidden.get(account, frozenset())
            found = [one for one in found if one.says is not None]
            if hidden & {one.id for one in found}:
                self.saw("night that is left out")
                del self.hidden[account]
            found = [one for one in found if one.id not in hidden]
        found.sort(key=lambda one: (one.modified_us, one.id))
        some = found[start : start + PAGE_ITEMS]
        following = str(start + PAGE_ITEMS) if len(found) > start + PAGE_ITEMS else None
        return {"items": [one.body() for one in some], "next": following}

    def _until(self) -> int:
        return epoch_us(self.clock.now()) + TOKEN_LIFE_US


def _tokens(grant: Grant) -> Answer:
    told: dict[str, object] = {
        "access": grant.access,
        "refresh": grant.refresh,
        "until": grant.until_us,
        "account": grant.account,
    }
    return _answer(200, told)


def _answer(status: int, body: dict[str, object]) -> Answer:
    return Answer(status, {}, json.dumps(body).encode())
