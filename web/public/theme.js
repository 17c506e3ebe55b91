// Runs before the first paint so that the chosen theme never flashes. A file, because the policy allows no inline script.
const stored = localStorage.getItem('assay.theme') ?? 'system';
const dark = stored === 'dark' || (stored === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.classList.toggle('dark', dark);
