// The state of the view, kept in the address after `#`, and the controls that change it.

const byID = (id) => document.getElementById(id);
const controls = byID("controls");

const view = { kind: "state", party: 0, week: 0, filter: "", zone: null, layout: "week", words: [], printing: false };
const gapView = { filter: "", state: null, words: [] };

const firstWithSessions = (kind) =>
  Math.max(0, kinds[kind].parties.findIndex((_, party) => sessionsOf(kind, party).length));

const keyOf = (kind, party) => (kind === "state" ? states[party].code : kind === "all" ? "" : kinds[kind].parties[party].id);

/** Reads the view from the address; what it does not know it leaves as it is by default. */
function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  view.kind = Object.hasOwn(kinds, given.get("show") ?? "") ? given.get("show") : "state";
  const party = kinds[view.kind].parties.findIndex((_, index) => keyOf(view.kind, index) === given.get("id"));
  view.party = party < 0 ? firstWithSessions(view.kind) : party;
  const week = Number.parseInt(given.get("week") ?? "1", 10);
  view.week = Number.isFinite(week) ? week - 1 : 0;
  view.filter = given.get("find") ?? "";
  const zone = zones.findIndex(({ name }) => name === given.get("zone"));
  view.zone = zone < 0 ? null : zone;
  view.layout = given.get("layout") === "table" ? "table" : "week";
  gapView.filter = given.get("missing") ?? "";
  const state = states.findIndex(({ code }) => code === given.get("in"));
  gapView.state = state < 0 ? null : state;
}

let written = "";

function writeAddress() {
  const told = new URLSearchParams({ show: view.kind, id: keyOf(view.kind, view.party), week: view.week + 1 });
  if (view.filter) told.set("find", view.filter);
  if (view.zone !== null) told.set("zone", zones[view.zone].name);
  if (view.layout === "table") told.set("layout", "table");
  if (gapView.filter) told.set("missing", gapView.filter);
  if (gapView.state !== null) told.set("in", states[gapView.state].code);
  written = `#${told}`;
  history.replaceState(null, "", written);
}

/** Tells a listener what changed once the typing rests, not at each letter. */
function announcer(node) {
  let timer = 0;
  return (words) => {
    clearTimeout(timer);
    timer = setTimeout(() => { node.textContent = words; }, 250);
  };
}

const announceCalendar = announcer(byID("calendar-status"));
const announceGaps = announcer(byID("unplaced-status"));

const optionsByKind = {};
function optionsOf(kind) {
  return (optionsByKind[kind] ??= kinds[kind].parties.map((_, party) => {
    const label = kinds[kind].label(party), about = kinds[kind].about(party);
    return { value: party, label, about, text: folded(`${label} ${about}`) };
  }));
}

const picker = makePicker(byID("party"), byID("party-list"), {
  options: () => optionsOf(view.kind),
  current: () => optionsOf(view.kind)[view.party],
  choose: (party) => change({ party }),
});

function change(what) {
  Object.assign(view, what);
  showCalendar();
  writeAddress();
}

function showControls() {
  for (const radio of controls.elements.kind) radio.checked = radio.value === view.kind;
  for (const radio of controls.elements.layout) radio.checked = radio.value === view.layout;
  byID("filter").value = view.filter;
  byID("zone").value = view.zone === null ? "" : String(view.zone);
  byID("unplaced-filter").value = gapView.filter;
  byID("unplaced-state").value = gapView.state === null ? "" : String(gapView.state);
}

function showCalendar() {
  view.words = wordsOf(view.filter);
  const calendar = calendarOf(view);
  view.week = Math.min(Math.max(view.week, calendar.firstWeek), calendar.lastWeek);
  byID("party-field").hidden = view.kind === "all";
  byID("party-label").textContent = kinds[view.kind].name;
  picker.refresh();
  const first = data.startsOn + view.week * 7;
  byID("week-title").replaceChildren(element("span", {}, weekName(view.week)),
    element("span", { class: "dot" }, " · "),
    element("span", { class: "dates" }, spanName(first, first + 6)));
  byID("earlier").disabled = view.week <= calendar.firstWeek;
  byID("later").disabled = view.week >= calendar.lastWeek;
  byID("party-about").replaceChildren(element("b", {}, named(kinds[view.kind].label(view.party))), " ",
    named(kinds[view.kind].about(view.party)));
  byID("week").replaceChildren(...weekNodes(calendar, view, (week) => { change({ week }); byID("week-title").focus(); }));
  showPartyGaps();
  const bucket = calendar.weeks.get(view.week) ?? { entries: [], total: 0 };
  const inWeek = view.words.length
    ? `${grouped(bucket.entries.length)} of ${counted(bucket.total, "session")} in this week, ${grouped(calendar.found)} in all weeks`
    : `${counted(bucket.total, "session")} in this week, ${grouped(calendar.found)} in all weeks`;
  announceCalendar(`${inWeek}. ${zoneWords(calendar)}`);
}

