{
    "name": "KIM Case",
    "summary": "Case management for municipal integration management (KIM)",
    "version": "19.0.1.0.0",
    "category": "KIM",
    "author": "KIM contributors",
    "license": "LGPL-3",
    "depends": ["mail", "contacts", "privacy_lookup"],
    "data": [
        "security/kim_case_groups.xml",
        "security/ir.model.access.csv",
        "security/kim_case_rules.xml",
        "wizards/kim_case_open_views.xml",
        "report/kim_report_layout.xml",
        "views/kim_case_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["kim_case/static/src/report/kim_report_handler.js"],
    },
    "application": True,
}
