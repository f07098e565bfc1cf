/* The reader's way through this site, kept in their own browser, and sent only with a form and only if they tick that.
   Who asks not to be tracked is not: then nothing is kept, and what was kept before is deleted. */

const KEY = "journey", MOST = 50, DAYS = 90;
const TAGS = ["source", "medium", "campaign", "term", "content"];
const CLICKS = ["gclid", "gbraid", "wbraid", "msclkid", "fbclid", "bd_vid", "ttclid", "qz_gdt", "gdt_vid", "li_fat_id"];
const declined = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
const now = () => Math.floor(Date.now() / 1000);

function kept() {
  try {
    const touches = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(touches) ? touches.filter((touch) => touch.at > now() - DAYS * 86400) : [];
  } catch {
    return []; // storage is off, or not ours
  }
}

function keep(touches) {
  try {
    localStorage.setItem(KEY, JSON.stringify(touches));
  } catch { /* storage is off or full: the form works without */ }
}

/* What this page view says: where, when, and on the first page of a visit what led here. */
function arrive() {
  const touch = { at: now(), path: location.pathname };
  const said = new URLSearchParams(location.search);
  for (const tag of TAGS) if (said.get(`utm_${tag}`)) touch[tag] = said.get(`utm_${tag}`).slice(0, 100);
  const click = CLICKS.find((name) => said.has(name));
  if (click) touch.click = click;
  try {
    const host = new URL(document.referrer).hostname;
    if (host !== location.hostname) touch.referrer = host;
  } catch { /* nobody led here, or did not want to say */ }
  const touches = kept();
  const last = touches.at(-1);
  if (last?.path === touch.path && !touch.referrer && !touch.click && !touch.source) return last; // read again
  touches.push(touch);
  if (touches.length > MOST) touches.splice(1, 1); // never the first, which tells what brought them
  keep(touches);
  return touch;
}

/* Seconds in view, added whenever the page is left or hidden. */
function watch(touch) {
  let since = document.hidden ? 0 : Date.now();
  const add = () => {
    if (!since) return;
    const touches = kept();
    const mine = touches.find((one) => one.at === touch.at && one.path === touch.path);
    if (mine) mine.seconds = (mine.seconds || 0) + Math.round((Date.now() - since) / 1000);
    since = 0;
    keep(touches);
  };
  addEventListener("pagehide", add);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) add();
    else since ||= Date.now();
  });
  return add;
}

function offer(form, add) {
  const choice = form.querySelector("[data-journey]");
  if (!choice || !kept().length) return;
  choice.hidden = false;
  form.addEventListener("submit", () => {
    add();
    form.elements.journey.value = form.elements.journey_consent.checked ? JSON.stringify(kept()) : "";
  });
}

if (declined) {
  try {
    localStorage.removeItem(KEY);
  } catch { /* storage is off */ }
} else {
  const form = document.querySelector("form[data-intake-form]:has([data-journey])");
  const isAnswer = location.pathname.startsWith("/contact/send") || location.pathname.startsWith("/contact/thanks");
  const add = isAnswer ? () => {} : watch(arrive());
  if (form) offer(form, add);
}
