from . import age_band
from . import anonymity
from . import text_check
