"""HTML as Telegram reads it."""

import pytest

from sandbox.detect import clean, trimmed, with_detected
from sandbox.entities import Formatted, parse_html, utf16_length
from sandbox.errors import ApiError


def kinds(source: str) -> list[tuple[str, int, int]]:
    entities = parse_html(source).entities
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a</b>", [("bold", 0, 1)]),
        ("<strong>a</strong>", [("bold", 0, 1)]),
        ("<i>a</i><em>b</em>", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ("<code>a</code>", [("code", 0, 1)]),
        ("<pre>a</pre>", [("pre", 0, 1)]),
        ("<blockquote>a</blockquote>", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', [("spoiler", 0, 1)]),
        ("x<b>a<i>b</i></b>", [("bold", 1, 2), ("italic", 2, 1)]),
        ("<b></b>x", []),
        ("<B>a</B>", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_tag_becomes_its_entity(
    source: str, expected: list[tuple[str, int, int]] | None
) -> None:
    if expected is None:  # Telegram lowers start tags but not end tags
        with pytest.raises(ApiError, match="Unmatched end tag"):
            parse_html(source)
        return
    assert kinds(source) == expected


def test_offsets_count_utf16_units() -> None:
    parsed = parse_html("😀<b>𠮷田</b>农")

    assert parsed.text == "😀𠮷田农"
    assert parsed.entities == [{"type": "bold", "offset": 2, "length": 3}]
    assert utf16_length(parsed.text) == 6


def test_a_link_keeps_its_address() -> None:
    parsed = parse_html('<a href="https://t.me/x?start=a&amp;b=&quot;1&quot;">看</a>')

    assert parsed.entities[0]["type"] == "text_link"
    assert parsed.entities[0]["url"] == 'https://t.me/x?start=a&b="1"'


@pytest.mark.parametrize(
    ("source", "urls"),
    [
        ("<a href='example.org/x'>a</a>", ["http://example.org/x"]),
        ("<a>https://example.org</a>", ["https://example.org"]),
        ("<a href='nowhere'>a</a>", []),
    ],
)
def test_an_address_is_completed_or_the_link_dropped(source: str, urls: list[str]) -> None:
    assert [entity["url"] for entity in parse_html(source).entities] == urls


def test_a_language_belongs_to_pre_around_code_only() -> None:
    both = parse_html('<pre><code class="language-python">x</code></pre>')
    alone = parse_html('<code class="language-python">x</code>')

    assert both.entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]
    assert alone.entities == [{"type": "code", "offset": 0, "length": 1}]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#20892;&#x519c;", "农农"),
        ("&nbsp; &copy; a & b &", "&nbsp; &copy; a & b &"),
        ("&lt", "<"),
    ],
)
def test_the_four_names_and_numbers_are_decoded_and_nothing_else(source: str, text: str) -> None:
    assert parse_html(source).text == text


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("农<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)

    assert caught.value.code == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


def test_outer_white_space_goes_and_entities_follow() -> None:
    result = trimmed(parse_html("\n  农<b>业 \n</b>\n"))

    assert result == Formatted("农业", [{"type": "bold", "offset": 1, "length": 1}])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("😀 /help@duban_bot x", [("bot_command", 3, 15)]),
        ("看 https://example.org/a?b=1。", [("url", 2, 25)]),
        ("@duban_bot 你好", [("mention", 0, 10)]),
        ("3/4 完成，a@b 不是", []),
        ("</b>", []),
    ],
)
def test_commands_links_and_mentions_are_found(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    entities = with_detected(Formatted(text)).entities

    assert [(entity["type"], entity["offset"], entity["length"]) for entity in entities] == found


def test_nothing_is_found_inside_code() -> None:
    assert kinds("<code>/start</code>") == [("code", 0, 6)]
    assert len(with_detected(parse_html("<code>/start</code>")).entities) == 1


def test_control_characters_never_arrive() -> None:
    assert clean("a\x00b\r\n\tc") == "a b\n\tc"
