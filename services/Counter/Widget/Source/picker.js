// Remembers Mastodon servers on this device, and only when asked to.
(() => {
  const form = document.querySelector('form');
  const ask = form.querySelector('#remember');
  const field = form.elements.server;
  const shelf = document.querySelector('.ngm-servers');
  const read = () => {
    try { return JSON.parse(localStorage['engagement.mastodon']) || []; } catch { return []; }
  };
  const write = servers => {
    try {
      servers.length ? localStorage['engagement.mastodon'] = JSON.stringify(servers.slice(0, 10)) : localStorage.removeItem('engagement.mastodon');
    } catch { /* forbidden: nothing is remembered */ }
    show();
  };

  function show() {
    shelf.textContent = '';
    shelf.append(...read().map(server => {
      const item = document.createElement('li'), link = document.createElement('a'), remove = document.createElement('button');
      link.href = form.dataset.share.replace('server.invalid', server);
      link.rel = 'noopener noreferrer nofollow';
      link.className = 'ngm-go';
      link.textContent = form.dataset.continue.replace('{0}', server);
      remove.type = 'button';
      remove.className = 'ngm-b';
      remove.textContent = form.dataset.remove;
      remove.setAttribute('aria-label', `${form.dataset.remove}: ${server}`);
      remove.onclick = () => write(read().filter(other => other !== server));
      item.append(link, remove);
      return item;
    }));
  }

  const answer = document.querySelector('[data-server]'), confirmed = answer && answer.dataset.server;
  ask.checked = read().includes(confirmed || '');
  ask.onchange = () => {
    const rest = read().filter(server => server !== confirmed);
    if (confirmed) write(ask.checked ? [confirmed, ...rest] : rest);
    else sessionStorage.engagementRemember = ask.checked ? 1 : '';
  };
  // Asked for before the server's name was confirmed: now that it is, it is kept.
  if (confirmed && sessionStorage.engagementRemember) {
    delete sessionStorage.engagementRemember;
    ask.checked = true;
    ask.onchange();
  }
  form.dataset.on = 1;
  if (!field.value && read()[0]) field.value = read()[0];
  show();
})();
