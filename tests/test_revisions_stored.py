"""A revision in force: what went is silent and kept, what came is owed, what was reported stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.drafts.known import plan_of_same_title, revision_for
from db import (
    cadences,
    drafts,
    figures,
    ledger,
    nudges,
    outbox,
    overview,
    people,
    plans,
    reports,
    revisions,
)
from db.changes import Revision
from db.engine import Database, Session
from db.plans import PlanExistsError
from db.revisions import PlanMovedOnError
from db.tables import (
    Assignment,
    Contact,
    Form,
    FormReading,
    Item,
    Obligation,
    Outbox,
    Plan,
    Report,
    Section,
    Target,
    UnitAlias,
)
from db.tables import Revision as RevisionRow
from db.vocabulary import (
    DueDraft,
    FormState,
    ItemDraft,
    ObligationState,
    Op,
    OutboxState,
    Part,
    PlanDraft,
    Reachable,
    Role,
    Status,
    TargetDraft,
    Timing,
)
from scheduler.planning import plan_ahead
from tests.ledger_cast import MONTHLY, RULES, a_contact, a_report, add, all_of, at, make_database

BEGAN, NOW = at("2024-03-01 09:30"), at("2024-03-20 10:00")
FARMS = TargetDraft("家庭农场", Op.AT_LEAST, Decimal(1840), "个", source="1840个以上")
JUNE = DueDraft("2024年6月底前", Timing.BY, date(2024, 6, 30))
FARMING = ItemDraft(
    "1", None, 0, "发展家庭农场，达到1840个以上。", ("农业农村局",), ("财政局",),
    due=JUNE, targets=(FARMS,),
)  # fmt: skip
TRAINING = ItemDraft("2", None, 0, "开展农村电商技能培训。", ("人社局",))
GUIDING = ItemDraft("3", None, 1, "开展乡村旅游从业人员培训。", ("文旅局",), open_ended=True)
OLD = PlanDraft("2024年工作要点", "通知", 2024, ("产业", "人才"), (FARMING, TRAINING, GUIDING))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        opened.write_now(store)
        yield opened


def store(session: Session) -> None:
    """Store the plan with its obligations, as 1; 王芳, 李强 and 周敏 answer for the three units."""
    days = (date(2024, 3, 1), date(2024, 12, 31))
    assert plans.add_plan(session, OLD, "第一稿", days, (MONTHLY,), BEGAN) == 1
    for unit in plans.units(session):
        a_contact(session, f"{unit.name}联络员", {unit.id: Role.CONTACT})
    plan_ahead(session, RULES, BEGAN)


def with_items(*items: ItemDraft) -> PlanDraft:
    return replace(OLD, items=items)


def revise(database: Database, new: PlanDraft, text: str = "第二稿", now: datetime = NOW) -> int:
    def change(session: Session) -> int:
        version = revisions.apply(session, 1, revision_for(session, 1, new), text, now)
        cadences.note_planned(session, 1, None)
        plan_ahead(session, RULES, now)
        return version

    return database.write_now(change)


def present(database: Database) -> PlanDraft:
    return database.read_now(lambda session: drafts.draft_of(session, 1))


def part_of(database: Database, unit: str) -> int:
    def find(session: Session) -> int:
        found = plans.find_unit(session, unit)
        assert found
        asked = select(Assignment.id).where(Assignment.unit_id == found.id)
        return session.scalars(asked.order_by(Assignment.id)).all()[-1]

    return database.read_now(find)


def owed_by(database: Database, unit: str) -> list[tuple[str, ObligationState]]:
    part = part_of(database, unit)
    return [
        (one.period, one.state) for one in all_of(database, Obligation) if one.assignment_id == part
    ]


def contact_of(session: Session, unit: str) -> int:
    found = plans.find_unit(session, unit)
    assert found
    return people.holders(session, found.id, Role.CONTACT, NOW)[0].id


def listed(database: Database, unit: str) -> list[str]:
    def ask(session: Session) -> list[str]:
        return [one.text for one in ledger.checklist(session, contact_of(session, unit), NOW)]

    return database.read_now(ask)


def march_of(session: Session, unit: str) -> int:
    found = plans.find_unit(session, unit)
    assert found
    asked = select(Obligation.id).join(Assignment).where(Assignment.unit_id == found.id)
    return session.scalars(asked.where(Obligation.period == "2024-03")).one()


def test_what_is_stored_is_told_as_it_was_read(database: Database) -> None:
    assert present(database) == OLD


WAYS = [
    pytest.param(with_items(FARMING, GUIDING), id="an item goes"),
    pytest.param(
        with_items(replace(TRAINING, number="1"), replace(GUIDING, number="2", section=0)),
        id="the first goes, another moves under another heading",
    ),
    pytest.param(
        with_items(
            replace(GUIDING, number="1", section=0),
            replace(FARMING, number="2", due=None, targets=()),
            replace(TRAINING, number="3", section=None, lead=("科经局",), assist=("人社局",)),
        ),
        id="items change places, units and dates",
    ),
    pytest.param(
        with_items(
            ItemDraft("1", None, 0, "建设高标准农田。", ("水利局", "农业农村局")),
            replace(FARMING, number="2", targets=(replace(FARMS, value=Decimal(9)), FARMS)),
            replace(TRAINING, number="3", open_ended=True, due=DueDraft("长期", Timing.ALWAYS)),
            replace(GUIDING, number=None),
        ),
        id="items and targets come",
    ),
    pytest.param(
        PlanDraft(
            "2024年工作要点",
            "通知",
            2024,
            ("总则", "人才", "产业振兴"),
            (replace(GUIDING, section=1), replace(FARMING, section=2)),
        ),
        id="headings come, go and change places",
    ),
    pytest.param(
        with_items(
            replace(FARMING, text="发展家庭农场，达到1900个以上。", targets=()), TRAINING, GUIDING
        ),
        id="words change",
    ),
]


@pytest.mark.parametrize("new", WAYS)
def test_after_a_revision_the_plan_is_the_newer_text_and_back_again(
    database: Database, new: PlanDraft
) -> None:
    assert revise(database, new) == 2
    assert present(database) == new

    assert revise(database, OLD, "第三稿") == 3
    assert present(database) == OLD


def ids(database: Database) -> set[tuple[str, int]]:
    """Return every row of a plan, by table and id."""
    columns = (Section.id, Item.id, Target.id, Assignment.id, Obligation.id)

    def ask(session: Session) -> set[tuple[str, int]]:
        return {(str(one), number) for one in columns for number in session.scalars(select(one))}

    return database.read_now(ask)


@pytest.mark.parametrize("new", WAYS)
def test_a_revision_deletes_nothing_and_keeps_what_was_said(
    database: Database, new: PlanDraft
) -> None:
    before = ids(database)

    revise(database, new)

    assert before <= ids(database)
    (kept,) = all_of(database, RevisionRow)
    assert (kept.plan_id, kept.version, kept.source, kept.applied_at) == (1, 2, "第二稿", NOW)
    told = [one for facts in kept.changes.values() for one in facts]
    assert told
    assert all("item" in one for kind in ("added", "changed") for one in kept.changes[kind])
    (plan,) = all_of(database, Plan)
    assert plan.source == "第一稿"


def test_a_withdrawn_item_is_chased_no_more_and_listed_nowhere(database: Database) -> None:
    revise(database, with_items(FARMING, GUIDING))

    assert owed_by(database, "人社局") == [
        ("2024-03", ObligationState.WITHDRAWN),
        ("2024-04", ObligationState.WITHDRAWN),
    ]
    part = part_of(database, "人社局")
    due = database.read_now(lambda session: nudges.due(session, at("2024-12-31 09:00")))
    mine = {one.id for one in all_of(database, Obligation) if one.assignment_id == part}
    assert not mine & {one.obligation_id for one in due}
    assert listed(database, "人社局") == []
    facts = database.read_now(lambda session: figures.statuses(session, 1))
    assert len(facts) == 2
    (summary,) = database.read_now(plans.plans)
    assert (summary.items, summary.units, summary.targets, summary.sections) == (2, 3, 1, 2)
    assert "人社局" not in [unit.name for unit in database.read_now(plans.units)]


def test_planning_leaves_a_withdrawn_part_alone(database: Database) -> None:
    revise(database, with_items(FARMING, GUIDING))

    database.write_now(lambda session: plan_ahead(session, RULES, at("2024-06-01 09:30")))

    assert len(owed_by(database, "人社局")) == 2


def test_a_unit_that_has_nothing_left_to_do_needs_nobody(database: Database) -> None:
    def leave(session: Session) -> None:
        for contact in session.scalars(select(Contact)):
            contact.reachable = Reachable.BLOCKED

    database.write_now(leave)
    revise(database, with_items(FARMING, GUIDING))

    assert "人社局" not in database.read_now(people.empty_units)
    assert "人社局" not in database.read_now(lambda session: people.cut_off(session, NOW))


def test_what_was_reported_stays_though_its_item_is_withdrawn(database: Database) -> None:
    def report(session: Session) -> int:
        owed = march_of(session, "人社局")
        return a_report(session, owed, contact_of(session, "人社局"), words="已办两期")

    number = database.write_now(report)
    revise(database, with_items(FARMING, GUIDING))

    assert owed_by(database, "人社局")[0] == ("2024-03", ObligationState.REPORTED)
    (kept,) = all_of(database, Report)
    assert (kept.id, kept.words) == (number, "已办两期")
    one = database.read_now(lambda session: ledger.owed_by_id(session, kept.obligation_id))
    assert one is not None
    assert (one.text, one.report_id, one.withdrawn) == (TRAINING.text, number, True)
    assert listed(database, "人社局") == []
    standing = database.read_now(lambda session: overview.standing(session, 1, NOW))
    assert (standing.owed, standing.reported) == (3, 0)


def test_a_changed_owner_the_old_one_is_silent_and_the_new_one_owes_what_is_not_due_yet(
    database: Database,
) -> None:
    revise(database, with_items(FARMING, replace(TRAINING, lead=("科经局",)), GUIDING))

    assert {state for _, state in owed_by(database, "人社局")} == {ObligationState.WITHDRAWN}
    assert owed_by(database, "科经局") == [
        ("2024-03", ObligationState.OPEN),
        ("2024-04", ObligationState.OPEN),
    ]


def test_a_new_owner_does_not_owe_what_fell_due_before_it_came(database: Database) -> None:
    new = with_items(FARMING, replace(TRAINING, lead=("科经局",)), GUIDING)

    revise(database, new, now=at("2024-03-26 10:00"))

    assert [period for period, _ in owed_by(database, "科经局")] == ["2024-04"]


def test_a_unit_that_comes_back_owes_again(database: Database) -> None:
    revise(database, with_items(FARMING, GUIDING))

    revise(database, OLD, "第三稿")

    assert {state for _, state in owed_by(database, "人社局")} == {ObligationState.OPEN}
    assert len(listed(database, "人社局")) == 1


def test_a_unit_that_only_changes_its_part_goes_on_owing_the_same_report(
    database: Database,
) -> None:
    before = part_of(database, "财政局")
    new = replace(FARMING, lead=("财政局",), assist=("农业农村局",))

    revise(database, with_items(new, TRAINING, GUIDING))

    assert part_of(database, "财政局") == before
    parts = {row.id: row.part for row in all_of(database, Assignment)}
    assert parts[before] is Part.LEAD
    assert owed_by(database, "财政局")[0] == ("2024-03", ObligationState.OPEN)


def report_farms(database: Database, value: str) -> int:
    def report(session: Session) -> int:
        (target,) = session.scalars(select(Target.id)).all()
        owed, contact = march_of(session, "农业农村局"), contact_of(session, "农业农村局")
        return a_report(session, owed, contact, values={target: value})

    return database.write_now(report)


@pytest.mark.parametrize(
    ("goal", "value"),
    [
        pytest.param(replace(FARMS, value=Decimal(1900)), 1700, id="a goal that moves"),
        pytest.param(replace(FARMS, op=Op.EXACTLY), 1700, id="another relation"),
        pytest.param(replace(FARMS, unit="户"), None, id="another measure"),
        pytest.param(replace(FARMS, quantity="示范农场"), None, id="something else"),
    ],
)
def test_a_reported_number_counts_as_long_as_it_counts_the_same(
    database: Database, goal: TargetDraft, value: int | None
) -> None:
    number = report_farms(database, "1700")

    revise(database, with_items(replace(FARMING, targets=(goal,)), TRAINING, GUIDING))

    (fact,) = database.read_now(lambda session: figures.target_facts(session, 1))
    assert (fact.quantity, fact.goal, fact.measure) == (goal.quantity, goal.value, goal.unit)
    assert fact.value == value
    readings = database.read_now(lambda session: reports.readings(session, number))
    assert list(readings.values()) == [1700]
    (item,) = [one for one in all_of(database, Item) if one.number == "1"]
    shown = database.read_now(lambda session: ledger.targets_of(session, item.id, number))
    assert set(readings) <= {target.id for target in shown}


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(replace(FARMING, lead=("财政局",), assist=()), id="the lead goes"),
        pytest.param(
            replace(FARMING, lead=("财政局",), assist=("农业农村局",)), id="the lead assists"
        ),
    ],
)
def test_the_former_lead_s_number_counts_until_the_new_one_reports(
    database: Database, new: ItemDraft
) -> None:
    report_farms(database, "1700")
    revise(database, with_items(new, TRAINING, GUIDING))
    (fact,) = database.read_now(lambda session: figures.target_facts(session, 1))
    assert fact.value == 1700

    def report(session: Session) -> None:
        owed, contact = march_of(session, "财政局"), contact_of(session, "财政局")
        a_report(session, owed, contact, values={fact.target_id: "1690"})

    database.write_now(report)

    (fact,) = database.read_now(lambda session: figures.target_facts(session, 1))
    assert fact.value == 1690


def test_what_the_present_lead_says_counts_before_a_later_period_of_the_former_one(
    database: Database,
) -> None:
    (target,) = all_of(database, Target)

    def report(session: Session, unit: str, period: str, status: Status, value: str) -> None:
        found = plans.find_unit(session, unit)
        assert found
        asked = select(Obligation.id).join(Assignment).where(Assignment.unit_id == found.id)
        owed = session.scalars(asked.where(Obligation.period == period)).one()
        values = {target.id: value}
        a_report(session, owed, contact_of(session, unit), status=status, values=values)

    database.write_now(
        lambda session: report(session, "农业农村局", "2024-04", Status.DIFFICULT, "1700")
    )
    new = replace(FARMING, lead=("财政局",), assist=())
    revise(database, with_items(new, TRAINING, GUIDING))
    database.write_now(lambda session: report(session, "财政局", "2024-03", Status.DONE, "1690"))

    (fact,) = database.read_now(lambda session: figures.target_facts(session, 1))
    said = database.read_now(lambda session: figures.statuses(session, 1))
    assert (fact.value, said[target.item_id]) == (Decimal(1690), Status.DONE)


def begin_form(database: Database, unit: str) -> int:
    def begin(session: Session) -> int:
        form = reports.open_form(session, march_of(session, unit), contact_of(session, unit), NOW)
        form.words = "写了一半"
        if targets := session.scalars(select(Target)).all():
            form.asked_target_id = targets[0].id
            reports.fill(session, form, {targets[0].id: Decimal(1700)})
        return form.id

    return database.write_now(begin)


def test_a_form_begun_for_a_withdrawn_item_is_dropped_and_keeps_what_was_typed(
    database: Database,
) -> None:
    begin_form(database, "农业农村局")

    revise(database, with_items(TRAINING, GUIDING))

    (form,) = all_of(database, Form)
    assert (form.state, form.words) == (FormState.DROPPED, "写了一半")
    assert len(all_of(database, FormReading)) == 1


def test_a_number_typed_for_a_withdrawn_target_is_not_reported(database: Database) -> None:
    form_id = begin_form(database, "农业农村局")
    revise(database, with_items(replace(FARMING, targets=()), TRAINING, GUIDING))

    def submit(session: Session) -> int:
        form = session.get_one(Form, form_id)
        assert form.asked_target_id is None
        return reports.submit(session, form, Status.ON_TRACK, NOW).id

    number = database.write_now(submit)

    assert database.read_now(lambda session: reports.readings(session, number)) == {}


def test_only_the_checklists_that_show_a_change_are_drawn_anew(database: Database) -> None:
    def show(session: Session) -> None:
        for unit in ("农业农村局", "人社局", "文旅局", "财政局"):
            contact = contact_of(session, unit)
            row = outbox.outbox_row(f"list:{unit}", contact, "checklist", NOW, subject=contact)
            sent = {"state": OutboxState.SENT, "message_id": contact, "sent_at": NOW}
            outbox.put(session, row | sent)

    database.write_now(show)
    new = with_items(FARMING, replace(TRAINING, lead=("文旅局",)), GUIDING)
    revise(database, new)

    rows = all_of(database, Outbox)
    keys = {row.id: row.key for row in rows}
    edits = [keys[row.edits_id] for row in rows if row.edits_id is not None]
    assert sorted(edits) == ["list:人社局", "list:文旅局"]


def test_the_same_text_is_put_in_force_once(database: Database) -> None:
    new = with_items(FARMING, GUIDING)
    revise(database, new)

    with pytest.raises(PlanExistsError) as caught:
        revise(database, new, "第二稿")

    assert caught.value.plan_id == 1
    assert len(all_of(database, RevisionRow)) == 1


def test_a_plan_may_go_back_to_an_earlier_text(database: Database) -> None:
    revise(database, with_items(FARMING, GUIDING))

    assert revise(database, OLD, "第一稿") == 3
    assert present(database) == OLD


def test_no_second_plan_is_made_of_a_text_that_revised_one(database: Database) -> None:
    revise(database, with_items(FARMING, GUIDING))

    with pytest.raises(PlanExistsError):
        database.write_now(lambda session: plans.refuse_known(session, plans.digest_of("第二稿")))


def test_a_corrected_reading_of_the_text_in_force_is_a_revision(database: Database) -> None:
    assert revise(database, with_items(FARMING, GUIDING), "第一稿") == 2


def test_a_revision_of_what_the_plan_is_no_more_is_refused_and_changes_nothing(
    database: Database,
) -> None:
    stale = database.read_now(lambda session: revision_for(session, 1, with_items(TRAINING)))
    revise(database, with_items(FARMING, GUIDING))

    with pytest.raises(PlanMovedOnError):
        database.write_now(lambda session: revisions.apply(session, 1, stale, "第三稿", NOW))

    assert present(database) == with_items(FARMING, GUIDING)


def test_a_revision_that_fails_half_way_changes_nothing(database: Database) -> None:
    def change(session: Session) -> None:
        revision = revision_for(session, 1, with_items(GUIDING))
        revisions.apply(session, 1, revision, "第二稿", NOW)
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        database.write_now(change)

    assert present(database) == OLD
    assert {one.state for one in all_of(database, Obligation)} == {ObligationState.OPEN}


def test_a_unit_called_by_another_of_its_names_is_no_change(database: Database) -> None:
    def alias(session: Session) -> None:
        add(session, UnitAlias(unit_id=plans.unit_named(session, "人社局").id, name="人力社保局"))

    database.write_now(alias)
    new = with_items(FARMING, replace(TRAINING, lead=("人力 社保局",)), GUIDING)

    revision: Revision = database.read_now(lambda session: revision_for(session, 1, new))

    assert revision.empty


def test_a_later_year_is_owed_until_its_end(database: Database) -> None:
    revise(database, replace(OLD, title="2025年工作要点", year=2025))

    (plan,) = all_of(database, Plan)
    assert (plan.title, plan.year, plan.ends_on) == ("2025年工作要点", 2025, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("title", "year", "plan_id"),
    [
        ("2024年工作要点", 2024, 1),
        ("２０２４年 工作要点", None, 1),
        ("《2024年工作要点》（修订版）", 2024, 1),
        ("2024年工作要点（征求意见稿）", 2024, 1),
        ("2024年工作要点[修订]", 2024, 1),
        ("2024年工作要点送审稿", 2024, 1),
        ("2024年重点工作", 2024, None),
        ("2025年工作要点", 2025, None),
        ("2024年工作要点", 2025, None),
    ],
)
def test_a_newer_text_is_known_by_its_title(
    database: Database, title: str, year: int | None, plan_id: int | None
) -> None:
    draft = replace(OLD, title=title, year=year)

    assert database.read_now(lambda session: plan_of_same_title(session, draft)) == plan_id


def test_a_first_due_time_is_one_that_is_still_owed(database: Database) -> None:
    revise(database, with_items())

    assert database.read_now(lambda session: cadences.first_due(session, 1)) is None
