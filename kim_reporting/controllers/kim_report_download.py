from odoo import http
from odoo.http import content_disposition, request


class KimReportDownload(http.Controller):
    """Spreadsheet of a report, under the rights of who asks."""

    @http.route("/kim/report/<int:report_id>/xlsx", type="http", auth="user")
    def xlsx(self, report_id):
        """Send the report as XLSX.

        :param int report_id: id of a ``kim.report`` the user may read
        :return: the file; 403 or 404 as Odoo answers
        """
        report = request.env["kim.report"].browse(report_id)
        report.check_access("read")
        return request.make_response(
            report._xlsx(),
            headers=[
                (
                    "Content-Type",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                ),
                (
                    "Content-Disposition",
                    content_disposition(f"{report._file_name()}.xlsx"),
                ),
            ],
        )
