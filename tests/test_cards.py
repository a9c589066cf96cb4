"""Cards as pure views of the ledger: what each shows in each state, within Telegram's limits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.buttons import LIMIT, Press, Verb, read_press
from bot.cards import CARDS, ONCE_ONLY, draw
from bot.cards.look import Card, Look, page_of, period_words
from db import acknowledgements, admissions, invites, ledger, reports, reviews
from db.acknowledgements import Asked
from db.engine import Database, Session
from db.tables import Form, Obligation, Report, Unit
from db.vocabulary import ObligationState, Op, Part, Role, Status
from sandbox.entities import parse_html, utf16_length
from tests.ledger_cast import (
    RULES,
    Cast,
    a_cast,
    a_contact,
    a_plan,
    a_report,
    a_target,
    a_unit,
    an_assignment,
    an_item,
    an_obligation,
    at,
    chat_of,
    make_database,
)

NOW = at("2024-06-20 09:00")
DUE = "2024-06-25 17:30"
BAD = '<b>"&陈'


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as database:
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """An open transaction; what a test stores goes with it."""
    with Session(database.engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def cast(session: Session) -> Cast:
    return a_cast(session)


def shown(
    session: Session,
    card: str,
    subject: int,
    now: datetime = NOW,
    **args: Any,  # noqa: ANN401 - a card's own
) -> Card | None:
    """Draw a card and hold it against every limit of Telegram's."""
    drawn = draw(Look(session, now, RULES, "督办室"), card, subject, args)
    if drawn is not None:
        buttons = [one for row in drawn.buttons for one in row]
        assert utf16_length(parse_html(drawn.text).text) <= 4096
        assert len(buttons) <= 100
        assert all(row and len(row) <= 8 for row in drawn.buttons)
        assert all(one.label and len(one.data.encode()) <= LIMIT for one in buttons)
        assert all(read_press(one.data) is not None for one in buttons)
    return drawn


def text(
    session: Session,
    card: str,
    subject: int,
    now: datetime = NOW,
    **args: Any,  # noqa: ANN401
) -> str:
    drawn = shown(session, card, subject, now, **args)
    assert drawn is not None
    return parse_html(drawn.text).text


def presses(
    session: Session,
    card: str,
    subject: int,
    **args: Any,  # noqa: ANN401 - a card's own
) -> list[tuple[str, Press]]:
    drawn = shown(session, card, subject, **args)
    assert drawn is not None
    found = [(one.label, read_press(one.data)) for row in drawn.buttons for one in row]
    return [(label, press) for label, press in found if press is not None]


def many_items(
    session: Session, plan: int, unit: int, count: int, due: str = DUE, text: str = "做好工作"
) -> list[int]:
    """Store items of one unit, each with an obligation; return the obligations."""
    return [
        an_obligation(
            session,
            an_assignment(session, an_item(session, plan, f"{text}{place}"), unit),
            due,
            period="2024-06",
        )
        for place in range(count)
    ]


# the checklist


def test_a_checklist_shows_what_is_open_with_a_button_each(session: Session, cast: Cast) -> None:
    owed = an_obligation(session, cast.nongye_part, DUE, period="2024-06")

    told = text(session, "checklist", cast.wang)

    assert "农业农村局 还有 1 项待报" in told
    assert "6月报送，6月25日（周二）17:30截止 · 还有 3 个工作日" in told
    assert "⏳ 第" in told
    assert "发展家庭农场" in told
    assert [press for _, press in presses(session, "checklist", cast.wang)] == [
        Press(Verb.OPEN, (str(owed),))
    ]


