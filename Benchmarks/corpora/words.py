"""Names, places and numbers that records are made of. Persons and firms are invented; check digits are true."""

CITIES = [
    ("310115", "上海市浦东新区", "沪", "200120"), ("320583", "江苏省昆山市", "苏", "215300"),
    ("330106", "浙江省杭州市西湖区", "浙", "310012"), ("440305", "广东省深圳市南山区", "粤", "518052"),
    ("510107", "四川省成都市武侯区", "川", "610041"), ("420111", "湖北省武汉市洪山区", "鄂", "430070"),
]
ROADS = ["虚河路", "无涯路", "凭虚大道", "乌有街", "亡是路", "子云路", "长杨路", "上林街"]
TRADES = ["精密机械", "智能装备", "新材料", "电子科技", "生物医药", "食品", "纺织", "物流", "建筑工程", "汽车零部件"]
STEMS = ["子虚", "乌有", "亡是", "凭虚", "安处", "无涯", "长杨", "甘泉", "羽猎", "灵台", "洞箫", "思玄"]
SURNAMES = list("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜")
GIVEN = ["文", "静", "正", "立", "明远", "若兰", "子平", "思齐", "嘉禾", "望舒", "知行", "怀瑾", "清源", "景行"]
DEPARTMENTS = ["公司金融部", "小微金融部", "个人信贷部", "风险管理部", "资产保全部"]


def credit_code(rng):
    """A unified social credit code with a true check character (GB 32100-2015)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    body = f"91{rng.choice(CITIES)[0]}MA{rng.randrange(10**7):07d}"
    return body + alphabet[-sum(alphabet.index(c) * w for c, w in zip(body, weights)) % 31]


def identity_number(rng, division):
    """Of an identity card, with a true check digit (GB 11643-1999)."""
    body = f"{division}{rng.randrange(1950, 1990)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(1000):03d}"
    return body + "10X98765432"[sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body)) % 11]


def person(rng):
    return rng.choice(SURNAMES) + rng.choice(GIVEN)
