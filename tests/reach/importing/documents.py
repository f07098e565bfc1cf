"""Word documents in the shape that Word, WPS and LibreOffice write, from the pieces that a test is about."""

import io

from tests.reach.importing.zips import packed

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" mc:Ignorable=""'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = {  # as WPS in Chinese numbers them; the names are what Word knows them by
    "a3": "Title",
    "1": "Normal",
    "2": "heading 1",
    "3": "heading 2",
    "4": "标题 3",
    "a5": "caption",
    "a6": "Quote",
    "11": "toc 1",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def p(words: str, style="", numbering=None) -> str:
    """A paragraph; `words` may be runs."""
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbering:
        said += f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{said}</w:pPr>{words if words.startswith('<') else r(words)}</w:p>"


def r(words: str, looks="") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def picture(identity="rIdP", alt="山") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:embed="{identity}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def docx(body: str, *, styles: str = "", core: str = "", parts: dict | None = None, head: str = "") -> io.BytesIO:
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'
        for identity, name in STYLES.items()
    )
    levels = "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{{}}"/></w:lvl>' for level in range(3))
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{levels.replace("{}", kind)}</w:abstractNum>'
        for number, kind in ((1, "bullet"), (2, "decimal"))
    ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    relations = {
        "rIdS": ("styles", "styles.xml", ""),
        "rIdN": ("numbering", "numbering.xml", ""),
        "rIdF": ("footnotes", "footnotes.xml", ""),
        "rIdP": ("image", "media/image1.png", ""),
        "rIdX": ("image", "http://169.254.169.254/x.png", ' TargetMode="External"'),
        "rIdE": ("image", "file:///etc/passwd", ' TargetMode="External"'),
        "rIdL": ("hyperlink", "https://example.com/?a=1&amp;b=2", ' TargetMode="External"'),
    }
    said = "".join(
        f'<Relationship Id="{identity}" Type="{RELATION}/{kind}" Target="{target}"{mode}/>'
        for identity, (kind, target, mode) in relations.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{head}<w:document {NAMES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{said}</Relationships>',
            "word/styles.xml": f"<w:styles {NAMES}>{named}{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
            "word/footnotes.xml": f'<w:footnotes {NAMES}><w:footnote w:id="2">{p("註解")}</w:footnote></w:footnotes>',
            "word/media/image1.png": PNG,
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"{core}</cp:coreProperties>",
        }
        | (parts or {})
    )
