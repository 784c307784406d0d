"""What is wrong with an installation, and what mends it; looks and changes nothing."""

from service.doctor.examine import examine
from service.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine"]