def test_a_checklist_is_live(session: Session, cast: Cast) -> None:
    first = an_obligation(session, cast.nongye_part, DUE, period="2024-06")
    (second,) = many_items(session, cast.plan, cast.nongye, 1)

    a_report(session, first, cast.wang)
    half = text(session, "checklist", cast.wang)
    a_report(session, second, cast.wang)
    whole = text(session, "checklist", cast.wang)

    assert "还有 1 项待报，已报 1 项" in half
    assert (half.count("✅ 第"), half.count("⏳")) == (1, 1)
    assert whole.startswith("✅ 农业农村局 本期 2 项全部报齐，谢谢！")
    assert presses(session, "checklist", cast.wang) == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2024-06-20 09:00", "还有 3 个工作日"),
        ("2024-06-25 17:30", "今天截止"),
        ("2024-06-25 17:31", "已逾期 1 天"),
        ("2024-06-28 09:00", "已逾期 3 天"),
    ],
)
def test_a_checklist_tells_how_much_time_is_left(
    session: Session, cast: Cast, now: str, said: str
) -> None:
    an_obligation(session, cast.nongye_part, DUE, period="2024-06")

    told = text(session, "checklist", cast.wang, at(now))

    assert said in told
    assert ("⏰" in told) is ("逾期" in said)


def test_a_checklist_without_anything_owed_says_so_and_a_reminder_says_nothing(
    session: Session, cast: Cast
) -> None:
    assert text(session, "checklist", cast.wang) == "✅ 农业农村局 目前没有要报的事项。"
    assert shown(session, "checklist", cast.wang, reminder=True) is None


def test_a_reminder_that_is_shown_already_is_drawn_to_its_end(session: Session, cast: Cast) -> None:
    owed = an_obligation(session, cast.nongye_part, DUE, period="2024-06")
    a_report(session, owed, cast.wang)

    assert shown(session, "checklist", cast.wang, reminder=True) is None
    assert "全部报齐" in text(session, "checklist", cast.wang, reminder=True, shown=True)


def test_a_checklist_shows_nothing_of_other_units(session: Session, cast: Cast) -> None:
    an_obligation(session, cast.renshe_part, DUE, period="2024-06")

    assert "技能培训" not in text(session, "checklist", cast.wang)
    assert "技能培训" in text(session, "checklist", cast.li)


def test_what_is_withdrawn_or_not_yet_open_is_not_shown(session: Session, cast: Cast) -> None:
    an_obligation(session, cast.nongye_part, "2024-09-25 17:30", period="2024-09")
    an_obligation(session, cast.nongye_part, DUE, period="2024-06", state=ObligationState.WITHDRAWN)

    assert "目前没有要报的事项" in text(session, "checklist", cast.wang)


def test_sixty_items_take_pages_that_turn(session: Session, cast: Cast) -> None:
    owed = many_items(session, cast.plan, cast.nongye, 60)

    pages = [presses(session, "checklist", cast.wang, page=page) for page in (1, 2, 3)]

    opened = [press.number() for page in pages for _, press in page if press.verb is Verb.OPEN]
    turns = [
        [(label, press.number()) for label, press in page if press.verb is Verb.PAGE]
        for page in pages
    ]
    assert opened == owed
    assert turns == [
        [("下一页 ›", 2)],
        [("‹ 上一页", 1), ("下一页 ›", 3)],
        [("‹ 上一页", 2)],
    ]
    assert "还有 60 项待报" in text(session, "checklist", cast.wang, page=2)
    assert "第 2/3 页" in text(session, "checklist", cast.wang, page=2)


@pytest.mark.parametrize("page", [0, -1, 4, 10**17, "2", None, True], ids=str)
def test_a_page_that_is_not_there_gives_the_nearest_one(
    session: Session, cast: Cast, page: object
) -> None:
    many_items(session, cast.plan, cast.nongye, 60)

    assert "页" in text(session, "checklist", cast.wang, page=page)


def test_a_page_whose_items_are_reported_gives_way(session: Session, cast: Cast) -> None:
    for one in many_items(session, cast.plan, cast.nongye, 30):
        a_report(session, one, cast.wang)

    assert "全部报齐" in text(session, "checklist", cast.wang, page=2)


