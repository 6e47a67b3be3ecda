from . import kim_district_setup
from . import kim_institution
from . import kim_post_change
from . import kim_reference_date_set
