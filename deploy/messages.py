"""`make messages`: bring the interface texts up to date.

Traditional Chinese is written by hand in locale/zh_Hant; Simplified is made from it, and both are compiled. English
is the language of the message ids. Unfold ships no translations, so its texts stand in our catalogue too; so do a few
sentences of Django's that we say better, written in by hand with the place `django`. Collecting needs the program
xgettext; compiling does not.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
import opencc
import polib
import unfold

ROOT = Path(__file__).resolve().parent.parent
HANT, HANS = (ROOT / "locale" / name / "LC_MESSAGES" / "django.po" for name in ("zh_Hant", "zh_Hans"))
UNUSED = ("contrib/import_export", "contrib/location_field", "contrib/guardian", "contrib/constance", "contrib/inlines")
DJANGO = ("conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/humanize")
BRACED = re.compile(r"(\{[^{}]*\})")
CONVERTER = opencc.OpenCC("tw2sp")
# Where OpenCC's words are not those of a Simplified reader: said of the converted text.
BETTER = {
    "热点信息": "热点资讯",
    "参考数据": "参考资料",
    "拷贝": "复制",
    "回收桶": "回收站",
    "寄件匣": "发件箱",
    "转址": "跳转",
    "转档": "转码",
    "复原": "撤销",
    "套用": "应用",
    "运行": "执行",
    "注销": "退出",
    "帐号": "账号",
    "纯文字": "纯文本",
    "「": "“",
    "」": "”",
}
# Fuzzy guesses are switched off: a wrong translation is worse than a missing one.
COLLECT = ["makemessages", "--locale", "zh_Hant", "--no-obsolete", "--no-wrap", "--add-location", "file", "-v", "0"]


def main():
    if shutil.which("xgettext"):
        collect()
    else:
        print("xgettext is not installed (Debian: gettext), so nothing new is collected; compiling only.")
    make_simplified()
    missing = [entry.msgid for path in (HANT, HANS) for entry in compiled(path) if not entry.translated()]
    for text in sorted(set(missing)):
        print(f"not translated yet: {text!r}")
    sys.exit(bool(missing))


def collect():
    """Put every message of our code and of Unfold into the Traditional catalogue, keeping what is translated."""
    HANT.parent.mkdir(parents=True, exist_ok=True)
    kept = {entry.msgid: entry for entry in polib.pofile(str(HANT))} if HANT.exists() else {}
    ignored = [f"--ignore={name}" for name in (".venv", "var", "tests", "deploy")]
    django_command(ROOT, *COLLECT, *ignored)
    catalogue = polib.pofile(str(HANT), wrapwidth=0)
    known = {entry.msgid for entry in catalogue} | messages_of_django()
    catalogue.extend(entry for entry in messages_of_unfold() if entry.msgid not in known)
    collected = {entry.msgid for entry in catalogue}
    by_hand = (entry for entry in kept.values() if entry.occurrences == [("django", "")])
    catalogue.extend(entry for entry in by_hand if entry.msgid not in collected)
    for entry in catalogue:
        before = kept.get(entry.msgid)
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.msgstr_plural = "", {0: ""} if entry.msgid_plural else {}
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgstr_plural.get(0, "")}
        if before and not entry.translated():
            entry.msgstr, entry.msgstr_plural = before.msgstr, before.msgstr_plural
    catalogue.sort(key=lambda entry: entry.msgid)
    write(catalogue, HANT)


def messages_of_django() -> set[str]:
    """What Django and those of its apps that we install say in Traditional Chinese."""
    folder = Path(django.__file__).parent
    paths = [path for home in DJANGO for path in folder.glob(f"{home}/locale/zh_Hant/*/django.mo")]
    return {entry.msgid for path in paths for entry in polib.mofile(str(path)) if entry.msgstr}


def messages_of_unfold():
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "locale").mkdir()
        (Path(folder) / "unfold").symlink_to(Path(unfold.__file__).parent)
        django_command(folder, *COLLECT, "--symlinks")
        [path] = Path(folder).glob("locale/*/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path)):
            if all(any(unused in name for unused in UNUSED) for name, _line in entry.occurrences):
                continue
            entry.occurrences = [(f"unfold/{name.partition('unfold/')[2]}", line) for name, line in entry.occurrences]
            yield entry


def make_simplified():
    catalogue = polib.pofile(str(HANT), wrapwidth=0)
    catalogue.metadata["Language"] = "zh_Hans"
    for entry in catalogue:
        entry.msgstr = simplified(entry.msgstr)
        entry.msgstr_plural = {number: simplified(text) for number, text in entry.msgstr_plural.items()}
    HANS.parent.mkdir(parents=True, exist_ok=True)
    write(catalogue, HANS)


def simplified(text: str) -> str:
    """Convert words as well as characters: 軟體 becomes 软件. What stands in braces is typed as it is."""
    return "".join(part if at % 2 else converted(part) for at, part in enumerate(BRACED.split(text)))


def converted(text: str) -> str:
    text = CONVERTER.convert(text)
    for ours, better in BETTER.items():
        text = text.replace(ours, better)
    return text


def compiled(path):
    catalogue = polib.pofile(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return catalogue


def write(catalogue, path):
    # Dates and names of programs would make every run a change.
    catalogue.metadata = {
        "Language": path.parts[-3],
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    catalogue.metadata_is_fuzzy = False
    catalogue.header = "Interface texts of Ridgeline. zh_Hans is made from zh_Hant by `make messages`."
    catalogue.save(str(path))


def django_command(folder, *arguments):
    command = [sys.executable, "-m", "django", *arguments]
    subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    main()
