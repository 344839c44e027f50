"""Sleeps as they are recorded, as rules (docs/rules.md)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    TODAY,
    biometrics_in_memory,
    moments,
    morning_of_day,
    sleeps,
    slept,
)
from tests.support import NOW, at, good, refused, somebody
from vegaloop.biometrics import (
    MANUAL,
    NewReading,
    Reading,
    Sleep,
    Stage,
    StageSpan,
    sleep_of,
)
from vegaloop.biometrics.domain.night import (
    AsleepTooLong,
    AsleepUnclear,
    EndsBeforeItStarts,
    StageAstray,
)
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.time import Moment, epoch_us


class TestBio9:
    """BIO-9. A sleep belongs to the day of waking, on the wall clock where the person woke."""

    @given(moment=moments, data=st.data())
    def test_the_day_is_that_of_its_end(self, moment: Moment, data: st.DataObject) -> None:
        night = data.draw(sleeps(moment.at))
        biometrics, me = biometrics_in_memory(), somebody()
        reading = good(biometrics.record(me, NewReading(moment, night))).reading
        assert reading.local_date == moment.local.date()
        assert reading.identity.began_at == night.start

    def test_a_sleep_read_at_another_moment_cannot_be(self) -> None:
        reading = good(biometrics_in_memory().record(somebody(), slept(0, 400))).reading
        with pytest.raises(ValueError, match="waking"):
            NewReading(morning_of_day(1), reading.value)
        with pytest.raises(ValueError, match="waking"):
            Reading(
                reading.id, morning_of_day(1), TODAY, MANUAL, reading.recorded_at, reading.value
            )


class TestBio11:
    """BIO-11. A sleep lies between its start and its end with its stages in it, and says in one way how much was slept."""

    START, END = at(NOW - dt.timedelta(hours=8)), at(NOW)

    @given(data=st.data())
    def test_stages_make_up_what_was_slept(self, data: st.DataObject) -> None:
        night = data.draw(sleeps(self.END))
        if night.stages:
            spans = [s for s in night.stages if s.stage is not Stage.AWAKE]
            assert night.asleep.amount == sum(epoch_us(s.end) - epoch_us(s.start) for s in spans)
        assert night.asleep <= night.in_bed

    def test_it_ends_after_it_starts(self) -> None:
        error = refused(sleep_of(self.END, self.END, slept=Duration(0)))
        assert error == EndsBeforeItStarts(self.END, self.END)

    def test_it_is_said_once(self) -> None:
        whole = StageSpan(Stage.DEEP, self.START, self.END)
        assert refused(sleep_of(self.START, self.END)) == AsleepUnclear(0)
        twice = sleep_of(self.START, self.END, slept=Duration(0), stages=(whole,))
        assert refused(twice) == AsleepUnclear(2)

    def test_nobody_sleeps_longer_than_in_bed(self) -> None:
        long = good(Duration.of_minutes(481))
        assert refused(sleep_of(self.START, self.END, slept=long)) == AsleepTooLong(481, 480)

    def test_stages_lie_in_it_one_after_the_other(self) -> None:
        early = StageSpan(Stage.REM, at(NOW - dt.timedelta(hours=9)), self.END)
        assert refused(sleep_of(self.START, self.END, stages=(early,))) == StageAstray(0, early)
        whole = StageSpan(Stage.DEEP, self.START, self.END)
        assert refused(sleep_of(self.START, self.END, stages=(whole, whole))) == StageAstray(
            1, whole
        )

    def test_others_cannot_be_built(self) -> None:
        nothing, whole = Duration(0), StageSpan(Stage.DEEP, self.START, self.END)
        with pytest.raises(ValueError, match="before it starts"):
            Sleep(self.END, self.START, nothing)
        with pytest.raises(ValueError, match="longer"):
            Sleep(self.START, self.END, good(Duration.of_minutes(481)))
        with pytest.raises(ValueError, match="stages"):
            Sleep(self.START, self.END, nothing, (whole, whole))
