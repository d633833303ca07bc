// Puts the news of the page in place when the server says that lists moved; at most once in five seconds, so that it can be read.
(() => {
  const place = () => document.querySelector('[data-live]');
  if (!place() || !window.EventSource) return;
  let due = false, busy = false, last = Date.now();
  const refresh = async () => {
    if (busy || !due || document.hidden || place().contains(document.activeElement)) return;
    busy = true; due = false;
    try {
      const answer = await fetch(location.href);
      const fresh = answer.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]');
      if (fresh) place().replaceWith(fresh);
    } catch { due = true; }
    busy = false; last = Date.now();
  };
  new EventSource(place().dataset.live).onmessage = () => { due = true; };
  setInterval(() => {
    // Ages such as "4 min ago" grow old even where nothing happens.
    if (Date.now() - last > 60000) due = true;
    if (Date.now() - last > 5000) refresh();
  }, 1000);
})();
