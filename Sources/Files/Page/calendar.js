// The week of a party: seven columns of cards, or one table. Only what is shown is built.

const ROWS_AT_FIRST = 60;
const CARDS_AT_FIRST = 6;
const MORE_AT_ONCE = 150;
const ON_PAPER = 1000;

/** An element with attributes; text goes in as text, never as markup. */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A name that people gave, in whatever script: it may not turn the text around it. */
const named = (text) => element("bdi", {}, text);

/** An id, kept on one line where there is room. */
const identified = (id) => element("bdi", { class: "id" }, id);

function listed(nodes) {
  return nodes.flatMap((node, index) => (index ? [", ", node] : [node]));
}

const schedule = { key: "", weeks: new Map() };

/** A party's placed sessions with their local day and zone, by week, in the order of days and of time. */
function scheduleOf({ kind, party, zone }) {
  const key = `${kind} ${party} ${zone}`;
  if (schedule.key === key) return schedule.weeks;
  const weeks = new Map();
  for (const session of sessionsOf(kind, party)) {
    const shownZone = zone ?? kinds[kind].zone(party, session);
    const day = dayAt(startOf(session), shownZone);
    const week = weekOf(day);
    if (!weeks.has(week)) weeks.set(week, []);
    weeks.get(week).push({ session, day, zone: shownZone });
  }
  for (const entries of weeks.values()) entries.sort((left, right) => left.day - right.day);
  Object.assign(schedule, { key, weeks });
  return weeks;
}

/** What is shown of a view: its schedule, filtered, and the weeks that one can turn to. */
function calendarOf(view) {
  const isWanted = view.words.length ? matcherOf(view.words) : null;
  const weeks = new Map();
  let found = 0;
  for (const [week, all] of scheduleOf(view)) {
    const entries = isWanted ? all.filter(({ session }) => isWanted(session)) : all;
    found += entries.length;
    weeks.set(week, { entries, total: all.length });
  }
  return {
    weeks, found,
    firstWeek: Math.min(0, ...weeks.keys()),
    lastWeek: Math.max(data.weeks - 1, ...weeks.keys()),
  };
}

function timeNode({ session, zone }) {
  const times = timesOf(session, zone);
  return element("time", { datetime: times.machine, class: "time" },
    element("b", {}, times.hours), " ", element("span", { class: "zone" }, times.zone),
    ...(times.note ? [" ", element("span", { class: "tag" }, times.note)] : []));
}

function moduleNodes({ session }) {
  const module = moduleOf(session);
  const nodes = [
    element("span", { class: "module" }, named(module.title)), " ",
    element("span", { class: "part" }, `${numberOf(session)} of ${chains[chainOf[session]].count}`),
  ];
  if (pinned.has(session)) nodes.push(" ", element("span", { class: "tag" }, "fixed"));
  if (released.has(session)) nodes.push(" ", element("span", { class: "tag" }, "released"));
  return nodes;
}

function cohortNodes({ session }) {
  return listed(cohortsOf(session).map((cohort) => identified(cohorts[cohort].id)));
}

function trainerNodes({ session }) {
  const assistants = assistantsOf(session);
  const nodes = [identified(trainers[data.lead[session]].id)];
  if (assistants.length) {
    nodes.push(element("span", { class: "with" }, " with "), ...listed(assistants.map((trainer) => identified(trainers[trainer].id))));
  }
  return nodes;
}

function venueNodes({ session }) {
  const venue = venueOf(session);
  const mode = modeName(moduleOf(session).mode);
  return venue === null ? [mode] : [identified(venues[venue].id), " ", element("span", { class: "mode" }, `(${mode})`)];
}

function card(entry, { kind }) {
  const line = (label, nodes) => element("div", {}, element("dt", {}, label), " ", element("dd", {}, ...nodes));
  const lines = [];
  const members = cohortsOf(entry.session);
  if (kind !== "cohort" || members.length > 1) lines.push(line(members.length > 1 ? "Cohorts" : "Cohort", cohortNodes(entry)));
  lines.push(line(assistantsOf(entry.session).length ? "Trainers" : "Trainer", trainerNodes(entry)));
  lines.push(line("Where", venueNodes(entry)));
  return element("li", { class: "card" }, timeNode(entry),
    element("p", { class: "what" }, ...moduleNodes(entry)), element("dl", {}, ...lines));
}

