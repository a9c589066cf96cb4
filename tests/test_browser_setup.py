"""An office sets a plan up on a phone: the notice as a file, questions, confirmation, invites."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect, sync_playwright

from tests.ledger_cast import make_database
from tests.processes import OFFICE, open_world
from tests.test_browser_forms import CUT, PHONE, choose, press, said
from tests.test_sandbox_page import ARGUMENTS, CHROMIUM
from tests.test_setup_stories import DOUBTFUL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
FILE: FilePayload = {"name": "通知.txt", "mimeType": "text/plain", "buffer": DOUBTFUL.encode()}
#: Milliseconds that a process of its own may take to begin, on a machine that is busy.
LONG = 30_000
#: What is pressed one after the other, with what the card then shows.
TAPS = (
    ("查看任务", "时限：三季度前"),
    ("返回", "处要您定"),
    ("查看单位", "县农业农村局：2 项"),
    ("返回", "处要您定"),
    ("改周期", "每季度末 17:30"),
    ("返回", "处要您定"),
    ("逐条核对（3）", "第 1 处"),
    ("去掉", "第 2 处"),
    ("保留", "第 3 处"),
    ("县文旅局", "报送周期"),
    ("✅ 确认入库", "已入库"),
)


def test_every_card_of_a_set_up_fits_on_a_phone(tmp_path: Path) -> None:
    make_database(tmp_path).close()
    with open_world(tmp_path) as world, sync_playwright() as playwright:
        world.people(1)
        bot = world.start_bot("2024-03-11T09:30:00")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        page = browser.new_page(viewport=PHONE)
        page.goto(world.url)
        choose(page, OFFICE)
        page.get_by_test_id("file").set_input_files(FILE)
        expect(said(page, "处要您定")).to_be_visible(timeout=LONG)
        for label, shown in TAPS:
            press(page, label)
            expect(said(page, shown)).to_be_visible()
            assert page.evaluate(CUT) == [], label
        press(page, "发邀请函（4）")
        expect(said(page, "每个链接限一人使用")).to_be_visible(timeout=LONG)
        expect(said(page, "邀请函")).to_be_visible()
        assert page.evaluate(CUT) == []
        bot.stop()
        browser.close()
