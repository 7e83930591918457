"""What everybody tries first, gathered by ourselves: the parts that common passwords are put together from.

A password that is nothing but such parts is refused (`rules.password_fault`), so `Wang5201314`, `qwe123!@#`
and `iloveyou2024` need no line of their own.
"""

# Runs on keyboards and in the alphabet; three neighbours or more, in either direction, count as one part.
RUNS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "147258369",
    "159753",
    "741852963",
)

_WORDS = """
password passw0rd p4ssword pass passwd pwd word login signin welcome letmein admin administrator root user
guest test tester demo default changeme change secret master super superman batman spiderman pokemon naruto
dragon monkey tiger lion eagle falcon shadow hunter killer ranger ninja samurai wizard phoenix panda dog cat
fish bird baby angel princess queen king prince flower rose lily daisy sunshine sunny summer winter spring
autumn star moon sky ocean river mountain rainbow love loveyou iloveyou ilove lover sweet honey sugar candy
cookie chocolate banana apple orange cherry lemon coffee tea pepper cheese happy lucky smile freedom peace
hello world hey football soccer basketball baseball hockey tennis golf yankees lakers chelsea arsenal
liverpool barcelona michael jordan jennifer jessica ashley amanda daniel andrew thomas robert charlie george
jack james john david maggie michelle nicole samantha matthew joshua william alexander anthony computer
internet server windows microsoft google baidu taobao alibaba alipay wechat weixin tencent qq qzone huawei
xiaomi samsung iphone android china chinese beijing shanghai guangzhou shenzhen chengdu chongqing hangzhou
nanjing wuhan xian tianjin suzhou sichuan guangdong zhejiang jiangsu zhongguo zhonghua woaini woaiwojia
woaiziji woaimama woaibaba woshishui wodemima mima nihao nimen tamade caonima laopo laogong baobao baobei
qinaide xiaoming xiaohong xiaoli xiaowang zhang wang li liu chen yang huang zhao wu zhou xu sun ma zhu hu
guo he gao lin luo zheng liang xie song tang deng feng han cao zeng peng xiao cai pan tian dong yuan yu
jiang du ye cheng wei su lu ding ren yao shen zhong cui tan longlong tiantian xingxing yueyue lele beibei
feifei jiajia mimi niuniu pangpang meimei gege jiejie didi fuck sex sexy bitch hacker trustno1 trustno
whatever nothing access please mustang corvette ferrari porsche mercedes toyota honda abc qwe asd zxc qaz
wsx edc abcd qwer asdf zxcv qwert asdfg zxcvb aa bb cc aaa xxx zzz yijia women gongzuo shequ juweihui yezhu
wuye jumin xiaoqu louzhang wangge wanggeyuan shegong zhiyuan zhiyuanzhe
邻里 社区 居委会 小区 业主 物业 居民 志愿者 社工 网格员 密码
我爱你 我爱中国 你好 中国 管理员 520 521 1314 5201314 1314520 168 188 woshi aini
"""
WORDS = frozenset(_WORDS.split())

# The installation's own words: tried first by whoever knows what Linli is.
CONTEXT = ("linli", "neighbour", "neighbor", "community", "邻里", "社区", "小区", "居委会")

# Favourites that are not made of the parts above, and the demo's own password.
_COMMON = """
linli-demo 5211314 7758521 7758258 584520 520520 31415926 314159265 27182818 11223344 112233445566 12344321
123321123 100200300 10203040 88888888 66666666 18181818 168168168 0123698745 3.1415926 14725836 a1b2c3d4
aa11bb22 1a2b3c4d q1q1q1q1 w2w2w2w2 zaq12wsx zaq1xsw2 xsw23edc cde34rfv 1qazxsw2 qazwsxedc !qaz2wsx p@ssw0rd
p@ssword pa$$word pa55word passw0rd1 adm1n123 r00tr00t g00gle123 l0vey0u1 iloveu123 iloveu520 wo5201314
ai5201314
"""
COMMON = frozenset(_COMMON.split())
