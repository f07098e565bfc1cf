"""The public pages of services and case studies."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import ListView

from cms.pagecache.models import memo
from cms.publishing.paging import PagedList
from cms.publishing.views import PublishableDetail
from services.models import CaseStudy, Industry, Service

PROOFS = 6  # cases on a service's page
ALIKE = 3  # other cases at the end of a case


class ServiceList(ListView):
    context_object_name = "services"

    def get_queryset(self):
        return Service.objects.live().for_listing()


class ServiceDetail(PublishableDetail):
    """What a service is, for whom, how it goes, what it costs, and what proves it."""

    model = Service

    def get_context_data(self, **kwargs):
        cases = memo(f"services.proofs:{self.object.pk}", self.proofs)
        return super().get_context_data(cases=cases, **kwargs)

    def proofs(self):
        return list(CaseStudy.objects.live().about(self.object).for_listing()[:PROOFS])


class CaseStudyList(PagedList):
    """All cases, newest first."""

    context_object_name = "cases"
    template_name = "services/casestudy_list.html"
    paginate_by = 12
    chosen: Service | Industry | None = None

    def get_queryset(self):
        return CaseStudy.objects.live().for_listing()

    def get_context_data(self, **kwargs):
        heading = _("Cases: %(name)s") % {"name": self.chosen} if self.chosen else _("Cases")
        filters = memo("services.case_filters", filters_with_cases)
        words = {"heading": heading, "intro": getattr(self.chosen, "description", "")}
        service = self.chosen if isinstance(self.chosen, Service) else None
        return super().get_context_data(chosen=self.chosen, service=service, **words, **filters, **kwargs)


def filters_with_cases() -> dict:
    """The services and industries that have a case to show."""
    cases = CaseStudy.objects.live()
    return {"services": list(cases.services_proven()), "industries": list(cases.industries_shown())}


class CaseStudiesByService(CaseStudyList):
    """The cases that prove one service; there is no such page while there are none."""

    allow_empty = False

    def get_queryset(self):
        self.chosen = get_object_or_404(Service.objects.live(), slug=self.kwargs["slug"])
        return super().get_queryset().about(self.chosen)


class CaseStudiesByIndustry(CaseStudyList):
    """The cases of one line of business; there is no such page while there are none."""

    allow_empty = False

    def get_queryset(self):
        self.chosen = get_object_or_404(Industry, slug=self.kwargs["slug"])
        return super().get_queryset().in_industry(self.chosen)


class CaseStudyDetail(PublishableDetail):
    """One case: what was measured first, then what it took."""

    model = CaseStudy
    context_object_name = "case"

    def get_queryset(self):
        return super().get_queryset().for_reading()

    def get_context_data(self, **kwargs):
        case = self.object
        kin = ",".join(str(pk) for pk in sorted(service.pk for service in case.services.all()))
        alike = memo(f"services.alike:{case.pk}:{case.industry_id}:{kin}", self.alike)
        return super().get_context_data(alike=alike, **kwargs)

    def alike(self):
        return list(CaseStudy.objects.live().like(self.object).for_listing()[:ALIKE])
