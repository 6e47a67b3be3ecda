from . import kim_case_open
from . import privacy_lookup_wizard
