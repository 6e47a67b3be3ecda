from . import kim_case_plan_agree
from . import kim_case_step_set
