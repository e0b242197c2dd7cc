"use strict";

// The plan that the page carries: columns by session, parties by index, as PlanPageData.swift writes
// them. Nothing here touches the document.

const data = JSON.parse(document.getElementById("data").textContent);
const DAY = 86400;
const base = data.startsOn * DAY;

const zones = data.zones.map(([name, from, offset]) => ({ name, from, offset }));
const utc = zones.push({ name: "UTC", from: [0], offset: [0] }) - 1;
const states = data.states.map(([code, name]) => ({ code, name }));
const cities = data.cities.map(([id, name, state, zone]) => ({ id, name, state, zone }));
const modules = data.modules.map(([id, title, minutes, mode]) => ({ id, title, minutes, mode }));
const cohorts = data.cohorts.map(([id, city, size, audience]) => ({ id, city, size, audience }));
const trainers = data.trainers.map(([id, city]) => ({ id, city }));
const venues = data.venues.map(([id, city, seats]) => ({ id, city, seats }));
const pinned = new Set(data.pinned);
const released = new Set(data.released);

const sessionCount = data.start.length;
const chainOf = new Int32Array(sessionCount);
let nextSession = 0;
const chains = data.chains.map(([id, module, members, count], index) => {
  const first = nextSession;
  nextSession += count;
  chainOf.fill(index, first, nextSession);
  return { id, module, cohorts: members, first, count };
});

const isPlaced = (session) => data.start[session] !== null;
const startOf = (session) => base + data.start[session];
const moduleOf = (session) => modules[chains[chainOf[session]].module];
const cohortsOf = (session) => chains[chainOf[session]].cohorts;
const numberOf = (session) => session - chains[chainOf[session]].first + 1;
const assistantsOf = (session) => data.assistants[session] ?? [];
const venueOf = (session) => data.venue[session];

/** Where a party is: its city and state, or words for one that the dataset does not hold. */
function placeName(cityIndex) {
  const city = cities[cityIndex];
  return city ? `${city.name}, ${states[city.state].name}` : "not in the dataset";
}

const zoneOfCity = (cityIndex) => cities[cityIndex]?.zone ?? utc;
const zoneOfCohort = (cohort) => zoneOfCity(cohorts[cohort].city);
const stateOfCohort = (cohort) => cities[cohorts[cohort].city].state;

// Local time, from the tables that the page carries: the browser's zone data may be older.

function offsetAt(seconds, zone) {
  const { from, offset } = zones[zone];
  let index = from.length - 1;
  while (index > 0 && from[index] > seconds) index -= 1;
  return offset[index];
}

const dayAt = (seconds, zone) => Math.floor((seconds + offsetAt(seconds, zone)) / DAY);

const two = (value) => String(value).padStart(2, "0");

