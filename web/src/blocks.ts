/** Reads the blocks of data that a page carries: base64 of gzipped JSON in script elements that no browser runs. */

/** Why a page cannot be read, in words for whoever looks at it. */
export class BlockError extends Error {}

/** What a block's text holds. */
export async function unpack<T>(base64: string): Promise<T> {
  if (typeof DecompressionStream === "undefined") {
    throw new BlockError(
      "This browser cannot unpack what the page carries. Open it in Chrome or Edge 80, Safari 16.4, Firefox 113 or later.",
    );
  }
  try {
    const text = atob(base64.trim());
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return (await new Response(stream).json()) as T;
  } catch (error) {
    const cause = error instanceof Error ? ` (${error.message})` : "";
    throw new BlockError(`The page is damaged or was saved only in part${cause}. Make it again with the command that made it.`);
  }
}

/** The block of this name, or null where the page has none. */
export async function block<T>(name: string): Promise<T | null> {
  const element = document.getElementById(name);
  return element?.textContent ? unpack<T>(element.textContent) : null;
}

/** The block of this name, read when the browser has time, a second later at most. */
export function whenIdle<T>(name: string): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const read = () => void block<T>(name).then(resolve, reject);
    if ("requestIdleCallback" in window) window.requestIdleCallback(read, { timeout: 1000 });
    else setTimeout(read, 30);
  });
}
