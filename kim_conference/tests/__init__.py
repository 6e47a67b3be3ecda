from . import test_demo
from . import test_district_setup
from . import test_need_report
from . import test_scenario_a6
from . import test_session
from . import test_tools
from . import test_vignette
from . import test_vignette_anonymity
