from . import test_case_birth
from . import test_demo
from . import test_pdf
from . import test_server_log
from . import test_side_doors
from . import test_uninstall
from . import test_lost_update
from . import test_lost_update_ui
