"""Tables: what spreadsheets paste becomes a table with a head, and readers get numbers that stand in columns.

Excel, Google Sheets and WPS say by bold type, or not at all, which row names the columns, and put a title into a
merged row above. Tables of Word and Google Docs are left as they are: there a first row may be anything.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from cms.richtext import tree

_SPREADSHEET = re.compile(
    r"google-sheets-html-origin|data-sheets-|urn:schemas-microsoft-com:office:excel|ProgId[\"']?\s+content=[\"']?(?:Excel|ET)\.|"
    r"class=[\"']?(?:xl|et)\d|name=[\"']?Generator[\"']? content=[\"']?(?:Microsoft Excel|Kingsoft)",
    re.IGNORECASE,
)
_RULE = re.compile(r"\.((?:xl|et|font)\d+)\s*\{([^{}]*)\}")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_NUMBER = re.compile(
    r"[-+−–±]?\s*(?:[¥￥$€£]|NT\$|HK\$|US\$|RMB|CNY|TWD|HKD|USD)?\s*[-+−]?"
    r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?\s*(?:%|％|‰|[萬万億亿元倍]{1,2}|[KMB])?|[-–—]|N/?A",
    re.IGNORECASE,
)
_SOME_DIGIT = re.compile(r"\d")
NUMBER_CLASS = "number"
MOST_COLUMNS = 200  # of a table whose numbers are aligned; merged cells can claim any number, and nobody reads more


def settle_pasted(root: HtmlElement, html: str) -> None:
    """Give tables that come from a spreadsheet their head and their caption; the tree still carries styles."""
    if not _SPREADSHEET.search(html):
        return
    bold_classes = {name for name, said in _RULE.findall(html) if _BOLD.search(said)}
    etree.strip_elements(root, "colgroup", "col", with_tail=False)  # they carry widths
    for table in list(root.iter("table")):
        rows = _without_empty_ends(list(table.iter("tr")))
        if table.find(".//th") is not None or table.find("thead") is not None:
            continue
        if len(rows) > 1 and _is_title(rows):
            _make_caption(table, rows.pop(0))
        if len(rows) > 1 and _names_columns(rows, bold_classes):
            _make_head(table, rows[0])
    tree.sweep(root)


def _without_empty_ends(rows: list[HtmlElement]) -> list[HtmlElement]:
    """People select more rows than they filled."""
    if not any(cell.get("rowspan") for row in rows for cell in row):
        while rows and not _words(rows[-1]):
            tree.discard(rows.pop())
    return rows


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _is_title(rows) -> bool:
    """One merged cell with words above rows of several cells."""
    return (
        len(_cells(rows[0])) == 1
        and bool(_cells(rows[0])[0].get("colspan"))
        and not _cells(rows[0])[0].get("rowspan")
        and bool(_words(rows[0]))
        and any(len(_cells(row)) > 1 for row in rows[1:])
    )


def _make_caption(table, row):
    caption = tree.new("caption")
    caption.text = _words(row)
    row.drop_tree()
    if table.find("caption") is None:
        table.insert(0, caption)


def _names_columns(rows, bold_classes) -> bool:
    """The first row names the columns when it alone is bold, or holds words above numbers."""
    first = _cells(rows[0])
    named = [cell for cell in first if _words(cell)]
    if len(named) < max(2, len(first) - 1) or any(is_number(_words(cell)) for cell in named):
        return False
    if all(_is_bold(cell, bold_classes) for cell in named):
        return not all(_is_bold(cell, bold_classes) for cell in _cells(rows[-1]) if _words(cell))
    below = [_words(cell) for row in rows[1:] for cell in _cells(row)]
    return any(_SOME_DIGIT.search(words) and is_number(words) for words in below)


def _is_bold(cell, bold_classes) -> bool:
    inside = [cell, *cell.iterdescendants()]
    return any(
        _BOLD.search((element.get("style") or "").lower())
        or element.tag in {"b", "strong"}
        or bold_classes & set((element.get("class") or "").split())
        for element in inside
    )


def _make_head(table, row):
    head = tree.new("thead")
    row.tail = None
    row.getparent().remove(row)
    for cell in _cells(row):
        if _words(cell):
            cell.tag = "th"
            cell.set("scope", "colgroup" if cell.get("colspan") else "col")
            for bold in list(cell.iter("b", "strong")):
                bold.drop_tag()
            for element in cell.iter():
                element.attrib.pop("style", None)
    head.append(row)
    table.insert(0 if table.find("caption") is None else 1, head)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def is_number(words: str) -> bool:
    """An amount, a share, or the dash that stands for none."""
    return len(words) < 40 and _NUMBER.fullmatch(words) is not None


def align_numbers(table: HtmlElement) -> None:
    """Mark the cells of columns in which all that is said below the head is numbers, so that they end together."""
    columns: dict[int, list[HtmlElement]] = {}
    for column, cell in _placed(table):
        columns.setdefault(column, []).append(cell)
        if column > MOST_COLUMNS:
            return
    for cells in columns.values():
        said = [_words(cell) for cell in cells if cell.tag == "td" and _words(cell)]
        if any(_SOME_DIGIT.search(words) for words in said) and all(map(is_number, said)):
            for cell in cells:
                if not cell.get("colspan") and not (cell.tag == "th" and cell.get("scope") == "row"):
                    cell.set("class", NUMBER_CLASS)


def _placed(table: HtmlElement) -> Iterator[tuple[int, HtmlElement]]:
    """Each cell with the column in which it begins, counting those that reach down from rows above."""
    free_from: dict[int, int] = {}  # for each column the first row that no cell from above reaches into
    for number, row in enumerate(table.iter("tr")):
        column = 0
        for cell in _cells(row):
            while free_from.get(column, 0) > number:
                column += 1
            yield column, cell
            width, height = (int(cell.get(name) or 1) for name in ("colspan", "rowspan"))
            if height > 1:
                free_from |= dict.fromkeys(range(column, min(column + width, MOST_COLUMNS)), number + height)
            column += width
