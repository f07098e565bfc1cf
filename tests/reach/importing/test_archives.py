"""A zip that somebody brought: what it may hold, how its names are read, and what is refused with a sentence."""

import contextlib
import io
import stat
import struct
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reach.importing import archives
from reach.importing.archives import Archive, Unreadable, archive_of
from tests.reach.importing.zips import packed, renamed, source_of


def read_whole(file) -> None:
    archive = Archive(file)
    for path in archive:
        archive.read(path)


def refusal(file) -> str:
    with pytest.raises(Unreadable) as refused:
        read_whole(file)
    return str(refused.value)


def test_members_come_in_the_order_of_their_paths_without_what_systems_leave_behind():
    archive = Archive(
        packed({"b.md": "b", "a/x.png": "x", "__MACOSX/a/._x.png": "", ".DS_Store": "", "a/Thumbs.db": "", "a/._y": ""})
    )
    assert list(archive) == ["a/x.png", "b.md"]
    assert archive.read("b.md") == b"b"


@pytest.mark.parametrize(
    "name", ["../x.md", "/etc/x", "C:/x.md", "a/../../x", "a\\..\\..\\x", "\\\\host\\x", "a\nb.md", "/", "x" * 1001]
)
def test_a_path_that_points_out_of_the_zip_refuses_all_of_it(name):
    assert "points out of it" in refusal(packed({name: "x", "good.md": "x"}))


def test_a_name_with_nul_is_not_cut_there():
    assert "points out of it" in refusal(renamed(packed({"a.md0.exe": "x"}), b"a.md0.exe", b"a.md\0.exe"))


def test_backslashes_of_old_windows_programs_are_folders():
    assert list(Archive(packed({"posts\\a.md": "x"}))) == ["posts/a.md"]


def test_links_and_passwords_and_rare_methods_are_left_out_with_a_sentence_each():
    made = packed({"good.md": "x"})
    with zipfile.ZipFile(made, "a") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("rare.md", "x" * 100, zipfile.ZIP_LZMA)
        archive.writestr("locked.md", "x")
    content = bytearray(made.getvalue())
    entry = content.rindex(b"locked.md") - 46
    content[entry + 8] |= 1
    found = Archive(io.BytesIO(content))
    assert list(found) == ["good.md"]
    assert len(found.notes) == 3


def test_the_same_path_twice_is_refused():
    assert "two files called" in refusal(renamed(packed({"a.md": "one", "b.md": "two"}), b"b.md", b"a.md"))


def test_a_reference_finds_its_file_whatever_its_case_unless_two_would_fit():
    archive = Archive(packed({"Images/My Pic.PNG": "1", "a.png": "2", "A.png": "3"}))
    assert archive.find("images/my%20pic.png") == "Images/My Pic.PNG"
    assert archive.find("A.png") == "A.png"
    assert archive.find("A.PNG") is None
    assert archive.named("MY PIC.png") == "Images/My Pic.PNG"


def test_names_from_a_mac_are_composed():
    assert list(Archive(packed({"cafe\u0301.md": "x"}))) == ["café.md"]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("品牌策略.md", "gbk"), ("關於我們.md", "big5"), ("关于我们.md", "gbk"), ("品牌.md", "utf-8")],
)
def test_names_that_do_not_say_their_encoding_are_read_as_they_were_written(name, encoding):
    raw = name.encode(encoding)
    stand_in = "x" * len(raw)
    assert list(Archive(renamed(packed({stand_in: "x"}), stand_in.encode(), raw))) == [name]


def test_a_name_told_by_info_zip_is_believed():
    info = zipfile.ZipInfo("??.md")
    told = b"\x01" + b"\0\0\0\0" + "品牌.md".encode()
    info.extra = struct.pack("<HH", archives.UNICODE_PATH, len(told)) + told
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(info, "x")
    assert list(Archive(made)) == ["品牌.md"]


# --- Bombs -----------------------------------------------------------------------------------------------------------


def test_a_member_packed_a_thousand_times_is_not_opened():
    assert "made to do harm" in refusal(packed({"a.md": b"\0" * 5_000_000}))


def test_a_text_that_compresses_well_is_opened():
    assert len(Archive(packed({"a.csv": b"2019-05-01,brand,1\n" * 20_000})).read("a.csv")) == 380_000


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_said():
    content = bytearray(packed({"a.md": b"0123456789" * 10_000}).getvalue())
    directory = content.rindex(b"PK\1\2")
    struct.pack_into("<I", content, directory + 24, 10)
    assert "damaged" in refusal(io.BytesIO(content))


def test_the_real_bytes_are_counted_while_a_member_is_read():
    archive = Archive(packed({"a.md": b"0123456789" * 100}))
    archive.members["a.md"].file_size = 10
    stream = archives.Held(io.BytesIO(b"x" * 200_000), "a.md", 100_000)
    with pytest.raises(Unreadable, match="larger than"):
        io.BufferedReader(stream).read()


def test_a_member_above_the_limit_of_its_reader_is_refused_before_it_is_opened():
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        Archive(packed({"a.md": b"0123" * 500_000}, zipfile.ZIP_STORED)).read("a.md", 1024 * 1024)


def test_a_list_that_is_too_long_is_refused_before_it_is_read(monkeypatch):
    made = packed({f"{number}.md": "x" for number in range(6)})
    monkeypatch.setattr(archives, "MOST_MEMBERS", 5)
    assert "more than 5 files" in refusal(made)
    monkeypatch.setattr(archives, "MOST_MEMBERS", 6)
    monkeypatch.setattr(archives, "MOST_LIST", 100)
    assert "more than 6 files" in refusal(made)


def test_all_members_together_are_held_to_a_limit(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1_000)
    assert "Unpacked" in refusal(packed({"a.md": "x" * 600, "b.md": "x" * 600}))


def test_a_zip_in_a_zip_stays_closed():
    inner = packed({"b.md": "x"}).getvalue()
    assert list(Archive(packed({"inner.zip": inner}))) == ["inner.zip"]


# --- Damage ----------------------------------------------------------------------------------------------------------

WHOLE = packed({"a.md": b"0123456789" * 50, "posts/b.md": b"hello"}).getvalue()


@given(st.binary(max_size=200), st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
@example(b"", 0, len(WHOLE))
@example(b"PK\5\6" + b"\xff" * 18, 0, len(WHOLE))
def test_whatever_the_bytes_are_the_answer_is_a_sentence(patch, begin, end):
    content = WHOLE[:begin] + patch + WHOLE[end:]
    with contextlib.suppress(Unreadable):
        read_whole(io.BytesIO(content))


def test_the_list_is_read_once_for_all_pictures_of_a_source():
    source = source_of({"a.md": "x"})
    assert archive_of(source) is archive_of(source)
