from odoo.tests import HttpCase, tagged

from ..common import KimCommon

READY = "document.querySelectorAll('.o_kanban_record:not(.o_kanban_ghost)').length > 0"
CHECK = """
const grouped = Boolean(document.querySelector(".o_kanban_renderer.o_kanban_grouped"));
const wide = document.documentElement.scrollWidth > window.innerWidth;
if (grouped !== %s) {
    console.error(`The board is ${grouped ? "" : "not "}grouped by phase`);
} else if (wide) {
    console.error("The screen scrolls sideways");
} else {
    console.log("test successful");
}
"""


class BoardCase(KimCommon, HttpCase):
    """The board of cases as a case manager loads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._case()

    def board_is(self, grouped):
        self.browser_js(
            "/odoo/kim-cases",
            CHECK % ("true" if grouped else "false"),
            READY,
            login=self.cm_a.login,
        )


@tagged("post_install", "-at_install")
class TestBoardOnPhone(BoardCase):
    browser_size = "360x740"
    touch_enabled = True

    def test_one_column_by_next_step(self):
        self.board_is(grouped=False)


@tagged("post_install", "-at_install")
class TestBoardOnDesk(BoardCase):
    def test_phases_side_by_side(self):
        self.board_is(grouped=True)
