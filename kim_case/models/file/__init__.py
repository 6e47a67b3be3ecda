"""The case itself: its state, its parts, its home, its way out as an archive."""

from . import kim_case
from . import kim_case_spell
from . import kim_case_gate
from . import kim_case_transition
from . import kim_case_person
from . import kim_case_archive
from . import kim_company_archive
from . import kim_case_note
from . import kim_case_deadline
from . import kim_case_deadline_reminder
from . import kim_case_special
from . import kim_case_status
from . import kim_case_screen
from . import kim_case_home
from . import kim_case_course
from . import kim_case_closing
from . import kim_case_first_talk
from . import kim_case_document
from . import kim_case_appointment
