"""The scorer: what it counts as right, missed and false, and what it leaves out."""

from typing import Any

import pytest

from bench.scoring import NOTICES, main, score

TARGET = {"quantity": "家庭农场", "op": ">=", "value": 1840, "unit": "个"}


def an_item(**changes: object) -> dict[str, Any]:
    item: dict[str, Any] = {
        "no": "1",
        "label": "1.",
        "section": "产业",
        "text_starts": "发展家庭农场",
        "lead": ["甲局"],
        "assist": ["乙局"],
        "open_ended": False,
        "due": None,
        "targets": [TARGET],
    }
    return item | changes


def a_reading(*items: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": "要点",
        "notice_title": "通知",
        "year": 2024,
        "sections": ["产业"],
        "items": list(items),
    }


def test_a_reading_scores_fully_against_itself() -> None:
    scores = score(a_reading(an_item()), a_reading(an_item()))

    assert {each.f1 for each in scores.values()} == {1.0}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("items", {"text_starts": "发展别的"}),
        ("numbers", {"no": "2"}),
        ("owners", {"lead": ["丙局"]}),
        ("owners", {"open_ended": True}),
        ("targets", {"targets": [TARGET | {"value": 1841}]}),
        ("targets", {"targets": [TARGET | {"quantity": "合作社"}]}),
        ("targets", {"targets": []}),
        ("dates", {"due": "2024-12-31"}),
    ],
)
def test_each_difference_costs_its_own_score(kind: str, changes: dict[str, Any]) -> None:
    scores = score(a_reading(an_item()), a_reading(an_item(**changes)))

    assert [name for name, each in scores.items() if each.f1 < 1] == [kind]


def test_what_may_be_read_either_way_counts_neither_way() -> None:
    wanted = a_reading(
        an_item(targets=[TARGET | {"debatable": True}], due_alt=["2024-06-30"]),
        an_item(text_starts="加强组织领导", optional=True),
    )

    with_all = score(wanted, a_reading(an_item(due="2024-06-30")))
    without = score(wanted, a_reading(an_item(targets=[])))

    assert {each.f1 for each in [*with_all.values(), *without.values()]} == {1.0}


def test_the_notices_at_hand_are_read_as_a_person_reads_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main([str(NOTICES)])

    assert status == 0, capsys.readouterr().out
