from . import kim_demo
