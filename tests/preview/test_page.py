"""The page in real Chromium: the real bot is asked, pressed, rated and read there."""

import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, async_playwright, expect
from playwright.async_api import Page as Tab

from bot.answering.answer import Outcome
from bot.answering.decision import Costs
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.preview.entities import parse_html
from bot.preview.running import Preview, open_preview
from bot.settings import Settings
from tests.conftest import NOW

pytestmark = pytest.mark.asyncio(loop_scope="module")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = (1360, 850), (390, 780)
# What a slow machine may need; nothing waits so long when all is well.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if found is None:
        assert not os.environ.get("CI"), "Chromium is missing: tests/system.sh installs it"
        pytest.skip("NO CHROMIUM, THE PAGE IS NOT TESTED: tests/system.sh installs it")
    return found


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@dataclass(frozen=True)
class Client:
    """The page in a tab, as somebody uses it. `asked` are the addresses that the tab fetched."""

    tab: Tab
    preview: Preview
    asked: list[str]
    errors: list[str]

    async def say(self, text: str) -> None:
        await self.tab.fill("#text", text)
        await self.tab.press("#text", "Enter")

    def theirs(self) -> Locator:
        return self.tab.locator(".message.theirs")

    async def answer(self, text: str) -> Locator:
        """Wait for the bot's newest message to say `text`."""
        last = self.theirs().last
        await expect(last).to_contain_text(text)
        return last

    async def view(self, name: str) -> None:
        await self.tab.click(f"nav [data-view={name}]")

    async def enter(self, kind: str, language: str) -> None:
        await self.tab.select_option("#new-chat [name=type]", kind)
        await self.tab.select_option("#new-chat [name=language]", language)
        await self.tab.click("#new-chat [type=submit]")


@asynccontextmanager
async def opened(
    browser: Browser,
    settings: Settings,
    service: AnsweringService,
    *,
    locale: str = "sv-SE",
    size: tuple[int, int] = WIDE,
    dark: bool = False,
    path: str = "",
) -> AsyncIterator[Client]:
    async with open_preview(settings, service, clock=lambda: NOW) as preview:
        width, height = size
        context = await browser.new_context(
            locale=locale,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab = await context.new_page()
        asked: list[str] = []
        errors: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        await tab.goto(preview.url + path)
        await expect(tab.locator("#chat-title")).not_to_be_empty()
        yield Client(tab, preview, asked, errors)
        await context.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(preview.url)] == []


@pytest_asyncio.fixture(loop_scope="module")
async def tiny(
    browser: Browser, tiny_settings: Settings, lillby: AnsweringService
) -> AsyncIterator[Client]:
    async with opened(browser, tiny_settings, lillby) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def town(
    browser: Browser, settings: Settings, haparanda: AnsweringService
) -> AsyncIterator[Client]:
    async with opened(browser, settings, haparanda) as client:
        yield client


async def test_asked_in_three_languages(town: Client, haparanda: AnsweringService) -> None:
    for text, language in (
        ("När öppnar kommunhuset?", "sv"),
        ("Paljonko rahaa koulut saavat?", "fi"),
        ("What is the vision?", "en"),
    ):
        expected = haparanda.answer(Question(text, NOW))
        assert (expected.language, expected.outcome) == (language, Outcome.ANSWER)
        await town.say(text)
        await town.answer(expected.plain.split("\n")[0])
        shown = await town.theirs().last.locator(".text").inner_text()
        assert "".join(parse_html(expected.text).text.split()) == "".join(shown.split())
        why = town.tab.locator("#explanation")
        await expect(why.locator("blockquote")).to_have_text(text)
        assert expected.topic is not None
        await expect(why.locator(".topics li").first).to_contain_text(expected.topic)


async def test_a_choice_is_pressed(
    browser: Browser, tiny_settings: Settings, lillby: AnsweringService
) -> None:
    costs = tiny_settings.decision.model_copy(update={"wrong_answer": 1000})
    careful = AnsweringService(lillby.snapshot, Costs(**costs.model_dump()))
    async with opened(browser, tiny_settings, careful) as client:
        await client.say("När har ni öppet?")
        await client.answer("Menade du något av det här?")
        await client.theirs().locator(".key", has_text="Lillbys vision").click()
        await client.answer("Nära till allt")
        await expect(client.theirs()).to_have_count(1)
        await expect(client.theirs().locator(".meta")).to_contain_text("ändrat")


