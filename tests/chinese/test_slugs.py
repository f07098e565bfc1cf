"""Slugs can be read aloud, typed and sent by mail; when a title cannot give one, they say so by being empty."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.chinese.slugs import pinyin_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("品牌策劃", "pin-pai-ce-hua"),
        ("标题与正文", "biao-ti-yu-zheng-wen"),
        ("SEO優化，AI 時代", "seo-you-hua-ai-shi-dai"),
        ("ＳＥＯ　全形", "seo-quan-xing"),
        ("Don’t stop: Café Müller", "dont-stop-cafe-muller"),
        ("主詞(主詞是什麼)", "zhu-ci-zhu-ci-shi-shen-me"),
        ("2026年3.4倍", "2026-nian-3-4-bei"),
        ("女裝與綠色", "nv-zhuang-yu-lv-se"),
    ],
)
def test_title_becomes_words_joined_by_hyphens(title, slug):
    assert pinyin_slug(title) == slug


@pytest.mark.parametrize(
    ("title", "slug"), [("重慶", "chong-qing"), ("乾淨", "gan-jing"), ("銀行", "yin-hang"), ("乾坤", "qian-kun")]
)
def test_character_with_several_readings_is_read_as_in_its_word(title, slug):
    assert pinyin_slug(title) == slug


@pytest.mark.parametrize("title", ["", "------", "？！。", "😀", "   ", "한국", "\x00", "──"])
def test_title_without_anything_readable_gives_an_empty_slug(title):
    assert pinyin_slug(title) == ""


def test_long_title_is_cut_between_words():
    slug = pinyin_slug("品牌策劃" * 20, max_length=30)
    assert slug == "pin-pai-ce-hua-pin-pai-ce-hua"


def test_single_word_longer_than_the_limit_is_cut():
    assert pinyin_slug("a" * 200, max_length=50) == "a" * 50


@given(st.text(max_size=200), st.integers(min_value=1, max_value=100))
def test_any_text_gives_a_valid_slug_or_none(text, max_length):
    slug = pinyin_slug(text, max_length)
    assert len(slug) <= max_length
    assert slug == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
