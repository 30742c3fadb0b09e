/* Saves each answer as it is given. Without this script the form of the page does the same, one page at a time.

   What is not acknowledged yet lives in this page's memory alone: a shared computer keeps nothing. One request is
   under way at a time. If its outcome is unknown, the same request is sent again before anything newer, with the
   revision it had: the server then knows a repetition from a second window. */
const form = document.getElementById("answers");
const panel = document.getElementById("autosave");
const status = panel.querySelector("[role=status]");
const busyText = panel.querySelector("[data-busy]");
const again = panel.querySelector("[data-again]");
const FIRST_WAIT = 1000, LONGEST_WAIT = 30000, TIMEOUT = 15000, TYPING = 1500;

const unsent = new Set();       // keys whose control holds something that is not acknowledged
const conflicts = new Set();    // keys that wait for the person to choose
const refused = new Set();      // keys whose value the server does not take
let pinned = null;              // a request whose outcome is unknown
let underWay = false;
let stopped = "";               // "token", "gone" or "over": sending again would not help
let leaving = null;             // the button that was pressed while something was unsent
let passing = false;
let failures = 0;
let timer = 0, typing = 0;

/* ---- What the page holds ---- */

const named = (name) => [...form.elements].filter((control) => control.name === name);
const itemOf = (key) => document.getElementById(`item-${key}`);
const keyOf = (control) => {
  const key = control.name.replace(/-show$/, "");
  return control.name && named(`${key}-base`).length ? key : null;
};

function valuesOf(key) {
  const controls = named(key);
  if (controls[0].type === "textarea") return [controls[0].value];
  return controls.filter((control) => control.checked).map((control) => control.value);
}

function show(key, { values, show: ticked }) {
  for (const control of named(key)) {
    if (control.type === "textarea") control.value = values[0] ?? "";
    else control.checked = values.includes(control.value);
  }
  for (const control of named(`${key}-show`)) control.checked = ticked;
}

function request(key) {
  return {
    key,
    values: valuesOf(key),
    show: named(`${key}-show`).some((control) => control.checked),
    base: named(`${key}-base`)[0].value,
  };
}

const same = (one, other) => one.show === other.show && one.values.join("\n") === other.values.join("\n");

/* ---- Time: seconds that this screen was visible, counted on from what is stored ---- */

let counted = Number(panel.dataset.seconds) || 0;
let since = document.visibilityState === "visible" ? performance.now() : null;

function seconds() {
  const now = performance.now();
  if (since !== null) counted += (now - since) / 1000;
  since = document.visibilityState === "visible" ? now : null;
  return Math.round(counted);
}

/* ---- Sending ---- */

function next() {
  if (pinned) return pinned;
  const key = [...unsent].find((each) => !conflicts.has(each) && !refused.has(each));
  return key === undefined ? null : request(key);
}

async function send() {
  clearTimeout(timer);
  if (underWay || stopped) return;
  const job = next();
  if (!job) return settle();
  underWay = true;
  busyText.hidden = false;
  let reply = null;
  try {
    reply = await post(job);
  } catch {
    reply = null;
  }
  underWay = false;
  busyText.hidden = true;
  if (reply === null || reply.status >= 500 || reply.status === 429) return waitAndRetry(job);
  failures = 0;
  pinned = null;
  take(job, reply);
  if (!stopped) send();
}

async function post(job) {
  const body = new URLSearchParams({ key: job.key, base: job.base, seconds: seconds() });
  body.set("csrfmiddlewaretoken", named("csrfmiddlewaretoken")[0].value);
  for (const value of job.values) body.append("value", value);
  if (job.show) body.set("show", "on");
  const options = { method: "POST", body, keepalive: true, redirect: "error", signal: AbortSignal.timeout(TIMEOUT) };
  const answer = await fetch(panel.dataset.url, options);
  const json = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.status, said: json ? await answer.json() : {} };
}

function waitAndRetry(job) {
  pinned = job;
  failures += 1;
  const wait = Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT) * (0.75 + Math.random() / 2);
  timer = setTimeout(send, wait);
  tell("offline", panel.dataset.offline);
}

function take(job, { status: code, said }) {
  if (code === 200) saved(job, said);
  else if (code === 409 && said.conflict) askWhich(job, said.conflict);
  else if (code === 400) refuse(job, said.reason);
  else stop(code, said.reason);
}

function saved(job, said) {
  named(`${job.key}-base`)[0].value = said.revision;
  if (same(job, request(job.key))) unsent.delete(job.key);
  clear(job.key);
  showProgress(said);
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const time = new Intl.DateTimeFormat(document.documentElement.lang, clock).format(new Date(said.saved_at));
  if (!conflicts.size && !refused.size) tell("saved", panel.dataset.saved.replace("{time}", time));
}

