from . import kim_case_break_glass
from . import kim_case_deputy_set
from . import kim_case_exclusion_set
from . import kim_case_reassign
from . import kim_case_request_set
from . import kim_case_tandem_set
