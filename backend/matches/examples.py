"""Needs to try with one click, each in a language of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    key: str
    language: str
    direction: str
    title: str
    text: str


EXAMPLES = (
    Example(
        "hydro",
        "fr",
        "ltr",
        "Petites centrales hydroélectriques",
        "Quatre villages de montagne ont de petites centrales hydroélectriques de 15 à 60 kW qui "
        "ne tournent plus : roues usées, régulation brûlée, canal ensablé. Nous cherchons une "
        "équipe qui les remette en marche et forme nos ateliers à fabriquer les pièces.",
    ),
    Example(
        "wells",
        "ar",
        "rtl",
        "مضخات شمسية لآبار الرعي",
        "تعطلت مضخات الآبار الرعوية العاملة بالطاقة الشمسية في مناطقنا النائية. نحتاج إلى تدريب "
        "فنيين محليين على صيانتها، وإلى طريقة بسيطة لتوفير قطع الغيار وتحصيل رسوم المياه.",
    ),
    Example(
        "rice",
        "en",
        "ltr",
        "Hybrid rice seed",
        "Our farmers buy hybrid rice seed abroad every season. We want to learn to produce it "
        "ourselves: choice of parent lines, timing of flowering, and testing of purity.",
    ),
    Example(
        "biogas",
        "zh",
        "ltr",
        "停用的沼气池",
        "我们农村的沼气池一半以上已经停用，主要是漏气、冬季不产气和没有人维修。"
        "希望找到有经验的专家，帮助修复并培训村里的技术员。",
    ),
    Example(
        "lakes",
        "ru",
        "ltr",
        "Ледниковые озёра",
        "Над нашими сёлами растут ледниковые озёра. Нужна помощь в обследовании плотин и в "
        "создании простой системы оповещения, которую смогут обслуживать сами жители.",
    ),
    Example(
        "coffee",
        "es",
        "ltr",
        "Aguas mieles del café",
        "Los beneficios húmedos de café vierten sus aguas mieles al río. Queremos tratarlas y "
        "aprovechar el biogás, con equipos baratos que las cooperativas puedan mantener.",
    ),
    Example(
        "malaria",
        "pt",
        "ltr",
        "Malária antes das chuvas",
        "Queremos chegar a todas as crianças menores de cinco anos com quimioprevenção da malária "
        "antes das chuvas, em tabancas a que só se chega de canoa.",
    ),
)
BY_KEY = {example.key: example for example in EXAMPLES}
