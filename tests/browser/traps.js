// Runs in every page before its own script; `TRAP` stands for the name that hostile texts call.
// Whatever a text could do if it ran, or became markup, is told.
(() => {
  if (location.protocol !== "file:") return; // the blank page between two
  const tell = (what) => window.__tell(String(what));
  for (const name of ["alert", "confirm", "prompt", "open"])
    window[name] = (...words) => { tell(`called ${name}(${words})`); };
  Object.defineProperty(window, "TRAP", {
    configurable: false,
    get() { tell("read the trap"); return (number) => tell(`sprang the trap ${number}`); },
    set() { tell("set the trap"); },
  });
  document.addEventListener("securitypolicyviolation", (event) =>
    tell(`broke the policy ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
  const foreign = "script, iframe, frame, object, embed, img, image, link, base, meta, form, animate, set, " +
    "foreignObject, video, audio, source, marquee, portal, a[href*='script:' i], a[href*='data:' i]";
  const inspect = (node) => {
    if (!(node instanceof Element)) return;
    for (const each of [node, ...node.querySelectorAll("*")]) {
      if (each.matches(foreign) && !document.head?.contains(each))
        tell(`grew ${each.outerHTML.slice(0, 120)}`);
      for (const attribute of each.attributes)
        if (attribute.name.startsWith("on"))
          tell(`grew ${each.tagName} ${attribute.name}=${attribute.value}`);
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    const script = document.querySelectorAll("body script").length;
    const data = document.querySelectorAll("body script[type='application/octet-stream']").length;
    if (script !== data + 1) tell(`has ${script} scripts, and ${data} blocks`);
    if (document.querySelector("iframe, img, object, embed, base, link, form")) tell("has foreign markup");
  }, { once: true, capture: true });
  new MutationObserver((changes) => {
    if (document.readyState === "loading") return;
    for (const change of changes) {
      change.addedNodes.forEach(inspect);
      if (change.type === "attributes" && change.attributeName.startsWith("on"))
        tell(`grew ${change.target.tagName} ${change.attributeName}`);
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });
})();
