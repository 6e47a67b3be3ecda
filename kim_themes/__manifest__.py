{
    "name": "KIM Themes",
    "summary": "Generative themes, clusters, decisions, project groups and results of KIM",
    "version": "19.0.1.0.0",
    "category": "KIM",
    "author": "KIM contributors",
    "license": "LGPL-3",
    "depends": ["kim_conference", "project"],
}
