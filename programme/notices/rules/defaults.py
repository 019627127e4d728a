"""What a person is told who never said a wish: everything in the centre, by mail only what cannot wait."""

from collections.abc import Mapping

from programme.notices.choices import PERSONAL, Channel, Rhythm, Topic

AT_ONCE = frozenset({Topic.SIGNATURE, Topic.DECISION, Topic.EXCEPTION, Topic.DOCUMENT})
RHYTHM = Rhythm.DAILY


def by_default(topic: str, channel: str) -> bool:
    """Tell whether a topic goes over a channel where the person said nothing."""
    return channel == Channel.BELL or (channel == Channel.MAIL and topic in AT_ONCE)


def wishes(said: Mapping[tuple[str, str], bool]) -> dict[str, dict[str, bool]]:
    """Topic → channel → wanted, what was said over what is usual."""
    return {
        str(topic): {
            str(channel): said.get((topic, channel), by_default(topic, channel)) for channel in PERSONAL
        }
        for topic in Topic
    }  # fmt: skip
