const KEY = 'sandbox.theme'

/** @typedef {'light' | 'dark' | 'system'} Theme */

/** @returns {Theme} */
export function chosenTheme() {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Colours as the system has them, or as somebody chose. @param {Theme} [theme] */
export function applyTheme(theme = chosenTheme()) {
  localStorage.setItem(KEY, theme)
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
