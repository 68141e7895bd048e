// Runs in the browser beside the console, and without it: shows what is pushed, and acts when a notification is clicked.
// The fields of a message are those of PushText in src/notification/channels/push/push-text.ts.
const ICON = "/icon-192.png";

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(toldBy(event.data))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clicked(event.notification.data, event.action));
});

// Whatever cannot be read is shown as well: a browser takes a subscription away that is silent.
function toldBy(data) {
  const unknown = {
    tag: "plimsoll",
    event: "page",
    title: "Plimsoll has something to tell",
    body: "",
    url: "/",
    acts: [],
  };
  try {
    return { ...unknown, ...data.json() };
  } catch {
    return unknown;
  }
}

async function show(told) {
  const isOver = told.event === "ended";
  const isPressing = told.urgency === "page" && !isOver;
  const acts = told.acts.slice(0, 1).map(({ what, text }) => ({ action: what, title: text }));
  await self.registration.showNotification(told.title, {
    body: told.body,
    icon: ICON,
    badge: ICON,
    // One subject has one notification: what is new takes the place of what was.
    tag: told.tag,
    renotify: !isOver,
    silent: isOver,
    requireInteraction: isPressing,
    timestamp: told.at ?? Date.now(),
    actions: [...acts, { action: "open", title: "Open" }],
    data: told,
  });
}

async function clicked(told, action) {
  const act = told.acts.find(({ what }) => what === action);
  if (act === undefined) {
    await openPage(told.url);
    return;
  }
  try {
    const response = await fetch(own(act.url), { method: "POST", credentials: "omit" });
    if (!response.ok) throw new Error(String(response.status));
    await answer(told, { body: saidBy(await response.text()), acts: [] });
  } catch {
    await answer(told, {
      body: `${act.text} did not work: the server could not be reached. Try again.`,
      acts: told.acts,
    });
  }
}

async function answer(told, { body, acts }) {
  const data = { ...told, acts };
  await self.registration.showNotification(told.title, {
    body,
    icon: ICON,
    badge: ICON,
    tag: told.tag,
    requireInteraction: acts.length > 0,
    actions: [
      ...acts.slice(0, 1).map(({ what, text }) => ({ action: what, title: text })),
      { action: "open", title: "Open" },
    ],
    data,
  });
}

// The console's page that is open already is used again; a phone has one at most.
async function openPage(url) {
  const place = own(url);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const [open] = windows;
  if (open === undefined) {
    await self.clients.openWindow(place);
    return;
  }
  await open.focus();
  await open.navigate(place);
}

// Nothing is ever asked of, or opened at, another house: whatever a message holds, the place is in this one.
function own(url) {
  const { pathname, search, hash } = new URL(url, self.location.origin);
  return `${self.location.origin}${pathname}${search}${hash}`;
}

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

// What the page behind an act says became of it: its first paragraphs.
function saidBy(page) {
  const paragraphs = [...page.matchAll(/<p>([^<]*)<\/p>/g)].slice(0, 2).map(([, text]) => text);
  return paragraphs.join(" ").replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (each) => ENTITIES[each]);
}