async def test_the_budget_is_drawn(town: Client) -> None:
    await town.say("/budget")
    picture = town.theirs().last.locator("img")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("picture => picture.naturalWidth") > 100
    assert "Bild: " in str(await picture.get_attribute("alt"))


async def test_a_card_and_copied_numbers(town: Client, haparanda: AnsweringService) -> None:
    await town.say("/contact")
    keys = town.theirs().first.locator(".key")
    await keys.filter(has_text=haparanda.plain_phrase("button.phone", "sv", NOW)).click()
    toast = town.tab.locator("#toast")
    await expect(toast).to_contain_text("Kopierat: 0")
    copied = await town.tab.evaluate("navigator.clipboard.readText()")
    assert await toast.text_content() == f"Kopierat: {copied}"
    await keys.filter(has_text=haparanda.plain_phrase("button.card", "sv", NOW)).click()
    card = town.tab.locator(".card").last
    await expect(card).to_contain_text("+46")


async def test_the_menu_is_walked(tiny: Client) -> None:
    await tiny.tab.click("#start")
    first = tiny.theirs().first
    await expect(first).to_contain_text("Jag svarar på frågor om Lillby")
    await tiny.say("När har ni öppet?")
    answer = await tiny.answer("09:00–15:30")
    await answer.locator(".key", has_text="Alla ämnen").click()
    await expect(answer).to_contain_text("Välj ett ämne")
    await answer.locator(".key", has_text="Lillbys vision").click()
    await expect(answer).to_contain_text("Nära till allt")
    await expect(answer.locator("b").first).to_have_text("Lillbys vision")


async def test_a_vote_is_thanked_for(tiny: Client) -> None:
    await tiny.say("När har ni öppet?")
    answer = await tiny.answer("09:00–15:30")
    await answer.locator(".key", has_text="Hjälpte inte").click()
    await expect(tiny.tab.locator("#toast")).to_contain_text("Vad var fel")
    await answer.locator(".key", has_text="Otydligt").click()
    await expect(tiny.tab.locator("#toast")).to_contain_text("Din röst räknas")


async def test_a_changed_question_changes_its_answer(tiny: Client) -> None:
    await tiny.say("När har ni öppet?")
    await tiny.answer("09:00–15:30")
    mine = tiny.tab.locator(".message.mine")
    await mine.hover()
    await mine.locator("button", has_text="Ändra").click()
    await expect(tiny.tab.locator("#text")).to_have_value("När har ni öppet?")
    await tiny.say("Vad är er vision?")
    await tiny.answer("Nära till allt")
    await expect(tiny.theirs()).to_have_count(1)
    await expect(mine).to_contain_text("Vad är er vision?")
    await expect(mine).to_contain_text("ändrat")


async def test_commands_come_from_the_bot_and_work_by_keyboard(tiny: Client) -> None:
    await tiny.tab.focus("#text")
    await tiny.tab.keyboard.type("/")
    offers = tiny.tab.locator("#offers .offer")
    await expect(offers.filter(has_text="/help")).to_contain_text("Hjälp")
    await tiny.tab.keyboard.type("vis")
    await expect(offers).to_have_count(1)
    await tiny.tab.keyboard.press("ArrowUp")
    await tiny.tab.keyboard.press("Enter")
    await tiny.answer("Nära till allt")
    await expect(tiny.tab.locator("#text")).to_be_focused()


async def test_inline_mode_puts_a_card_into_a_friends_chat(tiny: Client) -> None:
    await tiny.enter("friend", "sv")
    await tiny.tab.fill("#text", f"@{tiny.preview.page.server.world.bot['username']} öppettider")
    offer = tiny.tab.locator("#offers .offer").first
    await expect(offer).to_contain_text("Öppettider")
    await tiny.tab.press("#text", "ArrowDown")
    await tiny.tab.keyboard.press("Enter")
    mine = tiny.tab.locator(".message.mine")
    await expect(mine).to_contain_text("via @local_bot")
    await expect(mine).to_contain_text("09:00–15:30")
    # Its button opens the bot itself, here and not in another tab.
    await mine.locator(".key").first.click()
    await expect(tiny.tab.locator("#chat-title")).to_have_text("Lillbysvar")
    await tiny.answer("09:00–15:30")


