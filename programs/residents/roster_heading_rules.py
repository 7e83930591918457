"""What the heading of a column means, and which columns are never taken (S05)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from server.lib.patterns import late_pattern

SKIP = "skip"
# The fields of a roster in the order of the template. `address` holds several of them in one cell.
FIELDS = (
    "name",
    "phone",
    "age",
    "estate",
    "building",
    "unit",
    "door",
    "household_size",
    "hobbies",
    "target_groups",
    "categories",
    "guardian",
    "contact",
    "address",
    "id_number",
)
# Whoever hands in two columns of one of these means both.
SEVERAL = frozenset({"hobbies", "target_groups", "categories", SKIP})

_SAID: dict[str, str] = {
    "name": "姓名 名字 称呼 昵称 居民姓名 户主 户主姓名 住户姓名 接龙人"
    " 群昵称 微信昵称 参加人 报名人 姓 名称 人员姓名 成员姓名 name nickname nameornickname",
    "phone": "电话 手机 联系方式 联系电话 手机号 手机号码 电话号码 联系号码 手机后四位 电话后四位 电话尾号 手机尾号 号码 移动电话"
    " phone mobile tel telephone phoneendsin",
    "age": "年龄 年纪 岁数 周岁 出生 出生日期 出生年月 出生年月日 生日 年龄段 年龄层 出生年 age birthday birth dateofbirth",
    "estate": "小区 小区名称 所在小区 院落 小区院落 楼盘 estate compound",
    "building": "楼栋 楼 楼幢 幢 栋 栋号 楼号 幢号 楼栋号 楼宇 座 building block",
    "unit": "单元 单元号 门洞 unit stairwell",
    "door": "房号 门牌 门牌号 室 室号 房间号 房间 户号 门号 door room flat",
    "address": "住址 地址 家庭住址 详细地址 居住地址 家庭地址 现住址"
    " 住所 常住地址 楼栋房号 楼栋单元房号 楼栋门牌 几栋几号 address wholeaddress",
    "id_number": "身份证 身份证号 身份证号码 证件号 证件号码 公民身份号码 idnumber idcard identitynumber",
    "household_size": "家庭人口 家庭人数 人口 人口数 家庭人口数"
    " 常住人口 同住人数 家中人数 几口人 家庭成员数 householdsize peopleathome",
    "hobbies": "爱好 兴趣 兴趣爱好 特长 爱好特长 感兴趣的活动 hobbies hobby interests",
    "target_groups": "人群 人群类别 服务人群 重点人群 服务对象 关注人群 人群类型 targetgroups targetgroup groupstoreach",
    "categories": "类别 分类 类型 人员类别 居民类别 标签 categories category tags",
    "guardian": "监护人 监护人姓名 家长 家长姓名 guardian guardianname parent",
    "contact": "同意联系 同意电话联系 是否同意联系 可以打电话 同意被联系 是否同意电话联系 maybecalled agreestobecalled",
    SKIP: "序号 编号 号 no 性别 备注 说明 签名 签字 日期 填表日期 民族 籍贯 学历 单位 职业 政治面貌 sex gender remarks",
}
_MEANING = {heading: field for field, said in _SAID.items() for heading in said.split()}
# Within longer headings, the longest first: 居民的联系电话 is a phone, 紧急联系人电话 is nobody's here.
_WITHIN = sorted(
    (heading for heading in _MEANING if len(heading) > 1 and not heading.isascii()), key=len, reverse=True
)
_OTHERS = (
    "紧急联系",
    "配偶",
    "子女",
    "监护人电话",
    "家长电话",
    "房东",
    "介绍人",
    "网格员",
    "楼长",
    "负责人",
    "物业",
)

# S05, and PIPL article 28: what nobody needs to know of a neighbour. Each kind has a sentence of its own.
_NEVER: dict[str, str] = {
    "crime": "犯罪 前科 案底 刑满 服刑 刑释 社区矫正 矫正对象 吸毒 涉毒 戒毒 违法记录 criminal offence",
    "health": "病史 疾病 患病 健康状况 健康情况 身体状况 病情 残疾 伤残 精神障碍 用药 服药 过敏 体检 血型 艾滋 肝炎 传染病"
    " 怀孕 孕产 失能 失智 慢性病 慢病 health illness disease disability medication",
    "papers": "身份证照片 身份证复印 身份证扫描 身份证正反 身份证正面 身份证反面 身份证图片 证件照 证件复印 证件扫描 户口本照片"
    " 户口本复印 人脸 指纹 idphoto idcopy passport",
    "money": "收入 工资 银行卡 银行账号 存款 负债 欠款 低保 income salary bankaccount debt",
    "faith": "宗教 信仰 教派 信教 上访 信访 家庭矛盾 religion faith",
}
_BRACKETED = late_pattern(r"[(（\[【<《].*?[)）\]】>》]")
_MARKS = late_pattern(r"[\W_]+")


def folded_heading(text: str) -> str:
    """A heading as it is compared and remembered: without brackets, stars, spaces and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _MARKS.sub("", _BRACKETED.sub("", plain)) or _MARKS.sub("", plain)


def meaning_of(heading: str, remembered: Mapping[str, str] | None = None) -> str | None:
    """The field that a heading names, from memory first; None when nobody can tell."""
    text = folded_heading(heading)
    if not text or len(text) > 40:
        return None
    if remembered and text in remembered:
        return remembered[text]
    if text in _MEANING:
        return _MEANING[text]
    if any(word in text for word in _OTHERS):
        return SKIP
    if len(text) > 15:
        return None
    return next((_MEANING[word] for word in _WITHIN if word in text), None)


def is_known_heading(text: str) -> bool:
    """Whether a cell is surely a heading and not somebody's name or a remark."""
    plain = folded_heading(text)
    return plain in _MEANING or (0 < len(plain) <= 12 and meaning_of(text) not in {None, SKIP})


def never_taken(heading: str) -> str | None:
    """The kind of column that is refused: crime, health, papers, money or faith; None for one that may be handed in."""
    text = _MARKS.sub("", unicodedata.normalize("NFKC", heading).casefold())
    if len(text) > 40:
        return None
    return next((kind for kind, words in _NEVER_WORDS.items() if any(word in text for word in words)), None)


_NEVER_WORDS = {kind: tuple(words.split()) for kind, words in _NEVER.items()}
