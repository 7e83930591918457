"""How much a handed-in file may hold. A street of 100,000 people fits; what would keep others waiting does not."""

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 60
LONGEST_CELL = 500

# A workbook is a zip: how many files, how large once unpacked, and how much smaller packed (a bomb: a thousandfold).
MOST_ENTRIES = 1_000
MOST_UNPACKED = 400_000_000
MOST_RATIO = 150
SMALL_ENTRY = 1_000_000

SECONDS = 30
CPU_SECONDS = 25
ADDRESS_SPACE = 2_500_000_000
AT_ONCE = 2

# A photo: the file, how many at once (as in WeChat), and how many dots it may unpack to.
PHOTO_BYTES = 15_000_000
PHOTO_AS_JSON = PHOTO_BYTES * 4 // 3 + 500_000  # in base64 it is a third larger
PHOTOS_AT_ONCE = 9
PHOTO_DOTS = 40_000_000
PHOTO_ADDRESS_SPACE = 700_000_000
