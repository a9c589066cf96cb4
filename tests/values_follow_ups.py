"""The worst that the templates of follow-ups can get."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

AT = datetime(2024, 12, 25, 17, 30, tzinfo=UTC)
COMPUTED: Mapping[str, set[str]] = {}


def values(bad: str) -> dict[str, list[dict[str, object]]]:
    said = {
        "plan": bad,
        "words": bad * 9,
        "said_by": bad,
        "said_at": AT,
        "unit": bad,
        "due": date(2024, 12, 31),
        "number": "",
        "by": bad,
        "dropped": False,
        "unheard": True,
        "report": None,
        "review": "",
        "over": False,
        "gone": False,
    }
    states: list[dict[str, object]] = [
        said,
        said | {"unit": "", "due": None, "unheard": False},
        said | {"dropped": True},
        said | {"number": "1234"},
        said | {"over": True},
        said | {"number": "1234", "gone": True},
        *(
            said | {"number": "1234", "report": 10**9, "review": review}
            for review in ("", "waiting", "accepted", "returned")
        ),
    ]
    return {
        "follow_up.html": states,
        "followed.html": states,
        "follow_up_told.html": [{"said_by": bad, "words": bad * 9, "due": "12月31日（周二）"}],
        "follow_up_unclear.html": [
            {"why": "", "over": False},
            {"why": "", "over": True},
            {"why": "期限要在明天到12月31日（周二）（工作要点截止日）之间", "over": False},
        ],
    }
