"""What Odoo itself would leave behind when this addon is uninstalled."""

from odoo.fields import Command


def uninstall_hook(env):
    """Take back the project rights that preparing measures gave the assistants.

    :param env: environment of the superuser
    """
    assistant = env.ref("kim_case.group_kim_assistant")
    assistant.implied_ids = [Command.unlink(env.ref("project.group_project_user").id)]
