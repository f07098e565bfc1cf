"""Keeps what leads are found by in step with what they say: in the transaction of whatever changes it.

Rows that are written one by one are heard of here; what writes many at once says so itself, by `LeadWords.write`.
"""

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from leads.models import Company, Contact, Enquiry, Lead, LeadWords, Way


@receiver(post_save, sender=Lead)
def a_new_lead(sender, instance, created, **kwargs):
    if created:
        LeadWords.objects.write(Lead.objects.filter(pk=instance.pk))


@receiver(post_save, sender=Enquiry)
def something_was_sent(sender, instance, **kwargs):
    LeadWords.objects.write(Lead.objects.filter(pk=instance.lead_id))


@receiver(post_save, sender=Contact)
def somebody_is_called_otherwise(sender, instance, created, **kwargs):
    if not created:
        LeadWords.objects.write(Lead.objects.filter(contact=instance))


@receiver([post_save, post_delete], sender=Way)
def somebody_is_reached_otherwise(sender, instance, origin=None, **kwargs):
    """Not where the way goes with its contact: then the leads go too, and their words before them."""
    begun_with = getattr(origin, "model", type(origin))
    if instance.contact_id and (origin is None or begun_with is Way):
        LeadWords.objects.write(Lead.objects.filter(contact=instance.contact_id))


@receiver(post_save, sender=Company)
def a_company_is_called_otherwise(sender, instance, created, **kwargs):
    if not created:
        LeadWords.objects.write(Lead.objects.filter(contact__company=instance))


@receiver(pre_delete, sender=Company)
def a_company_goes(sender, instance, **kwargs):
    theirs = list(Lead.objects.filter(contact__company=instance).values_list("pk", flat=True))
    Contact.objects.filter(company=instance).update(company=None)
    LeadWords.objects.write(Lead.objects.filter(pk__in=theirs))
