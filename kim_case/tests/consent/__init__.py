from . import test_consent_states
from . import test_disclosure
from . import test_minor
from . import test_received
from . import test_release_form
from . import test_release
from . import test_release_term
from . import test_restriction
