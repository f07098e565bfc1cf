"""Take away what the contact says now, and hold that every lead has one and every lost one its reason."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_fill_contacts")]

    operations = [
        # Defaults first: on the way back the columns come again empty, and 0003 fills them.
        migrations.AlterField(
            model_name='lead',
            name='name',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AlterField(
            model_name='lead',
            name='contact_typed',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AlterField(
            model_name='lead',
            name='contact_kind',
            field=models.CharField(default='', max_length=10),
        ),
        migrations.AlterField(
            model_name='lead',
            name='contact_value',
            field=models.CharField(default='', max_length=330),
        ),
        migrations.AlterField(
            model_name='lead',
            name='company',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AlterField(
            model_name='lead',
            name='notes',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.RemoveField(
            model_name='lead',
            name='company',
        ),
        migrations.RemoveField(
            model_name='lead',
            name='contact_kind',
        ),
        migrations.RemoveField(
            model_name='lead',
            name='contact_value',
        ),
        migrations.RemoveField(
            model_name='lead',
            name='name',
        ),
        migrations.RemoveField(
            model_name='lead',
            name='notes',
        ),
        migrations.RemoveField(
            model_name='lead',
            name='contact_typed',
        ),
        migrations.AlterField(
            model_name='lead',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leads', to='leads.contact', verbose_name='contact'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'lost'), models.Q(('lost_reason', ''), _negated=True)), models.Q(models.Q(('stage', 'lost'), _negated=True), ('lost_reason', '')), _connector='OR'), name='leads_lost_has_a_reason', violation_error_message='A lost lead has a reason, and no other has one.'),
        ),
    ]