/** A button for the next `step` of `left` that are not shown yet; on paper it tells how many there are. */
function moreButton(left, step, onclick) {
  const button = element("button", { type: "button", class: "more" },
    element("span", { class: "screen" }, `Show ${grouped(Math.min(left, step))} more of ${grouped(left)}`),
    element("span", { class: "paper" }, `${grouped(left)} more, not printed`));
  button.addEventListener("click", onclick);
  return button;
}

/** Seven days side by side (below each other where there is no room), sessions in the order of time. */
function weekColumns(entries, view, week) {
  const first = data.startsOn + week * 7;
  const columns = Array.from({ length: 7 }, (_, index) => {
    const day = first + index;
    const ofDay = entries.filter((entry) => entry.day === day);
    const cards = element("ol", { class: "cards", role: "list" });
    const heading = element("h4", {}, element("span", { class: "weekday" }, weekdayName(day)), " ",
      element("span", { class: "date" }, `${civil(day).day} ${civil(day).month}`));
    const column = element("li", { class: ofDay.length ? "day" : "day free" }, heading);
    let shown = 0;
    function showMore(count) {
      const next = ofDay.slice(shown, shown + count);
      shown += next.length;
      cards.append(...next.map((entry) => card(entry, view)));
      column.querySelector(":scope > button")?.remove();
      const left = ofDay.length - shown;
      if (left > 0) column.append(moreButton(left, MORE_AT_ONCE, () => {
        const at = cards.children.length;
        showMore(MORE_AT_ONCE);
        focusOn(cards.children[at]);
      }));
    }
    if (ofDay.length) column.append(cards);
    else column.append(element("p", { class: "none" }, "No session"));
    showMore(view.printing ? ON_PAPER : CARDS_AT_FIRST);
    return column;
  });
  return element("ol", { class: "columns", role: "list", "aria-label": "Days of the week" }, ...columns);
}

/** The same as a table, a group of rows a day. */
function weekTable(entries, view, week) {
  const heads = ["Time", "Module", "Cohort", "Trainer", "Where"];
  const table = element("table", { class: "sessions stack", role: "table" },
    element("caption", { class: "sr" }, `${kinds[view.kind].label(view.party)}, ${weekName(week)}`),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" },
      ...heads.map((head) => element("th", { scope: "col", role: "columnheader" }, head)))));
  const box = element("div", {}, table);
  let shown = 0;
  let lastDay = null;
  let body = null;
  function showMore(count) {
    for (const entry of entries.slice(shown, shown + count)) {
      if (entry.day !== lastDay) {
        lastDay = entry.day;
        body = element("tbody", { role: "rowgroup" }, element("tr", { role: "row", class: "day-row" },
          element("th", { scope: "rowgroup", role: "rowheader", colspan: heads.length }, dayName(entry.day))));
        table.append(body);
      }
      const cells = [[timeNode(entry)], moduleNodes(entry), cohortNodes(entry), trainerNodes(entry), venueNodes(entry)];
      body.append(element("tr", { role: "row" }, ...cells.map((nodes, index) =>
        element("td", { role: "cell", "data-label": heads[index] }, element("div", {}, ...nodes)))));
      shown += 1;
    }
    box.querySelector(":scope > button")?.remove();
    const left = entries.length - shown;
    if (left > 0) box.append(moreButton(left, MORE_AT_ONCE, () => {
      const at = table.rows.length;
      showMore(MORE_AT_ONCE);
      focusOn(table.rows[at]);
    }));
  }
  showMore(view.printing ? ON_PAPER : ROWS_AT_FIRST);
  return box;
}

/** Puts the keyboard where new rows begin, so that a reader goes on from there. */
function focusOn(node) {
  if (!node) return;
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
}

/** Builds the shown week of `view`; `goTo` turns to another one. */
function weekNodes(calendar, view, goTo) {
  const bucket = calendar.weeks.get(view.week);
  if (bucket?.entries.length) {
    return [(view.layout === "table" ? weekTable : weekColumns)(bucket.entries, view, view.week)];
  }
  const others = [...calendar.weeks.keys()].filter((week) => calendar.weeks.get(week).entries.length);
  const next = others.sort((left, right) => Math.abs(left - view.week) - Math.abs(right - view.week) || right - left)[0];
  const words = view.words.length ? "No session of this week has these words." : "No session in this week.";
  const nodes = [element("p", { class: "empty" }, words)];
  if (next !== undefined) {
    const there = counted(calendar.weeks.get(next).entries.length, "session");
    const button = element("button", { type: "button" }, `Go to ${weekName(next).toLowerCase()} (${there})`);
    button.addEventListener("click", () => goTo(next));
    nodes[0].append(" ", button);
  }
  return nodes;
}