function stop(code, reason) {
  stopped = { 403: "token", 404: "gone" }[code] ?? "over";
  again.hidden = stopped !== "gone";
  leaving = null;
  tell("stopped", stopped === "over" ? reason || panel.dataset.over : panel.dataset[stopped]);
}

/* Everything that can be sent is sent: go where the person wanted to go. */
function settle() {
  if (!leaving) return;
  if (conflicts.size) return lead([...conflicts][0]);
  pass(leaving);
}

/* Where sending again would not help, or a value is refused, the next page says more and keeps what was given. */
function mustWait() {
  if (stopped) return stopped === "gone" && unsent.size > 0;
  return underWay || pinned !== null || [...unsent].some((key) => !refused.has(key));
}

function ready() {
  form.elements.seconds.value = seconds();
  passing = true;
  setTimeout(() => { passing = false; }, 3000); // the person may have stopped the loading of the next page
}

function pass(button) {
  leaving = null;
  ready();
  form.requestSubmit(button);
}

/* ---- Telling ---- */

function tell(state, text) {
  panel.dataset.state = state;
  if (status.textContent !== text) status.textContent = text;
}

function showProgress({ progress, step }) {
  document.querySelector(".steps__count").textContent = progress;
  const place = document.querySelector(`.step [name=go][value="${step.code}"]`).closest(".step");
  place.classList.remove("step--todo", "step--part", "step--done");
  place.classList.add(`step--${step.state}`);
  place.querySelector(".step__state").textContent = step.text;
}

function clear(key) {
  conflicts.delete(key);
  refused.delete(key);
  itemOf(key).querySelector(".item__notice")?.remove();
}

function notice(key, template) {
  clear(key);
  const box = document.getElementById(template).content.firstElementChild.cloneNode(true);
  const item = itemOf(key);
  item.open = true; // a comment or a note may be folded away
  item.querySelector("input[type=hidden]").before(box);
  return box;
}

function refuse(job, reason) {
  if (!same(job, request(job.key))) return; // what stands there by now may be right
  notice(job.key, "refusal-box").textContent = reason;
  refused.add(job.key);
  tell("refused", panel.dataset.refused);
}

function askWhich(job, { revision, stored, sent }) {
  const box = notice(job.key, "conflict-box");
  conflicts.add(job.key);
  for (const place of box.querySelectorAll("[data-stored]")) place.textContent = stored.text;
  for (const place of box.querySelectorAll("[data-sent]")) place.textContent = sent.text;
  const decide = (action) => () => {
    named(`${job.key}-base`)[0].value = revision;
    clear(job.key);
    action();
    (named(job.key).find((control) => control.checked) ?? named(job.key)[0]).focus();
    send();
  };
  const keep = () => {
    show(job.key, stored);
    unsent.delete(job.key);
    tell("kept", panel.dataset.kept);
  };
  box.querySelector("[data-keep]").addEventListener("click", decide(keep));
  box.querySelector("[data-mine]").addEventListener("click", decide(() => show(job.key, sent)));
  tell("conflict", panel.dataset.conflict);
}

function lead(key) {
  leaving = null;
  const box = itemOf(key).querySelector(".item__notice");
  box.scrollIntoView({ block: "center" });
  box.querySelector("button").focus();
}

/* ---- What the person does ---- */

function changed(control) {
  const key = keyOf(control);
  if (!key) return;
  unsent.add(key);
  if (refused.has(key) || conflicts.has(key)) clear(key);
  clearTimeout(typing);
  if (!failures) send();
}

form.addEventListener("change", (event) => changed(event.target));
form.addEventListener("input", (event) => {
  const key = event.target.type === "textarea" && keyOf(event.target);
  if (!key) return;
  unsent.add(key);
  clearTimeout(typing);
  typing = setTimeout(changed, TYPING, event.target);
});

form.addEventListener("submit", (event) => {
  if (passing) return;
  clearTimeout(typing);
  if (!mustWait()) return ready();
  event.preventDefault();
  leaving = event.submitter;
  if (stopped) tell("stopped", panel.dataset.gone);
  else send();
});

again.addEventListener("click", () => {
  stopped = "";
  again.hidden = true;
  send();
});

window.addEventListener("beforeunload", (event) => {
  if (!passing && (unsent.size || pinned)) event.preventDefault();
});
window.addEventListener("online", () => failures && send());
window.addEventListener("offline", () => unsent.size && !stopped && tell("offline", panel.dataset.offline));
document.addEventListener("visibilitychange", () => {
  seconds();
  if (unsent.size) send(); // a phone may never come back to this page
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  passing = false;
  if (unsent.size) send();
  else location.reload();
});

panel.hidden = false;
