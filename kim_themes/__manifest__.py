{
    "name": "KIM Themes",
    "summary": "Generative themes, clusters, decisions, project groups and results of KIM",
    "version": "19.0.1.0.0",
    "category": "KIM",
    "author": "KIM contributors",
    "license": "LGPL-3",
    "depends": ["kim_conference", "project"],
    "data": [
        "security/ir.model.access.csv",
        "security/kim_themes_rules.xml",
        "data/project_task_type_data.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
