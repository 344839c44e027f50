"""Print the speed figures, side by side with peers where there are any: `make bench`.

Figures are of this machine and this hour; read them as ratios, and several runs before believing.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.benchmarks.foods import print_figures as print_food_figures
from tests.benchmarks.load import Request, Waits, measure
from tests.benchmarks.people import a_long_ride, prepare_demo, prepare_ten_years
from tests.benchmarks.server import Served, serving
from tests.support import SHARED, good
from vegaloop.activity import ImportFile, Thresholds
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.kernel.quantity import Energy, HeartRate, Power
from vegaloop.kernel.time import day_of

# `python -m tests.benchmarks.foods` takes ten times as many.
FOODS_IN_SHORT: Final = 20_000


def main() -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory() as folder:
        _of_the_demo_athlete(Path(folder) / "demo.db")
        _of_ten_years(Path(folder) / "years.db")
        _of_a_long_ride(Path(folder) / "ride.db")
    _of_the_fit_reader()
    _of_ten_years_of_load()
    print_food_figures(FOODS_IN_SHORT)


def _of_the_demo_athlete(database: Path) -> None:
    began = time.perf_counter()
    token = prepare_demo(database)
    _say("bring in the demo athlete (120 days)", f"{time.perf_counter() - began:.1f} s")
    starts = []
    for _ in range(3):
        with serving(database) as served:
            starts.append(served.started_in_s)
    with serving(database) as served:
        _say("start to first answer, median of 3", f"{sorted(starts)[1]:.2f} s")
        _say("memory when started", f"{served.pss_mb():.0f} MB PSS")
        _of_requests(served, token, "demo athlete")
        _say("memory after all of it", f"{served.pss_mb():.0f} MB PSS")


def _of_ten_years(database: Path) -> None:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    began = time.perf_counter()
    token = prepare_ten_years(database, now)
    _say("live ten years", f"{time.perf_counter() - began:.1f} s")
    with serving(database) as served:
        _of_requests(served, token, "ten years")


def _of_requests(served: Served, token: str, who: str) -> None:
    headers = {"authorization": f"Bearer {token}"}
    today = dt.datetime.now(dt.UTC).date()
    start = today - dt.timedelta(days=180)
    reads: tuple[tuple[str, str], ...] = (
        ("dashboard, cold", "/v1/dashboard"),
        ("readiness", "/v1/readiness"),
        ("list of 20 activities", "/v1/activities"),
        ("list of 20 meals", "/v1/meals"),
        ("180-day load series", f"/v1/activity/load-series?from={start}&to={today}"),
    )
    for name, path in reads:
        _requests(served, f"{name}, {who}", _get(path, headers), 1, 200, 200)
    tag = _etag(served.port, headers)
    unchanged = _get("/v1/dashboard", headers | {"if-none-match": tag})
    _requests(served, f"dashboard, unchanged, {who}", unchanged, 1, 300, 304)
    lists = _get("/v1/activities", headers)
    _requests(served, f"list of 20, {who}, 8 clients", lists, 8, 2_000, 200)
    for clients in (1, 8):
        name = f"log a meal, {who}, {clients} client{'s' * (clients > 1)}"
        _requests(served, name, _log_meal(headers, clients), clients, 400, 201)


def _get(path: str, headers: dict[str, str]) -> Callable[[int], Request]:
    return lambda _: ("GET", path, None, headers)


def _log_meal(headers: dict[str, str], clients: int) -> Callable[[int], Request]:
    kind = {"content-type": "application/json"}
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=200 + 50 * clients)

    def make(n: int) -> Request:
        eaten = start + dt.timedelta(hours=2 * n)  # A day takes thirty meals.
        foods = (("rolled-oats", 80), ("whole-milk", 250), ("banana", 118))
        portions = [{"type": "weighed", "food_id": food, "mass_g": g} for food, g in foods]
        meal = {"kind": "snack", "eaten_at": eaten.isoformat(), "portions": portions}
        return "POST", "/v1/meals", json.dumps(meal).encode(), headers | kind

    return make


def _requests(
    served: Served,
    name: str,
    make: Callable[[int], Request],
    clients: int,
    requests: int,
    expect: int,
) -> None:
    measure(served.port, make, clients=clients, requests=max(20, clients), expect=expect)
    waits: Waits = measure(served.port, make, clients=clients, requests=requests, expect=expect)
    _say(name, str(waits))


def _etag(port: int, headers: dict[str, str]) -> str:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/v1/dashboard", headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.headers["etag"]


def _of_the_fit_reader() -> None:
    largest = SHARED / "activities" / "fit" / "activity-large-fenxi2-multisport.fit"
    if not largest.is_file():
        _say("FIT decode of the largest file", "skipped: ../shared/data is absent")
        return
    import fitdecode
    import garmin_fit_sdk

    from vegaloop.activity.adapters.readers import read_activity_file

    data = largest.read_bytes()

    def official() -> None:
        garmin_fit_sdk.Decoder(garmin_fit_sdk.Stream.from_byte_array(bytearray(data))).read()

    def other() -> None:
        with fitdecode.FitReader(data) as reader:
            for _ in reader:
                pass

    ours = _best_of(5, lambda: read_activity_file(data))
    for name, peer in (("official decoder", official), ("fitdecode", other)):
        theirs = _best_of(2, peer)
        _say(
            f"FIT decode of the largest file against the {name}",
            f"{ours:.0f} ms against {theirs:.0f} ms: {theirs / ours:.0f} times",
        )


def _of_a_long_ride(database: Path) -> None:
    from vegaloop.activity.domain.peaks import powers_of
    from vegaloop.activity.domain.seconds import power_runs

    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with open_vegaloop(Settings(database_url=f"sqlite:///{database}")) as vega:
        owner = vega.accounts.owner()
        able = Thresholds(
            ftp=Power(250_000),
            cp=Power(245_000),
            w_prime=Energy(20_000),
            hr_max=HeartRate(188_000),
            hr_rest=HeartRate(50_000),
            lthr=HeartRate(168_000),
        )
        good(vega.activity.set_thresholds(owner, day_of(now.date() - dt.timedelta(days=9)), able))
        ride = ImportFile(data=a_long_ride(now, 4))
        (kept,) = good(vega.activity.import_file(owner, ride)).sessions
        took = _best_of(10, lambda: vega.activity.analysis(owner, kept.session.id))
        _say("analysis of a ride of 4 hours at 1 Hz", f"{took:.1f} ms (60 at most)")
        runs = power_runs(good(vega.activity.streams(owner, kept.session.id)), ())
        took = _best_of(20, lambda: powers_of(runs))
        _say("its mean-maximal curve, 28 durations", f"{took:.2f} ms (1 at most)")


def _of_ten_years_of_load() -> None:
    from vegaloop.activity.formulas import pmc

    loads = [float(n % 150) for n in range(3_650)]
    took = _best_of(20, lambda: pmc(loads))
    _say("ten years of daily load to CTL, ATL and TSB", f"{took:.2f} ms")


def _best_of(times: int, work: Callable[[], object]) -> float:
    def once() -> float:
        began = time.perf_counter()
        work()
        return 1_000 * (time.perf_counter() - began)

    return min(once() for _ in range(times))


def _say(name: str, figure: str) -> None:
    print(f"{name:<58}{figure}", flush=True)


if __name__ == "__main__":
    main()
