"""What fields are called elsewhere: above Markdown texts, and above the columns of tables."""

import re
import unicodedata

NAMES: dict[str, str] = {
    "title": "title headline 標題 标题 題目 题目 文章標題 文章标题 名稱 名称 服務名稱 服务名称 案例名稱 案例名称",
    "subtitle": "subtitle sub_title 副標題 副标题",
    "slug": "slug 網址名稱 网址名称 別名 别名",
    "summary": "summary excerpt description abstract intro digest 摘要 簡介 简介 導讀 导读 描述",
    "body": "body content text html markdown article 正文 內容 内容 內文 内文 文章內容 文章内容",
    "channel": "channel category categories section column 分類 分类 欄目 栏目 頻道 频道 類別 类别",
    "tags": "tags tag keywords 標籤 标签 關鍵字 关键字 關鍵詞 关键词",
    "author": "author authors byline writer 作者 撰文 署名",
    "source": "source origin_name 來源 来源 出處 出处",
    "live_from": "date publishdate publish_date published_at pubdate created created_at time datetime posted "
    "日期 時間 时间 發布日期 发布日期 發布時間 发布时间 發佈日期 發佈時間 發表時間 发表时间",
    "live_until": "expirydate expires expires_at unpublish_date 下架日期 到期日",
    "state": "status state 狀態 状态",
    "address": "permalink url link address 網址 网址 連結 链接 鏈接 原網址 原网址 舊網址 旧网址",
    "cover": "cover thumbnail thumb image featured_image featuredimage feature_image banner top_img cover_image "
    "picture images 封面 封面圖 封面图 縮圖 缩略图 圖片 图片",
    "seo_title": "seo_title seotitle meta_title metatitle seo標題 seo标题",
    "seo_description": "seo_description seodescription meta_description metadescription seo描述",
    "canonical_url": "canonical canonical_url canonicalurl originalurl original_url",
    "services": "services related_services 服務 服务 相關服務 相关服务",
    "for_whom": "for_whom 適合 适合 適合對象 适合对象",
    "not_for": "not_for 不適合 不适合",
    "price_note": "price_note price 價格 价格 價格說明 价格说明 報價 报价",
    "position": "position weight order 順序 顺序 排序",
    "client": "client customer brand 客戶 客户 客戶名稱 客户名称 品牌",
    "industry": "industry sector 行業 行业 產業 产业",
    "problem": "problem challenge background 問題 问题 挑戰 挑战 背景",
    "action": "action solution what_we_did 做法 方案 解決方案 解决方案 我們做了什麼 我们做了什么",
    "client_words": "client_words testimonial quote 客戶評語 客户评语 客戶的話 客户的话",
    "client_words_by": "client_words_by 評語作者 评语作者 說話人 说话人",
    "is_example": "is_example example 示例 範例 范例",
}


def plain(name: str) -> str:
    """A name without what people vary: width, case, spaces, dashes, and what stands in brackets."""
    name = re.sub(r"[(（\[【].*?[)）\]】]", "", unicodedata.normalize("NFKC", str(name)))
    return re.sub(r"[\s_\-*:：.]+", "", name).casefold()


FIELDS = {plain(name): field for field, names in NAMES.items() for name in names.split()} | {
    plain(field): field for field in NAMES
}


def field_called(name: str) -> str:
    """Our field that is meant by this name; empty if none is."""
    return FIELDS.get(plain(name), "")
