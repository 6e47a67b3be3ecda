from . import base_partner_merge
from . import mail_compose_message
from . import privacy_lookup_wizard
