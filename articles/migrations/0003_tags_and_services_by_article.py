from django.db import migrations

# A tag's or service's newest articles are read off these, however many it has.
INDEXES = {
    "articles_article_tags": ("articles_newest_of_tag", "tag_id"),
    "articles_article_services": ("articles_newest_of_service", "service_id"),
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_article_subtitle_faqs_series")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {name} ON {table} ({column}, article_id)",
            f"DROP INDEX {name}",
        )
        for table, (name, column) in INDEXES.items()
    ]
