from . import kim_case_open
