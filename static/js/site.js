/* What the public pages gain from a script: the theme, copying, the section being read. All of them work without it. */

const announce = (words) => {
  const place = document.querySelector("[data-announce]");
  if (place) place.textContent = words;
};

/* The remembered theme was already set by the inline script in the head; here it is shown and changed. */
function themeSwitch(box) {
  const root = document.documentElement;
  const now = root.dataset.theme || "";
  for (const choice of box.querySelectorAll("input")) {
    choice.checked = choice.value === now;
    choice.addEventListener("change", () => remember(choice.value));
  }
  const close = () => { box.open = false; };
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.open) {
      close();
      box.querySelector("summary").focus();
    }
  });
  function remember(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch { /* storage is off: the choice lasts for this page */ }
  }
}

/* Escape folds the list below a menu entry, which hovering or focus unfolded, until both have left it. */
function foldable(list) {
  const entry = list.parentElement;
  const link = entry.firstElementChild;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !entry.matches(":hover, :focus-within")) return;
    if (entry.contains(document.activeElement)) link.focus();
    entry.classList.add("folded");
  });
  const unfold = () => { if (!entry.matches(":hover, :focus-within")) entry.classList.remove("folded"); };
  entry.addEventListener("mouseleave", unfold);
  entry.addEventListener("focusout", () => setTimeout(unfold));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* no permission, or not https: select and copy as before */ }
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function copyButton(button) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const text = button.dataset.copy || button.closest(".code").querySelector("code").textContent;
    if (!(await copy(text))) return;
    button.textContent = button.dataset.done;
    button.classList.add("done");
    announce(`${button.dataset.done} ${button.dataset.copy}`);
    setTimeout(() => {
      button.textContent = label;
      button.classList.remove("done");
    }, 2000);
  });
}

/* The device's own way to hand a page on; the button stays hidden where there is none. */
function shareButton(button) {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title: button.dataset.title, url: button.dataset.url }).catch(() => { /* closed again */ });
  });
}

/* The section being read is the last one whose heading has passed the upper third of the window. */
function currentSection(contents) {
  const links = new Map();
  for (const link of contents.querySelectorAll('a[href^="#"]')) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const headings = [...links.keys()];
  const mark = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    const current = links.get(passed.at(-1) ?? headings[0]);
    for (const link of links.values()) link.toggleAttribute("aria-current", false);
    current?.setAttribute("aria-current", "true");
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -66% 0px" });
  headings.forEach((heading) => watch.observe(heading));
}

/* A video's host is asked only when somebody presses its poster; with another key held, the link is followed instead. */
function videoPoster(poster) {
  poster.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.title = poster.dataset.title;
    frame.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups";
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin"; // some players refuse to start without any
    frame.src = poster.dataset.player;
    poster.replaceWith(frame);
    frame.focus();
  });
}

document.querySelectorAll("[data-player]").forEach(videoPoster);
document.querySelectorAll(".nav ul ul").forEach(foldable);
document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
document.querySelectorAll("[data-share]").forEach(shareButton);
document.querySelectorAll("[data-copy]").forEach(copyButton);
document.querySelectorAll(".contents").forEach(currentSection);
