import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Downloads KIM's own reports without asking for wkhtmltopdf, which they do not
 * use. Reports of other apps take Odoo's way, for which this returns false.
 *
 * @param {Object} action an ir.actions.report
 * @param {Object} options options of doAction
 * @param {Object} env of the web client
 * @returns {Promise<boolean>} whether the report was downloaded here
 */
export async function kimReportHandler(action, options, env) {
    const isOurs = (action.report_name || "").startsWith("kim_");
    if (!isOurs || action.report_type !== "qweb-pdf") {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("kim_report", kimReportHandler);
