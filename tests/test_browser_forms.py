"""A contact's whole way on a phone: the bot, the sandbox and Chromium, each for itself."""

import struct
import zlib
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import (
    FilePayload,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from bot.office.inviting import link_of, make_invitations
from bot.office.storing import store
from bot.opening import open_desk
from db.vocabulary import Role
from notice.lines import lines_of
from notice.reader import read_notice
from scheduler.clock import MovableClock
from tests.ledger_cast import make_database
from tests.play import SMALL, ZONE, settings_for
from tests.processes import OFFICE, open_world
from tests.test_sandbox_page import ARGUMENTS, CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
PHONE: ViewportSize = {"width": 390, "height": 844}
#: What does not fit on a phone: a page wider than the screen, a button whose label is cut.
CUT = """() => [
    ...[...document.querySelectorAll('.keyboard button')]
        .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.innerText),
    ...(document.documentElement.scrollWidth > innerWidth ? ['the page'] : []),
]"""


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(False, id="to the first receipt"),
        pytest.param(True, id="whole", marks=pytest.mark.torture),  # half a minute, mostly waiting
    ],
)
def test_a_phone_files_a_report_with_a_photo_a_correction_and_an_extension(
    tmp_path: Path,
    whole: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    with open_world(tmp_path) as world, sync_playwright() as playwright:
        person = world.people(1)[0]
        link = prepare(tmp_path)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        page = browser.new_page(viewport=PHONE)
        page.goto(world.url)
        choose(page, person)

        before = world.start_bot("2024-03-20T08:40:00")
        page.get_by_test_id("invite-input").fill(link)
        page.get_by_test_id("invite-open").click()
        press(page, "确认加入")
        press(page, "签收")
        expect(said(page, "已签收")).to_be_visible()
        before.stop()

        bot = world.start_bot("2024-03-20T09:00:30")
        expect(said(page, "还有 3 个工作日")).to_be_visible()
        press(page, "第1项")
        expect(said(page, "请发送 高素质农民 的数字")).to_be_visible()
        page.get_by_test_id("file").set_input_files(photo())
        expect(said(page, "附件 1 个")).to_be_visible()
        say(page, "高素质农民320人，家庭农场1700个，已办培训2期")
        expect(said(page, "320人", "1700个", "已办培训2期")).to_be_visible()
        assert page.evaluate(CUT) == []
        press(page, "✅ 提交")
        expect(said(page, "已收到 第1项", "回执号", "附件 1 个")).to_be_visible()

        if whole:
            correct(page)
            extend(page, person)

        bot.stop()
        browser.close()


def correct(page: Page) -> None:
    """Correct the report that was just filed, and look at who else reports on its item."""
    press(page, "修改")
    say(page, "家庭农场1720个")
    expect(said(page, "1720个")).to_be_visible()
    press(page, "✅ 提交")
    expect(said(page, "已收到 第1项", "1720个", "第 2 次")).to_be_visible()
    press(page, "配合情况")
    expect(said(page, "配合情况", "县人社局")).to_be_visible()
    assert page.evaluate(CUT) == []


def extend(page: Page, person: int) -> None:
    """Ask for a later due time for another item, and have the office grant it."""
    press(page, "第2项")
    press(page, "申请延期")
    press(page, "3月28日")
    expect(said(page, "延期到")).to_be_visible()
    assert page.evaluate(CUT) == []
    say(page, "讲师出差，培训顺延")
    expect(said(page, "延期申请已报督办室")).to_be_visible()
    choose(page, OFFICE)
    expect(said(page, "延期申请", "讲师出差")).to_be_visible()
    page.get_by_test_id("button").get_by_text("同意", exact=True).last.click()
    choose(page, person)
    expect(said(page, "督办室同意", "3月28日")).to_be_visible()


def prepare(folder: Path) -> str:
    """Put the small notice into a database; return an invite for its first unit."""
    make_database(folder).close()
    clock = MovableClock(datetime(2024, 3, 11, 9, 30, tzinfo=ZONE))
    draft, until = read_notice(lines_of(SMALL)), date(2024, 12, 31)
    with open_desk(settings_for(folder, OFFICE), clock) as desk:
        desk.db.write_now(lambda session: store(session, desk, draft, SMALL, until))
    with open_desk(settings_for(folder, OFFICE)) as desk:  # the link is good by the real clock
        made = desk.db.write_now(
            lambda session: make_invitations(session, desk, ["县农业农村局"], Role.CONTACT)
        )
    return link_of("duban_bot", made[0].token)


def photo() -> FilePayload:
    """Return a small real picture as a browser hands it over."""
    rows = b"".join(b"\0" + bytes((90, 160, 70)) * 32 for _ in range(24))
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", 32, 24, 8, 2, 0, 0, 0),
        b"IDAT": zlib.compress(rows),
        b"IEND": b"",
    }
    chunks = [
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts.items()
    ]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    return {"name": "现场.png", "mimeType": "image/png", "buffer": content}


def choose(page: Page, person: int) -> None:
    """Look at the chat of a person, whose list a phone hides."""
    if page.get_by_test_id("switcher").is_visible():
        page.get_by_test_id("switcher").click()
    page.locator(f"[data-person-id='{person}']").click()


def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    page.get_by_test_id("text").fill(text)
    page.get_by_test_id("send").click()


def said(page: Page, *fragments: str) -> Locator:
    """Return the newest message of the bot's that holds every fragment."""
    found = page.get_by_test_id("message").and_(page.locator("[data-from='bot']"))
    for fragment in fragments:
        found = found.filter(has_text=fragment)
    return found.last


def press(page: Page, label: str) -> None:
    """Press the newest button whose label holds a text."""
    page.get_by_test_id("button").filter(has_text=label).last.click()
