// Two keys lead to a page (g, then its letter), / to the search, ? shows them all. Never while somebody types.
(() => {
  const sheet = document.getElementById('shortcuts');
  if (!sheet) return;
  const pages = Object.fromEntries([...sheet.querySelectorAll('[data-key]')].map(entry => [entry.dataset.key, entry.dataset.to]));
  let waits = 0;
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, [contenteditable]')) return;
    if (event.key === '?') { sheet.showModal(); event.preventDefault(); return; }
    if (event.key === '/') { const field = document.querySelector('input[type=search]'); if (field) { field.focus(); event.preventDefault(); } return; }
    if (event.key === 'g') { waits = Date.now(); return; }
    if (Date.now() - waits < 3000 && pages[event.key]) location.href = pages[event.key];
    waits = 0;
  });
})();
