from odoo import api


def migrate(cr, version):
    """Keep who is second person: what was a list is now the log of its changes."""
    cr.execute("SELECT to_regclass('kim_controller_second_person_rel')")
    if not cr.fetchone()[0]:
        return
    cr.execute("SELECT controller_id, user_id FROM kim_controller_second_person_rel")
    env = api.Environment(cr, api.SUPERUSER_ID, {})
    named = {}
    for controller_id, user_id in cr.fetchall():
        named.setdefault(controller_id, []).append(user_id)
    for controller_id, user_ids in named.items():
        controller = env["kim.controller"].browse(controller_id)
        controller._set_second_persons(env["res.users"].browse(user_ids))
    cr.execute("DROP TABLE kim_controller_second_person_rel")
