from . import test_demo
from . import test_chain
from . import test_decision
from . import test_feedback
from . import test_measure
from . import test_rights
from . import test_screens
from . import test_theme
