"""Services, and the case studies that prove them with measured results."""

from services.models.cases import CasePicture, CaseStudy, Industry
from services.models.results import Result
from services.models.services import Package, ProcessStep, Service, ServiceFaq

__all__ = ["CasePicture", "CaseStudy", "Industry", "Package", "ProcessStep", "Result", "Service", "ServiceFaq"]
