// The widget's first view. It makes the buttons that the server rendered count, copy, print and bookmark, and where a page has
// none it puts a small set of its own there. Nothing here is needed to share: without this file the links stay links.
// Before it is served, this language's texts take the places of @names@.
(() => {
  const doc = document, me = doc.currentScript, tag = 'engagement-buttons';
  // A second copy of this script on the page leaves everything to the first.
  if (!me || customElements.get(tag)) return;

  const base = me.dataset.server || me.src.replace(/share(\/\w+\/share)?(\.\w+)?\.js$/, '');
  const meta = name => doc.querySelector(`meta[property="og:${name}"]`)?.content;
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
      .then(({ status }) => status > 428 || keep('later', others()), () => 0);
  };

  // Cuts a title for X, the strictest, where what lies beyond Latin, Greek, Cyrillic and their like counts as two.
  const fit = title => {
    let room = 255, fitted = '';
    for (const { segment } of new Intl.Segmenter().segment(title)) {
      room -= segment < '\u1100' ? segment.length : 2 * segment.length;
      if (room < 0) return fitted + '…';
      fitted += segment;
    }
    return title;
  };

  // Pages that trust no text as markup (require-trusted-types-for) name this policy: what goes through it is our own, or our server's.
  const trust = (window.trustedTypes || { createPolicy: (_, rules) => rules }).createPolicy(tag, { createHTML: text => text });

  const face = (strokes, text) => `<svg class=ngm-i viewBox="0 0 24 24" aria-hidden=true><path d="${strokes}"/></svg><span>${text}</span>`;

  class Buttons extends HTMLElement {
    connectedCallback() {
      const { dataset } = this;
      // A page may move us: once is enough.
      if (dataset.on) return;
      dataset.on = navigator.share ? 2 : 1;
      this.url = dataset.url || doc.querySelector('link[rel=canonical]')?.href || meta('url') || location.href;
      this.about = dataset.title || meta('title') || doc.title;
      this.children[0] || this.fill();
      this.mark();
      this.onclick = this.use;
      this.addEventListener('toggle', this.open, true);
    }

    // A page that names only the script gets these; the whole list comes from the server when a reader opens it.
    fill() {
      const text = encodeURIComponent(fit(this.about)), url = encodeURIComponent(this.url), button = '<button type=button class=ngm-b data-do=';
      const rows = [
        ['x', 'X', `https://x.com/intent/tweet?text=${text}&url=${url}`, 'M5 5l14 14M19 5L5 19'],
        ['bluesky', 'Bluesky', `https://bsky.app/intent/compose?text=${text}%20${url}`, 'M4 5l8 7 8-7v7l-8 7-8-7z'],
        ['email', '', `mailto:?subject=${text}&body=${url}`, 'M3 6h18v12H3zM3 7l9 7 9-7'],
      ].map(([to, name, href, strokes]) => `<li><a class=ngm-b data-to=${to} href="${href}"${name && ' target=_blank rel=noreferrer'}>`
        + face(strokes, name ? `<span class=ngm-h>@before@</span>${name}<span class=ngm-h>@after@ (@newWindow@)</span>` : '@email@')).join('')
        + `<li>${button}copy>` + face('M9 9h11v11H9zM5 15H4V4h11v1', '@copy@');
      Object.assign(this, { className: 'ngm', role: 'group', ariaLabel: '@group@', lang: '@code@', dir: '@dir@' });
      this.innerHTML = trust.createHTML(`${button}bookmark aria-pressed=false>${face('M7 4h10v16l-5-4-5 4z', '@bookmark@')}</button><details class=ngm-d><summary class=ngm-b>${face('M12 15V4M8 7l4-4 4 4M6 11H5v10h14V11h-1', '@group@')}</summary><ul class=ngm-l>${rows}</ul></details><ul class=ngm-r>${rows}</ul><span class=ngm-s role=status>`);
      this.more = `${base}buttons/${encodeURIComponent(this.dataset.article || 'at')}?lang=@code@&url=${url}`;
    }

    async open({ target: details }) {
      const { more } = this, rows = details.lastChild;
      if (!details.open) return;
      rows.prepend(rows.querySelector(`li:has([data-to="${list('last')}"])`) || '');
      this.more = '';
      if (more) try {
        const whole = Object.assign(doc.createElement('template'), { innerHTML: trust.createHTML(await (await fetch(more)).text()) })
          .content.querySelectorAll('.ngm-l li');
        // A reader who is in the list already keeps the list.
        whole[0] && !rows.matches(':focus-within') && rows.replaceChildren(...whole);
      } catch { }
    }

    use({ target }) {
      const used = target.closest('[data-to],[data-do]'), { to, do: does, kind = 'share' } = used?.dataset || {};
      if (to) {
        // The beacon tells it with an id, so the browser's own ping must not tell it again.
        used.removeAttribute('ping');
        this.count(kind, to);
        keep('last', to);
      } else if (does) this['do' + does](used);
    }

    count(kind, target, device) {
      post({ id: random(), article: this.dataset.article || this.url, kind, target, device });
    }

    mark() {
      this.querySelector('[aria-pressed]').ariaPressed = list('saved').some(({ url }) => url == this.url);
    }

    async docopy() {
      try {
        await navigator.clipboard.writeText(this.url);
        this.count('share', 'copy');
        this.querySelector('.ngm-s').textContent = '@copied@';
      } catch {
        prompt('@copy@', this.url);
      }
    }

    doprint() {
      this.count('share', 'print');
      print();
    }

    // Nothing may come before share(): it uses the reader's click up. Cancelled is not counted.
    donative() {
      navigator.share({ title: this.about, url: this.url }).then(() => this.count('share', 'native'), () => 0);
    }

    dobookmark() {
      const saved = list('saved'), rest = saved.filter(({ url }) => url != this.url), adds = rest.length == saved.length;
      const device = list('device')[0] || random();
      keep('device', [device]);
      keep('saved', adds ? [{ url: this.url, title: this.about, article: this.dataset.article }, ...saved] : rest);
      this.count(adds ? 'bookmark' : 'unbookmark', undefined, device);
      doc.querySelectorAll(tag).forEach(one => one.mark());
    }
  }

  // A click elsewhere closes a list; so does Esc, and gives the focus back.
  ['click', 'keydown'].forEach(type => doc.addEventListener(type, ({ target, key }) =>
    doc.querySelectorAll('.ngm-d[open]').forEach(details => {
      if (key ? key == 'Escape' : !details.contains(target)) {
        details.open = false;
        key && details.firstChild.focus();
      }
    })));

  const start = () => {
    const define = () => customElements.define(tag, Buttons);
    doc.querySelector(tag) || (doc.head.contains(me) ? doc.body.lastChild : me).after(doc.createElement(tag));
    // The style comes first, so that what it lays out never jumps; where it cannot be had, the buttons come without it.
    doc.querySelector('link[href$="share.css"]') ? define() : doc.head.append(Object.assign(doc.createElement('link'),
      { rel: 'stylesheet', href: base + 'share.css', onload: define, onerror: define }));
    list('later').forEach(post);
  };
  doc.readyState == 'loading' ? doc.addEventListener('DOMContentLoaded', start) : start();
})();
