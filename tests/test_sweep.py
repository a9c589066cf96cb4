"""The sweep: who is reminded when, once; decided in a real database."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select

from db import nudges, people, reports, sending
from db.engine import Database, Session
from db.tables import Contact, Nudge, Obligation, Outbox, Post
from db.vocabulary import (
    Audience,
    NudgeOutcome,
    ObligationState,
    OutboxState,
    Reachable,
    Role,
    Status,
    Untold,
)
from scheduler.hours import current_slot
from scheduler.ladder import Ladder, Rung
from scheduler.office import Office
from scheduler.sweep import Swept, sweep
from tests.ledger_cast import (
    HOURS,
    LADDER,
    OFFICE,
    RULES,
    ZONE,
    Cast,
    a_cast,
    a_contact,
    a_plan,
    all_of,
    an_assignment,
    an_item,
    an_obligation,
    at,
    chat_of,
    make_database,
)

#: Its rungs: 05-21, 05-23, 05-24, 05-27, 05-29, then 06-11, 06-18 …
QUARTER = timedelta(minutes=15)
DUE = "2024-05-24 17:30"
Make = Callable[[Session], object]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def sweep_at(database: Database, now: str, office: Office = RULES) -> Swept:
    return sweep_now(database, at(now), office)


def sweep_now(database: Database, now: datetime, office: Office = RULES) -> Swept:
    return database.write_now(lambda session: sweep(session, office, now))


def owe(database: Database, assignment: int, due: str = DUE, *, period: str | None = None) -> int:
    return database.write_now(
        lambda session: an_obligation(session, assignment, due, period=period)
    )


def sent(database: Database) -> list[tuple[str, int]]:
    """Return the messages asked for so far: card and chat."""
    return [(one.card, one.chat_id) for one in all_of(database, Outbox)]


def nudged(database: Database) -> list[tuple[int, NudgeOutcome]]:
    return [(one.rung, one.outcome) for one in all_of(database, Nudge)]


def states(database: Database) -> list[OutboxState]:
    return [one.state for one in all_of(database, Outbox)]


def reasons(database: Database) -> list[tuple[NudgeOutcome, Untold | None]]:
    return [(one.outcome, one.reason) for one in all_of(database, Nudge)]


def wishes(database: Database) -> dict[str, datetime]:
    """Return who is to be reminded again, by name."""
    return {one.name: one.again_at for one in all_of(database, Contact) if one.again_at}


def next_nudges(database: Database) -> list[datetime | None]:
    return [one.next_nudge_at for one in all_of(database, Obligation)]


def test_a_contact_gets_one_message_however_much_is_owed(database: Database, cast: Cast) -> None:
    def owe_much(session: Session) -> None:
        for _ in range(12):
            item = an_item(session, cast.plan)
            an_obligation(session, an_assignment(session, item, cast.nongye), DUE)

    database.write_now(owe_much)

    swept = sweep_at(database, "2024-05-21 09:00")

    (message,) = all_of(database, Outbox)
    assert (message.card, message.subject, message.chat_id) == (
        "checklist",
        cast.wang,
        chat_of(cast.wang),
    )
    assert message.bulk
    assert message.state is OutboxState.WAITING
    assert message.args == {"reminder": True}
    assert swept == Swept(due=12, reminded=1)
    assert nudged(database) == [(-3, NudgeOutcome.QUEUED)] * 12


def test_two_plans_make_one_message(database: Database, cast: Cast) -> None:
    def another(session: Session) -> None:
        item = an_item(session, a_plan(session, title="2024年改革要点"))
        an_obligation(session, an_assignment(session, item, cast.nongye), "2024-05-24 12:00")

    database.write_now(another)
    owe(database, cast.nongye_part)

    swept = sweep_at(database, "2024-05-21 09:00")

    assert swept == Swept(due=2, reminded=1)
    assert sent(database) == [("checklist", chat_of(cast.wang))]


def test_one_who_answers_for_two_units_gets_one_message(database: Database, cast: Cast) -> None:
    both = database.write_now(
        lambda session: a_contact(
            session, "赵磊", {cast.nongye: Role.CONTACT, cast.renshe: Role.CONTACT}
        )
    )
    owe(database, cast.nongye_part)
    owe(database, cast.renshe_part)

    sweep_at(database, "2024-05-21 09:00")

    assert sorted(chat for _, chat in sent(database)) == sorted(
        chat_of(one) for one in (cast.wang, cast.li, both)
    )


def test_a_late_report_climbs_the_ladder_and_its_head_is_told_from_the_third_day_on(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.renshe_part)
    li, sun = ("checklist", chat_of(cast.li)), ("overdue", chat_of(cast.sun))

    seen = []
    for day in range(20, 32):
        before = len(sent(database))
        sweep_at(database, f"2024-05-{day} 09:00")
        if new := sent(database)[before:]:
            seen.append((day, new))

    assert seen == [(21, [li]), (23, [li]), (24, [li]), (27, [li]), (29, [li, sun])]
    assert [rung for rung, _ in nudged(database)] == [-3, -1, 0, 1, 3]
    assert next_nudges(database) == [at("2024-06-11 09:00")]


def test_a_late_report_is_chased_again_later_with_its_head(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part)
    for day in ("05-21", "05-23", "05-24", "05-27", "05-29", "06-04"):
        sweep_at(database, f"2024-{day} 09:00")
    before = len(sent(database))

    swept = sweep_at(database, "2024-06-11 09:00")

    assert swept == Swept(due=1, reminded=1, escalated=1)
    assert sent(database)[before:] == [
        ("checklist", chat_of(cast.li)),
        ("overdue", chat_of(cast.sun)),
    ]
    assert nudged(database)[-1] == (11, NudgeOutcome.QUEUED)


def test_a_ladder_that_does_not_repeat_ends_with_its_last_rung(
    database: Database, cast: Cast
) -> None:
    ending = replace(RULES, ladder=replace(LADDER, repeat_every=0))
    owe(database, cast.renshe_part)

    sweep_at(database, "2024-05-29 09:00", office=ending)

    assert next_nudges(database) == [None]
    assert sweep_at(database, "2025-05-29 09:00", office=ending) == Swept()


def test_after_days_down_one_message_goes_out_and_the_earlier_rungs_are_superseded(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.renshe_part)
    sweep_at(database, "2024-05-21 09:00")

    swept = sweep_at(database, "2024-05-28 11:00")

    assert swept == Swept(due=1, reminded=1)
    assert sent(database) == [("checklist", chat_of(cast.li))] * 2
    assert nudged(database) == [
        (-3, NudgeOutcome.QUEUED),
        (-1, NudgeOutcome.SUPERSEDED),
        (0, NudgeOutcome.SUPERSEDED),
        (1, NudgeOutcome.QUEUED),
    ]
    assert next_nudges(database) == [at("2024-05-29 09:00")]


def test_a_head_is_told_after_days_down_just_where_the_rung_in_force_says_so(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.renshe_part)

    sweep_at(database, "2024-05-30 16:00")

    assert ("overdue", chat_of(cast.sun)) in sent(database)


def test_sweeping_twice_is_sweeping_once(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part)
    owe(database, cast.wenlv_part)

    first = sweep_at(database, "2024-05-21 09:00")
    messages, rungs = sent(database), nudged(database)
    again = [sweep_at(database, f"2024-05-21 {hour}:00") for hour in ("09", "10", "15", "17")]

    assert first.due == 2
    assert again == [Swept()] * 4
    assert (sent(database), nudged(database)) == (messages, rungs)


def test_a_contact_gets_one_message_a_slot_though_more_falls_due_in_it(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.nongye_part)
    sweep_at(database, "2024-05-21 09:00")

    def more(session: Session) -> None:
        item = an_item(session, cast.plan)
        an_obligation(session, an_assignment(session, item, cast.nongye), DUE)

    database.write_now(more)
    sweep_at(database, "2024-05-21 09:05")

    assert len(sent(database)) == 1
    assert states(database) == [OutboxState.WAITING], "what did not go out yet still will"
    assert nudged(database) == [(-3, NudgeOutcome.QUEUED)] * 2


@pytest.mark.parametrize("state", [ObligationState.REPORTED, ObligationState.WITHDRAWN])
def test_what_is_not_owed_any_more_is_never_chased(
    database: Database, cast: Cast, state: ObligationState
) -> None:
    database.write_now(lambda session: an_obligation(session, cast.renshe_part, DUE, state=state))

    assert sweep_at(database, "2024-06-05 09:00") == Swept()
    assert sent(database) == []


def test_a_report_ends_the_reminders_at_once(database: Database, cast: Cast) -> None:
    obligation = owe(database, cast.nongye_part)
    sweep_at(database, "2024-05-21 09:00")

    def report(session: Session) -> None:
        now = at("2024-05-22 10:00")
        form = reports.open_form(session, obligation, cast.wang, now)
        reports.submit(session, form, Status.ON_TRACK, now)

    database.write_now(report)

    assert sweep_at(database, "2024-05-30 09:00") == Swept()
    assert len(sent(database)) == 1


@pytest.mark.parametrize(
    ("due", "now"),
    [
        pytest.param(DUE, "2024-05-21 08:59:59", id="before the first slot"),
        pytest.param(DUE, "2024-05-21 17:30:01", id="after closing"),
        pytest.param(DUE, "2024-05-25 10:00", id="Saturday"),
        pytest.param("2024-09-26 17:30", "2024-10-02 10:00", id="holiday"),
        pytest.param("2024-10-08 17:30", "2024-10-07 10:00", id="last day of a holiday"),
    ],
)
def test_nothing_goes_out_outside_work_hours(
    database: Database, cast: Cast, due: str, now: str
) -> None:
    owe(database, cast.renshe_part, due)

    assert sweep_at(database, now) == Swept()
    assert sent(database) == []


def test_what_came_due_outside_work_hours_goes_out_in_the_next_slot(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.renshe_part, "2024-10-08 17:30")

    sweep_at(database, "2024-10-07 12:00")
    swept = sweep_at(database, "2024-10-08 09:00")

    assert swept == Swept(due=1, reminded=1)
    assert [rung for rung, _ in nudged(database)] == [-1, 0]


def test_a_make_up_saturday_is_swept(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part, "2024-10-12 17:30")
    sweep_at(database, "2024-10-11 09:00")

    assert sweep_at(database, "2024-10-12 09:00") == Swept(due=1, reminded=1)


@pytest.mark.parametrize(
    ("utc", "due"),
    [
        pytest.param("2024-10-13 23:30", 0, id="Monday 07:30, before the first slot"),
        pytest.param("2024-10-14 01:00", 1, id="Monday 09:00"),
        pytest.param("2024-10-12 23:30", 0, id="Sunday 07:30, Saturday was worked"),
        pytest.param("2024-10-13 02:00", 0, id="Sunday 10:00"),
    ],
)
def test_the_utc_date_never_decides_the_workday(
    database: Database, cast: Cast, utc: str, due: int
) -> None:
    owe(database, cast.renshe_part, "2024-10-14 17:30")
    sweep_at(database, "2024-10-12 09:00")

    swept = sweep_now(database, datetime.fromisoformat(utc).replace(tzinfo=UTC))

    assert swept.due == due


def test_an_early_slot_in_shanghai_is_yesterday_in_utc_and_still_today(
    database: Database, cast: Cast
) -> None:
    early = replace(RULES, hours=replace(HOURS, slots=(time(7),)))
    database.write_now(
        lambda session: an_obligation(
            session, cast.renshe_part, "2024-10-14 17:30", hours=early.hours
        )
    )
    sweep_at(database, "2024-10-12 07:00", office=early)

    swept = sweep_now(database, datetime(2024, 10, 13, 23, 30, tzinfo=UTC), office=early)

    assert swept == Swept(due=1, reminded=1)
    assert all_of(database, Outbox)[-1].key == f"reminder:{cast.li}:2024-10-14T07:00"


def test_where_no_contact_can_be_reached_the_head_is_told_at_once(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.wenlv_part)

    swept = sweep_at(database, "2024-05-21 09:00")

    assert swept == Swept(due=1, escalated=1)
    assert sent(database) == [("overdue", chat_of(cast.wu))]
    assert nudged(database) == [(-3, NudgeOutcome.QUEUED)]


def test_where_nobody_can_be_reached_the_rung_is_written_down_as_unreached(
    database: Database, cast: Cast
) -> None:
    database.write_now(
        lambda session: people.set_reachable(session, chat_of(cast.wu), Reachable.LEFT)
    )
    owe(database, cast.wenlv_part)
    owe(database, cast.wenlv_part, period="again")
    owe(database, cast.nongye_part)

    swept = sweep_at(database, "2024-05-21 09:00")

    assert swept == Swept(due=3, reminded=1, unreached=2)
    assert sent(database) == [("checklist", chat_of(cast.wang))]
    assert [outcome for _, outcome in nudged(database)] == [
        NudgeOutcome.UNREACHED,
        NudgeOutcome.UNREACHED,
        NudgeOutcome.QUEUED,
    ]


def test_one_who_is_contact_and_head_gets_one_message_a_slot(
    database: Database, cast: Cast
) -> None:
    chief = database.write_now(
        lambda session: a_contact(
            session, "钱局", {cast.nongye: Role.CONTACT, cast.renshe: Role.HEAD}
        )
    )
    owe(database, cast.nongye_part)
    owe(database, cast.renshe_part)

    sweep_at(database, "2024-05-29 09:00")

    assert sent(database).count(("checklist", chat_of(chief))) == 1
    assert ("overdue", chat_of(chief)) not in sent(database)


def test_a_rung_is_not_lost_when_the_office_moves_its_slots(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part)
    earlier = replace(RULES, hours=replace(HOURS, slots=(time(8, 30), time(15))))

    swept = sweep_at(database, "2024-05-21 15:00", office=earlier)

    assert swept == Swept(due=1, reminded=1)
    assert next_nudges(database) == [at("2024-05-23 08:30")]


def test_a_rung_taken_off_the_ladder_is_passed_over(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part)
    owe(database, cast.nongye_part, "2024-05-20 17:30")
    shorter = replace(RULES, ladder=replace(LADDER, rungs=(Rung(-1), Rung(1))))
    sweep_at(database, "2024-05-20 09:00", office=shorter)
    before = len(sent(database))

    swept = sweep_at(database, "2024-05-21 09:00", office=shorter)

    assert swept == Swept(due=2, reminded=1)
    assert sent(database)[before:] == [("checklist", chat_of(cast.wang))]
    assert next_nudges(database) == [at("2024-05-23 09:00"), at("2024-06-03 09:00")]


def test_the_message_belongs_to_its_slot(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part)

    sweep_at(database, "2024-05-21 15:20")

    assert [one.key for one in all_of(database, Outbox)] == [f"reminder:{cast.li}:2024-05-21T15:00"]


def test_a_sweep_that_fails_leaves_nothing_behind(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part)

    def fail(session: Session) -> None:
        sweep(session, RULES, at("2024-05-21 09:00"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write_now(fail)

    assert sent(database) == []
    assert nudged(database) == []
    assert sweep_at(database, "2024-05-21 09:00").due == 1


def test_a_reminder_can_be_claimed_as_soon_as_it_is_swept(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part)
    sweep_at(database, "2024-05-21 09:00")

    now = at("2024-05-21 09:00")
    claimed = database.write_now(
        lambda session: sending.claim(session, now, now - at("2024-05-21 08:59"), 5)
    )

    assert [one.subject for one in claimed] == [cast.li]


# why somebody was not told, who had enough, and who wished to be told again


def test_rungs_that_were_missed_say_so(database: Database, cast: Cast) -> None:
    owe(database, cast.renshe_part)

    sweep_at(database, "2024-05-28 11:00")

    missed = (NudgeOutcome.SUPERSEDED, Untold.MISSED)
    assert reasons(database) == [missed] * 3 + [(NudgeOutcome.QUEUED, None)]


@pytest.mark.parametrize(
    ("reachable", "why"),
    [(Reachable.BLOCKED, Untold.BLOCKED), (Reachable.LEFT, Untold.LEFT)],
)
def test_an_unreached_rung_says_why(
    database: Database, cast: Cast, reachable: Reachable, why: Untold
) -> None:
    owe(database, cast.wenlv_part)

    def lose(session: Session) -> None:
        for contact in (cast.wu, cast.zhou):
            people.set_reachable(session, chat_of(contact), reachable)

    database.write_now(lose)
    sweep_at(database, "2024-05-21 09:00")

    assert reasons(database) == [(NudgeOutcome.UNREACHED, why)]


def test_over_the_budget_a_reminder_goes_out_merged_on_the_next_workday(
    database: Database, cast: Cast
) -> None:
    strict = replace(RULES, budget=1)
    owe(database, cast.nongye_part)
    sweep_at(database, "2024-05-21 09:00", strict)

    def more(session: Session) -> None:
        item = an_item(session, cast.plan)
        an_obligation(session, an_assignment(session, item, cast.nongye), DUE)

    database.write_now(more)
    sweep_at(database, "2024-05-21 15:00", strict)
    assert (NudgeOutcome.DEFERRED, Untold.BUDGET) in reasons(database)
    assert wishes(database) == {"王芳": at("2024-05-22 09:00")}
    later = [sweep_at(database, f"2024-05-22 {time}", strict) for time in ("09:00", "15:00")]

    assert sent(database) == [("checklist", chat_of(cast.wang))] * 2
    assert [one.reminded for one in later] == [1, 0]
    assert wishes(database) == {}


def test_a_wish_that_is_over_the_budget_is_not_lost(database: Database, cast: Cast) -> None:
    strict = replace(RULES, budget=1)
    owe(database, cast.nongye_part)
    sweep_at(database, "2024-05-21 09:00", strict)
    wish(database, cast.wang, "2024-05-21 15:00")

    sweep_at(database, "2024-05-21 15:00", strict)

    assert len(sent(database)) == 1
    assert wishes(database) == {"王芳": at("2024-05-22 09:00")}


def test_who_wished_so_is_reminded_once_in_that_slot(database: Database, cast: Cast) -> None:
    owe(database, cast.nongye_part)
    sweep_at(database, "2024-05-21 09:00")
    wish(database, cast.wang, "2024-05-21 15:00")

    swept = [
        sweep_at(database, f"2024-05-21 {time}") for time in ("14:59", "15:00", "15:01", "17:00")
    ]

    assert [one.reminded for one in swept] == [0, 1, 0, 0]
    assert len(sent(database)) == 2


def test_a_wish_and_a_rung_in_one_slot_are_one_message(database: Database, cast: Cast) -> None:
    owe(database, cast.nongye_part)
    wish(database, cast.wang, "2024-05-21 09:00")

    swept = sweep_at(database, "2024-05-21 09:00")

    (told,) = swept.told
    assert told.again
    assert list(told.rungs.values()) == [-3]
    assert len(sent(database)) == 1


def test_the_wish_of_who_answers_for_nobody_any_more_is_dropped(
    database: Database, cast: Cast
) -> None:
    owe(database, cast.nongye_part)
    wish(database, cast.wang, "2024-05-20 15:00")
    database.write_now(lambda session: session.execute(delete(Post)))

    swept = sweep_at(database, "2024-05-20 15:00")

    assert swept == Swept()
    assert (sent(database), wishes(database)) == ([], {})


def wish(database: Database, contact: int, moment: str) -> None:
    database.write_now(lambda session: nudges.wish_again(session, [contact], at(moment)))


def test_the_office_gets_one_list_of_what_is_late_at_a_rung_that_tells_it(
    database: Database, cast: Cast
) -> None:
    everybody = frozenset({Audience.CONTACT, Audience.OFFICE})
    office = replace(RULES, ladder=Ladder((Rung(0), Rung(3, everybody)), 0))
    for part in (cast.renshe_part, cast.nongye_part):
        owe(database, part)

    sweep_at(database, "2024-05-24 09:00", office)
    assert ("late", OFFICE) not in sent(database)
    sweep_at(database, "2024-05-29 09:00", office)

    assert sent(database).count(("late", OFFICE)) == 1


LADDERS = st.builds(
    Ladder,
    st.dictionaries(
        st.integers(-5, 9), st.sets(st.sampled_from(Audience), min_size=1), min_size=1
    ).map(lambda rungs: tuple(Rung(at, frozenset(rungs[at])) for at in sorted(rungs))),
    st.sampled_from((0, 1, 5)),
)
MAY = st.integers(0, 31 * 24 * 4).map(lambda quarters: at("2024-05-10") + quarters * QUARTER)


@given(
    office=st.builds(
        lambda ladder, budget: replace(RULES, ladder=ladder, budget=budget),
        LADDERS,
        st.integers(1, 3),
    ),
    owed=st.lists(st.tuples(st.integers(0, 2), MAY), min_size=1, max_size=8),
    people=st.lists(st.tuples(st.sampled_from(Reachable), st.none() | MAY), min_size=5, max_size=5),
    moments=st.lists(MAY, min_size=1, max_size=6).map(sorted),
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_owed_sweeping_twice_is_sweeping_once(
    office: Office,
    owed: list[tuple[int, datetime]],
    people: list[tuple[Reachable, datetime | None]],
    moments: list[datetime],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def make(session: Session) -> None:
        cast, ladder = a_cast(session), office.ladder
        parts = (cast.nongye_part, cast.renshe_part, cast.wenlv_part)
        for number, (place, due) in enumerate(owed):
            an_obligation(
                session, parts[place], f"{due:%Y-%m-%d %H:%M}", period=f"{number}", ladder=ladder
            )
        for contact, (state, wished) in zip(session.scalars(select(Contact)), people, strict=True):
            contact.reachable, contact.again_at = state, wished

    with make_database(tmp_path_factory.mktemp("swept")) as database:
        database.write_now(make)
        for now in moments:
            sweep_now(database, now, office)
            once = everything(database)
            assert sweep_now(database, now, office) == Swept()
            assert everything(database) == once
            slot = current_slot(HOURS, now)
            messages = [one for one in all_of(database, Outbox) if one.created_at == now]
            assert slot is not None or not messages
            chats = [one.chat_id for one in messages if one.chat_id != OFFICE]
            assert len(chats) == len(set(chats))
        per_day = Counter(
            (one.chat_id, one.created_at.astimezone(ZONE).date())
            for one in all_of(database, Outbox)
            if one.chat_id != OFFICE and one.state is not OutboxState.WITHDRAWN
        )
        assert max(per_day.values(), default=0) <= office.budget


def everything(database: Database) -> list[dict[str, object]]:
    """Return every row that a sweep can write."""
    tables = (Nudge, Obligation, Outbox, Contact)
    rows = [one for table in tables for one in all_of(database, table)]
    return [{name: value for name, value in vars(one).items() if name[0] != "_"} for one in rows]


def test_what_went_out_today_is_counted_without_reading_all_that_ever_did(
    database: Database,
) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(
        _connection: object, _cursor: object, sql: str, values: tuple[object, ...], *_: object
    ) -> None:
        asked.append((sql, values))

    def plan(session: Session) -> str:
        nudges.told_since(session, at("2024-05-21 00:00"))
        sql, values = asked[-1]
        found = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        return " ".join(str(row[3]) for row in found)

    event.listen(database.engine, "before_cursor_execute", note)
    found = database.read_now(plan)
    event.remove(database.engine, "before_cursor_execute", note)

    assert "ix_outbox_edits_id_created_at (edits_id=? AND created_at>?)" in found