def test_two_units_are_told_apart(session: Session, cast: Cast) -> None:
    contact = a_contact(session, "赵磊", {cast.nongye: Role.CONTACT, cast.renshe: Role.CONTACT})
    an_obligation(session, cast.nongye_part, DUE, period="2024-06")
    an_obligation(session, cast.renshe_part, DUE, period="2024-06")

    told = text(session, "checklist", contact)

    assert told.startswith("农业农村局、人社局 还有 2 项待报")
    assert "发展家庭农场（农业农村局）" in told
    assert "开展技能培训（人社局）" in told


def test_two_plans_have_their_own_headings_and_buttons(session: Session, cast: Cast) -> None:
    other = a_plan(session, title="2024年安全生产要点")
    many_items(session, cast.plan, cast.nongye, 1)
    many_items(session, other, cast.nongye, 1)

    told = text(session, "checklist", cast.wang)
    labels = [label for label, _ in presses(session, "checklist", cast.wang)]

    assert told.count("📋") == 2
    assert "📋 2024年安全生产要点" in told
    assert [label.split(" · ")[1] for label in labels] == ["2024年工作要点", "2024年安全生产要点"]


def test_two_due_times_of_one_plan_have_their_own_headings(session: Session, cast: Cast) -> None:
    an_obligation(session, cast.nongye_part, "2024-05-24 17:30", period="2024-05")
    an_obligation(session, cast.nongye_part, DUE, period="2024-06")

    told = text(session, "checklist", cast.wang)

    assert told.index("5月报送") < told.index("已逾期 27 天") < told.index("6月报送")


@pytest.mark.parametrize(
    "bad", ["督" * 200, BAD * 40, "👨‍👩‍👧" * 60], ids=["long", "markup", "emoji"]
)
def test_the_longest_names_and_texts_fit(session: Session, bad: str) -> None:
    plans = [a_plan(session, title=f"{bad}{place}") for place in range(3)]
    units = [a_unit(session, f"{bad}{place}") for place in range(7)]
    person = a_contact(session, bad, dict.fromkeys(units, Role.CONTACT))
    head = a_contact(session, f"{bad}x", dict.fromkeys(units, Role.HEAD))
    for place, plan in enumerate(plans):
        many_items(session, plan, units[place], 30, due=f"2024-06-1{place} 17:30", text=bad)

    for card, contact in (("checklist", person), ("overdue", head)):
        for page in range(1, 5):
            told = text(session, card, contact, page=page)

            assert "页" in told


# what a head is told


def test_a_head_is_told_what_is_late_and_who_should_report_it(session: Session, cast: Cast) -> None:
    an_obligation(session, cast.renshe_part, "2024-06-14 17:30", period="2024-05")
    an_obligation(session, cast.renshe_part, DUE, period="2024-06")

    told = text(session, "overdue", cast.sun)

    assert told.startswith("人社局 有 1 项报送已逾期，请督促联络员：")
    assert "已逾期 6 天" in told
    assert "联络员：李强" in told
    assert presses(session, "overdue", cast.sun) == []


def test_a_head_whose_contact_cannot_be_reached_is_told_before_it_is_late(
    session: Session, cast: Cast
) -> None:
    an_obligation(session, cast.wenlv_part, DUE, period="2024-06")

    told = text(session, "overdue", cast.wu)

    assert told.startswith("文旅局 有 1 项报送待完成，联络员目前联系不上：")
    assert "周敏" not in told


def test_a_head_is_told_nothing_when_nothing_is_late(session: Session, cast: Cast) -> None:
    owed = an_obligation(session, cast.renshe_part, "2024-06-14 17:30", period="2024-05")
    a_report(session, owed, cast.li)

    assert shown(session, "overdue", cast.sun) is None
    assert text(session, "overdue", cast.sun, shown=True) == "✅ 已全部报齐，谢谢！"


# the form


@pytest.fixture
def owed(session: Session, cast: Cast) -> int:
    """An obligation with two targets: 家庭农场 and 合作社, the last one a range."""
    a_target(session, cast.nongye_item, "1840")
    a_target(session, cast.nongye_item, "500", quantity="合作社")
    a_target(session, cast.nongye_item, "520", quantity="合作社", op=Op.AT_MOST)
    return an_obligation(session, cast.nongye_part, DUE, period="2024-06")


