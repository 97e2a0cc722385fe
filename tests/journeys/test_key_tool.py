"""The offline page of the key tool in a browser without network: it sends nothing, and does to the letter what the script does."""

import random
from pathlib import Path

import pytest

from registers.key_tool import practice_keys
from tests.journeys.accessibility import assert_page_is_accessible

PAGE = Path(practice_keys.__file__).with_name("practice_keys.html")
SECRET = "0123456789abcdef" * 4

EXPORTS = {
    "plain": "NHS Number,Full Name,Date of Birth,Sex,codes\r\n9434765919,Ann Smith,1975-01-31,F,read2:E2003\r\n",
    "emis": "Report: list,,\nRun on 1 Feb 2007,,\nNHS No.;Surname;Forename;DOB;Term\n943 476 5919;Smith;Ann;31/01/1975;a, b\n;;;;\n",
    "tabs": '\ufeffsurname\tNHS_number :\tnote\r\rJones\t401-023-2137\tsaid "hello" twice\r',
    "quotes": 'nhs number,name,note\n9434765919,"Smith, ""Ann""","two\nlines"\n"4010232137",,\n',
    "windows": "nhs number;name;note\n9434765919;Zo\u00eb;caf\u00e9 \u20ac5\n",
    "twice": "sep=;\nnhs number;surname;birth_year;dob\n'9434765919;;1975;31-Jan-1975\n9434765919.0;Smith;1975;\n",
    "damaged": "nhs number,dob,note\n9434765918,1975-01-31,x\n9.43E+09,,\n9434765919,31/01/75,\n4010232137,1980-02-03,see 943 476 5919\n"
    "4010232137,1980-02-03,ok\n4010232137,1,2,3\n",
    "short": "note,NHS number,mode\nx,9434765919\n",
}
ENCODINGS = {"windows": "cp1252", "tabs": "utf-16"}


@pytest.fixture
def key_page(chromium):
    """The page from its file, without network; `requests` holds every address that it asks for."""
    context = chromium.new_context(offline=True, accept_downloads=True)
    page = context.new_page()
    page.requests = []
    page.console = []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.console.append(message.text))
    page.on("pageerror", lambda mistake: page.console.append(str(mistake)))
    page.goto(PAGE.as_uri())
    yield page
    context.close()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "practice-secret.txt").write_text(SECRET + "\n")
    return tmp_path


