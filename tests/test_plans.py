"""A confirmed draft becomes a plan: items, owners under their names and aliases, targets."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from db import cadences, plans
from db.engine import Database, Session
from db.plans import PlanExistsError
from db.tables import (
    Assignment,
    Cadence,
    Item,
    Plan,
    Section,
    Target,
    Unit,
    UnitAlias,
)
from db.vocabulary import (
    DueDraft,
    ItemDraft,
    Op,
    Part,
    PlanDraft,
    TargetDraft,
    Timing,
)
from tests.ledger_cast import MONTHLY, add, all_of, an_obligation, at, make_database

NOW = at("2024-03-11 09:30")
DAYS = (date(2024, 3, 11), date(2024, 12, 31))
FARMS = TargetDraft("家庭农场", Op.AT_LEAST, Decimal(1840), "个")
SHARE = TargetDraft("发病率", Op.AT_MOST, Decimal("0.50"), "%", strict=True)


BY_THEN = DueDraft("年底前", Timing.BY, DAYS[1])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


def an_item_draft(
    *lead: str, assist: tuple[str, ...] = (), targets: tuple[TargetDraft, ...] = ()
) -> ItemDraft:
    return ItemDraft(
        "1", "1.", 0, "发展家庭农场", lead=lead, assist=assist, targets=targets, due=BY_THEN
    )


def store(database: Database, *items: ItemDraft, source: str = "通知全文") -> int:
    draft = PlanDraft("2024年工作要点", "关于印发要点的通知", 2024, ("产业", "人才"), items)
    return database.write_now(
        lambda session: plans.add_plan(session, draft, source, DAYS, (MONTHLY,), NOW)
    )


def alias(database: Database, unit: str, name: str) -> None:
    database.write_now(
        lambda session: add(
            session, UnitAlias(unit_id=plans.unit_named(session, unit).id, name=name)
        )
    )


def owners(database: Database) -> list[tuple[str, Part]]:
    """Return the assignments in their order: unit and part."""
    names = {unit.id: unit.name for unit in all_of(database, Unit)}
    found = sorted(all_of(database, Assignment), key=lambda one: (one.item_id, one.position))
    return [(names[one.unit_id], one.part) for one in found]


def test_a_draft_is_stored_whole(database: Database) -> None:
    plan = store(database, an_item_draft("农业农村局", targets=(FARMS, SHARE)))

    (row,) = all_of(database, Plan)
    assert (row.id, row.title, row.source, row.starts_on, row.ends_on, row.created_at) == (
        plan,
        "2024年工作要点",
        "通知全文",
        *DAYS,
        NOW,
    )
    assert [section.title for section in all_of(database, Section)] == ["产业", "人才"]
    (item,) = all_of(database, Item)
    assert (item.text, item.number, item.section_id) == (
        "发展家庭农场",
        "1",
        all_of(database, Section)[0].id,
    )
    assert (item.due_on, item.due_text, item.due_timing) == (DAYS[1], "年底前", Timing.BY)
    assert [
        (one.quantity, one.op, f"{one.value}", one.measure, one.strict)
        for one in all_of(database, Target)
    ] == [
        ("家庭农场", Op.AT_LEAST, "1840", "个", False),
        ("发病率", Op.AT_MOST, "0.50", "%", True),
    ]
    assert [one.plan_id for one in all_of(database, Cadence)] == [plan]


def test_the_same_notice_is_not_stored_twice(database: Database) -> None:
    plan = store(database, an_item_draft("农业农村局"))

    with pytest.raises(PlanExistsError) as refused:
        store(database, an_item_draft("别的局"))

    assert refused.value.plan_id == plan
    assert len(all_of(database, Plan)) == len(all_of(database, Unit)) == 1
    assert store(database, an_item_draft("农业农村局"), source="修订后的通知") != plan


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        pytest.param(
            an_item_draft("农业农村局", "人社局", assist=("文旅局",)),
            [("农业农村局", Part.LEAD), ("人社局", Part.LEAD), ("文旅局", Part.ASSIST)],
            id="in the order of the notice",
        ),
        pytest.param(
            an_item_draft("农业农村局", assist=("农业农村局", "文旅局")),
            [("农业农村局", Part.LEAD), ("文旅局", Part.ASSIST)],
            id="lead before assist",
        ),
        pytest.param(
            an_item_draft("农业农村局", "人社局", "农业农村局"),
            [("农业农村局", Part.LEAD), ("人社局", Part.LEAD)],
            id="named twice",
        ),
        pytest.param(
            an_item_draft("农业局", assist=("人社局", "农业农村局")),
            [("农业农村局", Part.LEAD), ("人社局", Part.ASSIST)],
            id="an alias leads, the name assists",
        ),
        pytest.param(
            an_item_draft("农业农村局", assist=("农业局", "人社局")),
            [("农业农村局", Part.LEAD), ("人社局", Part.ASSIST)],
            id="the name leads, an alias assists",
        ),
        pytest.param(
            an_item_draft("人社局", "农业局", "农业农村局"),
            [("人社局", Part.LEAD), ("农业农村局", Part.LEAD)],
            id="name and alias both lead",
        ),
        pytest.param(an_item_draft(), [], id="nobody"),
    ],
)
def test_each_unit_has_one_part_in_an_item(
    database: Database, draft: ItemDraft, found: list[tuple[str, Part]]
) -> None:
    alias(database, "农业农村局", "农业局")

    store(database, draft)

    assert owners(database) == found


def test_a_unit_is_known_by_its_name_and_its_aliases(database: Database) -> None:
    alias(database, "发展和改革局", "发改委")

    store(database, an_item_draft("发改委"), an_item_draft("发展和改革局"))

    assert [unit.name for unit in all_of(database, Unit)] == ["发展和改革局"]
    assert database.read_now(lambda session: plans.find_unit(session, "发改")) is None


def test_units_are_in_the_order_in_which_the_notice_names_them(database: Database) -> None:
    store(database, an_item_draft("农业农村局", "人社局"), an_item_draft("文旅局", "人社局"))

    names = [unit.name for unit in database.read_now(plans.units)]
    some = database.read_now(lambda session: plans.units(session, ["文旅局", "农业农村局"]))

    assert names == ["农业农村局", "人社局", "文旅局"]
    assert [unit.name for unit in some] == ["农业农村局", "文旅局"]
    assert [unit.name for unit in all_of(database, Unit)] == names


def test_a_plan_is_summed_up(database: Database) -> None:
    plan = store(
        database,
        an_item_draft("农业农村局", "人社局", targets=(FARMS, SHARE)),
        an_item_draft("文旅局", assist=("人社局",)),
    )

    (summary,) = database.read_now(plans.plans)

    assert (summary.id, summary.sections, summary.items, summary.targets, summary.units) == (
        plan,
        2,
        2,
        2,
        3,
    )


def test_a_plan_s_first_due_time_is_known(database: Database) -> None:
    plan = store(database, an_item_draft("农业农村局"))
    other = store(database, an_item_draft("文旅局"), source="别的通知")
    assignment = all_of(database, Assignment)[0].id

    def owe(session: Session) -> None:
        for due in ("2024-04-25 17:30", "2024-03-25 17:30"):
            an_obligation(session, assignment, due)

    database.write_now(owe)

    first = database.read_now(lambda session: cadences.first_due(session, plan))

    assert first == at("2024-03-25 17:30")
    assert database.read_now(lambda session: cadences.first_due(session, other)) is None