function clockAt(seconds, zone) {
  const wall = seconds + offsetAt(seconds, zone);
  const second = wall - Math.floor(wall / DAY) * DAY;
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`;
}

function offsetText(seconds, zone) {
  const minutes = Math.trunc(offsetAt(seconds, zone) / 60);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "−" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A session's hours on the wall and the zone they are told in. */
function timesOf(session, zone) {
  const start = startOf(session);
  const end = start + moduleOf(session).minutes * 60;
  const nights = dayAt(end, zone) - dayAt(start, zone);
  const shift = offsetText(start, zone);
  const shiftAtEnd = offsetText(end, zone);
  return {
    hours: `${clockAt(start, zone)}–${clockAt(end, zone)}`,
    note: nights > 0 ? "ends the day after" : "",
    zone: `${shift === shiftAtEnd ? shift : `${shift}, at its end ${shiftAtEnd}`} (${zones[zone].name})`,
    machine: new Date(start * 1000).toISOString().replace(".000", ""),
  };
}

const weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];

/** A date by its number of days since 1970-01-01: a matter of arithmetic, no zone comes into it. */
function civil(day) {
  const date = new Date(day * DAY * 1000);
  return { year: date.getUTCFullYear(), month: monthNames[date.getUTCMonth()], day: date.getUTCDate() };
}

const weekdayName = (day) => weekdayNames[(((day + 3) % 7) + 7) % 7];

function dayName(day) {
  const date = civil(day);
  return `${weekdayName(day)} ${date.day} ${date.month}`;
}

function spanName(first, last) {
  const from = civil(first), to = civil(last);
  const year = from.year === to.year ? "" : ` ${from.year}`;
  const month = from.month === to.month && !year ? "" : ` ${from.month}`;
  return `${from.day}${month}${year} – ${to.day} ${to.month} ${to.year}`;
}

const weekOf = (day) => Math.floor((day - data.startsOn) / 7);

function weekName(week) {
  if (week < 0) return week === -1 ? "The week before the start" : `${-week} weeks before the start`;
  if (week >= data.weeks) return week === data.weeks ? "The week after the end" : `${week - data.weeks + 1} weeks after the end`;
  return `Week ${week + 1} of ${data.weeks}`;
}

// Who shares in what.

const kinds = {
  cohort: {
    name: "Cohort", parties: cohorts, of: cohortsOf,
    zone: (party) => zoneOfCohort(party),
    label: (party) => cohorts[party].id,
    about: (party) => {
      const cohort = cohorts[party];
      const audience = cohort.audience === "youth" ? "youth" : "young workers";
      return `${placeName(cohort.city)} · ${cohort.size} learners · ${audience}`;
    },
  },
  trainer: {
    name: "Trainer", parties: trainers, of: (session) => [data.lead[session], ...assistantsOf(session)],
    zone: (party) => zoneOfCity(trainers[party].city),
    label: (party) => trainers[party].id,
    about: (party) => placeName(trainers[party].city),
  },
  venue: {
    name: "Venue", parties: venues, of: (session) => (venueOf(session) === null ? [] : [venueOf(session)]),
    zone: (party) => zoneOfCity(venues[party].city),
    label: (party) => venues[party].id,
    about: (party) => placeName(venues[party].city) + (venues[party].seats ? ` · ${venues[party].seats} seats` : ""),
  },
  state: {
    name: "Member state", parties: states,
    of: (session) => [...new Set(cohortsOf(session).map(stateOfCohort))],
    zone: (party, session) => zoneOfCohort(cohortsOf(session).find((cohort) => stateOfCohort(cohort) === party)),
    label: (party) => states[party].name,
    about: (party) => states[party].code,
  },
  all: {
    name: "All", parties: [{}], of: () => [0],
    zone: (party, session) => zoneOfCohort(cohortsOf(session)[0]),
    label: () => "The whole programme", about: () => "",
  },
};

/** The placed sessions in the order of time. */
const inOrder = Array.from({ length: sessionCount }, (_, session) => session)
  .filter(isPlaced)
  .sort((left, right) => data.start[left] - data.start[right] || left - right);

const sessionsByParty = {};

/** The placed sessions of a party, in the order of time. */
function sessionsOf(kind, party) {
  sessionsByParty[kind] ??= (() => {
    const lists = kinds[kind].parties.map(() => []);
    for (const session of inOrder) for (const member of kinds[kind].of(session)) lists[member].push(session);
    return lists;
  })();
  return sessionsByParty[kind][party];
}

// Search: letter case and Latin accents apart. Marks of other scripts carry the word, and stay.

const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
const wordsOf = (text) => folded(text).split(/\s+/).filter(Boolean);
const holdsAll = (text, words) => words.every((word) => text.includes(word));

/** A function of an index that works each value out once. */
function remembered(work) {
  const values = [];
  return (index) => (values[index] ??= work(index));
}

const textOfModule = remembered((module) =>
  folded(`${modules[module].id} ${modules[module].title} ${modeName(modules[module].mode)}`));
const textOfCohort = remembered((cohort) => folded(`${cohorts[cohort].id} ${placeName(cohorts[cohort].city)}`));
const textOfChain = remembered((chain) =>
  [folded(chains[chain].id), textOfModule(chains[chain].module), ...chains[chain].cohorts.map(textOfCohort)].join(" "));
const textOfTrainer = remembered((trainer) => folded(trainers[trainer].id));
const textOfVenue = remembered((venue) => folded(venues[venue].id));

/** What in a column of texts holds a word, as a bitmap. */
const marksOf = (count, textOf, word) => Uint8Array.from({ length: count }, (_, index) => textOf(index).includes(word));

/**
 * A test whether a placed session has all `words`, each in its course, its trainers, its venue or its marks.
 * Parties are searched, not sessions: with 40,000 of them that is what keeps typing smooth.
 */
function matcherOf(words) {
  const tests = words.map((word) => ({
    chains: marksOf(chains.length, textOfChain, word),
    trainers: marksOf(trainers.length, textOfTrainer, word),
    venues: marksOf(venues.length, textOfVenue, word),
    pinned: "fixed".includes(word),
    released: "released".includes(word),
  }));
  return (session) => tests.every((test) => test.chains[chainOf[session]]
    || test.trainers[data.lead[session]]
    || (venueOf(session) !== null && test.venues[venueOf(session)])
    || assistantsOf(session).some((trainer) => test.trainers[trainer])
    || (test.pinned && pinned.has(session)) || (test.released && released.has(session)));
}

function modeName(mode) {
  return { in_person: "in person", hybrid: "trainers remote", online: "online" }[mode];
}

const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
const counted = (count, one, many = `${one}s`) => `${grouped(count)} ${count === 1 ? one : many}`;
