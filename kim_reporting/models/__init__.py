from . import kim_figure
from . import kim_figure_posts
from . import kim_figure_cases
from . import kim_figure_structure
from . import kim_report
from . import kim_report_line
