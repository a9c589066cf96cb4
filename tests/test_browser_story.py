"""A contact's whole way in a real browser: the bot, the sandbox and Chromium, each for itself."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot.office.inviting import link_of, make_invitations
from bot.opening import open_desk
from db.vocabulary import Role
from tests.play import settings_for
from tests.processes import open_world, seed
from tests.test_sandbox_page import ARGUMENTS, CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


def test_a_contact_joins_answers_by_button_and_text_and_reads_the_receipt(tmp_path: Path) -> None:
    with open_world(tmp_path) as world, sync_playwright() as playwright:
        person = world.people(1)[0]
        seed(world.database, [person + 1], target=True)
        link = make_link(tmp_path)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        page = browser.new_page()
        page.goto(world.url)

        before = world.start_bot("2024-03-20T08:40:00")
        page.locator(f"[data-person-id='{person}']").click()
        page.get_by_test_id("invite-input").fill(link)
        page.get_by_test_id("invite-open").click()
        press(page, "确认加入")
        expect(said(page, "加入成功")).to_be_visible()
        before.stop()

        bot = world.start_bot("2024-03-20T09:00:30")
        expect(said(page, "还有 3 个工作日")).to_be_visible()
        press(page, "第1项")
        press(page, "有困难")
        page.get_by_test_id("text").fill("高素质农民320人，已办培训2期")
        page.get_by_test_id("send").click()
        expect(said(page, "320人", "已办培训2期")).to_be_visible()
        press(page, "✅ 提交")

        expect(said(page, "已收到 第1项", "回执号", "有困难", "320人")).to_be_visible()
        expect(said(page, "全部报齐")).to_be_visible()
        bot.stop()
        browser.close()


def said(page: Page, *fragments: str) -> Locator:
    """Return the newest message of the bot's that holds every fragment."""
    found = page.get_by_test_id("message")
    for fragment in fragments:
        found = found.filter(has_text=fragment)
    return found.last


def press(page: Page, label: str) -> None:
    """Press the newest button whose label holds a text."""
    page.get_by_test_id("button").filter(has_text=label).last.click()


def make_link(folder: Path) -> str:
    """Return an invite for the one unit."""
    with open_desk(settings_for(folder)) as desk:
        made = desk.db.write_now(
            lambda session: make_invitations(session, desk, ["单位1"], Role.CONTACT)
        )
    return link_of("duban_bot", made[0].token)
