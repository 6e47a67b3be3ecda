from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class KimCaseController(http.Controller):
    """Files that are made on the way out and kept nowhere."""

    @http.route(
        [
            "/kim_case/import_template",
            "/kim_case/import_template/<any(xlsx, csv):kind>",
        ],
        type="http",
        auth="user",
        readonly=False,
    )
    def import_template(self, kind="xlsx"):
        """Return the empty table for the import of existing cases.

        :param str kind: "xlsx" with a sheet that explains the columns, or "csv"
        :return: file with headings
        :raises AccessError: not a case manager
        """
        if not request.env.user.has_group("kim_case.group_kim_case_user"):
            raise AccessError(request.env._("Only case managers import cases."))
        imports = request.env["kim.case.import"]
        data = imports._template_csv() if kind == "csv" else imports._template()
        title = request.env._("KIM template for existing cases")
        return request.make_response(
            data,
            headers=[
                ("Content-Type", CSV if kind == "csv" else XLSX),
                ("Content-Disposition", content_disposition(f"{title}.{kind}")),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        "/kim_case/import_rows/<int:import_id>",
        type="http",
        auth="user",
        readonly=False,
    )
    def import_rows(self, import_id):
        """Return the rows of an import that were not written, to whom it belongs.

        :param int import_id: id of ``kim.case.import``
        :return: XLSX file
        :raises AccessError: somebody else's import
        """
        wizard = request.env["kim.case.import"].browse(import_id)
        wizard.check_access("read")
        title = request.env._("KIM rows to mend")
        return request.make_response(
            wizard._rows_to_mend(),
            headers=[
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(f"{title}.xlsx")),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        "/kim_case/export/<int:case_id>", type="http", auth="user", readonly=False
    )
    def export_case(self, case_id):
        """Return everything in a case as one archive, to its responsible.

        :param int case_id: id of ``kim.case``
        :return: ZIP file; the export stands in the access log
        :raises AccessError: the user is not responsible for the case
        """
        case = request.env["kim.case"].browse(case_id)
        data = case._archive_zip()
        return request.make_response(
            data,
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(f"{case.number}.zip")),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        "/kim_case/archive/<int:archive_id>", type="http", auth="user", readonly=False
    )
    def export_company(self, archive_id):
        """Return all cases of an organisation, when two persons have agreed to it.

        :param int archive_id: id of ``kim.company.archive``
        :return: ZIP file, streamed; each case logs the export
        :raises AccessError: not open to the user
        """
        archive = request.env["kim.company.archive"].browse(archive_id)
        file = archive._write_archive()
        response = http.Response(
            wrap_file(request.httprequest.environ, file), direct_passthrough=True
        )
        response.headers["Content-Type"] = "application/zip"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Disposition"] = content_disposition(
            f"kim-archive-{archive.id}.zip"
        )
        response.call_on_close(file.close)
        return response
