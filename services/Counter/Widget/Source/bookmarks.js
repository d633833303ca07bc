// The list of saved articles: <engagement-bookmarks>. It lives on this device; moving it to another is a link that holds the list
// behind its #, which no server sees. Before it is served, a language's texts take the places of @names@.
(() => {
  const doc = document, me = doc.currentScript, tag = 'engagement-bookmarks', start = '#bookmarks=', limit = 500;
  if (customElements.get(tag)) return;

  const base = me.dataset.server || me.src.slice(0, me.src.lastIndexOf('/share/') + 1);
  const list = name => {
    try { return JSON.parse(localStorage['engagement.' + name]) || []; } catch { return []; }
  };
  const isEntry = entry => entry && typeof entry.title === 'string' && /^https?:\/\//.test(entry.url);
  const make = (name, properties, ...children) => {
    const element = Object.assign(doc.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const button = (text, onclick, label) => {
    const one = make('button', { type: 'button', className: 'ngm-b', onclick }, text);
    label && one.setAttribute('aria-label', label);
    return one;
  };
  const fill = (element, ...children) => {
    element.textContent = '';
    element.append(...children);
  };

  // base64url of UTF-8, because a link takes no other letters.
  const pack = entries => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(entries.map(({ url, title, article }) => [url, title, article])))))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  const unpack = text => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt())))
    .map(([url, title, article]) => ({ url, title, article }));

  class Bookmarks extends HTMLElement {
    connectedCallback() {
      if (location.hash.startsWith(start)) {
        try { this.merge(unpack(location.hash.slice(start.length))); } catch { /* a broken link brings nothing */ }
        history.replaceState(null, '', location.pathname + location.search);
      }
      this.lang = '@code@';
      this.dir = '@dir@';
      this.show();
      addEventListener('storage', () => this.show());
      // A bookmark button on this page changes the list without a storage event.
      doc.addEventListener('click', ({ target }) => target.closest('[data-do=bookmark]') && setTimeout(() => this.show()));
    }

    keep(entries) {
      try { localStorage['engagement.saved'] = JSON.stringify(entries.slice(0, limit)); } catch { /* full or forbidden */ }
      this.show();
    }

    // What comes from elsewhere counts nothing: whoever saved it was counted there.
    merge(entries) {
      const known = list('saved'), urls = new Set(known.map(({ url }) => url));
      this.keep([...known, ...entries.filter(isEntry).filter(({ url }) => !urls.has(url))]);
    }

    remove({ url, article }) {
      this.keep(list('saved').filter(entry => entry.url !== url));
      const [device] = list('device');
      device && fetch(base + 'e', {
        method: 'POST', keepalive: true, credentials: 'omit',
        body: JSON.stringify({ id: '' + Math.random() + Math.random(), article: article || url, kind: 'unbookmark', device })
      }).catch(() => 0);
    }

    save() {
      const link = make('a', { href: URL.createObjectURL(new Blob([JSON.stringify(list('saved'), null, 1)], { type: 'application/json' })), download: 'bookmarks.json' });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }

    load() {
      const file = make('input', { type: 'file', accept: '.json,application/json' });
      file.onchange = async () => {
        try { this.merge(JSON.parse(await new Response(file.files[0]).text())); } catch { /* not a list of ours */ }
      };
      file.click();
    }

    async move() {
      const link = location.href.split('#')[0] + start + pack(list('saved'));
      const { place } = this, field = make('input', { readOnly: true, value: link, id: 'engagement-move', dir: 'ltr' });
      fill(place, make('label', { htmlFor: field.id }, '@moveHint@'), field);
      field.select();
      if (link.length > 2300) return;
      try {
        const answer = await fetch(base + 'share/qr', { method: 'POST', body: link, credentials: 'omit' });
        const { size, strokes } = await answer.json();
        const svg = doc.createElementNS('http://www.w3.org/2000/svg', 'svg');
        const draw = (d, fill) => {
          const path = doc.createElementNS(svg.namespaceURI, 'path');
          path.setAttribute('d', d);
          path.setAttribute('fill', fill);
          svg.append(path);
        };
        svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
        svg.setAttribute('role', 'img');
        svg.setAttribute('aria-label', '@qr@');
        draw(`M0 0h${size}v${size}H0z`, '#fff');
        draw(strokes, '#000');
        place.append(make('div', { className: 'ngm-qr' }, svg));
      } catch { /* the link does it too */ }
    }

    show() {
      const entries = list('saved').filter(isEntry);
      fill(this,
        entries.length
          ? make('ul', { className: 'ngm-servers' }, ...entries.map(entry => make('li', {},
            make('a', { href: entry.url, className: 'ngm-go' }, entry.title),
            button('@remove@', () => this.remove(entry), '@remove@: ' + entry.title))))
          : make('p', {}, '@nothingSaved@'),
        make('div', { className: 'ngm-row' },
          ...entries.length ? [button('@export@', () => this.save()), button('@move@', () => this.move())] : [],
          button('@import@', () => this.load())),
        this.place = make('div', {}));
    }
  }

  customElements.define(tag, Bookmarks);
})();
