"""Short notices of our own, each in a shape of its own, against readings made by hand.

The texts and readings are ``notices/NN-SHAPE.txt`` and ``.expected.json``, NN from 20; the real
notices, below 20, are scored in ``test_notice_reader.py``.
"""

import json
from functools import cache
from typing import Any

import pytest

from bench.scoring import KINDS, NOTICES, Score, score
from notice.reader import read_notice
from notice.shape import as_json
from notice.source import read_lines

READINGS = sorted(NOTICES.glob("[2-9]?-*.expected.json"))
SHAPES = [path.name.removesuffix(".expected.json") for path in READINGS]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_notice_of_any_shape_reads_as_a_person_reads_it(shape: str, kind: str) -> None:
    found = scores_of(shape)[kind]

    assert not found.missed + found.false, f"missed: {found.missed}, false: {found.false}"


def test_there_are_shapes_enough() -> None:
    assert len(SHAPES) >= 12


@cache
def scores_of(shape: str) -> dict[str, Score]:
    """Read the notice once for all its kinds."""
    expected: dict[str, Any] = json.loads((NOTICES / f"{shape}.expected.json").read_text("utf-8"))
    return score(expected, as_json(read_notice(read_lines(NOTICES / f"{shape}.txt"))))