/** A way from a cohort or a member state to those of its sessions that are not placed. */
function showPartyGaps() {
  const gaps = view.kind === "cohort" ? gapsOf({ words: [], state: null }).filter(({ chain }) => chains[chain].cohorts.includes(view.party))
    : view.kind === "state" ? gapsOf({ words: [], state: view.party }) : [];
  const count = gaps.reduce((sum, { sessions }) => sum + sessions.length, 0);
  byID("party-gaps").hidden = !count;
  byID("party-gaps").textContent = `${counted(count, "more session")} not placed: see why`;
}

function goToPartyGaps() {
  changeGaps(view.kind === "state" ? { state: view.party, filter: "" } : { state: null, filter: cohorts[view.party].id });
  showControls();
  byID("unplaced").scrollIntoView();
  byID("unplaced").focus({ preventScroll: true });
}

function zoneWords(calendar) {
  if (view.zone !== null) return `Times are in ${zones[view.zone].name}.`;
  const entries = calendar.weeks.get(view.week)?.entries ?? [];
  const names = [...new Set(entries.map(({ zone }) => zone))].map((zone) => zones[zone].name).sort();
  if (!names.length) return "";
  if (names.length > 4) return `Times are in each cohort’s local time, in ${names.length} time zones.`;
  const whose = { cohort: "the cohort’s", trainer: "the trainer’s", venue: "the venue’s" }[view.kind] ?? "each cohort’s";
  return `Times are in ${whose} local time: ${names.join(", ")}.`;
}

function showUnplaced() {
  if (!chainsWithGaps.length) return;
  gapView.words = wordsOf(gapView.filter);
  const gaps = gapsOf(gapView);
  showGaps(byID("unplaced-list"), gaps, view.printing);
  const count = gaps.reduce((sum, { sessions }) => sum + sessions.length, 0);
  announceGaps(`${counted(count, "session")} in ${counted(gaps.length, "course of a cohort", "courses of cohorts")}.`);
}

function changeGaps(what) {
  Object.assign(gapView, what);
  showUnplaced();
  writeAddress();
}

function showAll() {
  showControls();
  showCalendar();
  showUnplaced();
}

function start() {
  byID("zone").append(element("option", { value: "" }, "local time"),
    ...zones.map(({ name }, index) => element("option", { value: index }, name)));
  byID("unplaced-state").append(element("option", { value: "" }, "all member states"),
    ...states.map(({ name }, index) => element("option", { value: index }, name)));
  byID("calendar-tool").hidden = false;
  byID("unplaced-tool").hidden = !chainsWithGaps.length;
  byID("week-title").tabIndex = -1;

  controls.addEventListener("submit", (event) => event.preventDefault());
  byID("unplaced-controls").addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("change", ({ target }) => {
    if (target.name === "kind") change({ kind: target.value, party: firstWithSessions(target.value) });
    if (target.name === "layout") change({ layout: target.value });
  });
  byID("zone").addEventListener("change", ({ target }) => change({ zone: target.value === "" ? null : Number(target.value) }));
  byID("filter").addEventListener("input", ({ target }) => change({ filter: target.value }));
  byID("earlier").addEventListener("click", () => change({ week: view.week - 1 }));
  byID("later").addEventListener("click", () => change({ week: view.week + 1 }));
  byID("party-gaps").addEventListener("click", goToPartyGaps);
  byID("unplaced-filter").addEventListener("input", ({ target }) => changeGaps({ filter: target.value }));
  byID("unplaced-state").addEventListener("change", ({ target }) =>
    changeGaps({ state: target.value === "" ? null : Number(target.value) }));

  // A link within the page has no `=` in its address and leaves the view alone.
  addEventListener("hashchange", () => {
    if (location.hash === written || !location.hash.includes("=")) return;
    readAddress();
    showAll();
  });
  for (const [event, printing] of [["beforeprint", true], ["afterprint", false]]) {
    addEventListener(event, () => {
      view.printing = printing;
      showCalendar();
      showUnplaced();
    });
  }

  readAddress();
  showAll();
  // What was just built moved the part of the page that the address names.
  if (!location.hash.includes("=")) byID(location.hash.slice(1))?.scrollIntoView();
}

start();
