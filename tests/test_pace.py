"""The pace against a checker that thinks otherwise: every window of what a server saw, counted."""

import heapq
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.pace import MARGIN, Pace

SENDERS = 64
Latency = Callable[[Random], float]


@dataclass(slots=True)
class Server:
    """Timestamps each message somewhere between its begin and its answer."""

    random: Random
    skew: float
    seen: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, chat: int, begun: float, ended: float) -> None:
        early = self.random.random() < self.skew
        self.seen[chat].append(begun if early else self.random.uniform(begun, ended))
        if self.random.random() < self.skew:
            self.seen[chat][-1] = ended

    def most_in(self, seconds: float, chat: int | None = None) -> int:
        """Return the most messages in any half-open window of so many seconds."""
        all_times = [time for times in self.seen.values() for time in times]
        times = sorted(all_times if chat is None else self.seen[chat])
        return max(
            (bisect_left(times, start + seconds) - place for place, start in enumerate(times)),
            default=0,
        )

    def bucket_holds(self, chat: int, burst: int) -> bool:
        """Tell whether no stretch of time had more messages than the burst and one a second."""
        times = sorted(self.seen[chat])
        return all(
            later - first + 1 <= burst + times[later] - times[first] + 1e-9
            for first in range(len(times))
            for later in range(first, len(times))
        )


def send_all(
    chats: Sequence[int], latency: Latency, random: Random, pace: Pace, skew: float = 0.3
) -> tuple[Server, float]:
    """Send to each chat in turn as delivery does; return what the server saw, and the end.

    As many at once as there are senders, one at a time to a chat, none to a chat that rests.
    """
    server, now = Server(random, skew), 1000.0
    waiting, under_way = deque(chats), list[tuple[float, float, int]]()
    while waiting or under_way:
        busy = {chat for _, _, chat in under_way} | pace.resting(now)
        chat = next((one for one in waiting if one not in busy), None)
        wait = pace.wait(now) if chat is not None and len(under_way) < SENDERS else None
        if chat is not None and wait == 0:
            waiting.remove(chat)
            pace.begin(chat, now)
            heapq.heappush(under_way, (now + latency(random), now, chat))
            continue
        coming = [now + wait] if wait else []
        coming += [now + max(pace.rested_in(now), 1e-4)] if chat is None and waiting else []
        coming += [under_way[0][0]] if under_way else []
        now = max(now, min(coming))
        while under_way and under_way[0][0] <= now:
            ended, begun, answered = heapq.heappop(under_way)
            pace.end(answered, ended)
            server.take(answered, begun, ended)
    return server, now - 1000.0


#: bot/pace.py forgets a person whose message is still under way: ``_forget`` goes by the tokens.
LATENCIES = st.sampled_from(
    [
        lambda _random: 0.0,
        lambda random: random.uniform(0, 0.05),
        lambda random: random.uniform(0, 1.5),
        lambda random: random.choice([0.001, 0.001, 0.001, 3.0]),
        lambda random: random.expovariate(4),
    ]
)
SEEDS = st.integers(0, 2**32)


@settings(deadline=None, max_examples=40)
@given(latency=LATENCIES, seed=SEEDS, skew=st.sampled_from([0.0, 0.3, 1.0]))
def test_no_second_ever_holds_more_than_thirty(latency: Latency, seed: int, skew: float) -> None:
    random = Random(seed)
    people = [random.randrange(1, 200) for _ in range(200)]

    server, _ = send_all(people, latency, random, Pace(), skew)

    assert sum(map(len, server.seen.values())) == 200
    assert server.most_in(1.0) <= 30


@settings(deadline=None, max_examples=40)
@given(latency=LATENCIES, seed=SEEDS, skew=st.sampled_from([0.0, 0.3, 1.0]))
def test_a_person_gets_three_at_once_and_then_one_a_second(
    latency: Latency, seed: int, skew: float
) -> None:
    random = Random(seed)
    people = [random.randrange(1, 6) for _ in range(60)]

    server, _ = send_all(people, latency, random, Pace(), skew)

    assert all(server.bucket_holds(person, 3) for person in server.seen)


