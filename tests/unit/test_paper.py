"""Papers: every sign has its glyph, what people typed stays text, and the same facts give the same bytes."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from time import process_time

import pytest
import typst

from server import routes
from server.export import paper
from server.lib.i18n import language

PROBE = """#import "/paper/paper.typ": *
#let sheet(facts) = page(paper: "a5")[
  = #facts.title
  #text(weight: 400, facts.text) #text(weight: 700, facts.text)
  #text(font: serif, weight: 700, facts.text)
  #seal-place("盖章处") #if "code" in facts { qr(facts.code) }
]
"""
# 通用规范汉字表 (2013, 8,105 characters) without those of the basic block U+4E00 to U+9FA5, which are tried as a block.
OUTSIDE_THE_BLOCK = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡"
    "䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗"
    "𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶"
    "𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡"
    "𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬"
    "𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)


@pytest.fixture(autouse=True)
def probe(tmp_path: Path) -> None:
    (tmp_path / "tried").mkdir()
    (tmp_path / "tried" / "probe.typ").write_text(PROBE)
    paper.set_up_papers([*routes.template_folders(), tmp_path])


def inputs(text: str, title: str = "试") -> dict[str, str]:
    facts = paper.msgspec.json.encode([{"title": title, "text": text}]).decode()
    return {"template": "/tried/probe.typ", "facts": facts, "lang": "zh", "region": "cn"}


def missing(text: str) -> list[str]:
    """The signs of `text` that no font of ours has."""
    try:
        paper.set_strictly(inputs(text))
    except typst.TypstError:
        middle = len(text) // 2
        return [text] if middle == 0 else missing(text[:middle]) + missing(text[middle:])
    return []


def test_an_emoji_is_known_to_be_missing() -> None:
    assert missing("王😀芳") == ["😀"]


def test_names_have_every_glyph() -> None:
    assert (
        missing("𠮷野家 单于仇解查 㛃堃喆淼犇 ·•—“”《》、。！？（）①№〇 ABCabc 0123456789 é ü ā á ǎ à") == []
    )
    assert missing(OUTSIDE_THE_BLOCK) == []


@pytest.mark.matrix
def test_all_common_characters_have_their_glyph() -> None:
    assert missing("".join(map(chr, range(0x4E00, 0x9FA6)))) == []


async def test_what_was_typed_is_text() -> None:
    typed = '#read("/etc/passwd") #import "@preview/x:1.0.0" $x$ \\ ` * _ <a> // ]]'
    pdf = await paper.paper("tried/probe", {"title": typed, "text": typed})
    assert pdf.startswith(b"%PDF-")


async def test_the_same_facts_give_the_same_bytes() -> None:
    first, second, other = await asyncio.gather(
        *(paper.paper("tried/probe", {"title": "证书", "text": text}) for text in ("陈", "陈", "李"))
    )
    assert first == second != other
    assert b"/StructTreeRoot" in first  # tagged: it can be read aloud


async def test_a_sheet_for_each_and_the_language_of_the_reader() -> None:
    with language("zh_CN"):
        pdf = await paper.papers("tried/probe", [{"title": f"第{n}张", "text": "好"} for n in range(5)])
    assert b"/Count 5" in pdf
    assert b"(zh-CN)" in pdf
    with pytest.raises(ValueError, match="0 sheets"):
        await paper.papers("tried/probe", [])


async def test_a_sign_without_a_glyph_costs_no_paper() -> None:
    assert (await paper.paper("tried/probe", {"title": "王😀", "text": "好"})).startswith(b"%PDF-")


async def test_a_template_sees_only_templates(tmp_path: Path) -> None:
    (tmp_path / "tried" / "nosy.typ").write_text('#let sheet(facts) = page(read("/etc/hostname"))')
    (tmp_path / "tried" / "far.typ").write_text('#import "@preview/x:1.0.0": x\n#let sheet(facts) = x')
    paper.set_up_papers([*routes.template_folders(), tmp_path])
    for name in ("tried/nosy", "tried/far"):
        with pytest.raises(typst.TypstError):
            await paper.paper(name, {"title": "试"})


def test_no_template_of_ours_asks_the_network() -> None:
    for folder in routes.template_folders():
        for template in folder.rglob("*.typ"):
            assert not re.search(r'"@|https?://', template.read_text()), template


@pytest.mark.matrix
async def test_two_hundred_take_less_than_three_times_as_long_as_they_would_one_by_one() -> None:
    def sheet(number: int) -> dict[str, str]:
        return {"title": f"证书 {number}", "text": chr(0x4E00 + number) * 20}

    await paper.paper("tried/probe", sheet(999))
    begun = process_time()
    await paper.paper("tried/probe", sheet(1000))
    one, begun = process_time() - begun, process_time()
    many = await paper.papers("tried/probe", [sheet(number) for number in range(200)])
    assert b"/Count 200" in many
    assert process_time() - begun < max(15.0, 200 * 3 * one)
