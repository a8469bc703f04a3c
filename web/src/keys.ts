/** Keys of the page. Single letters can be turned off, and never act while somebody types. */
import type { State } from "./state.ts";

export interface KeyWishes {
  state(): State;
  search(): void;
  escape(): void;
  path(): void;
  around(steps: number): void;
  zoom(factor: number): void;
  whole(): void;
  undo(): void;
  redo(): void;
  reset(): void;
  dark(): void;
  about(): void;
  help(): void;
  tab(): void;
  pan(right: number, down: number): void;
}

const PANS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function watchKeys(stage: HTMLElement, wishes: KeyWishes): void {
  const letters: Record<string, () => void> = {
    "/": wishes.search,
    l: wishes.tab,
    p: wishes.path,
    "1": () => wishes.around(1),
    "2": () => wishes.around(2),
    "3": () => wishes.around(3),
    "+": () => wishes.zoom(1.5),
    "=": () => wishes.zoom(1.5),
    "-": () => wishes.zoom(1 / 1.5),
    "0": wishes.whole,
    u: wishes.undo,
    U: wishes.redo,
    r: wishes.reset,
    d: wishes.dark,
    i: wishes.about,
    "?": wishes.help,
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const target = event.target as HTMLElement;
    const typing = target.isContentEditable || /^(textarea|select)$/i.test(target.tagName) || (target instanceof HTMLInputElement && !/^(checkbox|radio|range)$/.test(target.type));
    if (event.key === "Escape") return wishes.escape();
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.altKey && !typing && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return event.shiftKey ? wishes.redo() : wishes.undo();
    }
    if (typing || command || event.altKey) return;
    const pan = PANS[event.key];
    if (pan && target === stage) {
      event.preventDefault();
      return wishes.pan(...pan);
    }
    const act = wishes.state().keys || target === stage ? letters[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