@settings(deadline=None, max_examples=20)
@given(latency=LATENCIES, seed=SEEDS, skew=st.sampled_from([0.0, 0.3, 1.0]))
@example(latency=lambda _random: 0.0, seed=1, skew=1.0)
def test_a_group_gets_eighteen_a_minute(latency: Latency, seed: int, skew: float) -> None:
    random = Random(seed)
    chats = [random.choice([-1, -1, -2, 5]) for _ in range(60)]

    server, _ = send_all(chats, latency, random, Pace(), skew)

    assert all(server.most_in(60.0, group) <= 18 for group in (-1, -2))


@pytest.mark.parametrize("latency", [0.0, 0.02, 0.1, 0.5], ids=lambda one: f"{one} s")
def test_throughput_comes_near_thirty_in_a_second_and_the_time_on_the_way(latency: float) -> None:
    people = list(range(1, 901))

    server, elapsed = send_all(people, lambda _random: latency, Random(1), Pace())

    rounds = 900 / 30
    assert elapsed <= rounds * (1 + latency + MARGIN) + 0.01
    assert server.most_in(1.0) == 30


def test_a_smaller_limit_is_kept_as_well() -> None:
    server, elapsed = send_all(list(range(1, 51)), lambda _random: 0.01, Random(1), Pace(10))

    assert server.most_in(1.0) <= 10
    assert elapsed <= 5 * 1.02


def test_the_thirty_first_waits_for_an_answer_while_all_are_under_way() -> None:
    pace = Pace()
    for person in range(30):
        assert pace.wait(0.0) == 0
        pace.begin(person, 0.0)

    assert pace.wait(5.0) is None
    pace.end(0, 5.0)

    assert pace.wait(5.0) == pytest.approx(1.0 + MARGIN)
    assert pace.wait(6.0 + MARGIN) == 0


def test_one_that_was_begun_long_ago_still_counts() -> None:
    pace = Pace()
    for person in range(30):
        pace.begin(person, 0.0)
    for person in range(29):
        pace.end(person, 0.1)

    assert pace.wait(1.2) == 0
    for person in range(100, 129):
        pace.begin(person, 1.2)
    assert pace.wait(1.2) is None


def test_a_person_rests_after_a_burst_of_three_and_others_do_not() -> None:
    pace = Pace()
    for _ in range(3):
        assert pace.resting(0.0) == set()
        pace.begin(7, 0.0)
        pace.end(7, 0.0)

    assert pace.resting(0.0) == {7}
    assert pace.rested_in(0.0) == pytest.approx(1.0, abs=MARGIN)
    assert pace.resting(1.0 + MARGIN) == set()


def test_a_group_rests_for_a_minute_after_eighteen() -> None:
    pace = Pace()
    for _ in range(18):
        assert pace.resting(10.0) == set()
        pace.begin(-5, 10.0)
        pace.end(-5, 10.0)

    assert pace.resting(10.0) == {-5}
    assert pace.resting(69.9) == {-5}
    assert pace.resting(70.1) == set()


def test_an_answer_that_takes_long_gives_a_person_no_more_than_a_burst() -> None:
    """Telegram may have seen the slow one just before it answered."""
    pace = Pace()
    pace.begin(7, 0.0)
    pace.resting(5.0)
    pace.end(7, 10.0)

    at_once = 0
    while 7 not in pace.resting(10.0):
        pace.begin(7, 10.0)
        pace.end(7, 10.0)
        at_once += 1

    assert at_once == 2


def test_when_telegram_asks_for_a_pause_nothing_is_sent() -> None:
    pace = Pace()

    pace.hold(17, 100.0)
    pace.hold(3, 101.0)

    assert pace.held(116.9)
    assert pace.wait(110.0) == pytest.approx(7.0)
    assert pace.rested_in(110.0) >= 7.0
    assert not pace.held(117.0)
    assert pace.wait(117.0) == 0


def test_a_new_pace_holds_nothing_back() -> None:
    pace = Pace()

    assert not pace.held(0.0)
    assert pace.wait(-5.0) == 0
    assert pace.resting(0.0) == set()
    assert pace.rested_in(0.0) == float("inf")


def test_what_has_no_bearing_any_more_is_forgotten() -> None:
    pace = Pace()
    for chat in (1, 2, -3):
        pace.begin(chat, 0.0)
        pace.end(chat, 0.0)

    pace.resting(61.0)

    assert repr(pace).count("_Person") == 0
    assert "_groups={}" in repr(pace)
