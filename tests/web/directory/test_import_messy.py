"""Spreadsheets as they lie about in offices, in Portuguese, Chinese, Arabic and Russian."""

from __future__ import annotations

import datetime

from backend.directory.models import Expert, Institution


def _of(expert: Expert) -> dict[str, object]:
    return {
        "languages": sorted(expert.language_skills.values_list("language_id", "level")),
        "passages": [(p.kind, p.text, p.year) for p in expert.passages.order_by("pk")],
    }


def test_portuguese(write_csv, run_import):
    rows = [
        ["REDE DE ESPECIALISTAS – 2026"] + [""] * 11,
        [""] * 12,
        ["Nome", "Sobrenome", "Sexo", "Instituição", "País", "E-mail", "Idiomas", "Áreas de atuação",
         "Principais projetos", "Publicações", "Disponível a partir de", "Disponível até"],
        ["Maria", "da Conceição", "M", "Universidade Exemplo de Beira", "Moçambique",
         "maria@demo.example; m2@demo.example", "Português (materna), Inglês – fluente e francês básico",
         "irrigação; solos; drenagem",
         "• Reabilitação de 400 ha de perímetros irrigados em Chókwè (2015–2018)\n"
         "• Formação de 2000 agricultores em gestão da água\n"
         "• Estudo de salinidade no baixo Limpopo, 2021",
         "Gestão de água em solos argilosos, Revista Exemplo, 2019; Drenagem subterrânea em arrozais de Gaza, 2022",
         "15/03/2027", "31.12.2027"],
        ["José", "Tembe", "H", "Universidade Exemplo da Beira", "Moçambique", "", "português", "", "", "", "", ""],
    ]  # fmt: skip
    run = run_import(write_csv(rows, encoding="cp1252", delimiter=";"))
    assert run.problems == []
    assert run.count("experts", "created") == 2
    maria = Expert.objects.get(names={"pt": "Maria da Conceição"})
    assert (maria.gender, maria.country_id) == ("female", "MOZ")  # beside an H, M is mulher
    assert maria.contact.email == "maria@demo.example"
    assert maria.availability.get().end == datetime.date(2027, 12, 31)
    assert _of(maria) == {
        "languages": [("en", "C1"), ("fr", "A2"), ("pt", "native")],
        "passages": [
            ("expertise", "irrigação; solos; drenagem", None),
            (
                "project",
                "Reabilitação de 400 ha de perímetros irrigados em Chókwè (2015–2018)",
                2018,
            ),
            ("project", "Formação de 2000 agricultores em gestão da água", None),
            ("project", "Estudo de salinidade no baixo Limpopo, 2021", 2021),
            ("publication", "Gestão de água em solos argilosos, Revista Exemplo, 2019", 2019),
            ("publication", "Drenagem subterrânea em arrozais de Gaza, 2022", 2022),
        ],
    }
    university = Institution.objects.get(names={"pt": "Universidade Exemplo de Beira"})
    assert (university.type, university.consent_listed) == ("university", False)


def test_chinese(write_xlsx, run_import):
    rows = [
        ["专家信息登记表", None, None, None, None, None, None, None, None, None],
        ["序号", "姓名 Name", "性别", "工作单位", "职务/职称", "国别", "邮箱", "外语水平", "主要项目", "擅长领域"],
        [1, "王丽华 (Wang Lihua)", "女", "示例水利研究院", "高级工程师", "中国", "wang@demo.example", "英语 流利；法语（初级）",
         "1、主持某县小水电站增效扩容改造工程设计（2016-2018年）；\n2、2021年承担老挝南部农村微水电示范项目技术指导",
         "小水电站机电设备选型"],
        [None, None, None, None, None, None, None, None, "3、为非洲学员讲授水电站运行课程，2023年", None],
        [2, "Samba Diop", "男", "示例水利研究院", "顾问", "塞内加尔", None, "法语母语", None, "农村供水"],
    ]  # fmt: skip
    run = run_import(write_xlsx({"专家名单": rows}))
    assert run.problems == []
    assert run.report["institutions_created"] == ["示例水利研究院 (type: research institute)"]
    wang = Expert.objects.get(names__has_key="zh-Hans")
    assert wang.names == {"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"}
    assert wang.affiliations.get().position == "高级工程师"
    assert _of(wang)["languages"] == [("en", "C1"), ("fr", "A2")]
    assert [(text, year) for kind, text, year in _of(wang)["passages"] if kind == "project"] == [
        ("主持某县小水电站增效扩容改造工程设计（2016-2018年）", 2018),
        ("2021年承担老挝南部农村微水电示范项目技术指导", 2021),
        ("为非洲学员讲授水电站运行课程，2023年", 2023),
    ]
    assert Expert.objects.get(country_id="SEN").names == {"en": "Samba Diop"}


def test_arabic(write_csv, run_import):
    rows = [
        ["الاسم الأول", "اللقب", "الجنس", "جهة العمل", "البلد", "رقم الهاتف", "اللغات", "أهم المشاريع", "موافقة على النشر", "آخر تحديث"],
        ["سلمى", "الحداد", "أنثى", "جامعة المثال", "تونس", "٠٠٢١٦٧١٠٠٠٠٠٠", "العربية (اللغة الأم)، الفرنسية ممتاز",
         "• تصميم محطة لمعالجة مياه الصرف لقرية من ٥٠٠٠ ساكن، 2019\n• برنامج تدريب مشغلي المحطات في موريتانيا (2021 - 2022)",
         "نعم", "١٢ مايو ٢٠٢٦"],
    ]  # fmt: skip
    run = run_import(write_csv(rows))
    assert run.problems == []
    salma = Expert.objects.get()
    assert salma.names == {"ar": "سلمى الحداد"}
    assert (salma.country_id, salma.gender, salma.consent_listed) == ("TUN", "female", True)
    assert salma.last_confirmed == datetime.date(2026, 5, 12)
    assert salma.contact.phone == "0021671000000"
    assert _of(salma)["languages"] == [("ar", "native"), ("fr", "C1")]
    assert [year for _kind, _text, year in _of(salma)["passages"]] == [2019, 2022]
    assert Institution.objects.get().type == "university"


def test_russian(write_xlsx, run_import):
    rows = [
        ["№", "Фамилия", "Имя", "Отчество", "Пол", "Организация", "Должность", "Страна", "Владение языками",
         "Область экспертизы", "Участие в проектах", "Согласие на публикацию", "Дата обновления"],
        [7.0, "Ибраев", "Асан", "Маратович", "м", "НИИ «Пример»", "с.н.с.", "Киргизия",
         "киргизский (родной), русский – свободно, английский (со словарем)",
         "Очистка питьевой воды\nМалые водопроводы", "2014–2017 гг. – водоснабжение 12 сёл Иссык-Кульской области;\n"
         "2020 г.: обследование скважин", "да", datetime.datetime(2026, 5, 12)],
    ]  # fmt: skip
    run = run_import(write_xlsx({"Эксперты": rows}))
    assert run.problems == []
    asan = Expert.objects.get()
    assert asan.names == {"ru": "Ибраев Асан Маратович"}
    assert (asan.external_id, asan.gender, asan.country_id) == ("7", "male", "KGZ")
    assert _of(asan)["languages"] == [("en", "A2"), ("ky", "native"), ("ru", "C1")]
    assert [(kind, year) for kind, _text, year in _of(asan)["passages"]] == [
        ("expertise", None), ("expertise", None), ("project", 2017), ("project", 2020),
    ]  # fmt: skip
    assert Institution.objects.get().type == "research_institute"
