"""Headings of columns and groups that two districts have named alike."""

from collections import Counter


def tell_apart(groups, name, model):
    """Add the district to headings that would stand on a board twice.

    :param list groups: as ``formatted_read_group`` returns them; changed in place
    :param str name: many2one field by which is grouped
    :param model: empty recordset of what the field points to, with ``district_id``
    :return: groups
    """
    headings = {group[name] for group in groups if group.get(name)}
    double = {title for title, n in Counter(t for _id, t in headings).items() if n > 1}
    found = [id_ for id_, title in headings if title in double]
    districts = {each.id: each.district_id.name for each in model.browse(found)}
    for group in groups:
        if group.get(name) and group[name][0] in districts:
            id_, title = group[name]
            group[name] = (id_, f"{title} · {districts[id_]}")
    return groups
