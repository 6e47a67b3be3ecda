from . import test_notices
from . import test_pdf
from . import test_pdf_door
from . import test_pdf_pictures
from . import test_server_log
from . import test_side_doors
from . import test_uninstall
