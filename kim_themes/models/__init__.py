# The theme first: bodies, sessions, projects and results point at it.
from . import kim_district
from . import kim_theme
from . import kim_theme_cluster
from . import kim_theme_course
from . import kim_theme_event
from . import kim_theme_evidence
from . import kim_feedback
from . import kim_decision
from . import kim_decision_recording
from . import kim_result
from . import kim_body
from . import kim_session
from . import kim_agenda_item
from . import kim_participation
from . import kim_need_report
from . import project_project
from . import project_task
