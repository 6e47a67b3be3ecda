{
    "name": "KIM Conference",
    "summary": "Conferences, bodies, need reports and vignettes of KIM",
    "version": "19.0.1.0.0",
    "category": "KIM",
    "author": "KIM contributors",
    "license": "LGPL-3",
    "depends": ["kim_case", "calendar", "portal"],
    "data": [
        "security/ir.model.access.csv",
        "security/kim_conference_rules.xml",
        "data/kim_session_type_data.xml",
        "data/ir_cron_data.xml",
        "report/kim_minutes_reports.xml",
    ],
}
