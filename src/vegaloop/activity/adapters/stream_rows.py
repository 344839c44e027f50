"""Between the streams of a session and the rows that hold them: a block a column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from vegaloop.activity.adapters.blocks import packed_block, unpacked_block
from vegaloop.activity.domain.streams import Channel, Extra, Measure, Stream, Streams

__all__ = ("TIMES", "blocks_of", "streams_of")

TIMES: Final = "times_ms"
_EXTRAS: Final = "extras"
_BEATS: Final = "beats_ms"
_pack: Final = msgspec.msgpack.Encoder().encode
_extras: Final = msgspec.msgpack.Decoder(tuple[tuple[str, str, float, bytes], ...])


def blocks_of(streams: Streams) -> tuple[tuple[str, bytes], ...]:
    """Pack streams: a block for the times and each channel, one for all else, one for the beats."""
    blocks = [(TIMES, packed_block(streams.times_ms, 8))] if len(streams) else []
    blocks += [(one.channel.value, packed_block(one.data, 4)) for one in streams.columns]
    if streams.extras:
        blocks.append((_EXTRAS, _pack([_told(one) for one in streams.extras])))
    if streams.beats_ms:
        blocks.append((_BEATS, packed_block(streams.beats_ms, 4)))
    return tuple(blocks)


def streams_of(blocks: Mapping[str, bytes]) -> Streams:
    """Undo `blocks_of`, for those blocks that were read."""
    return Streams(
        unpacked_block(blocks[TIMES], 8) if TIMES in blocks else b"",
        tuple(
            Stream(one, unpacked_block(blocks[one.value], 4))
            for one in Channel
            if one.value in blocks
        ),
        tuple(
            Extra(Measure(name, unit, per_unit), unpacked_block(data, 4))
            for name, unit, per_unit, data in _extras.decode(blocks[_EXTRAS])
        )
        if _EXTRAS in blocks
        else (),
        unpacked_block(blocks[_BEATS], 4) if _BEATS in blocks else b"",
    )


def _told(extra: Extra) -> tuple[str, str, float, bytes]:
    measure = extra.measure
    return measure.name, measure.unit, measure.per_unit, packed_block(extra.data, 4)
