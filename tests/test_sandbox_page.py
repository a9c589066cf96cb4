"""The chat page in a real browser, driven only by its data-testid attributes."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from playwright.async_api import Page, async_playwright, expect
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox import Sandbox, create_app, serve
from tests.test_sandbox_harness import PNG, in_loop, make_person, make_sandbox

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("填报", callback_data="a")],
        [InlineKeyboardButton("邀请", url="https://t.me/duban_bot?start=inv_2")],
    ]
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


@asynccontextmanager
async def opened(sandbox: Sandbox, width: int = 1280) -> AsyncIterator[tuple[Page, Bot]]:
    """Open the page, with a bot beside it, and fail on any error in the browser."""
    wrong: list[str] = []
    async with (
        serve(create_app(sandbox)) as url,
        Bot(sandbox.token, base_url=f"{url}/bot") as bot,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        page = await browser.new_page(viewport={"width": width, "height": 844})
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        await page.goto(url)
        try:
            yield page, bot
        finally:
            await browser.close()
    assert wrong == []


@in_loop
async def test_a_person_is_invited_answers_and_presses_in_the_browser() -> None:
    sandbox, clock = make_sandbox()
    li = make_person(sandbox)
    wang = sandbox.add_person("王", "芳", subtitle="教育局")

    async with opened(sandbox) as (page, bot):
        await page.get_by_test_id("person").filter(has_text="王 芳").click()
        await page.get_by_test_id("invite-input").fill("https://t.me/duban_bot?start=inv_1")
        await page.get_by_test_id("invite-open").click()
        message = page.get_by_test_id("message")
        await expect(page.get_by_test_id("message-text")).to_have_text("/start inv_1")
        assert wang.started

        text = "<b>还有 3 天</b> &lt;script&gt;"
        sent = await bot.send_message(wang.id, text, parse_mode="HTML", reply_markup=BUTTONS)
        await expect(page.get_by_test_id("message-text").last).to_have_text("还有 3 天 <script>")
        await expect(page.get_by_test_id("message-text").last.locator("b")).to_have_text(
            "还有 3 天"
        )
        await page.get_by_test_id("button").filter(has_text="填报").click()
        update = (await bot.get_updates(timeout=5))[-1]
        assert update.callback_query is not None
        await update.callback_query.answer("请回复数字", show_alert=True)
        await expect(page.get_by_test_id("alert")).to_contain_text("请回复数字")
        await page.get_by_test_id("alert-ok").click()

        await message.last.click(position={"x": 12, "y": 12})
        await page.get_by_test_id("text").fill("<img src=x onerror=alert(1)> 320")
        await page.get_by_test_id("send").click()
        await expect(message.last).to_contain_text("<img src=x onerror=alert(1)> 320")
        assert wang.chat.last.reply_to is wang.chat.history.get(sent.message_id)
        await bot.edit_message_text("已完成", wang.id, sent.message_id)
        await expect(page.get_by_test_id("button")).to_have_count(0)
        await expect(message.nth(1)).to_contain_text("已完成")

        await bot.send_message(li.id, "给李建国的")
        await expect(page.get_by_test_id("unread")).to_have_text("1")
        await page.get_by_test_id("clock-day").click()
        await expect(page.get_by_test_id("clock")).to_contain_text("3月3日 星期二 01:00")
        assert clock.now().day == 3


@in_loop
async def test_links_files_and_blocking_work_on_a_phone() -> None:
    sandbox, clock = make_sandbox()
    li, wang = make_person(sandbox), sandbox.add_person("王", "芳", started=True)
    clock.move(timedelta(hours=8))
    wang.sends_photo(PNG, "现场")

    async with opened(sandbox, width=390) as (page, bot):
        await bot.send_document(li.id, b"week", filename="周报.docx")
        await bot.send_message(li.id, "打开", reply_markup=BUTTONS)
        await page.get_by_test_id("button").filter(has_text="邀请").click()
        await expect(page.get_by_test_id("message-text").last).to_have_text("/start inv_2")
        async with page.expect_download() as download:
            await page.get_by_test_id("document").click()
        assert (await download.value).suggested_filename == "周报.docx"

        await page.get_by_test_id("file").set_input_files(
            {"name": "表.xlsx", "mimeType": "application/octet-stream", "buffer": b"x"}
        )
        await expect(page.get_by_test_id("document").last).to_contain_text("表.xlsx")
        await page.get_by_test_id("block").click()
        await expect(page.get_by_test_id("unblock")).to_be_visible()
        assert li.blocked
        await page.get_by_test_id("unblock").click()
        await expect(page.get_by_test_id("text")).to_be_visible()

        await expect(page.get_by_test_id("people")).to_be_hidden()
        await page.get_by_test_id("switcher").click()
        await page.get_by_test_id("person").filter(has_text="王 芳").click()
        await expect(page.get_by_test_id("chat-name")).to_have_text("王 芳")
        await expect(page.get_by_test_id("message-text")).to_have_text("现场")
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
