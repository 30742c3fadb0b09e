/* Adds the reader's own clock to moments that stand in the client's zone, where the two differ. */
const { wording } = document.currentScript.dataset;
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const clock = (moment, timeZone, how) => new Intl.DateTimeFormat(how.language, { ...how.parts, timeZone }).format(moment);
const compared = { language: "en-GB", parts: { dateStyle: "short", timeStyle: "short" } };
const { lang } = document.documentElement;
const shown = { language: lang === "en" ? "en-GB" : lang, parts: { dateStyle: "full", timeStyle: "short" } };
for (const time of document.querySelectorAll("time[data-zone]")) {
  const moment = new Date(time.dateTime);
  if (clock(moment, here, compared) === clock(moment, time.dataset.zone, compared)) continue;
  const note = document.createElement("span");
  note.className = "moment__here";
  note.textContent = wording.replace("{moment}", clock(moment, here, shown)).replace("{zone}", here);
  time.parentNode.append(note);
}
