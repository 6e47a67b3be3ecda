from . import kim_demo
from . import kim_demo_intake
from . import kim_demo_consent
from . import kim_demo_network
from . import kim_demo_plan
