"""The cells of an incomplete row are laid under the columns that they fit."""

import pytest

from notice.tables.alignment import aligned, fits
from notice.tables.headers import Kind

WORK = "推进高标准农田建设，新建三万亩"


@pytest.mark.parametrize(
    ("cells", "kinds", "row"),
    [
        pytest.param(
            ["1", WORK, "6月底前"],
            "number task plain due",
            ("1", WORK, "", "6月底前"),
            id="no units",
        ),
        pytest.param(
            ["1", WORK, "县财政局"],
            "number task lead due",
            ("1", WORK, "县财政局", ""),
            id="no date",
        ),
        pytest.param(
            [WORK, "县财政局"],
            "section task plain",
            ("", WORK, "县财政局"),
            id="no section",
        ),
        pytest.param(
            ["1", "迁建县政务服务中心。", "县教育局", "县财政局", "年底前"],
            "number task plain due",
            ("1", "迁建县政务服务中心。", "县教育局\n县财政局", "年底前"),
            id="two cells of units, a task that ends like a unit",
        ),
        pytest.param(
            ["1", WORK, "王立民", "县财政局"],
            "number task person plain due",
            ("1", WORK, "王立民", "县财政局", ""),
            id="a person beside units",
        ),
        pytest.param(
            ["1", WORK, "王立民", "县财政局", "已开工两处。"],
            "number task task person lead assist remark remark",
            ("1", "", WORK, "王立民", "县财政局", "", "已开工两处。", ""),
            id="a column of tasks without a cell, a report",
        ),
        pytest.param(["甲", "乙"], "plain number", ("甲", "乙"), id="a whole row stays as it is"),
        pytest.param([], "section", ("",), id="nothing"),
    ],
)
def test_cells_are_laid_where_they_fit(cells: list[str], kinds: str, row: tuple[str, ...]) -> None:
    assert aligned(cells, [Kind(kind) for kind in kinds.split()]) == row


@pytest.mark.parametrize(
    ("cells", "kinds", "is_fit"),
    [
        (["1", WORK, "县财政局"], "number task plain", True),
        (["1", WORK, "做好工作。"], "number task plain", False),
        (["1", WORK, "年底前"], "number task due", True),
        (["1", WORK], "number task", True),
    ],
    ids=["units", "no units", "a date", "nothing that tells"],
)
def test_a_row_fits_by_its_units_and_its_date(
    cells: list[str],
    kinds: str,
    is_fit: bool,  # noqa: FBT001
) -> None:
    assert fits(cells, [Kind(kind) for kind in kinds.split()]) is is_fit
