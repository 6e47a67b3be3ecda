from . import test_case_birth
