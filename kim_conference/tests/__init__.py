from . import test_need_report
from . import test_session
from . import test_tools
