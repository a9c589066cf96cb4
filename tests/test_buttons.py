"""Button data: short, read back as written, and harmless when forged."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.buttons import LIMIT, Button, Press, Verb, button, read_press

LARGEST = 10**18 - 1
VERBS = st.sampled_from(Verb)
IDS = st.integers(0, LARGEST)
WORDS = st.text(string.ascii_lowercase + "_.-", min_size=1, max_size=12)


@given(verb=VERBS, arguments=st.lists(st.one_of(IDS, WORDS), max_size=2))
def test_data_are_read_back_as_they_were_written(verb: Verb, arguments: list[int | str]) -> None:
    made = button("标签", verb, *arguments)

    assert read_press(made.data) == Press(verb, tuple(map(str, arguments)))


@given(number=IDS)
def test_an_id_is_read_back(number: int) -> None:
    given = read_press(button("x", Verb.OPEN, number).data)

    assert given is not None
    assert given.number() == number
    assert given.number(1) == -1


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        pytest.param(Verb.JOIN, (LARGEST,), id="join"),
        pytest.param(Verb.RENAME, (LARGEST,), id="rename"),
        pytest.param(Verb.ADMIT, (LARGEST,), id="admit"),
        pytest.param(Verb.DENY, (LARGEST,), id="deny"),
        pytest.param(Verb.ACK, (LARGEST,), id="ack"),
        pytest.param(Verb.OPEN, (LARGEST,), id="open"),
        pytest.param(Verb.TAKE, (LARGEST,), id="take"),
        pytest.param(Verb.STATUS, (LARGEST, "not_started"), id="status"),
        pytest.param(Verb.ASK, (LARGEST, LARGEST), id="ask"),
        pytest.param(Verb.PUT, (LARGEST, LARGEST), id="put"),
        pytest.param(Verb.NOTE, (LARGEST,), id="note"),
        pytest.param(Verb.CLEAR, (LARGEST,), id="clear"),
        pytest.param(Verb.SUBMIT, (LARGEST, "0123abcd"), id="submit"),
        pytest.param(Verb.SUBMIT_ALL, ("0123abcd",), id="submitall"),
        pytest.param(Verb.SAME, (LARGEST,), id="same"),
        pytest.param(Verb.UNCHANGED, (LARGEST,), id="unchanged"),
        pytest.param(Verb.ALL_SAME, (), id="allsame"),
        pytest.param(Verb.FILE_SAME, ("0123abcd",), id="filesame"),
        pytest.param(Verb.DROP, (LARGEST,), id="drop"),
        pytest.param(Verb.EXTEND, (LARGEST,), id="extend"),
        pytest.param(Verb.DAY, (LARGEST, "20241226"), id="day"),
        pytest.param(Verb.MONTH, ("20241226",), id="month"),
        pytest.param(Verb.RETRACT, (LARGEST,), id="retract"),
        pytest.param(Verb.GRANT, (LARGEST,), id="grant"),
        pytest.param(Verb.REFUSE, (LARGEST,), id="refuse"),
        pytest.param(Verb.REVIEW, (LARGEST,), id="review"),
        pytest.param(Verb.ACCEPT, (LARGEST,), id="accept"),
        pytest.param(Verb.RETURN, (LARGEST, "other_item"), id="return"),
        pytest.param(Verb.REVIEWS, (LARGEST,), id="reviews"),
        pytest.param(Verb.BATCH, ("all",), id="batch"),
        pytest.param(Verb.ACCEPT_ALL, ("0123abcd",), id="acceptall"),
        pytest.param(Verb.SEE, (LARGEST, "extension_request"), id="see"),
        pytest.param(Verb.LIST, (), id="list"),
        pytest.param(Verb.REDATE, (LARGEST,), id="redate"),
        pytest.param(Verb.GRANT_ON, (LARGEST, "20241226"), id="granton"),
        pytest.param(Verb.ATTACH, (LARGEST, LARGEST), id="attach"),
        pytest.param(Verb.DETACH, (LARGEST,), id="detach"),
        pytest.param(Verb.LEAVE_FROM, (LARGEST, "20241226"), id="leavefrom"),
        pytest.param(Verb.LEAVE_UNTIL, (LARGEST, "20241226"), id="leaveuntil"),
        pytest.param(Verb.STAND_IN, (LARGEST, LARGEST), id="standin"),
        pytest.param(Verb.BACK, (LARGEST,), id="back"),
        pytest.param(Verb.QUIT, (LARGEST,), id="quit"),
        pytest.param(Verb.SUCCESSOR, (LARGEST, LARGEST), id="successor"),
        pytest.param(Verb.HAND_OVER, (LARGEST, LARGEST), id="handover"),
        pytest.param(Verb.KEEP, (), id="keep"),
        pytest.param(Verb.JOINT, (LARGEST,), id="joint"),
        pytest.param(Verb.PROMPT, (LARGEST,), id="prompt"),
        pytest.param(Verb.MERGE, (LARGEST,), id="merge"),
        pytest.param(Verb.QUESTION, (LARGEST,), id="question"),
        pytest.param(Verb.NOT_OURS, (LARGEST,), id="notours"),
        pytest.param(Verb.DISOWN, (LARGEST,), id="disown"),
        pytest.param(Verb.TO_OFFICE, (), id="tooffice"),
        pytest.param(Verb.WRITE, (), id="write"),
        pytest.param(Verb.RULE, (LARGEST, "confirmed"), id="rule"),
        pytest.param(Verb.RESUME, (LARGEST,), id="resume"),
        pytest.param(Verb.STAFF, ("person", LARGEST), id="staff"),
        pytest.param(Verb.STAFF_NAME, (LARGEST,), id="staff_name"),
        pytest.param(Verb.STAFF_END, (LARGEST,), id="staff_end"),
        pytest.param(Verb.STAFF_REVOKE, (LARGEST,), id="staff_revoke"),
        pytest.param(Verb.MERGE_UNITS, (LARGEST, LARGEST, "ffffffff"), id="merge_units"),
        pytest.param(Verb.AUDIT_FILE, (LARGEST,), id="audit_file"),
        pytest.param(Verb.FOLLOW, (LARGEST, "unit"), id="follow"),
        pytest.param(Verb.WEEK, (LARGEST, "difficulties"), id="week"),
        pytest.param(Verb.WEEK_FILES, (LARGEST,), id="week_files"),
        pytest.param(Verb.FOLLOW_UNIT, (LARGEST, LARGEST), id="follow_unit"),
        pytest.param(Verb.FOLLOW_DAY, (LARGEST, "20241226"), id="follow_day"),
        pytest.param(Verb.FOLLOW_CONFIRM, (LARGEST, "ffffffff"), id="follow_confirm"),
        pytest.param(Verb.FOLLOW_DROP, (LARGEST,), id="follow_drop"),
        pytest.param(Verb.SNOOZE, (), id="snooze"),
        pytest.param(Verb.REMIND, (LARGEST,), id="remind"),
        pytest.param(Verb.REMIND_NOW, (LARGEST,), id="remindnow"),
        pytest.param(Verb.REMIND_ALL, (LARGEST, "owing"), id="remindall"),
        pytest.param(Verb.REMIND_THEM, (LARGEST, "owing", "0123abcd"), id="remindthem"),
        pytest.param(Verb.CALLS, (), id="calls"),
        pytest.param(Verb.CALL_UNIT, (LARGEST,), id="callunit"),
        pytest.param(Verb.CALL, (LARGEST, "wrong_number"), id="call"),
        pytest.param(Verb.PRINT_CALLS, (), id="printcalls"),
        pytest.param(Verb.ENTER, (LARGEST,), id="enter"),
        pytest.param(Verb.ENTER_ITEM, (LARGEST,), id="enteritem"),
        pytest.param(Verb.ENTRY, (LARGEST, "ask", LARGEST), id="entry"),
        pytest.param(Verb.WHOLE, (LARGEST,), id="whole"),
        pytest.param(Verb.VIEW, (LARGEST, "question", 99999), id="view"),
        pytest.param(Verb.CHOOSE, (LARGEST, "0123abcd", 99999), id="choose"),
        pytest.param(Verb.LIKELY, (LARGEST,), id="likely"),
        pytest.param(Verb.EVERY, (LARGEST, "last_workday"), id="every"),
        pytest.param(Verb.AS_NEW, (LARGEST,), id="asnew"),
        pytest.param(Verb.SCRAP, (LARGEST,), id="scrap"),
        pytest.param(Verb.STORE, (LARGEST, "0123abcd"), id="store"),
        pytest.param(Verb.INVITE, (LARGEST,), id="invite"),
        pytest.param(Verb.OUR_TEMPLATE, (LARGEST,), id="ourtmpl"),
        pytest.param(Verb.DEADLINE, (LARGEST, "scope", "section", LARGEST), id="deadline"),
        pytest.param(Verb.END_PLAN, (LARGEST, "other", LARGEST), id="endplan"),
        pytest.param(Verb.BOARD, ("unit_reports", LARGEST), id="board"),
        pytest.param(Verb.UP, (LARGEST,), id="up"),
        pytest.param(Verb.PLAN, (LARGEST,), id="plan"),
        pytest.param(Verb.FILE, (LARGEST,), id="file"),
        pytest.param(Verb.PAGE, (LARGEST,), id="page"),
        pytest.param(Verb.NOOP, (), id="noop"),
    ],
)
def test_the_largest_ids_fit_telegrams_limit(verb: Verb, arguments: tuple[object, ...]) -> None:
    assert len(button("标签", verb, *arguments).data.encode()) <= LIMIT


def test_the_table_above_has_every_verb() -> None:
    marks = test_the_largest_ids_fit_telegrams_limit.pytestmark  # type: ignore[attr-defined]

    assert {case.values[0] for case in marks[0].args[1]} == set(Verb)


@pytest.mark.parametrize("word", ["a" * 60, "督" * 20], ids=["letters", "han"])
def test_longer_data_are_refused(word: str) -> None:
    with pytest.raises(ValueError, match="too long"):
        button("x", Verb.OPEN, word)


def test_64_bytes_are_not_too_long() -> None:
    word = "a" * (LIMIT - len("open:"))

    assert button("x", Verb.OPEN, word) == Button("x", f"open:{word}")


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        5,
        ["open:1"],
        ":",
        "1",
        "OPEN:1",
        " open:1",
        "opened:1",
        "delete:1",
        "\x00",
        "_value_:1",
    ],
)
def test_foreign_data_are_no_press(data: object) -> None:
    assert read_press(data) is None


@given(data=st.text(max_size=80))
@example(data="open")
@example(data="put:1:2:3:4:5")
def test_any_data_are_read_without_an_error(data: str) -> None:
    given = read_press(data)

    if given is not None:
        assert ":".join((given.verb, *given.arguments)) == data
        assert all(-1 <= given.number(place) <= LARGEST for place in range(6))


@pytest.mark.parametrize(
    "written",
    ["", "-1", "+1", "1.0", "1e3", "0x1", " 1", "1 ", "一", "²", "٣", "１", "9" * 19, "NaN", "1_0"],
)
def test_a_forged_id_is_one_that_nothing_has(written: str) -> None:
    given = read_press(f"open:{written}")

    assert given is not None
    assert given.number() == -1
