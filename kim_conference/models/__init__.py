# The mixins first: the models are built on them.
from . import kim_door_mixin
from . import kim_crossing_mixin
from . import kim_session_part_mixin
from . import kim_district
from . import kim_body
from . import kim_session_type
from . import kim_session
from . import kim_agenda_item
from . import kim_participation
from . import kim_agreement
from . import kim_minutes
from . import kim_need_report
from . import kim_vignette
