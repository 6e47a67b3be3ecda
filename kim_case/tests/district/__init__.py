from . import test_district_setup
from . import test_org_tour
from . import test_offer
from . import test_post_change
from . import test_posts
from . import test_property
from . import test_residence
from . import test_two_districts
