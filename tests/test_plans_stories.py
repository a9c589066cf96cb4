"""Plans live side by side: a contact of several gets one message for all of them."""

import asyncio
from pathlib import Path

from tests.play import SMALL, playing

SECOND = """2024年清溪县民生实事工作要点
一、办好实事
1.新建停车位500个。（责任单位：县农业农村局）
"""
THIRD = """2024年清溪县安全生产工作要点
一、抓好安全
1.开展农机安全检查。（责任单位：县农业农村局、县应急局）
"""


def test_a_contact_of_three_plans_is_reminded_of_all_of_them_in_one_message(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            for text in (SMALL, SECOND, THIRD):
                play.imports(text)
            wang = await play.joins("王芳", "县农业农村局")
            await wang.presses("签收")
            await wang.presses("签收")
            before = len(wang.heard())
            await play.move_to(3, 20)  # three workdays before the 25th, in the morning's slot

            reminders = wang.heard()[before:]
            assert len(reminders) == 1, reminders
            for title in ("乡村振兴", "民生实事", "安全生产"):
                assert title in reminders[0]

    asyncio.run(story())
