from . import controllers
from . import models
from . import demo
from . import wizards
from .tools import log_filter, xlsx_text

log_filter.install()
xlsx_text.install()