def a_form(session: Session, owed: int, contact: int) -> Form:
    return reports.open_form(session, owed, contact, NOW)


def test_a_new_form_asks_for_its_first_number(session: Session, cast: Cast, owed: int) -> None:
    form = a_form(session, owed, cast.wang)

    told = text(session, "form", form.id)
    labels = [label for label, _ in presses(session, "form", form.id)]

    assert "农业农村局（牵头）" in told
    assert "进展：请选择" in told
    assert "👉 家庭农场：还没填（目标不少于1840个）" in told
    assert "• 合作社：还没填（目标不少于500个、不超过520个）" in told
    assert "请发送 家庭农场 的数字" in told
    assert labels[:5] == ["未启动", "正常推进", "有困难", "已完成", "填 合作社"]
    assert labels[-2:] == ["放弃", "✅ 提交"]
    assert "与上期相同" not in labels


def test_a_form_shows_what_is_filled_in_and_goes_on_to_the_next(
    session: Session, cast: Cast, owed: int
) -> None:
    former = an_obligation(session, cast.nongye_part, "2024-05-24 17:30", period="2024-05")
    farms = min(reports_targets(session, cast))
    a_report(session, former, cast.wang, values={farms: "1600"})
    form = a_form(session, owed, cast.wang)
    form.status, form.words = Status.DIFFICULT, "资金没到位"
    reports.fill(session, form, {farms: Decimal(1700)})

    told = text(session, "form", form.id)
    labels = [label for label, _ in presses(session, "form", form.id)]

    assert "进展：有困难" in told
    assert "• 家庭农场：1700个（目标不少于1840个，上期 1600）" in told
    assert "👉 合作社" in told
    assert "说明：资金没到位" in told
    assert {"● 有困难", "清空说明", "填 家庭农场"} <= set(labels)


def reports_targets(session: Session, cast: Cast) -> list[int]:
    return [target.id for target in ledger.targets_of(session, cast.nongye_item)]


def test_a_submitted_form_is_a_receipt_that_can_be_corrected(
    session: Session, cast: Cast, owed: int
) -> None:
    form = a_form(session, owed, cast.wang)
    report = reports.submit(session, form, Status.DONE, NOW)

    told = text(session, "form", form.id)

    assert f"回执号 {report.id}" in told
    assert "6月20日（周四）09:00 王芳 填报" in told
    assert "次）" not in told
    assert presses(session, "form", form.id) == [("修改", Press(Verb.OPEN, (str(owed),)))]


def test_a_correction_says_which_version_it_is(session: Session, cast: Cast, owed: int) -> None:
    reports.submit(session, a_form(session, owed, cast.wang), Status.DONE, NOW)
    second = a_form(session, owed, cast.wang)
    reports.submit(session, second, Status.ON_TRACK, NOW)

    assert "王芳 填报（第 2 次，已更正）" in text(session, "form", second.id)


def test_a_dropped_form_has_no_buttons(session: Session, cast: Cast, owed: int) -> None:
    form = a_form(session, owed, cast.wang)
    reports.drop(session, form, NOW)

    assert "已放弃填写" in text(session, "form", form.id)
    assert presses(session, "form", form.id) == []


def test_an_assisting_unit_is_asked_for_no_numbers(session: Session, cast: Cast, owed: int) -> None:
    part = an_assignment(session, cast.nongye_item, cast.renshe, Part.ASSIST)
    form = a_form(session, an_obligation(session, part, DUE, period="2024-06"), cast.li)

    told = text(session, "form", form.id)

    assert owed
    assert "人社局（配合）" in told
    assert "家庭农场：" not in told
    assert "可以再发一句话补充说明" in told


