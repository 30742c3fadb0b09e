"""Owners of outcome figures, documents seen, and what changed when."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from smax.accounts.guards import AlsoSameFirm, Frozen, Lifted, SameFirm


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_audit_trail'),
        ('files', '0001_stored_files'),
        ('surveys', '0006_assignments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lifted(SameFirm("OutcomeFigure", "assessment")),
        migrations.AddField(
            model_name='outcomefigure',
            name='owner',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='owner'),
        ),
        migrations.CreateModel(
            name='EvidenceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=10)),
                ('act', models.CharField(choices=[('entered', 'entered'), ('changed', 'changed'), ('removed', 'removed')], max_length=10)),
                ('value', models.FloatField()),
                ('period', models.CharField(blank=True, max_length=60)),
                ('source', models.CharField(blank=True, max_length=10)),
                ('fields', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField(auto_now_add=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_changes', to='surveys.assessment')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('firm', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.firm', verbose_name='firm')),
            ],
            options={
                'verbose_name': 'change of evidence',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=10)),
                ('step', models.PositiveSmallIntegerField(verbose_name='step')),
                ('note', models.TextField(max_length=1000, verbose_name='what you saw')),
                ('seen_at', models.DateTimeField(auto_now=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='surveys.assessment')),
                ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='document', to='files.storedfile')),
                ('firm', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.firm', verbose_name='firm')),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'document',
                'ordering': ('item',),
                'constraints': [models.UniqueConstraint(fields=('assessment', 'item'), name='one_document_per_practice'), models.CheckConstraint(condition=models.Q(('step__range', (1, 5))), name='document_step_known')],
            },
        ),
        SameFirm("OutcomeFigure", "assessment"),
        SameFirm("EvidenceChange", "assessment"),
        SameFirm("Document", "assessment"),
        AlsoSameFirm("Document", "file"),
        Frozen("EvidenceChange"),
    ]
