from . import age_band
from . import text_check