def saved(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Save {name}").click()
    return Path(download.value.path()).read_bytes()


def upload_by_page(page, folder, name):
    page.locator("#secret").set_input_files(folder / "practice-secret.txt")
    page.locator("#export").set_input_files(folder / f"{name}.csv")
    page.get_by_label("Leave out rows that cannot be used").check()
    page.get_by_role("button", name="Make the file").click()
    return saved(page, f"{name}-to-upload.csv"), saved(page, "key-map.csv")


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_page_and_script_write_the_same_bytes(key_page, folder, name):
    (folder / f"{name}.csv").write_bytes(EXPORTS[name].encode(ENCODINGS.get(name, "utf-8")))

    status = practice_keys.main(["keys", f"{name}.csv", "--skip-bad"])

    uploaded, people = upload_by_page(key_page, folder, name)
    assert status == 0
    assert uploaded == (folder / f"{name}-to-upload.csv").read_bytes()
    assert people == (folder / "key-map.csv").read_bytes()
    assert b"patient_key,key_check" in uploaded


def test_page_lists_the_rows_that_cannot_be_used_and_writes_nothing(key_page, folder):
    (folder / "damaged.csv").write_text(EXPORTS["damaged"])
    key_page.locator("#secret").set_input_files(folder / "practice-secret.txt")
    key_page.locator("#export").set_input_files(folder / "damaged.csv")

    key_page.get_by_role("button", name="Make the file").click()

    key_page.get_by_text("5 rows cannot be used").wait_for()
    assert key_page.get_by_role("link").count() == 0
    assert "‘9434765918’ does not pass" in key_page.get_by_role("table").inner_text()


def test_page_puts_the_same_names_into_a_worklist(key_page, folder):
    (folder / "plain.csv").write_text(EXPORTS["plain"])
    practice_keys.main(["keys", "plain.csv"])
    key = (folder / "key-map.csv").read_text().splitlines()[1].split(",")[0]
    (folder / "worklist.csv").write_text(f"number,patient_key,due\n7,{key},2007-02-01\n8,{'0' * 64},\n")

    practice_keys.main(["name", "worklist.csv"])
    key_page.locator("#worklist").set_input_files(folder / "worklist.csv")
    key_page.locator("#name-map").set_input_files(folder / "key-map.csv")
    key_page.get_by_role("button", name="Put the names in").click()

    assert saved(key_page, "worklist-named.csv") == (folder / "worklist-named.csv").read_bytes()
    assert key_page.get_by_role("cell", name="Ann Smith").is_visible()


def test_page_makes_a_secret_of_its_own_each_time(key_page):
    made = []
    for _ in range(2):
        key_page.get_by_role("button", name="Make a secret").click()
        key_page.get_by_role("link", name="Save practice-secret.txt").wait_for()
        made.append(saved(key_page, "practice-secret.txt"))

    assert made[0] != made[1]
    assert len(practice_keys.secret_of(made[0].decode())) == 32


def test_page_asks_for_nothing_but_itself(key_page, folder):
    """D40: no key, number or secret leaves the machine, and nothing is fetched."""
    (folder / "plain.csv").write_text(EXPORTS["plain"])
    upload_by_page(key_page, folder, "plain")

    key_page.evaluate("fetch('http://127.0.0.1:9/').catch(() => null)")

    asked = [url for url in key_page.requests if not url.startswith("blob:")]
    assert asked == [PAGE.as_uri()]
    assert any("connect-src" in line for line in key_page.console)


def test_page_is_accessible_with_what_it_says_after_work(key_page, folder):
    (folder / "damaged.csv").write_text(EXPORTS["damaged"])
    assert_page_is_accessible(key_page)

    upload_by_page(key_page, folder, "damaged")

    assert_page_is_accessible(key_page)


def test_page_drops_the_columns_that_the_script_drops(key_page):
    assert set(key_page.evaluate("[...DROPPED]")) == practice_keys.DROPPED
    assert set(key_page.evaluate("[...BIRTH]")) == practice_keys.BIRTH


def odd_texts(count):
    """Texts of the characters that CSV is made of, in any order."""
    chance = random.Random(2006)
    alphabet = ["a", "1", '"', '""', ",", ";", "\t", "|", "\r", "\n", "\r\n", " ", "é", "\u2028", "\x0b", "nhs"]
    return ["".join(chance.choices(alphabet, k=chance.randint(0, 14))) for _ in range(count)]


def by_script(text):
    try:
        return practice_keys.rows_of(text)
    except practice_keys.Refused as refusal:
        return str(refusal)


def test_page_and_script_read_any_text_alike(key_page):
    texts = odd_texts(3000)
    script = "texts => texts.map(text => { try { return rowsOf(text); } catch (refusal) { return refusal.message; } })"

    made = key_page.evaluate(script, texts)

    differing = [(text, one) for text, one in zip(texts, made, strict=True) if one != by_script(text)]
    assert differing == []


def test_page_hashes_as_the_published_vectors(key_page):
    """RFC 4231, cases 1, 2 and 6 (a secret longer than a block), and lengths around the edge of a block."""
    vectors = [("0b" * 20, "Hi There"), ("4a656665", "what do ya want for nothing?"), ("aa" * 131, "Test Using Larger")]
    vectors += [(SECRET, "x" * length) for length in (0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 500)]
    script = "pairs => pairs.map(([secret, text]) => hexadecimal(Uint8Array.from(secret.match(/../g), p => parseInt(p, 16)), text))"

    made = key_page.evaluate(script, vectors)

    assert made == [practice_keys.hexadecimal(bytes.fromhex(secret), text) for secret, text in vectors]
    assert made[0] == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
