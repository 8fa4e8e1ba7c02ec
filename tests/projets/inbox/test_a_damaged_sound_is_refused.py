"""Whatever bytes come as a sound: a voice that can be stored, or a refusal in words."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from projets.idees.inbox.voices import read_voice
from tests.projets.inbox.test_messages_arrive_by_every_door import voice


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.data())
def test_a_damaged_sound_is_a_voice_or_is_refused_in_words(data: some.DataObject) -> None:
    raw = bytearray(voice(1)[: data.draw(some.integers(0, 8044))])
    for _turn in range(data.draw(some.integers(0, 8))):
        if raw:
            raw[data.draw(some.integers(0, min(60, len(raw) - 1)))] = data.draw(some.integers(0, 255))
    with suppress(ValidationError):
        assert 0 < read_voice(bytes(raw)).seconds <= 180


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.sampled_from([b"ID3", b"OggS", b"\xff\xfb", b"\x00\x00\x00 ftypM4A ", b"RIFF"]), some.binary(max_size=300))
def test_what_only_begins_like_a_sound_is_refused_in_words(begins: bytes, rest: bytes) -> None:
    with suppress(ValidationError):
        read_voice(begins + rest)
