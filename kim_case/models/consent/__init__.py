"""What the person was told, agreed to and released, and what was passed on."""

from . import kim_consent_mixin
from . import kim_privacy_law
from . import kim_information_sheet
from . import kim_text_template
from . import kim_case_information
from . import kim_consent
from . import kim_consent_minor
from . import kim_data_category
from . import kim_release
from . import kim_disclosure
from . import kim_disclosure_letter
from . import kim_disclosure_send
from . import kim_disclosure_wording
from . import kim_case_privacy
from . import kim_release_form
from . import kim_case_restriction
from . import kim_received_mixin
from . import kim_consent_register
