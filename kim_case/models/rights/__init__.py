"""Who may open a case, who has opened it, and who decides with a second person."""

from . import kim_waiting
from . import kim_second_person
from . import kim_case_access
from . import kim_case_exclusion
from . import kim_case_tandem
from . import kim_case_request
from . import kim_case_rights
from . import kim_case_emergency
from . import kim_case_register
from . import kim_team_load
from . import kim_access_report
from . import kim_access_log
from . import kim_rights_log
