from . import kim_report_download
