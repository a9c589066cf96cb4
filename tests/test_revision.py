"""A newer text of a plan held against the one in force: what a person would notice, no more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from time import perf_counter

import pytest

from db.changes import What, facts_of
from db.vocabulary import DueDraft, ItemDraft, Op, PlanDraft, TargetDraft, Timing
from notice.revision.revision import revision_of

FARMS = TargetDraft("家庭农场", Op.AT_LEAST, Decimal(1840), "个", source="家庭农场1840个以上")
SHARE = TargetDraft("覆盖率", Op.AT_LEAST, Decimal(90), "%", source="覆盖率90%以上")
JUNE = DueDraft("2024年6月底前", Timing.BY, date(2024, 6, 30))
ALWAYS = DueDraft("长期坚持", Timing.ALWAYS)
FARMING = ItemDraft(
    "1", "1.", 0, "大力发展家庭农场，全县达到1840个以上。", ("农业农村局",), ("财政局",),
    due=JUNE, targets=(FARMS,),
)  # fmt: skip
TRAINING = ItemDraft("2", "2.", 0, "开展农村电商技能培训，培养一批带头人。", ("人社局",))
GUIDING = ItemDraft("3", "3.", 1, "开展乡村旅游从业人员培训，提升服务水平。", ("文旅局",))


def plan(
    *items: ItemDraft,
    title: str = "2024年工作要点",
    year: int | None = 2024,
    sections: tuple[str, ...] = ("产业", "人才"),
) -> PlanDraft:
    return PlanDraft(title, "通知", year, sections, items)


OLD = plan(FARMING, TRAINING, GUIDING)


def changes(old: PlanDraft, new: PlanDraft) -> list[tuple[What, object, object]]:
    revision = revision_of(old, new)
    assert (revision.added, revision.withdrawn) == ((), ())
    said = [*revision.changes, *(one for pair in revision.pairs for one in pair.changes)]
    return [(change.what, change.before, change.after) for change in said]


def texts(draft: PlanDraft, places: tuple[int, ...]) -> list[str]:
    return [draft.items[place].text for place in places]


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(OLD, id="the same text"),
        pytest.param(
            plan(
                replace(FARMING, text="大力发展家庭农场, 全县达到１８４０个以上。"),
                TRAINING,
                GUIDING,
            ),
            id="blanks and width in a task",
        ),
        pytest.param(
            plan(*OLD.items, title="２０２４年 工作要点"), id="blanks and width in the title"
        ),
        pytest.param(plan(*OLD.items, sections=("产 业", "人才")), id="blanks in a heading"),
        pytest.param(
            plan(replace(FARMING, lead=("农业农村 局",)), TRAINING, GUIDING), id="blanks in a unit"
        ),
        pytest.param(
            plan(replace(FARMING, due=replace(JUNE, phrase="6月30日前")), TRAINING, GUIDING),
            id="the same day in other words",
        ),
        pytest.param(
            plan(
                replace(FARMING, targets=(replace(FARMS, source="达到1840个", line=9),)),
                TRAINING,
                GUIDING,
            ),
            id="a goal read from elsewhere",
        ),
        pytest.param(plan(*OLD.items, year=None), id="no year to be found"),
        pytest.param(
            plan(replace(FARMING, label="（一）", line=40, opening="大力"), TRAINING, GUIDING),
            id="what only the reader knows",
        ),
    ],
)
def test_what_nobody_would_notice_is_no_change(new: PlanDraft) -> None:
    assert revision_of(OLD, new).empty


@pytest.mark.parametrize(
    ("new", "found"),
    [
        pytest.param(
            replace(TRAINING, text="开展农村电商技能培训，培养一百名带头人。"),
            [(What.TEXT, TRAINING.text, "开展农村电商技能培训，培养一百名带头人。")],
            id="words",
        ),
        pytest.param(replace(TRAINING, number="7"), [(What.NUMBER, "2", "7")], id="number"),
        pytest.param(replace(TRAINING, number=None), [(What.NUMBER, "2", None)], id="no number"),
        pytest.param(replace(TRAINING, section=1), [(What.SECTION, "产业", "人才")], id="heading"),
        pytest.param(replace(TRAINING, section=None), [(What.SECTION, "产业", None)], id="none"),
        pytest.param(
            replace(TRAINING, lead=("科经局",)),
            [(What.LEAD, ("人社局",), ("科经局",))],
            id="another lead",
        ),
        pytest.param(
            replace(TRAINING, assist=("科经局",)),
            [(What.ASSIST, (), ("科经局",))],
            id="an assistant",
        ),
        pytest.param(
            replace(TRAINING, lead=(), assist=("人社局",)),
            [(What.LEAD, ("人社局",), ()), (What.ASSIST, (), ("人社局",))],
            id="a lead that assists",
        ),
        pytest.param(
            replace(TRAINING, open_ended=True), [(What.OPEN_ENDED, False, True)], id="open list"
        ),
        pytest.param(replace(TRAINING, due=ALWAYS), [(What.DUE, None, ALWAYS)], id="a date"),
    ],
)
def test_each_change_of_an_item_is_told(
    new: ItemDraft, found: list[tuple[What, object, object]]
) -> None:
    assert changes(OLD, plan(FARMING, new, GUIDING)) == found


@pytest.mark.parametrize(
    ("targets", "found"),
    [
        pytest.param(
            (replace(FARMS, value=Decimal(1900)),),
            [(FARMS, replace(FARMS, value=Decimal(1900)))],
            id="another value",
        ),
        pytest.param(
            (replace(FARMS, op=Op.EXACTLY),), [(FARMS, replace(FARMS, op=Op.EXACTLY))], id="op"
        ),
        pytest.param((replace(FARMS, unit="户"),), [(FARMS, replace(FARMS, unit="户"))], id="unit"),
        pytest.param((FARMS, SHARE), [(None, SHARE)], id="added"),
        pytest.param((SHARE, FARMS), [(None, SHARE)], id="added before"),
        pytest.param((), [(FARMS, None)], id="removed"),
        pytest.param((SHARE,), [(FARMS, None), (None, SHARE)], id="something else is counted"),
    ],
)
def test_targets_are_paired_by_what_they_count(
    targets: tuple[TargetDraft, ...], found: list[tuple[object, object]]
) -> None:
    new = plan(replace(FARMING, targets=targets), TRAINING, GUIDING)

    assert changes(OLD, new) == [(What.TARGET, *sides) for sides in found]


def test_the_ends_of_a_range_are_paired_with_each_other() -> None:
    low, high = replace(FARMS, value=Decimal(1)), replace(FARMS, op=Op.AT_MOST, value=Decimal(2))
    higher = replace(high, value=Decimal(3))
    old = plan(replace(FARMING, targets=(low, high)))

    assert changes(old, plan(replace(FARMING, targets=(higher, low)))) == [
        (What.TARGET, high, higher)
    ]


def test_an_item_that_comes_in_only_renumbers_those_behind_it() -> None:
    come = ItemDraft("1", "1.", 0, "建设高标准农田，完善灌溉设施。", ("水利局",))
    behind = [replace(item, number=str(int(item.number or 0) + 1)) for item in OLD.items]

    revision = revision_of(OLD, plan(come, *behind))

    assert revision.added == (0,)
    assert revision.withdrawn == ()
    assert revision.changed == ()
    assert [(pair.old, pair.new) for pair in revision.renumbered] == [(0, 1), (1, 2), (2, 3)]


def test_an_item_that_goes_is_withdrawn() -> None:
    new = plan(FARMING, GUIDING)

    revision = revision_of(OLD, new)

    assert texts(OLD, revision.withdrawn) == [TRAINING.text]
    assert (revision.added, revision.changed) == ((), ())


def test_an_item_in_the_place_of_another_is_not_the_same() -> None:
    other = replace(TRAINING, text="建设高标准农田，完善灌溉设施。")
    new = plan(FARMING, other, GUIDING)

    revision = revision_of(OLD, new)

    assert texts(OLD, revision.withdrawn) == [TRAINING.text]
    assert texts(new, revision.added) == [other.text]


def test_what_was_said_of_a_task_is_not_said_of_a_like_one_of_another_unit() -> None:
    hospital = replace(TRAINING, text="加快推进县人民医院迁建项目。", lead=("卫健委",))
    school = replace(TRAINING, text="加快推进县职业中学扩建项目。", lead=("教育局",))

    revision = revision_of(plan(FARMING, hospital, GUIDING), plan(FARMING, school, GUIDING))

    assert (revision.withdrawn, revision.added) == ((1,), (1,))


def test_items_that_change_places_stay_the_same() -> None:
    moved = plan(
        replace(GUIDING, number="1", section=0),
        replace(FARMING, number="2"),
        replace(TRAINING, number="3", section=1),
    )

    found = changes(OLD, moved)

    assert {what for what, _, _ in found} == {What.NUMBER, What.SECTION}
    assert len(found) == 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "开展农村电商技能培训，培养一批带头人。",
            "开展农村电商和直播技能培训，培养一批青年带头人。",
        ),
        ("加强耕地保护，落实田长制。", "进一步加强耕地保护，全面落实田长制，坚决遏制非农化。"),
        ("推进农村厕所改造。", "持续推进农村户用厕所改造提升。"),
    ],
)
def test_a_reworded_item_is_the_same_in_its_own_place(before: str, after: str) -> None:
    old = plan(FARMING, replace(TRAINING, text=before), GUIDING)

    found = changes(old, plan(FARMING, replace(TRAINING, text=after), GUIDING))

    assert found == [(What.TEXT, before, after)]


def test_items_of_the_same_words_are_paired_by_number_then_in_their_order() -> None:
    twins = [replace(TRAINING, number=number, lead=(number,)) for number in "123"]
    fewer = plan(
        replace(TRAINING, number="2", lead=("2",)), replace(TRAINING, number="9", lead=("1",))
    )

    revision = revision_of(plan(*twins), fewer)

    assert [(pair.old, pair.new) for pair in revision.pairs] == [(1, 0), (0, 1)]
    assert revision.withdrawn == (2,)


def test_a_reworded_heading_is_told_once_and_not_for_each_item_under_it() -> None:
    new = plan(*OLD.items, sections=("做强产业", "人才"))

    assert changes(OLD, new) == [(What.HEADING, "产业", "做强产业")]


def test_a_heading_that_comes_in_moves_nothing() -> None:
    items = [replace(item, section=(item.section or 0) + 1) for item in OLD.items]

    assert revision_of(OLD, plan(*items, sections=("总体要求", "产业", "人才"))).empty


def test_title_and_year_are_told() -> None:
    new = plan(*OLD.items, title="2025年工作要点", year=2025)

    assert changes(OLD, new) == [
        (What.TITLE, "2024年工作要点", "2025年工作要点"),
        (What.YEAR, 2024, 2025),
    ]


def test_nothing_and_everything_can_be_told_apart() -> None:
    assert revision_of(plan(), OLD).added == (0, 1, 2)
    assert revision_of(OLD, plan()).withdrawn == (0, 1, 2)


def test_a_revision_is_told_in_plain_values() -> None:
    new = plan(
        replace(FARMING, due=ALWAYS, targets=(replace(FARMS, value=Decimal(1900)),)),
        GUIDING,
        title="2024年重点工作",
    )

    facts = facts_of(revision_of(OLD, new))

    assert facts["plan"] == [
        {"what": "title", "before": "2024年工作要点", "after": "2024年重点工作"}
    ]
    assert [(one["no"], one["lead"]) for one in facts["withdrawn"]] == [("2", ["人社局"])]
    (changed,) = facts["changed"]
    due, target = changed["changes"]
    assert due["before"] == {"text": "2024年6月底前", "timing": "by", "day": "2024-06-30"}
    assert due["after"] == {"text": "长期坚持", "timing": "always", "day": None}
    assert (target["before"]["value"], target["after"]["value"]) == ("1840", "1900")


def long_plan(size: int, word: str) -> PlanDraft:
    """Return a plan in which no item's words stay, though all are much alike."""
    return plan(
        *(
            replace(
                FARMING,
                number=str(place),
                text=f"加快推进第{place}片区{word}和配套设施建设，完善第{place}号道路、管网和绿化。"
                * 8,
            )
            for place in range(1, size + 1)
        )
    )


def test_long_notices_are_held_against_each_other_in_linear_time() -> None:
    def seconds(size: int) -> float:
        start = perf_counter()
        revision = revision_of(long_plan(size, "改造"), long_plan(size, "更新改造"))
        assert (len(revision.changed), revision.added, revision.withdrawn) == (size, (), ())
        return perf_counter() - start

    seconds(10)

    assert seconds(400) < 30 * seconds(40) + 0.2
