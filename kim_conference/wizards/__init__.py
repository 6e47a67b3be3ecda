from . import kim_need_report_new
from . import kim_vignette_send_back
