from .xmpp_foreign import *
