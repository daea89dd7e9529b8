"""People of the visit: places, and telling two people of one name apart."""

from cfpdesk.model.team import (
    Person,
    Role,
    Side,
    auditors,
    doubled_places,
    indistinct,
    initial,
    next_place,
    short_key,
    split_sides,
)


def member(name: str, place: int = 0, role: Role = Role.VERIFIER, title: str = "") -> Person:
    return Person(
        row=f"{name}{title}", side=Side.TEAM, role=role, name=name, place=place, title=title
    )


def guest(name: str, title: str = "") -> Person:
    return Person(row=f"c{name}{title}", name=name, title=title)


def test_the_sides_and_those_who_answer_items() -> None:
    lead, expert, li = member("林", 1, Role.LEAD), member("何", 2, Role.EXPERT), guest("李")
    assert split_sides([lead, li, expert]) == ((lead, expert), (li,))
    assert auditors([lead, expert, li]) == (lead,)


def test_a_place_is_never_given_twice() -> None:
    assert next_place([]) == 1
    assert next_place([member("林", 1), member("高", 4), guest("李")]) == 5
    assert doubled_places([member("林", 2), member("高", 2), guest("李"), guest("赵")]) == {2}


def test_people_of_one_name_need_titles_that_differ() -> None:
    first, second = guest("王伟", "财务主管"), guest("王 伟".replace(" ", ""), "生产主管")
    assert indistinct([first, second, guest("李梅")]) == ()
    bare = guest("王伟")
    assert indistinct([first, bare]) == (bare,)
    twin = Person(row="x", name=" 王伟 ", title="财务主管")
    assert indistinct([first, twin]) == (first, twin)
    assert indistinct([guest(""), guest("")]) == ()


def test_short_forms() -> None:
    assert initial(" 苏晓岚") == "苏"
    assert initial("") == ""
    assert short_key("7f3a91c2" + "0" * 56) == "7F3A 91C2"
    assert short_key("") == ""
