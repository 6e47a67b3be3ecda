{
    "name": "KIM Reporting",
    "summary": "Figures and reports of KIM",
    "version": "19.0.1.0.0",
    "category": "KIM",
    "author": "KIM contributors",
    "license": "LGPL-3",
    "depends": ["kim_themes"],
    "data": [
        "security/ir.model.access.csv",
        "security/kim_report_rules.xml",
        "data/kim_figure_data.xml",
        "report/kim_report_reports.xml",
        "report/kim_report_templates.xml",
        "views/kim_figure_views.xml",
        "views/kim_report_views.xml",
        "views/kim_reporting_menus.xml",
    ],
}
