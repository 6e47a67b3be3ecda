from . import test_case_conference
from . import test_case_relation
from . import test_case_assessment
from . import test_case_plan
from . import test_case_review
from . import test_case_step
from . import test_referral
