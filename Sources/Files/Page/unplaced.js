// The sessions without a place, by chain, with the reason of each.

const CHAINS_AT_FIRST = 20;
const MORE_CHAINS = 100;

const chainsWithGaps = chains.flatMap((chain, index) => {
  const sessions = [];
  for (let session = chain.first; session < chain.first + chain.count; session += 1) {
    if (!isPlaced(session)) sessions.push(session);
  }
  return sessions.length ? [{ chain: index, sessions }] : [];
});

const reasonOf = (session) => data.reasons[data.reason[session]] ?? "No reason was recorded.";

/** Neighbouring sessions with the same reason, told once. */
function reasonRuns(sessions) {
  const runs = [];
  for (const session of sessions) {
    const last = runs[runs.length - 1];
    if (last && last.reason === reasonOf(session) && last.to === session - 1) last.to = session;
    else runs.push({ from: session, to: session, reason: reasonOf(session) });
  }
  return runs;
}

const textOfGap = remembered((index) => {
  const { chain, sessions } = chainsWithGaps[index];
  return `${textOfChain(chain)} ${folded([...new Set(sessions.map(reasonOf))].join(" "))}`;
});

function gapsOf({ words, state }) {
  const found = [];
  chainsWithGaps.forEach((gap, index) => {
    if (state !== null && !chains[gap.chain].cohorts.some((cohort) => stateOfCohort(cohort) === state)) return;
    if (!words.length || holdsAll(textOfGap(index), words)) found.push(gap);
  });
  return found;
}

function gapNode({ chain, sessions }) {
  const { id, module, cohorts: members, count } = chains[chain];
  const learners = members.reduce((sum, cohort) => sum + cohorts[cohort].size, 0);
  const hours = Math.ceil((learners * modules[module].minutes * sessions.length) / 60);
  const where = [...new Set(members.map((cohort) => placeName(cohorts[cohort].city)))].join("; ");
  const missing = sessions.length === count
    ? ({ 1: "Its only session", 2: "Both sessions" }[count] ?? `All ${count} sessions`)
    : `${sessions.length} of ${count} sessions`;
  return element("li", { class: "gap" },
    element("h3", {}, named(modules[module].title), " ", element("span", { class: "chain" }, identified(id))),
    element("p", { class: "about" }, `${missing} not placed · ${counted(hours, "learner-hour")} · `,
      ...listed(members.map((cohort) => identified(cohorts[cohort].id))), " · ", named(where)),
    element("ul", {}, ...reasonRuns(sessions).map(({ from, to, reason }) => element("li", {},
      element("b", {}, from === to ? `Session ${numberOf(from)}` : `Sessions ${numberOf(from)}–${numberOf(to)}`),
      ": ", named(reason)))));
}

/** Fills `list` with chains, some at a time. */
function showGaps(list, gaps, printing) {
  let shown = 0;
  list.replaceChildren();
  list.parentNode.querySelector(":scope > button.more")?.remove();
  function showMore(count) {
    const next = gaps.slice(shown, shown + count);
    shown += next.length;
    list.append(...next.map(gapNode));
    list.parentNode.querySelector(":scope > button.more")?.remove();
    const left = gaps.length - shown;
    if (left > 0) list.after(moreButton(left, MORE_CHAINS, () => {
      const at = list.children.length;
      showMore(MORE_CHAINS);
      focusOn(list.children[at]);
    }));
  }
  showMore(printing ? ON_PAPER : CHAINS_AT_FIRST);
}