async def test_chats_side_by_side_keep_apart(tiny: Client) -> None:
    await tiny.say("När har ni öppet?")
    await tiny.answer("09:00–15:30")
    await tiny.enter("private", "sv")
    await expect(tiny.theirs()).to_have_count(0)
    await tiny.say("Vad är er vision?")
    await tiny.answer("Nära till allt")
    entries = tiny.tab.locator("#chat-list .entry")
    await expect(entries).to_have_count(2)
    first, second = tiny.preview.page.people.by_chat.values()
    first.visitor.send_text("Vad är er vision?")
    tiny.preview.page.stream.refresh()
    await expect(entries.first.locator(".unread")).to_contain_text("1")
    await entries.first.click()
    await expect(tiny.theirs()).to_have_count(2)
    assert len(second.visitor.chat.messages) == 2


async def test_a_group_answers_who_mentions_the_bot(tiny: Client) -> None:
    await tiny.enter("group", "sv")
    await tiny.say("hej på er")
    await tiny.say("@local_bot: när har ni öppet")
    answer = await tiny.answer("09:00–15:30")
    await expect(answer.locator(".quote")).to_contain_text("när har ni öppet")
    await expect(tiny.theirs()).to_have_count(1)


async def test_a_link_opens_a_topic(
    browser: Browser, tiny_settings: Settings, lillby: AnsweringService
) -> None:
    async with opened(browser, tiny_settings, lillby, path="?start=vision_sv") as client:
        await client.answer("Nära till allt")
        await client.view("tools")
        await client.tab.fill("#link [name=payload]", "contact-hours")
        await client.tab.click("#link [type=submit]")
        await client.answer("09:00–15:30")


async def test_the_clients_language_greets(town: Client, haparanda: AnsweringService) -> None:
    await town.enter("private", "fi")
    await expect(town.tab.locator("#chat-title")).to_have_text(
        haparanda.plain_phrase("bot.name", "fi", NOW)
    )
    await town.tab.click("#menu")
    await expect(town.tab.locator("#offers")).to_contain_text(
        haparanda.plain_phrase("command.help", "fi", NOW)
    )
    await town.tab.keyboard.press("Escape")
    await town.tab.select_option("#client-language", "en")
    await town.say("/help")
    await town.answer(haparanda.plain_phrase("help", "en", NOW).split("\n")[0])


async def test_what_people_write_is_text(tiny: Client) -> None:
    wild = "<img src=x onerror=alert(1)> & <b>fet</b> \U0001f600"
    await tiny.say(wild)
    await expect(tiny.tab.locator(".mine .text")).to_have_text(wild)
    await expect(tiny.tab.locator(".mine img, .mine b")).to_have_count(0)


async def test_a_blocked_bot_stays_silent_until_start(tiny: Client) -> None:
    await tiny.say("När har ni öppet?")
    await tiny.answer("09:00–15:30")
    await tiny.view("tools")
    await tiny.tab.click("#block")
    await tiny.tab.click("#start")
    await tiny.answer("Jag svarar på frågor om Lillby")


async def test_the_server_misbehaves_as_told_and_nothing_is_lost(tiny: Client) -> None:
    faults = tiny.preview.page.server.faults
    await tiny.view("tools")
    await tiny.tab.fill("#faults [name=duplicate]", "1")
    await tiny.tab.click("#faults [type=submit]")
    await expect(tiny.tab.locator("#fault-state")).to_contain_text("krånglar")
    assert faults.now.duplicate == 1
    await tiny.say("När har ni öppet?")
    await tiny.answer("09:00–15:30")
    await tiny.tab.click("#well")
    await expect(tiny.tab.locator("#fault-state")).to_contain_text("som vanligt")
    assert faults.now.duplicate == 0
    await expect(tiny.tab.locator("#calls")).to_contain_text("sendMessage 200")


async def test_why_another_question(tiny: Client) -> None:
    await tiny.say("När har ni öppet?")
    await tiny.answer("09:00–15:30")
    await tiny.say("Vad är er vision?")
    await tiny.answer("Nära till allt")
    asked = tiny.tab.locator("#explanation blockquote")
    await expect(asked).to_have_text("Vad är er vision?")
    first = tiny.tab.locator(".message.mine").first
    await first.hover()
    await first.locator("button", has_text="Varför").click()
    await expect(asked).to_have_text("När har ni öppet?")
    await expect(tiny.tab.locator(".topics li").first).to_contain_text("när har ni öppet")
    await expect(tiny.tab.locator("#explanation")).to_contain_text("orden visar det")


