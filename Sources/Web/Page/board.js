// What a page does beyond being read: the viewer's own time, moving sessions, following jobs, importing.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// The viewer's own clock in the place of each place's, one click away.
{
  const button = one("#own-zone");
  const times = all("time[data-zone]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language = document.documentElement.lang;
  const show = (isOwn) => {
    for (const time of times) {
      const moment = new Date(time.dateTime);
      const isLong = time.dataset.clock.length > 5;
      time.textContent = isOwn
        ? new Intl.DateTimeFormat(language, {
            timeZone: own, hour: "2-digit", minute: "2-digit", hourCycle: "h23", weekday: "short",
            ...(isLong ? { day: "numeric", month: "short" } : {}),
          }).format(moment)
        : time.dataset.clock;
      time.title = isOwn ? own : time.dataset.zone;
    }
    for (const name of all(".zone-name")) {
      name.dataset.zone ??= name.textContent;
      name.textContent = isOwn ? own : name.dataset.zone;
    }
    button.setAttribute("aria-pressed", String(isOwn));
  };
  if (button && times.length > 0) {
    button.hidden = false;
    show(false);
    button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
  }
}

// The language is chosen at once where there is a script.
{
  const select = one("select[name=language]");
  if (select) {
    one("button", select.form).hidden = true;
    select.addEventListener("change", () => select.form.submit());
  }
}

// Moving a session: by dragging, or with the keyboard. The page that opens tells what it would do.
{
  const calendar = one(".calendar[data-move]");
  const status = one("#move-status");
  const grid = calendar ? Number(calendar.dataset.grid) : 0;
  const firstHour = calendar ? Number(calendar.dataset.firstHour) : 0;
  const days = calendar ? all(".day", calendar) : [];
  const two = (number) => String(number).padStart(2, "0");
  const ask = (session, date, minute) => {
    const start = `${date}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
    location.href = `${calendar.dataset.move}?id=${encodeURIComponent(session)}&start=${encodeURIComponent(start)}`;
  };
  const minuteOf = (entry) => {
    const [hours, minutes] = one("time", entry).dataset.clock.split(":").map(Number);
    return hours * 60 + minutes;
  };
  let dragged = null;
  for (const entry of calendar ? all(".entry", calendar) : []) {
    entry.addEventListener("dragstart", (event) => {
      dragged = { entry, offset: event.clientY - entry.getBoundingClientRect().top };
      event.dataTransfer.setData("text/plain", entry.dataset.session);
      event.dataTransfer.effectAllowed = "move";
    });
    entry.addEventListener("keydown", (event) => lift(event, entry));
  }
  // Where a pointer is in the calendar: a day's column, and a quarter of an hour.
  const place = (x, y) => {
    const day = days.find((day) => {
      const box = one("h2", day).getBoundingClientRect();
      return x >= box.left && x <= box.right;
    });
    const hours = all(".hour", calendar).filter((hour) => hour.offsetParent !== null);
    if (!day || hours.length === 0) return null;
    const top = hours[0].getBoundingClientRect().top;
    const bottom = hours.at(-1).getBoundingClientRect().bottom;
    const quarter = (bottom - top) / (hours.length * 4);
    const minute = Math.round(((y - top) / quarter) * 15 / grid) * grid + firstHour * 60;
    return { date: day.dataset.date, minute: Math.min(Math.max(minute, 0), 24 * 60 - grid) };
  };
  calendar?.addEventListener("dragover", (event) => {
    if (dragged) event.preventDefault();
  });
  calendar?.addEventListener("drop", (event) => {
    event.preventDefault();
    const found = dragged && place(event.clientX, event.clientY - dragged.offset);
    if (found) ask(dragged.entry.dataset.session, found.date, found.minute);
    dragged = null;
  });
  let lifted = null;
  const tell = (text) => { if (status) status.textContent = text; };
  function lift(event, entry) {
    if (!lifted) {
      if (event.key !== "m" && event.key !== "M") return;
      lifted = { day: days.indexOf(entry.closest(".day")), minute: minuteOf(entry) };
      entry.classList.add("lifted");
      tell(calendar.dataset.lifted);
      return event.preventDefault();
    }
    const step = { ArrowUp: [0, -grid], ArrowDown: [0, grid], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (step) {
      lifted.day = Math.min(Math.max(lifted.day + step[0], 0), 6);
      lifted.minute = Math.min(Math.max(lifted.minute + step[1], 0), 24 * 60 - grid);
      const day = days[lifted.day];
      tell(`${day.getAttribute("aria-label")} ${two(Math.floor(lifted.minute / 60))}:${two(lifted.minute % 60)}`);
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      ask(entry.dataset.session, days[lifted.day].dataset.date, lifted.minute);
    } else if (event.key === "Escape") {
      lifted = null;
      entry.classList.remove("lifted");
      tell(calendar.dataset.dropped);
    }
  }
  one("#outcome")?.focus();
}

// A job as it goes on.
{
  const job = one("#job");
  if (job && !("ended" in job.dataset)) {
    const events = new EventSource(job.dataset.events);
    events.addEventListener("progress", (event) => {
      const told = JSON.parse(event.data);
      for (const field of all("[data-field]", job)) field.textContent = told[field.dataset.field] ?? "";
      if (told.has_ended) {
        events.close();
        location.reload();
      }
    });
  }
}

// Importing: looked at first, stored when that is wanted.
{
  const form = one("#import");
  const answer = one("#import-answer");
  const send = async (isStored) => {
    const mode = new FormData(form).get("mode");
    const query = new URLSearchParams(
      mode === "file" ? { programme: form.programme.value, file: form.file.value } : {});
    if (isStored) query.set("store", "yes");
    const response = await fetch(`/import?${query}`, {
      method: "POST", body: form.content.files[0],
      headers: { "X-Form-Token": form.dataset.token, "Content-Type": "application/octet-stream" },
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    answer.replaceChildren(...(one("#answer", page) ?? one("main", page)).children);
    answer.focus();
    one("#import-store", answer)?.addEventListener("click", () => send(true));
  };
  for (const mode of form ? all("[name=mode]", form) : []) {
    mode.addEventListener("change", () => { one("#import-file").hidden = mode.value !== "file" || !mode.checked; });
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    send(false);
  });
}
