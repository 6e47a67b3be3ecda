from . import models
from . import wizards
from .tools import log_filter

log_filter.install()