def test_a_form_with_forty_numbers_fits(session: Session, cast: Cast) -> None:
    for place in range(40):
        a_target(session, cast.nongye_item, "123456789.12", quantity=f"{'指标' * 30}{place}")
    owed = an_obligation(session, cast.nongye_part, DUE, period="2024-06")
    form = a_form(session, owed, cast.wang)
    form.words = "很长的说明" * 700

    asked = [press for _, press in presses(session, "form", form.id) if press.verb is Verb.ASK]
    assert len(asked) == 39


def test_a_form_that_is_gone_is_not_drawn(session: Session) -> None:
    assert shown(session, "form", 10**9) is None
    assert shown(session, "place", 10**9, typed="5", value="5", choices=[]) is None


def test_a_number_without_a_place_asks_with_a_button_for_each_field(
    session: Session, cast: Cast, owed: int
) -> None:
    form = a_form(session, owed, cast.wang)
    farms, fewest, _most = reports_targets(session, cast)

    choices = [[farms, "5"], [fewest, "5"]]
    found = presses(session, "place", form.id, typed="5个", value="5", choices=choices)

    assert found == [
        ("家庭农场 共5个", Press(Verb.PUT, (str(form.id), "0"))),
        ("合作社 共5个", Press(Verb.PUT, (str(form.id), "1"))),
        ("都不是，写进说明", Press(Verb.NOTE, (str(form.id),))),
    ]


def test_a_number_that_was_put_somewhere_says_where(
    session: Session, cast: Cast, owed: int
) -> None:
    form = a_form(session, owed, cast.wang)
    args: dict[str, Any] = {"typed": "5个", "value": "5", "choices": [], "put": "家庭农场"}

    assert "5个 已记入：家庭农场" in text(session, "place", form.id, **args)
    assert presses(session, "place", form.id, **args) == []


# doubts, and what others did


def reported(
    session: Session,
    part: int,
    contact: int,
    *,
    values: dict[int, str] | None = None,
    due: str = "2024-05-24 17:30",
    unchanged: bool = False,
    status: Status = Status.ON_TRACK,
) -> int:
    """Store a report of an earlier period; return it."""
    former = an_obligation(session, part, due, period=due[:7])
    report = a_report(session, former, contact, values=values, status=status)
    session.get_one(Report, report).unchanged = unchanged
    session.flush()
    return report


def submits(session: Session, form: Form) -> tuple[str, Press]:
    return next(
        (label, press)
        for label, press in presses(session, "form", form.id)
        if press.verb is Verb.SUBMIT
    )


def test_a_doubtful_number_is_shown_and_the_button_tells_what_it_was_shown_with(
    session: Session, cast: Cast, owed: int
) -> None:
    farms = min(reports_targets(session, cast))
    reported(session, cast.nongye_part, cast.wang, values={farms: "1600"})
    form = a_form(session, owed, cast.wang)
    plain = submits(session, form)
    reports.fill(session, form, {farms: Decimal(1500)})
    fell = submits(session, form)

    told = text(session, "form", form.id)
    reports.fill(session, form, {farms: Decimal(150)})
    less = submits(session, form)

    assert "⚠️ 家庭农场 比上期少：上期 1600个，这次 1500个" in told
    assert plain == ("✅ 提交", Press(Verb.SUBMIT, (str(form.id),)))
    assert fell[0] == less[0] == "✅ 数字没错，提交"
    assert len({plain[1], fell[1], less[1]}) == 3
    reports.fill(session, form, {farms: Decimal(1600)})
    assert submits(session, form) == plain


def test_a_number_and_its_percentage_that_disagree_are_shown(
    session: Session, cast: Cast, owed: int
) -> None:
    farms = min(reports_targets(session, cast))
    form = a_form(session, owed, cast.wang)
    reports.fill(session, form, {farms: Decimal(920)}, {farms: Decimal(62)})

    assert "⚠️ 家庭农场 说的是完成 62%，按 920个 算是 50%" in text(session, "form", form.id)


