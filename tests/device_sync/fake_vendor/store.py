"""What a vendor knows: the things of its accounts, who may see them, and how often it may be asked."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.time import Instant, epoch_us, later

Json: TypeAlias = Mapping[str, object]
_US: Final = 1_000_000


@final
class Thing(Struct, frozen=True, kw_only=True):
    """One thing of an account: what its vendor answers of it, and when that last changed."""

    form: str
    id: str
    account: str
    at: Instant
    modified_at: Instant
    data: Json
    is_gone: bool = False

    @property
    def day(self) -> str:
        return self.at.date().isoformat()


class Paging(StrEnum):
    """How a list is cut into pages."""

    PLAIN = "plain"
    REPEATS = "repeats"  # Each page has the one before it once more.
    STUCK = "stuck"  # What comes next is the same page, for ever.
    LOOPS = "loops"  # After the last page comes the first.
    SKIPS = "skips"  # A page but the first is empty when it is first asked for.
    GROWS = "grows"  # After each page something is new, and stands before all.


@final
class Grant(Struct, frozen=True):
    """Whom an access token lets in, and until when."""

    account: str
    expires_at: Instant


@final
class Account:
    """The things of a vendor's people, changed while it is asked; every method under one lock."""

    def __init__(self, now: Callable[[], Instant], token_life_s: int = 3600) -> None:
        self.now = now
        self.token_life_s = token_life_s
        self.page_size = 30  # Where nobody says how many.
        self.page_most = 200  # Whatever somebody says.
        self.paging = Paging.PLAIN
        self.on_page: Callable[[], None] = lambda: None
        self.refreshes = 0
        self.lockouts = 0
        self.subscriptions: list[tuple[str, str]] = []
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._things: dict[tuple[str, str], Thing] = {}
        self._grants: dict[str, Grant] = {}
        self._refresh: dict[str, str] = {}
        self._spent: set[str] = set()
        self._codes: dict[str, tuple[str, str | None]] = {}
        self._empty_once: set[tuple[str, int]] = set()

    # What there is.

    def put(self, thing: Thing) -> None:
        """Make a thing, or change it."""
        with self._lock:
            self._things[thing.form, thing.id] = thing

    def edit(self, form: str, id: str, **changes: object) -> Thing:
        """Change what is said of a thing; it was modified now."""
        with self._lock:
            old = self._things[form, id]
            new = Thing(
                form=form,
                id=id,
                account=old.account,
                at=old.at,
                modified_at=self.now(),
                data={**old.data, **changes},
            )
            self._things[form, id] = new
            return new

    def delete(self, form: str, id: str) -> None:
        """Let a thing be gone, which leaves a trace of when."""
        with self._lock:
            old = self._things[form, id]
            self._things[form, id] = Thing(
                form=form,
                id=id,
                account=old.account,
                at=old.at,
                modified_at=self.now(),
                data=old.data,
                is_gone=True,
            )

    def one(self, account: str, form: str, id: str) -> Thing | None:
        """A thing that is there."""
        with self._lock:
            found = self._things.get((form, id))
            return None if found is None or found.is_gone or found.account != account else found

    def some(
        self,
        account: str,
        forms: Iterable[str],
        start: Instant | None = None,
        end: Instant | None = None,
        modified_from: Instant | None = None,
        *,
        newest_first: bool = True,
    ) -> Sequence[Thing]:
        """The things that are there, that lie in [start, end), and were modified since."""
        wanted = frozenset(forms)
        with self._lock:
            found = [
                thing
                for thing in self._things.values()
                if thing.form in wanted
                and thing.account == account
                and not thing.is_gone
                and (start is None or thing.at >= start)
                and (end is None or thing.at < end)
                and (modified_from is None or thing.modified_at >= modified_from)
            ]
        return sorted(found, key=lambda thing: (thing.at, thing.id), reverse=newest_first)

    def page(
        self, found: Sequence[Thing], offset: int, size: int | None = None, key: str = ""
    ) -> tuple[Sequence[Thing], int | None]:
        """Cut a page out, and say where the next begins; in whatever manner is set."""
        size = min(size or self.page_size, self.page_most)
        end = offset + size
        part, following = found[offset:end], (end if end < len(found) else None)
        match self.paging:
            case Paging.PLAIN:
                pass
            case Paging.REPEATS:
                part = found[max(0, offset - size) : end]
            case Paging.STUCK:
                following = offset
            case Paging.LOOPS:
                following = 0 if following is None else following
            case Paging.SKIPS:
                with self._lock:
                    if offset and (key, offset) not in self._empty_once:
                        self._empty_once.add((key, offset))
                        part = ()
            case Paging.GROWS:
                self.on_page()
        return part, following

    # Who may.

    def code(self, account: str, challenge: str | None = None) -> str:
        """Let a person consent: the code that their browser brings back."""
        with self._lock:
            code = self._fresh("code")
            self._codes[code] = account, challenge
            return code

    def grant(self, account: str) -> tuple[str, str]:
        """Give tokens: one that lets in for a while, one that can be changed for another once."""
        with self._lock:
            access, refresh = self._fresh("access"), self._fresh("refresh")
            until = later(self.now(), dt.timedelta(seconds=self.token_life_s))
            self._grants[access] = Grant(account, until)
            self._refresh[refresh] = account
            return access, refresh

    def by_code(self, code: str, verifier: str | None) -> tuple[str, str, str] | None:
        """Change a code for tokens, once, by whoever knows what its challenge was made of."""
        with self._lock:
            account, challenge = self._codes.pop(code, (None, None))
            if account is None or (challenge is not None and challenge != _s256(verifier or "")):
                return None
            return account, *self.grant(account)

    def by_refresh(self, refresh: str) -> tuple[str, str, str] | None:
        """Change a token for others, once: a second time locks the person out."""
        with self._lock:
            account = self._refresh.pop(refresh, None)
            if account is None:
                if refresh in self._spent:
                    self.lockouts += 1
                return None
            self.refreshes += 1
            self._spent.add(refresh)
            return account, *self.grant(account)

    def revoke(self, account: str) -> None:
        """Let no token of a person be worth anything."""
        with self._lock:
            self._grants = {t: g for t, g in self._grants.items() if g.account != account}
            self._refresh = {t: who for t, who in self._refresh.items() if who != account}

    def whose(self, access: str) -> str | None:
        """The person a token lets in, now."""
        with self._lock:
            grant = self._grants.get(access)
            return grant.account if grant is not None and grant.expires_at > self.now() else None

    def owner(self, token: str) -> str | None:
        """The person either kind of token was given to, if it is still worth anything."""
        with self._lock:
            return self.whose(token) or self._refresh.get(token)

    def subscribed(self, account: str, what: str) -> None:
        """Remember that somebody wants to be told."""
        with self._lock:
            self.subscriptions.append((account, what))

    def _fresh(self, kind: str) -> str:
        return f"{kind}-{next(self._numbers)}"


@final
class Quota:
    """How many calls each window of time has room for; what is over is counted."""

    def __init__(self, windows: Sequence[tuple[int, int]] = ()) -> None:
        self.windows = tuple(windows)
        self.over = 0
        self._lock = threading.Lock()
        self._counts: Counter[tuple[int, int]] = Counter()

    def take(self, now: Instant) -> int | None:
        """Count a call: None, or the seconds after which there is room again."""
        second = epoch_us(now) // _US
        with self._lock:
            full = [
                length - second % length
                for most, length in self.windows
                if self._counts[length, second // length] >= most
            ]
            if full:
                self.over += 1
                return max(full)
            self._counts.update((length, second // length) for _, length in self.windows)
            return None


def _s256(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
