from . import foundation
from . import host
from . import district
from . import file
from . import intake
from . import rights
from . import consent
from . import plan