def test_a_form_offers_what_was_reported_before_and_says_when_it_is_the_same(
    session: Session, cast: Cast, owed: int
) -> None:
    reported(session, cast.nongye_part, cast.wang, status=Status.DIFFICULT)
    form = a_form(session, owed, cast.wang)
    labels = [label for label, _ in presses(session, "form", form.id)]

    assert "与上期相同" in labels
    assert "（上期 有困难）" in text(session, "form", form.id)
    form.unchanged, form.status = True, Status.DIFFICULT
    assert "进展：有困难（与上期相同）" in text(session, "form", form.id)
    assert "与上期相同" not in [label for label, _ in presses(session, "form", form.id)]
    form.status = Status.DONE
    assert "进展：已完成（上期" in text(session, "form", form.id)


def test_no_change_for_the_second_time_asks_why(session: Session, cast: Cast, owed: int) -> None:
    reported(session, cast.nongye_part, cast.wang, unchanged=True)
    form = a_form(session, owed, cast.wang)
    form.unchanged, form.status = True, Status.ON_TRACK

    assert "已连续两期无变化，请写一句原因和下一步打算" in text(session, "form", form.id)
    form.words = "资金没到位，下月到位"
    assert "连续两期" not in text(session, "form", form.id)


def test_a_form_is_told_of_a_colleague_s_report_and_a_receipt_of_a_later_one(
    session: Session, cast: Cast, owed: int
) -> None:
    ding = a_contact(session, "丁一", {cast.nongye: Role.CONTACT})
    mine, other = a_form(session, owed, cast.wang), a_form(session, owed, ding)
    reports.submit(session, other, Status.DONE, NOW)

    told = text(session, "form", mine.id)
    reports.submit(session, mine, Status.ON_TRACK, NOW)

    assert "丁一 6月20日（周四）09:00 已报过这项（回执号 1），再提交就是第 2 次" in told
    assert "又报了第 2 次（回执号 2），以那次为准" in text(session, "form", other.id)
    assert "以那次为准" not in text(session, "form", mine.id)
    assert "已报过这项" not in text(session, "form", a_form(session, owed, cast.wang).id)
    assert "王芳" in text(session, "form", a_form(session, owed, ding).id)


def test_a_receipt_names_the_absent_colleague_and_a_locked_one_is_not_corrected(
    session: Session, cast: Cast, owed: int
) -> None:
    form = a_form(session, owed, cast.wang)
    report = reports.submit(session, form, Status.DONE, NOW, on_behalf_of_id=cast.li)

    assert "王芳（代李强） 填报" in text(session, "form", form.id)
    assert [label for label, _ in presses(session, "form", form.id)] == ["修改"]
    reviews.accept(session, report, "周敏", NOW)
    assert presses(session, "form", form.id) == []


def test_a_long_explanation_is_said_to_be_kept_whole(
    session: Session, cast: Cast, owed: int
) -> None:
    form = a_form(session, owed, cast.wang)
    form.words = "进展顺利" * 1000
    before = text(session, "form", form.id)
    report = reports.submit(session, form, Status.DONE, NOW)

    assert "已全文留存" not in before
    assert "已全文留存" in text(session, "form", form.id)
    assert report.words == "进展顺利" * 1000


def test_a_returned_report_stands_on_the_list_with_its_reason(session: Session, cast: Cast) -> None:
    (one,) = many_items(session, cast.plan, cast.nongye, 1)
    report = session.get_one(Report, a_report(session, one, cast.wang))
    reviews.send_back(session, report, "周敏", "数字有误", NOW)

    assert "（退回：数字有误）" in text(session, "checklist", cast.wang)


# no change


def test_the_list_offers_no_change_where_something_was_reported_before(
    session: Session, cast: Cast
) -> None:
    def verbs() -> list[Press]:
        found = [press for _, press in presses(session, "checklist", cast.wang)]
        return [press for press in found if press.verb in {Verb.UNCHANGED, Verb.ALL_SAME}]

    one = an_obligation(session, cast.nongye_part, DUE, period="2024-06")
    assert verbs() == []
    report = reported(session, cast.nongye_part, cast.wang)
    assert verbs() == [Press(Verb.UNCHANGED, (str(one),))]
    many_items(session, cast.plan, cast.nongye, 1)
    assert verbs() == [Press(Verb.ALL_SAME, ())]
    session.get_one(Report, report).unchanged = True
    session.flush()
    assert verbs() == []


