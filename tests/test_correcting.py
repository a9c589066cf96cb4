"""A reading as a workbook: it comes back as it went out, and with what the office changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.office.correcting import corrected
from bot.office.laying_out import laid_out
from bot.office.packing import Reading, packed, unpacked
from bot.office.table import Book, CorrectionError, own_book
from bot.updates import without_control
from db.vocabulary import Doubt, DueDraft, ItemDraft, Op, PlanDraft, TargetDraft, Timing
from notice.files.own_book import pieces_of_own_book
from notice.files.package import Package
from notice.files.pieces import OWN_BOOK
from notice.lines import Line

FARMS = TargetDraft("家庭农场", Op.AT_LEAST, Decimal(1840), "个", source="农场不少于1840个", line=4)
RATE = TargetDraft(
    "覆盖率", Op.AT_MOST, Decimal("95.5"), "%", strict=True, source="低于95.5%", line=4
)
DRAFT = PlanDraft(
    title="2024年东至县工作要点",
    notice_title="关于印发工作要点的通知",
    year=2024,
    sections=("抓好产业", "抓好教育", "空的部分"),
    items=(
        ItemDraft(
            "1", "（一）", 0, "家庭农场发展到1840个。",
            ("县农业农村局",), ("县人社局", "各市、县政府"), open_ended=True,
            due=DueDraft("6月底前", Timing.BY, date(2024, 6, 30), 4),
            targets=(FARMS, replace(RATE, doubt="vague")), line=4, opening="家庭农场发展到1840个",
        ),
        ItemDraft(
            "2", "（二）", 1, "=1+1，办好学校。",
            due=DueDraft("近期", Timing.OPEN, None, 7, "no-day"), line=7,
            doubts=(Doubt("no-units", 7),), opening="=1+1",
        ),
        ItemDraft(None, None, None, "长期落实。", ("县政府办",), line=9, opening="长期落实"),
    ),
    issued_on=date(2024, 3, 1),
)  # fmt: skip
READING = Reading(DRAFT, "通知全文\n第二行")


def book_of(raw: bytes) -> Book:
    pieces = pieces_of_own_book(Package.of(raw))
    assert pieces is not None
    lines = [Line(0, one) if isinstance(one, str) else Line(0, "", one) for one in pieces]
    book = own_book(lines)
    assert book is not None
    return book


@pytest.fixture(scope="module")
def grids() -> Book:
    return book_of(laid_out(READING))


def changed(grids: Book, sheet: str, **cells: str) -> Book:
    """Return the workbook with other texts in some cells of a sheet: ``B3="…"``."""
    rows = [list(row) for row in grids[sheet]]
    for place, text in cells.items():
        row, column = int(place[1:]) - 1, ord(place[0]) - ord("A")
        rows.extend([""] * len(rows[1]) for _ in range(row + 1 - len(rows)))
        rows[row][column] = text
    return {**grids, sheet: rows}


def read(book: Book) -> PlanDraft:
    return corrected(book).draft


def wrong(book: Book) -> str:
    with pytest.raises(CorrectionError) as caught:
        corrected(book)
    values = caught.value.values
    return f"{values['sheet']} {values['cell']}：{values['why']}"


# round trip


def test_a_workbook_that_nobody_changed_is_the_reading(grids: Book) -> None:
    assert corrected(grids) == READING


def test_another_workbook_is_not_ours() -> None:
    assert own_book([Line(1, "任务"), Line(2, "序号", ("序号",))]) is None
    assert own_book([]) is None


TEXTS = st.text(
    st.one_of(
        st.sampled_from("督办通知、，；=+-@'\"<&>_x0041_ \n\t\r\u3000"),
        st.characters(codec="utf-8"),
    ),
    max_size=12,
)
FILLED = TEXTS.filter(lambda text: bool(without_control(text).strip()))
UNITS = st.lists(FILLED, max_size=3).map(tuple)
VALUES = st.decimals(min_value=0, max_value=10**15, allow_nan=False, places=3)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
DUES = st.builds(
    DueDraft, FILLED, st.sampled_from(Timing), st.none() | DAYS, st.integers(0, 99), st.just("")
)
TARGETS = st.builds(
    TargetDraft, FILLED, st.sampled_from(Op), VALUES, TEXTS, st.booleans(), TEXTS,
    st.integers(0, 99), st.sampled_from(["", "vague"]),
)  # fmt: skip
DOUBTS = st.builds(Doubt, st.sampled_from(["no-units", "x-y"]), st.integers(0, 99), TEXTS, UNITS)


@st.composite
def drafts(draw: st.DrawFn) -> PlanDraft:
    sections = tuple(draw(st.lists(FILLED, max_size=3)))
    places = st.none() | st.integers(0, len(sections) - 1) if sections else st.none()
    item = st.builds(
        ItemDraft, st.none() | FILLED, st.none() | FILLED, places, FILLED, UNITS, UNITS,
        st.booleans(), st.none() | DUES, st.lists(TARGETS, max_size=3).map(tuple),
        st.integers(0, 99), st.lists(DOUBTS, max_size=2).map(tuple), TEXTS,
    )  # fmt: skip
    items = tuple(draw(st.lists(item, min_size=1, max_size=4)))
    year = draw(st.none() | st.integers(1990, 2100))
    issued = draw(st.none() | DAYS)
    return PlanDraft(draw(FILLED), draw(FILLED), year, sections, items, issued)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(drafts(), TEXTS)
def test_whatever_was_read_comes_back_as_it_was(draft: PlanDraft, text: str) -> None:
    reading = Reading(draft, text)

    assert corrected(book_of(laid_out(reading))) == reading


def test_a_long_text_comes_back_whole() -> None:
    long = replace(DRAFT.items[0], text="督办" * 20_000)
    reading = Reading(replace(DRAFT, items=(long,)), "通知" * 100_000)

    assert corrected(book_of(laid_out(reading))) == reading


@given(st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")))
def test_what_was_packed_by_nobody_is_no_reading(text: str) -> None:
    assert unpacked([OWN_BOOK, text]) is None
    assert unpacked([]) is None


def test_half_a_reading_is_none() -> None:
    lines = packed(READING)

    assert unpacked([*lines[:-1], lines[-1][:-16]]) is None


# what the office sees


def test_the_sheets_have_titles_that_stay_filters_choices_and_no_formulas() -> None:
    book = load_workbook(BytesIO(laid_out(READING)))
    items, targets = book["任务"], book["指标"]

    assert [cell.value for cell in items[2]] == [
        "序号", "章节", "编号", "原编号", "任务内容", "牵头单位", "配合单位", "等", "完成时限",
        "完成日期", "存疑", "原文行",
    ]  # fmt: skip
    assert (items.freeze_panes, items.auto_filter.ref) == ("A3", "A2:L5")
    assert items["E4"].data_type == "s"
    (choice,) = targets.data_validations.dataValidation
    assert choice.formula1 == '"不少于,达到,不超过,约,超过,低于"'
    assert "D3" in choice.sqref
    assert targets["E3"].value == 1840
    assert book[OWN_BOOK].sheet_state == "veryHidden"


def test_a_row_is_as_high_as_its_longest_text() -> None:
    long = replace(DRAFT.items[0], text="督办" * 45)  # three lines of a column of 60
    book = load_workbook(BytesIO(laid_out(Reading(replace(DRAFT, items=(long,)), ""))))

    assert book["任务"].row_dimensions[3].height == 49.5


def test_what_is_doubted_stands_out_on_the_cell_it_concerns() -> None:
    book = load_workbook(BytesIO(laid_out(READING)))

    yellow = {
        f"{sheet.title} {cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows(min_row=3)
        for cell in row
        if cell.fill.fgColor.rgb == "FFFFF2CC"
    }

    assert yellow == {"任务 F4", "任务 I4", "任务 J4", "任务 K4", "指标 E4", "指标 H4"}
    assert "没有找到责任单位" in book["任务"]["K4"].value


# what the office changes

Change = Callable[[Book], Book]


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"B3": "抓好教育"}, "section", 1),
        ({"B3": ""}, "section", None),
        ({"B3": "新的部分"}, "section", 3),
        ({"C3": "1.1"}, "number", "1.1"),
        ({"C3": ""}, "number", None),
        ({"D3": ""}, "label", None),
        ({"E3": " 发展农场。 "}, "text", "发展农场。"),
        ({"F3": "县林业局、县水利局"}, "lead", ("县林业局", "县水利局")),
        ({"G3": "各市、县政府"}, "assist", ("各市、县政府",)),
        ({"H3": ""}, "open_ended", False),
        ({"L3": "12"}, "line", 12),
        ({"L3": ""}, "line", 0),
        ({"L3": "9" * 5_000}, "line", 0),
    ],
)
def test_a_changed_cell_changes_the_item(
    grids: Book, cells: dict[str, str], field: str, value: object
) -> None:
    item = read(changed(grids, "任务", **cells)).items[0]

    assert getattr(item, field) == value
    assert replace(item, **{field: getattr(DRAFT.items[0], field)}, opening="") == replace(
        DRAFT.items[0], opening=""
    )


@pytest.mark.parametrize(
    ("cells", "due"),
    [
        ({"I3": "9月底前"}, None),
        ({"J3": "2024-09-30"}, ("6月底前", Timing.BY, date(2024, 9, 30))),
        ({"J3": "2024.9.30"}, ("6月底前", Timing.BY, date(2024, 9, 30))),
        ({"J3": "2024/9/30"}, ("6月底前", Timing.BY, date(2024, 9, 30))),
        ({"J3": "2024年9月30日"}, ("6月底前", Timing.BY, date(2024, 9, 30))),
        ({"J3": "2024-09-30 00:00:00"}, ("6月底前", Timing.BY, date(2024, 9, 30))),
        ({"J3": "9月底前"}, ("6月底前", Timing.BY, date(2024, 9, 30))),
        ({"J3": "2024年12月底"}, ("6月底前", Timing.BY, date(2024, 12, 31))),
        ({"J3": "9.30"}, ("6月底前", Timing.BY, date(2024, 9, 30))),
        ({"I3": "9月底前", "J3": ""}, ("9月底前", Timing.BY, date(2024, 9, 30))),
        ({"I3": "", "J3": "2024-09-30"}, ("2024-09-30", Timing.BY, date(2024, 9, 30))),
        ({"J3": ""}, ("6月底前", Timing.OPEN, None)),
        ({"I3": "长期坚持", "J3": ""}, ("长期坚持", Timing.ALWAYS, None)),
    ],
)
def test_a_changed_date_is_read_anew(
    grids: Book, cells: dict[str, str], due: tuple[str, Timing, date | None] | None
) -> None:
    found = read(changed(grids, "任务", **cells)).items[0].due

    expected = due or ("9月底前", Timing.BY, date(2024, 9, 30))
    assert found is not None
    assert (found.phrase, found.timing, found.day, found.doubt) == (*expected, "")


def test_an_item_without_a_date_gets_one(grids: Book) -> None:
    due = read(changed(grids, "任务", J5="2024-12-01")).items[2].due

    assert due == DueDraft("2024-12-01", Timing.BY, date(2024, 12, 1))


def test_a_date_that_is_cleared_is_gone(grids: Book) -> None:
    assert read(changed(grids, "任务", I3="", J3="")).items[0].due is None


def test_a_doubt_that_is_cleared_is_answered(grids: Book) -> None:
    items = read(changed(changed(grids, "任务", K4=""), "指标", H4="")).items

    assert [item.all_doubts for item in items] == [(), (), ()]


def test_units_that_were_missing_answer_the_doubt(grids: Book) -> None:
    item = read(changed(grids, "任务", F4="县教育局")).items[1]

    assert (item.lead, item.doubts) == (("县教育局",), ())
    assert item.due == DRAFT.items[1].due


def test_units_that_are_cleared_are_doubted(grids: Book) -> None:
    item = read(changed(grids, "任务", F3="", G3="")).items[0]

    assert (item.lead, item.assist, item.doubts) == ((), (), (Doubt("no-units", 4),))


def test_rows_can_be_deleted_put_in_another_order_and_added(grids: Book) -> None:
    head, first, _, third = grids["任务"][:2], *grids["任务"][2:5]
    new = ["", "抓好教育", "3", "", "新任务", "县文旅局", "", "", "6月底前"]

    draft = read({**grids, "任务": [*head, third, [""] * 12, new, first]})

    assert [item.text for item in draft.items] == [
        DRAFT.items[2].text,
        "新任务",
        DRAFT.items[0].text,
    ]
    assert draft.items[0] == DRAFT.items[2]
    assert draft.items[2] == DRAFT.items[0]
    added = draft.items[1]
    assert (added.number, added.section, added.lead) == ("3", 1, ("县文旅局",))
    assert added.due == DueDraft("6月底前", Timing.BY, date(2024, 6, 30))
    assert added.opening == "新任务"


def test_columns_can_be_put_in_another_order(grids: Book) -> None:
    turned = [row[::-1] for row in grids["任务"]]

    assert read({**grids, "任务": turned}) == DRAFT


def test_targets_are_changed_deleted_and_added(grids: Book) -> None:
    rows = grids["指标"]
    new = ["2", "", "毕业率", "达到", "九成", "%", "", ""]
    other = changed({**grids, "指标": [*rows[:3], new]}, "指标", E3="1.9万", D3="超过")

    items = read(other).items

    assert items[0].targets == (replace(FARMS, value=Decimal(19000), op=Op.AT_LEAST, strict=True),)
    assert items[1].targets == (TargetDraft("毕业率", Op.EXACTLY, Decimal(90), "%", line=7),)


def test_a_deleted_item_s_targets_have_to_go_as_well(grids: Book) -> None:
    without = {**grids, "任务": [*grids["任务"][:2], *grids["任务"][3:]]}

    assert wrong(without) == (
        "指标 A3：任务表里没有序号是“1”的任务。如果任务已删去，请把这几行也删掉。"
    )


def test_the_notice_s_own_lines_can_be_changed(grids: Book) -> None:
    draft = read(
        changed(grids, "通知", B3="新标题", B4="", B5="2025", B6="2025.3.1", B7="改名的部分", B9="")
    )

    assert (draft.title, draft.notice_title) == ("新标题", "新标题")
    assert (draft.year, draft.issued_on) == (2025, date(2025, 3, 1))
    assert draft.sections == ("改名的部分", "抓好教育")
    assert [item.section for item in draft.items] == [0, 1, None]


def test_a_new_part_is_added_where_its_row_stands(grids: Book) -> None:
    rows = grids["通知"]
    added = [*rows[:6], ["部分", "总体要求"], *rows[6:]]

    draft = read(changed({**grids, "通知": added}, "任务", B5="总体要求"))

    assert draft.sections == ("总体要求", *DRAFT.sections)
    assert [item.section for item in draft.items] == [1, 2, 0]


# what cannot be read

NO_DAY = "不是日期，应写成 2024-06-30 或“6月底前”。"
GONE = "如果任务已删去，请把这几行也删掉。"
OPS = "，可用：不少于、达到、不超过、约、超过、低于。"


@pytest.mark.parametrize(
    ("sheet", "cells", "sentence"),
    [
        ("任务", {"E3": ""}, "任务 E3：这项任务没有内容。"),
        ("任务", {"A3": "9"}, "任务 A3：这项任务的序号原来是 1，现在写着“9”，请改回。"),
        ("任务", {"A3": ""}, "任务 A3：这项任务的序号原来是 1，现在写着“”，请改回。"),
        ("任务", {"A3": "一号"}, "任务 A3：序号“一号”不是数。"),
        ("任务", {"A4": "1"}, "任务 A4：序号“1”已经用过了。"),
        ("任务", {"F3": "？？"}, "任务 F3：“？？”不是单位名。"),
        ("任务", {"G3": "县人社局、县教育局?"}, "任务 G3：“县教育局?”不是单位名。"),
        ("任务", {"J3": "明年春天"}, f"任务 J3：“明年春天”{NO_DAY}"),
        ("任务", {"J3": "6月底或9月底"}, f"任务 J3：“6月底或9月底”{NO_DAY}"),
        ("任务", {"J3": "一百天后"}, f"任务 J3：“一百天后”{NO_DAY}"),
        ("任务", {"J3": "2024-02-31"}, f"任务 J3：“2024-02-31”{NO_DAY}"),
        ("指标", {"A3": "9"}, f"指标 A3：任务表里没有序号是“9”的任务。{GONE}"),
        ("指标", {"A3": ""}, f"指标 A3：任务表里没有序号是“”的任务。{GONE}"),
        ("指标", {"C3": ""}, "指标 C3：这个指标没有名称。"),
        ("指标", {"D3": "差不多"}, f"指标 D3：不认识的关系“差不多”{OPS}"),
        ("指标", {"E3": "一些"}, "指标 E3：“一些”不是数。"),
        ("指标", {"E3": "1e999"}, "指标 E3：“1e999”不是数。"),
        ("指标", {"E3": ""}, "指标 E3：“”不是数。"),
        ("指标", {"E3": "-5"}, "指标 E3：“-5”是负数。"),
        ("指标", {"E3": "100%"}, "指标 E3：“100%”是百分数，计量单位却写着“个”。"),
        ("指标", {"E3": "九成"}, "指标 E3：“九成”是百分数，计量单位却写着“个”。"),
        ("通知", {"B3": ""}, "通知 B3：没有写标题。"),
        ("通知", {"B5": "今年"}, "通知 B5：“今年”不是年份，应写成 2024。"),
        ("通知", {"B5": "9" * 5_000}, f"通知 B5：“{'9' * 5_000}”不是年份，应写成 2024。"),
        ("通知", {"B6": "三月"}, f"通知 B6：“三月”{NO_DAY}"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_sheet_and_cell(
    grids: Book, sheet: str, cells: dict[str, str], sentence: str
) -> None:
    assert wrong(changed(grids, sheet, **cells)) == sentence


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        pytest.param(
            lambda book: book | {OWN_BOOK: [[OWN_BOOK], ["AAAA"]]}, "sheet.broken", id="packed"
        ),
        pytest.param(lambda book: book | {OWN_BOOK: []}, "sheet.broken", id="nothing packed"),
        pytest.param(lambda _: {}, "sheet.broken", id="a text that begins with the mark"),
        pytest.param(
            lambda book: {name: rows for name, rows in book.items() if name != "指标"},
            "sheet.no_sheet",
            id="a sheet is gone",
        ),
        pytest.param(
            lambda book: book | {"任务": book["任务"][:2]}, "sheet.no_items", id="no rows"
        ),
        pytest.param(lambda book: book | {"任务": []}, "sheet.no_column", id="nothing"),
        pytest.param(
            lambda book: book | {"任务": [row[1:] for row in book["任务"]]},
            "sheet.no_column",
            id="a column is gone",
        ),
    ],
)
def test_a_workbook_that_is_not_whole_is_refused(
    grids: Book, spoil: Callable[[dict[str, object]], Book], key: str
) -> None:
    with pytest.raises(CorrectionError) as caught:
        corrected(spoil(dict(grids)))

    assert caught.value.key == key
