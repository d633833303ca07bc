// <engagement-popular list="shared" window="24h" limit="5"> shows a list and keeps it up to date; what stands inside it before is what readers
// without JavaScript see. <span data-engagement-count="shares" data-article="ID"> is filled with an article's count. No cookies, nothing stored.
(() => {
  const base = new URL('.', document.currentScript.src);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('engagement-popular{display:block}engagement-popular ol{margin:0;padding-inline-start:1.6em;font-variant-numeric:tabular-nums}engagement-popular li{margin:.4em 0}engagement-popular small{opacity:.75;margin-inline-start:.5em;white-space:nowrap}');
  document.adoptedStyleSheets.push(sheet);
  const words = { shares: ['share', 'shares'], bookmarks: ['bookmark', 'bookmarks'], views: ['view', 'views'] };
  const unit = { bookmarked: 'bookmarks', viewed: 'views' };

  customElements.define('engagement-popular', class extends HTMLElement {
    connectedCallback() {
      this.follow = () => document.hidden ? this.stop() : this.start();
      this.settle = () => setTimeout(() => this.next && this.show(this.next));
      document.addEventListener('visibilitychange', this.follow);
      this.addEventListener('focusout', this.settle);
      this.addEventListener('pointerleave', this.settle);
      this.follow();
    }
    disconnectedCallback() {
      document.removeEventListener('visibilitychange', this.follow);
      this.stop();
    }
    start() {
      if (this.line || this.timer) return;
      const query = new URLSearchParams();
      for (const name of ['list', 'window', 'limit', 'tag', 'section', 'author', 'fair']) if (this.getAttribute(name)) query.set(name, this.getAttribute(name));
      if (['tag', 'section', 'author', 'fair'].some(name => query.has(name))) {
        const ask = () => fetch(new URL('api/popular?' + query, base)).then(answer => answer.ok ? answer.json() : 0).then(list => list && this.show(list), () => { });
        this.timer = setInterval(ask, 60000);
        ask();
      } else {
        this.line = new EventSource(new URL('api/popular/stream?' + query, base));
        this.line.addEventListener('popular', event => this.show(JSON.parse(event.data)));
      }
    }
    stop() {
      this.line && this.line.close();
      clearInterval(this.timer);
      this.line = this.timer = 0;
    }
    show(list) {
      // Nothing moves under a reader's pointer or focus: it is shown when they leave.
      this.next = this.matches(':hover,:focus-within') && this.querySelector('ol') ? list : 0;
      if (this.next) return;
      const kind = unit[list.list] || 'shares';
      const ol = document.createElement('ol');
      const old = this.querySelector('ol');
      for (const article of list.articles) {
        const a = document.createElement('a');
        if (/^https?:/i.test(article.url)) a.href = article.url;
        a.textContent = article.title;
        const small = document.createElement('small');
        const count = article.counts[kind];
        if (count) small.textContent = count.toLocaleString(document.documentElement.lang || undefined) + ' ' + words[kind][+(count != 1)];
        small.title = article.why;
        const li = document.createElement('li');
        li.append(a, ' ', small);
        ol.append(li);
      }
      old ? old.replaceWith(ol) : this.append(ol);
    }
  });

  const fill = () => {
    const spots = [...document.querySelectorAll('[data-engagement-count][data-article]')];
    const ids = [...new Set(spots.map(spot => spot.dataset.article))].slice(0, 100);
    if (ids.length) fetch(new URL('api/counts?ids=' + ids.map(encodeURIComponent), base)).then(answer => answer.ok ? answer.json() : 0).then(answer => {
      if (answer) for (const spot of spots) {
        const counts = answer.counts[spot.dataset.article];
        if (counts) spot.textContent = counts[spot.dataset.engagementCount];
      }
    }, () => { });
  };
  document.readyState == 'loading' ? document.addEventListener('DOMContentLoaded', fill) : fill();
})();
