
from django.conf import settings
"""What is late, and the numbers, are counted in indexes alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0012_fill_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='lead',
            name='leads_lead_next_step',
        ),
        migrations.RemoveIndex(
            model_name='lead',
            name='leads_lead_unanswered',
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(condition=models.Q(('closed_at', None), ('is_quarantined', False)), fields=['next_step_at', 'id', 'stage', 'owner'], name='leads_lead_next_step'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(condition=models.Q(('answered_at', None), ('closed_at', None), ('is_quarantined', False)), fields=['answer_due_at', 'id', 'stage', 'owner'], name='leads_lead_unanswered'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(condition=models.Q(('is_quarantined', False)), fields=['received_at', 'stage', 'answered_at', 'answer_due_at'], name='leads_lead_numbers'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(condition=models.Q(('amount__isnull', False), ('is_quarantined', False), ('stage', 'won')), fields=['closed_at', 'currency', 'amount'], name='leads_lead_won'),
        ),
    ]
