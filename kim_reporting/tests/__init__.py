from . import test_demo
from . import test_figures_past
from . import test_length
from . import test_report
