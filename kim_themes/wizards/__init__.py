from . import kim_theme_merge
from . import kim_theme_step
