"""What a reading leaves open is asked with answers, and the answers are put into the draft."""

from datetime import date
from decimal import Decimal

import pytest

from bot.drafts.inquiries import (
    DROP,
    KEEP,
    NEW,
    NOBODY,
    About,
    Inquiry,
    answered,
    inquiries_of,
    unit_answers,
)
from bot.drafts.naming import Naming, aliases_of, in_register_names, naming_of
from db.vocabulary import Doubt, DueDraft, ItemDraft, Op, PlanDraft, TargetDraft, Timing
from notice.register.register import Known, New

TODAY = date(2024, 3, 11)
NO_UNITS = (Doubt("no-units", 3),)


def a_target(doubt: str = "", quantity: str = "农场") -> TargetDraft:
    return TargetDraft(
        quantity, Op.AT_LEAST, Decimal(30), "个", source=f"{quantity}30个", doubt=doubt
    )


def an_item(*lead: str, section: int | None = None, **more: object) -> ItemDraft:
    return ItemDraft("1", "1.", section, "发展农场", lead=lead, **more)  # type: ignore[arg-type]


def a_plan(*items: ItemDraft, year: int | None = 2024) -> PlanDraft:
    return PlanDraft("工作要点", "工作要点", year, ("一", "二"), items)


def named(draft: PlanDraft, known: dict[str, tuple[str, ...]] | None = None) -> Naming:
    return naming_of(draft, known or {}, "清溪县督办室", {})


def asked(draft: PlanDraft) -> list[Inquiry]:
    return inquiries_of(draft, named(draft), TODAY)


def test_a_sure_reading_asks_nothing() -> None:
    due = DueDraft("6月底前", Timing.BY, date(2024, 6, 30))

    assert asked(a_plan(an_item("县农业局", targets=(a_target(),), due=due))) == []


def test_a_name_that_may_be_another_s_is_asked_with_that_one_and_as_new() -> None:
    (one,) = asked(a_plan(an_item("县人社局"), an_item("县人力资源社会保障局")))

    assert (one.about, one.said) == (About.UNIT, "县人力资源社会保障局")
    assert one.answers == ("县人社局", NEW)
    assert one.likely == "县人社局"


def test_an_item_without_unit_is_asked_with_the_units_of_its_section_first() -> None:
    draft = a_plan(
        an_item("县文旅局", section=0),
        an_item("县文旅局", section=0),
        an_item("县农业局", section=1),
        an_item(section=1, doubts=NO_UNITS),
    )

    (one,) = asked(draft)

    assert (one.about, one.item) == (About.OWNER, 3)
    assert one.answers == ("县农业局", "县文旅局", NOBODY)
    assert one.likely == NOBODY


@pytest.mark.parametrize(("doubt", "likely"), [("unknown-measure", KEEP), ("maybe-benefit", DROP)])
def test_a_doubted_target_is_kept_or_dropped(doubt: str, likely: str) -> None:
    draft = a_plan(an_item("县农业局", targets=(a_target(), a_target(doubt, "补助"))))

    (one,) = asked(draft)
    kept = answered(draft, {one.key: KEEP}).items[0]
    dropped = answered(draft, {one.key: DROP}).items[0]

    assert (one.about, one.likely) == (About.TARGET, likely)
    assert [each.doubt for each in kept.targets] == ["", ""]
    assert [each.quantity for each in dropped.targets] == ["农场"]


def test_a_doubted_date_is_kept_or_dropped() -> None:
    due = DueDraft("三季度前", Timing.BY, date(2024, 9, 30), doubt="before-or-by")
    draft = a_plan(an_item("县农业局", due=due))

    (one,) = asked(draft)

    assert one.about is About.DUE
    assert answered(draft, {one.key: DROP}).items[0].due is None
    kept = answered(draft, {one.key: KEEP}).items[0].due
    assert kept is not None
    assert (kept.day, kept.doubt) == (date(2024, 9, 30), "")


def test_a_missing_year_is_asked_once_and_dates_every_item() -> None:
    due = DueDraft("6月底前", Timing.OPEN, None, doubt="no-year")
    draft = a_plan(an_item("县农业局", due=due), an_item("县文旅局", due=due), year=None)

    (one,) = asked(draft)
    dated = answered(draft, {one.key: "2025"})

    assert (one.about, one.answers, one.likely) == (About.YEAR, ("2024", "2025"), "2024")
    assert dated.year == 2025
    assert [item.due.day for item in dated.items if item.due] == [date(2025, 6, 30)] * 2
    assert inquiries_of(dated, named(dated), TODAY) == []


def test_a_chosen_owner_leads_and_the_doubt_is_gone() -> None:
    draft = a_plan(an_item("县文旅局"), an_item(doubts=NO_UNITS))

    owned = answered(draft, {"owner:1": "县文旅局"}).items[1]
    nobody = answered(draft, {"owner:1": NOBODY}).items[1]

    assert (owned.lead, owned.doubts) == (("县文旅局",), ())
    assert (nobody.lead, nobody.doubts) == ((), ())


def test_answers_about_units_name_the_draft_and_are_remembered_as_aliases() -> None:
    draft = a_plan(an_item("县人社局"), an_item("县人力资源社会保障局"))
    answers = unit_answers({"unit:县人力资源社会保障局": "县人社局"})

    naming = naming_of(draft, {}, "清溪县督办室", answers)

    assert answers == {"县人力资源社会保障局": Known("县人社局")}
    assert naming.questions == {}
    assert [item.lead for item in in_register_names(draft, naming).items] == [("县人社局",)] * 2
    assert aliases_of(naming) == {"县人力资源社会保障局": "县人社局"}


def test_a_unit_said_to_be_new_stays_under_its_own_name() -> None:
    draft = a_plan(an_item("县人社局"), an_item("县人力资源社会保障局"))
    answers = unit_answers({"unit:县人力资源社会保障局": NEW})

    naming = naming_of(draft, {}, "清溪县督办室", answers)

    assert naming.verdicts["县人力资源社会保障局"] == New()
    assert aliases_of(naming) == {}
