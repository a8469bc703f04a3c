/** A profile stands in the page as it is: the script adds other languages, light and dark, and a way to the printer. */
import { block } from "../blocks.ts";
import type { Content } from "../content.ts";
import { fill, h } from "../dom.ts";
import type { Reasons } from "../format.ts";
import { clip, Names, ownName, tame } from "../names.ts";
import { action, choice, still } from "../sheet.ts";
import { fresh, read, written, type State } from "../state.ts";

const LOOKS = [["auto", "as the device"], ["light", "light"], ["dark", "dark"]] as const;

async function start(): Promise<void> {
  const [content, reasons] = await Promise.all([block<Content>("content"), block<Reasons>("reasons")]);
  const tools = document.getElementById("tools");
  if (!content || !reasons || !tools) return;
  const usual = fresh(content.page.language);
  const names = new Names(still(content), usual.language);
  names.learn(reasons);
  let state = read(location.hash, usual);

  function change(to: Partial<State>): void {
    state = { ...state, ...to };
    const hash = written(state, usual);
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.href.replace(/#.*$/, ""));
    } catch {
      // In a frame without an address of its own there is nothing to keep the state in.
    }
    show();
  }

  function show(): void {
    document.documentElement.dataset["theme"] = state.theme;
    if (names.language !== state.language) {
      names.speak(state.language);
      for (const place of document.querySelectorAll("[data-thing]")) {
        const { text, lang } = names.label(Number(place.getAttribute("data-thing")));
        place.textContent = clip(tame(text), Number(place.getAttribute("data-most") ?? 160));
        if (lang) place.setAttribute("lang", lang);
        else place.removeAttribute("lang");
      }
    }
    const kept = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["keep"] : undefined;
    fill(
      tools!,
      h(
        "div",
        { class: "settings", role: "group", "aria-label": "Tools" },
        content!.page.languages.length > 1 &&
          choice("Names", "language", state.language, content!.page.languages.map((tag) => [tag, ownName(tag)]), (language) => change({ language })),
        choice("Look", "theme", state.theme, LOOKS, (theme) => change({ theme: theme as State["theme"] })),
        action("Print", () => print()),
      ),
    );
    if (kept) document.querySelector<HTMLElement>(`[data-keep="${CSS.escape(kept)}"]`)?.focus();
  }

  if (!content.page.languages.includes(state.language)) state.language = usual.language;
  show();
  addEventListener("hashchange", () => {
    // A link to a note is in the address like a state, and is none.
    if (location.hash.startsWith("#note-")) return;
    state = read(location.hash, usual);
    show();
  });
  document.documentElement.dataset["ready"] = "yes";
}

start().catch((error: unknown) => console.error(error));
