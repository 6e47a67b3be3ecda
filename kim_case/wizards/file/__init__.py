from . import kim_case_change
from . import kim_case_change_deadline
from . import kim_case_print
