"""How a case begins: inquiry, person, possible double, birth."""

from . import kim_client
from . import kim_case_birth
from . import kim_client_match
from . import kim_inquiry
