from odoo.tests import HttpCase, tagged

from .common import ThemesCommon


@tagged("post_install", "-at_install")
class TestThemesUi(ThemesCommon, HttpCase):
    """What is typed live in a conference, in a real browser."""

    def test_eight_themes_in_a_row(self):
        session = self._session()
        self.start_tour(
            f"/odoo/kim-sessions/{session.id}",
            "kim_themes_capture",
            login="kim_cm_a",
        )
        self.assertEqual(
            session.theme_ids.sorted("id").mapped("name"),
            [f"Thema {number}" for number in range(1, 9)],
        )
        self.assertEqual(session.theme_ids.create_uid, self.cm_a)
