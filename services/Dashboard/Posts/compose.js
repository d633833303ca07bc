// Shows the post while it is written: asks the server for the same page with the draft in it, 300 ms after the last key.
(() => {
  const text = document.querySelector('[data-draft]');
  let wait = 0;
  text?.addEventListener('input', () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const draft = text.value;
      const answer = await fetch(location.pathname + '?draft=' + encodeURIComponent(draft));
      if (!answer.ok || answer.redirected || draft !== text.value) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-preview]');
      if (fresh) document.querySelector('[data-preview]').replaceWith(fresh);
    }, 300);
  });
})();
