"""The district and what it keeps: organisations, towns, posts, catalogues, offers."""

from . import kim_catalogue
from . import kim_district
from . import kim_district_digest
from . import kim_controller
from . import kim_municipality
from . import kim_unit
from . import kim_post
from . import kim_post_assignment
from . import kim_staffing
from . import kim_case_stage
from . import kim_case_property
from . import kim_deadline_kind
from . import kim_residence_title
from . import kim_offer
