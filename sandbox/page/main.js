import { html } from 'htm/preact'
import { render } from 'preact'
import { controlOf } from './control.js'
import { applyTheme } from './theme.js'

const team = new URLSearchParams(location.search).get('team')
const control = controlOf(team)
const root = document.getElementById('page')

applyTheme()
if (root) render(await page(), root)

async function page() {
  if (location.pathname === '/gallery') {
    const { Gallery } = await import('./gallery.js')
    return html`<${Gallery} control=${control} />`
  }
  const { Workspace } = await import('./workspace.js')
  return html`<${Workspace} control=${control} team=${team} />`
}