def test_all_that_can_be_filed_unchanged_is_listed_with_its_figures(
    session: Session, cast: Cast, owed: int
) -> None:
    farms, *others = reports_targets(session, cast)
    values = {farms: "1600"} | dict.fromkeys(others, "510")
    reported(session, cast.nongye_part, cast.wang, values=values)
    first, twice, begun = many_items(session, cast.plan, cast.nongye, 3)
    for one, unchanged in ((twice, True), (begun, False)):
        part = session.get_one(Obligation, one).assignment_id
        reported(session, part, cast.wang, unchanged=unchanged)
    a_form(session, begun, cast.wang).words = "已开工"
    session.flush()

    told = text(session, "unchanged", cast.wang)
    (file, press) = presses(session, "unchanged", cast.wang)[-1]

    assert "以下 1 项按上期填报" in told
    assert "家庭农场1600个、合作社510个，正常推进" in told
    for obligation, why in ((first, "没有上期数据"), (twice, "已连续两期"), (begun, "正在填写")):
        number = ledger.owed_by_id(session, obligation)
        assert number is not None
        assert f"第{number.number}项：{why}" in told
    assert (file, press.verb) == ("✅ 确认提交 1 项", Verb.FILE_SAME)
    a_target(session, cast.nongye_item, "7", quantity="新指标")
    assert "没有可以按上期填报的事项" in text(session, "unchanged", cast.wang)
    assert "有新的指标" in text(session, "unchanged", cast.wang)
    assert owed


def test_sixty_unchanged_items_take_pages_and_are_filed_together(
    session: Session, cast: Cast
) -> None:
    owed = many_items(session, cast.plan, cast.nongye, 60, text="很长的任务" * 40)
    for one in owed:
        part = session.get_one(Obligation, one).assignment_id
        reported(session, part, cast.wang)

    pages = [presses(session, "unchanged", cast.wang, page=page) for page in (1, 2, 3)]

    assert {page[0] for page in pages} == {("✅ 确认提交 60 项", pages[0][0][1])}
    assert "第 3/3 页" in text(session, "unchanged", cast.wang, page=3)
    filed = [a_report(session, one, cast.wang) for one in owed]
    args: dict[str, Any] = {"filed": filed, "left": []}
    assert "✅ 已提交 60 项" in text(session, "unchanged", cast.wang, page=2, **args)


# several forms at once


def test_forms_that_share_a_card_are_filed_by_one_button(session: Session, cast: Cast) -> None:
    forms = [
        a_form(session, one, cast.wang) for one in many_items(session, cast.plan, cast.nongye, 3)
    ]
    for form in forms[:2]:
        form.status, form.words = Status.ON_TRACK, f"{BAD}已开工"
    ids = [form.id for form in forms]

    told = text(session, "batch", cast.wang, forms=ids)
    (label, press) = presses(session, "batch", cast.wang, forms=ids)[-1]
    forms[0].words = "另一句"
    session.flush()
    changed = presses(session, "batch", cast.wang, forms=ids)[-1][1]

    assert told.count(f"{BAD}已开工") == 2
    assert (label, press.verb) == ("✅ 全部提交（2）", Verb.SUBMIT_ALL)
    assert changed != press
    for form in forms[:2]:
        reports.submit(session, form, Status.ON_TRACK, NOW)
    assert "已提交 2 项，其余请逐项提交" in text(session, "batch", cast.wang, forms=ids)
    assert text(session, "batch", cast.li, forms=ids)
    assert presses(session, "batch", cast.li, forms=ids) == []


# which item


