from .consent import TenantConsent
from .crossing import Crossing, CrossingStep
from .membership import Membership

__all__ = ["Crossing", "CrossingStep", "Membership", "TenantConsent"]
