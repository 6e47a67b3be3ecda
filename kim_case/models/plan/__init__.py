"""What is worked on with the person: assessment, goals, steps, network, reviews."""

from . import kim_case_assessment
from . import kim_case_goal
from . import kim_district_scale
from . import kim_case_step
from . import kim_case_plan
from . import kim_case_review
from . import kim_case_conference
from . import kim_case_relation
from . import kim_case_referral
