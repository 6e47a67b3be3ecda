from odoo import api

NOTES = (
    "A vignette was made from this case.",
    "Aus diesem Fall ist eine Vignette entstanden.",
)
CROSSING = ("kim.vignette", "kim.need.report")


def migrate(cr, version):
    """Let the order of what crossed so far lead back to no case.

    Notes on cases bore the moment of the approval; from now on they know the month.
    """
    env = api.Environment(cr, api.SUPERUSER_ID, {})
    env.flush_all()  # the loading of the addon has written what is not stored yet
    cr.execute(
        "UPDATE kim_case_note SET date = date_trunc('month', date),"
        " create_date = date_trunc('month', create_date),"
        " write_date = date_trunc('month', write_date) WHERE note = ANY(%s)",
        (list(NOTES),),
    )
    env.invalidate_all(flush=False)
    for name in CROSSING:
        cr.execute(f"SELECT DISTINCT month FROM {env[name]._table}")
        months = [month for (month,) in cr.fetchall()]
        if months:
            env[name]._rewrite(months)
