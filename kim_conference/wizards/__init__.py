from . import kim_district_setup
from . import kim_need_report_new
from . import kim_session_correct
from . import kim_vignette_send_back
