"""The words that people are told apart by, and what is never asked. Keys are stored; own words are stored as they are."""

from __future__ import annotations

from server.lib.i18n import Message, language, m

HOBBIES: dict[str, Message] = {
    "pets": m("Keeps pets"),
    "dancing": m("Dancing"),
    "singing": m("Singing"),
    "walking": m("Walking and running"),
    "ball_games": m("Ball games"),
    "chess_cards": m("Chess and mahjong"),
    "calligraphy": m("Calligraphy and painting"),
    "handicraft": m("Handicraft"),
    "gardening": m("Plants and gardening"),
    "cooking": m("Cooking"),
    "reading": m("Reading"),
    "photography": m("Photography"),
    "tea": m("Tea"),
    "repairs": m("Repairing things"),
}
TARGET_GROUPS: dict[str, Message] = {
    "children": m("Children"),
    "teenagers": m("Teenagers"),
    "parents": m("Parents of small children"),
    "young_people": m("Young working people"),
    "older_people": m("Older people"),
    "followed_children": m("Older people who followed their children here"),
    "living_alone": m("Older people who live alone"),
    "new_residents": m("People who moved here lately"),
    "tenants": m("Tenants"),
    "veterans": m("Veterans"),
    "party_members": m("Party members who report in"),
}
WORDS: dict[str, dict[str, Message]] = {"hobby": HOBBIES, "target_group": TARGET_GROUPS, "category": {}}

# How people write the common choices in their lists.
_ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "hobby": {
        "pets": ("养狗", "养猫", "遛狗", "宠物", "养宠"),
        "dancing": ("广场舞", "跳广场舞", "舞蹈"),
        "singing": ("歌唱", "合唱", "唱戏"),
        "walking": ("散步", "跑步", "健走", "遛弯"),
        "ball_games": ("球类", "羽毛球", "乒乓球", "篮球"),
        "chess_cards": ("下棋", "象棋", "打牌", "麻将", "打麻将", "棋牌"),
        "calligraphy": ("书法", "画画", "绘画", "国画"),
        "handicraft": ("编织", "剪纸", "手工制作"),
        "gardening": ("种花", "养花", "种菜", "园艺"),
        "cooking": ("做饭", "烹饪", "厨艺"),
        "reading": ("看书", "阅读"),
        "photography": ("拍照",),
        "tea": ("茶艺", "品茶"),
        "repairs": ("维修", "修理"),
    },
    "target_group": {
        "older_people": ("老人",),
        "living_alone": ("独居", "空巢老人"),
        "new_residents": ("新入住", "新入住居民", "新居民"),
        "tenants": ("租客",),
        "veterans": ("退伍军人",),
        "party_members": ("双报到党员",),
    },
}

# What is never kept of a neighbour, and why (S05).
NEVER_ASKED: tuple[tuple[Message, Message], ...] = (
    (
        m("Criminal records"),
        m(
            "Nobody who calls at a door needs them. For safety there is “visit in twos”, which gives no reason."
        ),
    ),
    (
        m("Illness, disability, medication"),
        m(
            "Health is a doctor's business. What help somebody wants is written down as a need, in their words."
        ),
    ),
    (
        m("Identity cards: number, copy or photo"),
        m("A nickname is enough to take part. A copied card can be misused, and a program never needs it."),
    ),
    (
        m("Income, debts, bank accounts"),
        m("Who gets public support is for the authorities to decide and to keep."),
    ),
    (
        m("Faith and family quarrels"),
        m("They do not help anybody to join in, and they harm when they are read by others."),
    ),
)


def word_of(kind: str, value: str) -> Message | str:
    """A tag as people read it."""
    return WORDS.get(kind, {}).get(value, value)


def spellings(kind: str) -> dict[str, str]:
    """How the common choices are stored, by whatever people write for them in either language, without spaces."""
    found: dict[str, str] = {}
    for key, word in WORDS.get(kind, {}).items():
        for code in ("zh_CN", "en"):
            with language(code):
                found["".join(str(word).split()).casefold()] = key
        found |= dict.fromkeys(_ALSO.get(kind, {}).get(key, ()), key)
        found[key] = key
    return found


def value_of(kind: str, text: str) -> str:
    """A word as it is stored: the key when it is one of the common choices in any of our languages."""
    return spellings(kind).get("".join(text.split()).casefold(), " ".join(text.split()))
