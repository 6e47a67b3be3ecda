from . import host
from . import district
from . import file
from . import intake
from . import rights
from . import kim_case_plan_agree
from . import kim_case_step_set
