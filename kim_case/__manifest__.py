{
    "name": "KIM Case",
    "summary": "Case management for municipal integration management (KIM)",
    "version": "19.0.1.0.0",
    "category": "KIM",
    "author": "KIM contributors",
    "license": "LGPL-3",
    "depends": ["mail", "contacts", "privacy_lookup"],
    "data": [],
    "installable": True,
    "application": True,
}
