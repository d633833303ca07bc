// The widget's first view. It makes the buttons that the server rendered count, copy, print and bookmark, and where a page has
// none it puts a small set of its own there. Nothing here is needed to share: without this file the links stay links.
// Before it is served, this language's texts take the places of @names@.
(() => {
  const doc = document, me = doc.currentScript, tag = 'engagement-buttons';
  // A second copy of this script on the page leaves everything to the first.
  if (customElements.get(tag)) return;

  const base = me.dataset.server || me.src.replace(/share(\/\w+\/share)?(\.\w+)?\.js$/, '');
  const said = (selector, what) => (doc.querySelector(selector) || 0)[what];
  const random = () => Math.random() + '' + Math.random();

  // Storage can be full or forbidden; then nothing is kept and everything else works.
  const list = name => {
    try { return JSON.parse(localStorage['engagement.' + name]); } catch { return []; }
  };
  const keep = (name, value) => {
    try { localStorage['engagement.' + name] = JSON.stringify(value); } catch { }
  };

  // Counts an event. It is kept before it is sent, the last twenty, and let go of once it was taken: what a closed page, a full server or no
  // network swallowed is sent with the same id when a page is opened next time.
  const post = event => {
    const others = () => list('later').filter(({ id }) => id != event.id);
    keep('later', [...others(), event].slice(-20));
    fetch(base + 'e', { method: 'POST', body: JSON.stringify(event), keepalive: true })
      .then(({ status }) => status < 429 && keep('later', others()), () => 0);
  };

  // Cuts a title for X, the strictest, where what lies beyond Latin, Greek, Cyrillic and their like counts as two. It ends before a
  // space or a Chinese or Korean character, where no character of several code points can be torn.
  const fit = title => {
    const room = /[^\0-ჿ]/.test(title) ? 127 : 255;
    return title[room] ? title.slice(0, room).replace(/(^|[ 一-힣])[^ 一-힣]*$/, '…') : title;
  };

  // Pages that trust no text as markup (require-trusted-types-for) name this policy: what goes through it is our own, or our server's.
  const trust = (window.trustedTypes || { createPolicy: (_, rules) => rules }).createPolicy(tag, { createHTML: text => text });

  const face = (strokes, text) => `<svg class=ngm-i viewBox="0 0 24 24" aria-hidden=true><path d="${strokes}"/></svg><span>${text}</span>`;

  class Buttons extends HTMLElement {
    connectedCallback() {
      const { dataset } = this;
      // A page may move us: once is enough.
      if (dataset.on) return;
      dataset.on = !!navigator.share;
      this.url = dataset.url || said('[rel=canonical]', 'href') || said('[property="og:url"]', 'content') || location.href;
      this.about = dataset.title || said('[property="og:title"]', 'content') || doc.title;
      this.children[0] || this.fill();
      this.mark();
      this.onclick = this.use;
      this.addEventListener('toggle', this.open, true);
    }

    // A page that names only the script gets these; the whole list comes from the server when a reader opens it.
    fill() {
      const text = encodeURIComponent(fit(this.about)), url = encodeURIComponent(this.url), button = '<button type=button class=ngm-b data-do=';
      const rows = [
        ['x', 'X', `https://x.com/intent/tweet?text=${text}&url=${url}`],
        ['bluesky', 'Bluesky', `https://bsky.app/intent/compose?text=${text}%20${url}`],
        ['email', '', `mailto:?subject=${text}&body=${url}`],
      ].map(([to, name, href]) => `<li><a class=ngm-b data-to=${to} href="${href}"${name && ' target=_blank rel=noreferrer'}>`
        + (name ? `<span><span class=ngm-h>@before@</span>${name}<span class=ngm-h>@after@ (@newWindow@)</span></span>` : '@email@') + '</a>').join('')
        + `<li>${button}copy>@copy@`;
      Object.assign(this, { className: 'ngm', lang: '@code@', dir: '@dir@' });
      this.innerHTML = trust.createHTML(`${button}bookmark aria-pressed=false>${face('M7 4h10v16l-5-4-5 4z', '@bookmark@')}</button><details class=ngm-d><summary class=ngm-b>${face('M12 15V3L8 7m4-4l4 4M5 11v10h14V11', '@group@')}</summary><ul class=ngm-l>${rows}</ul></details><ul class=ngm-r>${rows}</ul><span class=ngm-s role=status>`);
    }

    async open({ target: details }) {
      const rows = details.querySelector('ul');
      if (!details.open) return;
      rows.prepend((rows.querySelector(`[data-to="${list('last')}"]`) || 0).parentNode || '');
      this.away = 1;
      try {
        const answer = await fetch(`${base}buttons/${encodeURIComponent(this.dataset.article || 'at')}?lang=@code@&url=${encodeURIComponent(this.url)}`);
        const whole = new DOMParser().parseFromString(trust.createHTML(await answer.text()), 'text/html').querySelectorAll('.ngm-l li');
        this.away = !whole[0];
        // A list of the page's own stays as it is, and so does one that the reader is in already.
        this.away || rows.contains(doc.activeElement) || rows.querySelector('[rel=noreferrer]') && rows.replaceChildren(...whole);
      } catch { }
    }

    use(event) {
      const used = event.target.closest('[data-to],[data-do]'), { to, do: does, kind = 'share', ask, host, way } = used ? used.dataset : 0;
      if (to) {
        // The beacon tells it with an id, so the browser's own ping must not tell it again.
        used.removeAttribute('ping');
        this.count(kind, to);
        keep('last', to);
        // A page of ours, and we did not answer when the list opened: then what our page would ask is asked here.
        if (ask && this.away) {
          event.preventDefault();
          let typed = '', server;
          do typed = prompt(ask, way ? typed : this.url);
          while (way && typed && !(server = typed.match(host)));
          if (server) location = 'https://' + server[1] + way;
        }
      } else if (does) this[does]();
    }

    count(kind, target, device) {
      post({ id: random(), article: this.dataset.article || this.url, kind, target, device });
    }

    mark() {
      this.querySelector('[aria-pressed]').setAttribute('aria-pressed', list('saved').some(({ url }) => url == this.url));
    }

    async copy() {
      try {
        await navigator.clipboard.writeText(this.url);
        this.count('share', 'copy');
        this.querySelector('.ngm-s').textContent = '@copied@';
      } catch {
        prompt('@copy@', this.url);
      }
    }

    print() {
      this.count('share', 'print');
      print();
    }

    // Nothing may come before share(): it uses the reader's click up. Cancelled is not counted.
    native() {
      navigator.share({ title: this.about, url: this.url }).then(() => this.count('share', 'native'), () => 0);
    }

    bookmark() {
      const saved = list('saved'), rest = saved.filter(({ url }) => url != this.url), adds = rest.length == saved.length;
      const device = list('device')[0] || random();
      keep('device', [device]);
      keep('saved', adds ? [{ url: this.url, title: this.about, article: this.dataset.article }, ...saved] : rest);
      this.count(adds ? 'bookmark' : 'unbookmark', undefined, device);
      doc.querySelectorAll(tag).forEach(one => one.mark());
    }
  }

  // A click or the focus elsewhere closes a list, which would cover what has it; so does Esc, and gives the focus back.
  ['click', 'keydown', 'focusin'].forEach(type => doc.addEventListener(type, ({ target, key }) =>
    doc.querySelectorAll('.ngm-d[open]').forEach(details => {
      if (key ? key == 'Escape' : !details.contains(target)) {
        details.open = false;
        key && details.querySelector('summary').focus();
      }
    })));

  const start = () => {
    const define = () => customElements.get(tag) || customElements.define(tag, Buttons);
    const made = doc.createElement(tag);
    // A page that names only the script may name the article there.
    Object.assign(made.dataset, me.dataset);
    doc.querySelector(tag) || (doc.head.contains(me) ? doc.body.lastChild : me).after(made);
    // The style comes first, so that what it lays out never jumps; where it cannot be had, or not in time, the buttons come without it.
    doc.querySelector('link[href$="share.css"]') ? define() : doc.head.append(Object.assign(doc.createElement('link'),
      { rel: 'stylesheet', href: base + 'share.css', onload: define, onerror: define }));
    setTimeout(define, 3000);
    list('later').forEach(post);
  };
  doc.readyState == 'loading' ? doc.addEventListener('DOMContentLoaded', start) : start();
})();
