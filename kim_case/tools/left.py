"""What Odoo's general machinery asks about models left of the red line."""

from odoo.exceptions import UserError


def is_left(env, model):
    """Tell whether a model lies left of the red line.

    :param env: environment
    :param str model: model name, may be empty or unknown
    :return: bool
    """
    registry = env.registry
    return (
        bool(model)
        and model in registry
        and issubclass(registry[model], registry["kim.left.mixin"])
    )


def refuse_left(env, models):
    """Refuse that something of Odoo's hangs itself on records about people.

    :param env: environment
    :param models: model names
    :raises UserError: one of them lies left of the red line
    """
    if any(is_left(env, model) for model in models):
        raise UserError(
            env._(
                "Case data has no messages, followers, activities, templates or "
                "defaults: they would be read by people who may not open the case. "
                "Use the contact log and the deadlines of the case."
            )
        )
