"""What follows a person in pictures when two records of her become one."""

from programs.residents.mover_actions import RowsOnce
from programs.residents.tables import PhotoPerson
from server.lib.i18n import m

MOVERS = (RowsOnce(PhotoPerson, "resident", m("photos in which she can be recognised"), once_in=("photo",)),)
