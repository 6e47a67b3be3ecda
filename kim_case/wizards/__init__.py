from . import kim_case_change
from . import kim_case_open
from . import kim_institution
from . import mail_compose_message
from . import privacy_lookup_wizard
