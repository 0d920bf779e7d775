"""The engine as Python sees it: everything that is generated. The types and the manual are in the
stub beside this file."""

from ._native.engine import *
from ._native.engine import __all__
