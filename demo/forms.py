"""The demo's forms, and a white paper of one page drawn as a PDF without any library."""

from django.core.files.uploadedfile import SimpleUploadedFile

from cms.library.models import Document
from demo.content import forms
from leads.models import Form, FormQuestion


def load(editor) -> None:
    make(forms.BRIEF, forms.QUESTIONS, editor)
    upload = SimpleUploadedFile(forms.DOCUMENT["original_name"], pdf(forms.LINES))
    paper = Document.objects.receive(upload, by=editor, title=forms.DOCUMENT["title"])
    make({**forms.PAPER, "document": paper}, forms.PAPER_QUESTIONS, editor)


def make(about, questions, editor) -> Form:
    form = Form.objects.create(**about)
    for position, question in enumerate(questions):
        FormQuestion.objects.create(form=form, position=position, **question)
    form.renew(by=editor)
    return form


def pdf(lines) -> bytes:
    """One page of text in the Chinese font that every reader of PDF brings along."""
    shown = [f"<{line.encode('utf-16-be').hex()}> Tj 0 -36 Td" for line in lines]
    text = "\n".join(["BT /F1 20 Tf 72 740 Td", *shown, "ET"]).encode()
    font = b"/Type /Font /BaseFont /STSong-Light"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< %s /Subtype /Type0 /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>" % font,
        b"<< %s /Subtype /CIDFontType0 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        b"/FontDescriptor 7 0 R >>" % font,
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + tail % (size, table, size, len(body))