async def test_the_board_shows_every_language(town: Client) -> None:
    await town.view("texts")
    rows = town.tab.locator("#board .row")
    await expect(rows.first.locator(".column")).to_have_count(3)
    await town.tab.fill("#board-filter [name=find]", "contact.hours")
    await expect(rows).to_have_count(1)
    await expect(rows.locator(".bubble").nth(1)).to_contain_text("Kunnan")
    await town.tab.check("#board-languages [value=uk]")
    await expect(rows.locator(".column")).to_have_count(4)
    await town.tab.fill("#board-filter [name=find]", "vision")
    await expect(rows.first).to_contain_text("svaret kommer på ett annat språk")
    await expect(town.tab.locator("#board .place").first).to_contain_text("sv/vision.yaml:")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_nothing_bars_anybody(
    browser: Browser,
    tiny_settings: Settings,
    lillby: AnsweringService,
    size: tuple[int, int],
    dark: bool,
) -> None:
    async with opened(browser, tiny_settings, lillby, size=size, dark=dark) as client:
        if size is NARROW:
            await client.view("chat")
        await client.say("När har ni öppet?")
        await client.answer("09:00–15:30")
        await client.tab.click("#menu")
        for view in ("chats", "chat", "why", "texts", "tools"):
            if size is WIDE and view in ("chats", "chat"):
                continue
            await client.view(view)
            if view == "texts":
                await expect(client.tab.locator("#board .row").first).to_be_visible()
            if view == "why":
                await expect(client.tab.locator(".topics li").first).to_be_visible()
            assert violations(await Axe().run(client.tab)) == [], view
        wide = await client.tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0]


def violations(results: Any) -> list[str]:
    """Return what axe-core found, with the elements."""
    found = results.response["violations"]
    return [
        f"{each['id']}: {json.dumps([node['html'][:200] for node in each['nodes']][:3])}"
        for each in found
    ]


async def test_dark_and_light_can_be_chosen_and_stay(tiny: Client) -> None:
    root = tiny.tab.locator("html")
    await expect(root).to_have_attribute("data-theme", "light")
    light = await tiny.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    await tiny.tab.click("#theme")
    await expect(root).to_have_attribute("data-theme", "dark")
    assert await tiny.tab.evaluate("getComputedStyle(document.body).backgroundColor") != light
    await tiny.tab.reload()
    await expect(root).to_have_attribute("data-theme", "dark")


async def test_the_page_speaks_three_languages(tiny: Client) -> None:
    for code, chats in (("fi", "Keskustelut"), ("en", "Chats"), ("sv", "Chattar")):
        await tiny.tab.select_option("#page-language", code)
        await expect(tiny.tab.locator("html")).to_have_attribute("lang", code)
        await expect(tiny.tab.locator("#chats-title")).to_have_text(chats)
        unsaid = re.compile(r"\b[a-z]+_[a-z_]+\b")
        assert unsaid.findall(await tiny.tab.locator("#chats, header").first.inner_text()) == []


async def test_the_chats_outlive_the_tab(tiny: Client) -> None:
    await tiny.say("När har ni öppet?")
    await tiny.answer("09:00–15:30")
    await tiny.tab.reload()
    await tiny.answer("09:00–15:30")
    await expect(tiny.tab.locator("#chat-list .entry")).to_have_count(1)


async def test_a_saved_text_is_answered_and_a_broken_one_told(
    browser: Browser, tiny_settings: Settings, tmp_path: Path
) -> None:
    town = tmp_path / "town"
    shutil.copytree(tiny_settings.town, town)
    file = town / "sv" / "contact.yaml"
    good = file.read_text("utf-8").replace("Kommunhuset har öppet", "Stadshuset har öppet")
    settings = tiny_settings.model_copy(update={"town": town, "reload": True})
    async with opened(browser, settings, build_service(settings)) as client:
        await client.say("När har ni öppet?")
        await client.answer("Kommunhuset har öppet 09:00–15:30")
        await client.view("texts")
        board, banner = client.tab.locator("#board"), client.tab.locator("#banner")
        await expect(board).to_contain_text("Kommunhuset har öppet")
        file.write_text(good, "utf-8")
        await expect(board).to_contain_text("Stadshuset har öppet")
        await client.say("När har ni öppet?")
        await client.answer("Stadshuset har öppet 09:00–15:30")
        file.write_text(good.replace("| clock", "| klocka"), "utf-8")
        await expect(banner).to_contain_text("fel i filerna")
        problems = client.tab.locator("#knowledge .problems")
        await expect(problems).to_contain_text(re.compile(r"sv/contact\.yaml:\d+: "))
        await client.say("Vad är er vision?")
        await client.answer("Nära till allt")
        file.write_text(good, "utf-8")
        await expect(banner).to_be_hidden()
