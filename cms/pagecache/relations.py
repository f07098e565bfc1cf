"""Relations between observed rows: what is tied or untied outside of a publication makes old what shows either side."""

from cms.pagecache.models import Observed, bump_tags_of


def bump_both_sides(sender, instance, action, model, pk_set, using, **kwargs):
    """Listens to `m2m_changed`: before rows leave the lists of the other side, and after they have entered them."""
    if action not in {"pre_remove", "pre_clear", "post_add"} or not isinstance(instance, Observed):
        return
    if pk_set is None:  # all of them go
        ties = {field.related_model: field.name for field in sender._meta.fields if field.is_relation}
        tied = sender._base_manager.using(using).filter(**{ties[type(instance)]: instance})
        pk_set = set(tied.values_list(ties[model], flat=True))
    others = model._base_manager.using(using).filter(pk__in=pk_set) if issubclass(model, Observed) else ()
    if pk_set:
        bump_tags_of([instance, *others])