def test_a_text_that_names_no_item_asks_with_a_button_for_each(
    session: Session, cast: Cast
) -> None:
    owed = many_items(session, cast.plan, cast.nongye, 30)
    args: dict[str, Any] = {"text": f"{BAD}进展顺利"}

    told = text(session, "which", cast.wang, **args)
    found = presses(session, "which", cast.wang, **args)

    assert f"“{BAD}进展顺利”" in told
    assert [press for _, press in found][:2] == [Press(Verb.TAKE, (str(one),)) for one in owed[:2]]
    assert found[-1][1] == Press(Verb.PAGE, ("2",))


def test_a_question_that_was_answered_says_so(session: Session, cast: Cast, owed: int) -> None:
    told = text(session, "which", cast.wang, text="好", taken=owed)

    assert "已记入第" in told
    assert presses(session, "which", cast.wang, text="好", taken=owed) == []


# everywhere


def test_nothing_that_a_person_typed_becomes_markup(session: Session) -> None:
    plan = a_plan(session, title=BAD)
    unit = session.get_one(Unit, a_unit(session, BAD))
    item = an_item(session, plan, BAD)
    part = an_assignment(session, item, unit.id)
    target = a_target(session, item, "1", quantity=BAD)
    person = a_contact(session, BAD, {unit.id: Role.CONTACT})
    head = a_contact(session, BAD, {unit.id: Role.HEAD})
    form = a_form(session, an_obligation(session, part, "2024-06-18 17:30"), person)
    form.words = BAD
    invite = an_invite_asked_about(session, unit.id)
    acknowledgements.note_asked(session, [Asked(plan, unit.id, person, chat_of(person))], NOW)
    cards: list[tuple[str, int, dict[str, Any]]] = [
        ("join", invite, {"chat": 9}),
        ("admission", invite, {}),
        ("handout", person, {"plan": plan}),
        ("unacknowledged", plan, {"units": [unit.id]}),
        ("checklist", person, {}),
        ("overdue", head, {}),
        ("form", form.id, {}),
        ("place", form.id, {"typed": BAD, "value": "1", "choices": [[target, "1"]]}),
        ("note", -1, {"template": "joined_notice", "values": {
            "name": BAD, "unit": BAD, "role": "联络员", "before": ""}}),
    ]  # fmt: skip

    for card, subject, args in cards:
        told = text(session, card, subject, **args)

        assert BAD in told, card
    reports.submit(session, form, Status.DIFFICULT, NOW)
    assert told.count(BAD) == 2
    assert f"{BAD} 填报" in text(session, "form", form.id)


def an_invite_asked_about(session: Session, unit: int) -> int:
    until = NOW + timedelta(days=1)
    invite = invites.add_invite(session, "secret", Role.CONTACT, unit, NOW, until)
    invites.open_invite(session, "secret", 9, BAD, NOW)
    admissions.ask_admission(session, invite, NOW)
    return invite


def test_every_card_that_must_not_arrive_twice_is_a_card() -> None:
    assert set(CARDS) >= ONCE_ONLY == {"digest", "document", "week"}


@pytest.mark.parametrize(
    ("wanted", "number", "length"),
    [(1, 1, 10), (3, 3, 5), (4, 3, 5), (0, 1, 10), (-5, 1, 10), ("2", 1, 10), (None, 1, 10)],
)
def test_a_list_is_cut_into_pages(wanted: object, number: int, length: int) -> None:
    rows, page = page_of(list(range(25)), wanted, 10)

    assert (page.number, page.count, len(rows)) == (number, 3, length)


def test_an_empty_list_is_one_page() -> None:
    none: list[int] = []

    rows, page = page_of(none, 5, 10)

    assert (list(rows), page.number, page.count, page.buttons) == ([], 1, 1, ())


@pytest.mark.parametrize(
    ("name", "said"),
    [("2024-06", "6月"), ("2024-12", "12月"), ("2024-Q3", "第3季度"), ("2024-W07", "第7周")],
)
def test_a_period_is_said_as_people_say_it(name: str, said: str) -> None:
    assert period_words(name) == said
