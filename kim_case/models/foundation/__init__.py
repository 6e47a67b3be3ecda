"""What every room is built on: mixins that guard, name, bound and count; drafts and notices."""

from . import kim_lost_update_mixin
from . import kim_length_mixin
from . import kim_dialog_mixin
from . import kim_recorded_mixin
from . import kim_name_mixin
from . import kim_guard_mixin
from . import kim_left_mixin
from . import kim_case_part_mixin
from . import kim_social_data_mixin
from . import kim_person_mixin
from . import kim_bound_mixin
from . import kim_handout_mixin
from . import kim_waiting_mixin
from . import kim_dated_mixin
from . import kim_case_counter
from . import kim_question
from . import kim_draft
from . import kim_notice
from . import kim_register_mixin
from . import kim_watched_mixin
