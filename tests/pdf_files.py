"""PDF files made by hand: Chinese text and rules at given places, in points from the top left."""

HEIGHT = 800
WIDTH = 600
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/UniGB-UCS2-H/DescendantFonts["
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/DW 1000"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong/Flags 4/FontBBox[0 -120 1000 880]"
    "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
)


def text(x: float, top: float, said: str, size: float = 10) -> str:
    """Return drawing that writes a line whose box begins here; every character is an em wide."""
    base = HEIGHT - top - 0.88 * size
    return f"BT /F {size} Tf {x} {base} Td <{said.encode('utf-16-be').hex()}> Tj ET"


def rules(xs: list[float], tops: list[float]) -> str:
    """Return drawing of a table's rules, every one from edge to edge."""
    down = [_rule(x, tops[0], x, tops[-1]) for x in xs]
    return "\n".join([*down, *(_rule(xs[0], top, xs[-1], top) for top in tops)])


def _rule(x0: float, top: float, x1: float, bottom: float) -> str:
    return f"{x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l S"


def pdf_file(pages: list[str], trailer: str = "") -> bytes:
    """Return a PDF of pages with this drawing, and with more in its trailer."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        _FONT,
    ]
    for place, drawing in enumerate(pages):
        resources = "/Resources<</Font<</F 3 0 R>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]{resources}"
            f"/Contents {5 + 2 * place} 0 R>>"
        )
        objects.append(f"<</Length {len(drawing)}>>\nstream\n{drawing}\nendstream")
    made, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    made += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n"
    return f"{made}{made.rindex('xref', 0, made.rindex('trailer'))}\n%%EOF\n".encode("latin-1")
